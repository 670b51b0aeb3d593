/** Figures from two looks, in the shapes of Chromium and of Firefox. */
import { describe, expect, it } from 'vitest';
import { figuresOf } from '../../../widget/peer/connection-figures.ts';
import { NO_FIGURES } from './figures.ts';

type Entry = Readonly<Record<string, unknown>> & { readonly id: string };

const reportOf = (...entries: readonly Entry[]): RTCStatsReport => new Map(entries.map((entry) => [entry.id, entry]));
const NOTHING = reportOf();

const PAIR = { id: 'pair', type: 'candidate-pair', currentRoundTripTime: 0.08, availableOutgoingBitrate: 900_000 };

/** A call of Chromium after `seconds`, by counters of one second each. */
function chromium(seconds: number, change: Readonly<Record<string, object>> = {}): RTCStatsReport {
  const timestamp = 1_000_000 + 1_000 * seconds;
  const entries: Entry[] = [
    { id: 'T', type: 'transport', selectedCandidatePairId: 'pair' },
    { id: 'other', type: 'candidate-pair', state: 'succeeded', nominated: true, currentRoundTripTime: 9 },
    PAIR,
    {
      ...{ id: 'ia', type: 'inbound-rtp', kind: 'audio', mid: '0', timestamp, jitter: 0.012 },
      ...{ packetsReceived: 49 * seconds, packetsLost: seconds, bytesReceived: 5_000 * seconds },
    },
    {
      ...{ id: 'iv', type: 'inbound-rtp', kind: 'video', mid: '1', timestamp, jitter: 5, totalFreezesDuration: 0 },
      ...{ packetsReceived: 50 * seconds, packetsLost: 0, bytesReceived: 45_000 * seconds },
    },
    { id: 'oa', type: 'outbound-rtp', kind: 'audio', timestamp, packetsSent: 50 * seconds, bytesSent: 5_000 * seconds },
    {
      ...{ id: 'ov', type: 'outbound-rtp', kind: 'video', timestamp, qualityLimitationReason: 'bandwidth' },
      ...{ packetsSent: 50 * seconds, bytesSent: 20_000 * seconds },
    },
    {
      id: 'ra',
      type: 'remote-inbound-rtp',
      kind: 'audio',
      localId: 'oa',
      packetsLost: 4 * seconds,
      roundTripTime: 0.1,
    },
    { id: 'rv', type: 'remote-inbound-rtp', kind: 'video', localId: 'ov', packetsLost: seconds, roundTripTime: 0.07 },
  ];
  return reportOf(...entries.map((entry) => ({ ...entry, ...change[entry.id] })));
}

describe('two looks at Chromium', () => {
  it('are told apart by direction, with the rates of the time between', () => {
    expect(figuresOf(chromium(15), chromium(10))).toEqual({
      rttMs: 100,
      lossInPercent: 1,
      lossOutPercent: 5,
      jitterMs: 12,
      frozenPercent: 0,
      availableKbps: 900,
      kbpsIn: 400,
      kbpsOut: 200,
      pictureKbpsOut: 160,
      isProcessorBusy: false,
    });
  });

  it('say how much of the time the camera stood still, and nothing of a screen', () => {
    const frozen = chromium(15, { iv: { totalFreezesDuration: 1 } });
    expect(figuresOf(frozen, chromium(10)).frozenPercent).toBe(20);
    const screen = { iv: { mid: '2', totalFreezesDuration: 1 } };
    expect(figuresOf(chromium(15, screen), chromium(10)).frozenPercent).toBeNull();
  });

  it('take a freeze that began before the first look for the whole time at most', () => {
    const frozen = chromium(15, { iv: { totalFreezesDuration: 30 } });
    expect(figuresOf(frozen, chromium(10)).frozenPercent).toBe(100);
  });

  it('say what limits the picture', () => {
    const busy = { ov: { qualityLimitationReason: 'cpu' } };
    expect(figuresOf(chromium(15, busy), chromium(10)).isProcessorBusy).toBe(true);
  });
});

describe('what cannot be told', () => {
  it('is null with one look alone', () => {
    expect(figuresOf(chromium(10), NOTHING)).toEqual({
      ...NO_FIGURES,
      rttMs: 100,
      jitterMs: 12,
      availableKbps: 900,
    });
  });

  it('is null in an empty report', () => {
    expect(figuresOf(NOTHING, NOTHING)).toEqual(NO_FIGURES);
  });

  it('is null with few packets', () => {
    const few = { ia: { packetsReceived: 500, packetsLost: 20 }, iv: { packetsReceived: 500 } };
    const { lossInPercent } = figuresOf(chromium(11, few), chromium(10, { ...few, ia: { packetsReceived: 490 } }));
    expect(lossInPercent).toBeNull();
  });

  it('is never taken from counters that fell, as after a new connection under the same name', () => {
    const { lossInPercent, kbpsIn, kbpsOut } = figuresOf(chromium(3), chromium(10));
    expect([lossInPercent, kbpsIn, kbpsOut]).toEqual([null, null, null]);
  });
});

it('reads Firefox, which marks the pair itself and tells no round trip of it', () => {
  const at = (timestamp: number, count: number): RTCStatsReport =>
    reportOf(
      { id: 'p', type: 'candidate-pair', selected: true, nominated: true, state: 'succeeded' },
      { id: 'q', type: 'candidate-pair', selected: false, nominated: true, state: 'succeeded' },
      { id: 'o', type: 'outbound-rtp', kind: 'audio', timestamp, packetsSent: 100 * count, bytesSent: 1_000 * count },
      { id: 'r', type: 'remote-inbound-rtp', kind: 'audio', packetsLost: 10 * count, roundTripTime: 0.05 },
    );
  expect(figuresOf(at(6_000, 2), at(1_000, 1))).toEqual({
    ...NO_FIGURES,
    rttMs: 50,
    lossOutPercent: 10,
    kbpsIn: 0,
    kbpsOut: 1.6,
    pictureKbpsOut: 0,
  });
});
