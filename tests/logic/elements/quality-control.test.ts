/** The looks of the panel of the connection: one after the other, whatever is opened and closed meanwhile. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { CallModel } from '../../../widget/elements/call-model.ts';
import type { CallView } from '../../../widget/elements/call-view.ts';
import { QualityControl, type QualityHost } from '../../../widget/elements/quality-control.ts';

/** Each look that is asked for, to be answered by the test. */
let answers: (() => void)[];
let call: CallModel;
let control: QualityControl;

function draw(state: CallView['state'] = 'connected'): void {
  control.panel({ call, state } as CallView, new Map());
}

beforeEach(() => {
  vi.useFakeTimers();
  answers = [];
  const getStats: CallModel['getStats'] = () => new Promise((resolve) => answers.push(() => resolve(new Map())));
  call = { participants: new Map(), getStats } as Partial<CallModel> as CallModel;
  const host: Partial<QualityHost> = {
    addController() {},
    requestUpdate() {},
    updateComplete: Promise.resolve(true),
    renderRoot: { querySelector: () => null } as unknown as DocumentFragment,
  };
  control = new QualityControl(host as QualityHost);
});

afterEach(() => void vi.useRealTimers());

async function answerAll(): Promise<void> {
  for (const answer of answers.splice(0)) answer();
  await vi.advanceTimersByTimeAsync(1_000);
}

it('are one a second, also where it was closed and opened again before an answer', async () => {
  control.open('bob');
  draw();
  control.hostDisconnected();
  control.open('bob');
  draw();
  expect(answers).toHaveLength(2);
  await answerAll();
  expect(answers).toHaveLength(1);
  await answerAll();
  expect(answers).toHaveLength(1);
});

it('end with it, also before an answer', async () => {
  control.open('bob');
  draw();
  draw('ended');
  await answerAll();
  expect(answers).toEqual([]);
});
