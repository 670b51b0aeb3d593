/** Two links with a path between them that a test can cut, in virtual time. */
import type { Incarnation } from '#protocol';
import type { Envelope } from '../../../widget/link/envelope.ts';
import { PairLink, type PairLinkOptions } from '../../../widget/link/pair-link.ts';
import { VirtualClock } from '../../support/virtual-clock.ts';

export const ALICE = 'a11ce00000000000' as Incarnation;
export const ALICE_RELOADED = 'a11ce00000000001' as Incarnation;
export const BOB = 'b0b0000000000000' as Incarnation;

export type TestOptions = Partial<PairLinkOptions<string>>;

export interface TestEnd {
  readonly link: PairLink<string>;
  readonly delivered: string[];
  readonly transmitted: Envelope[];
  resetCount: number;
}

/** One end whose envelopes only a test reads. */
export function endOf(
  clock: VirtualClock,
  options: TestOptions = {},
  onenvelope?: (envelope: Envelope) => void,
): TestEnd {
  const delivered: string[] = [];
  const transmitted: Envelope[] = [];
  const link = new PairLink<string>({
    localInc: ALICE,
    remoteInc: BOB,
    clock,
    decode: (value) => (typeof value === 'string' ? value : null),
    measure: (body) => body.length,
    deliver: (body) => void delivered.push(body),
    ...options,
    transmit: (envelope) => {
      transmitted.push(envelope);
      onenvelope?.(envelope);
    },
    onreset: () => {
      end.resetCount += 1;
      options.onreset?.();
    },
  });
  const end: TestEnd = { link, delivered, transmitted, resetCount: 0 };
  return end;
}

export class LinkPair {
  readonly clock = new VirtualClock();
  readonly alice: TestEnd;
  readonly bob: TestEnd;
  /** While true, everything sent is lost. */
  isCut = false;

  constructor(options: { readonly alice?: TestOptions; readonly bob?: TestOptions } = {}) {
    const carry = (to: () => TestEnd) => (envelope: Envelope) => {
      if (this.isCut) return;
      const text = JSON.stringify(envelope);
      this.clock.setTimeout(() => to().link.receive(JSON.parse(text)), 10);
    };
    this.alice = endOf(
      this.clock,
      options.alice,
      carry(() => this.bob),
    );
    this.bob = endOf(
      this.clock,
      { localInc: BOB, remoteInc: ALICE, ...options.bob },
      carry(() => this.alice),
    );
  }
}

export const numbered = (count: number, from = 1): string[] =>
  Array.from({ length: count }, (_, i) => `body ${from + i}`);
