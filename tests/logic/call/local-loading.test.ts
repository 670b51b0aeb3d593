/** Signaling that is loaded for a join: what may happen meanwhile. */
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CallLife } from '../../../widget/call/call-life.ts';
import { DEFAULT_OPTIONS } from '../../../widget/call/call-options.ts';
import { loadServerless } from '../../../widget/parts/serverless.ts';

vi.mock('../../../widget/parts/serverless.ts', { spy: true });

const lives: CallLife[] = [];
let told: string[];

function newLife(): CallLife {
  told = [];
  const options = { ...DEFAULT_OPTIONS, room: 'coffee', signaling: 'local' as const, dataOnly: true };
  const life = new CallLife({
    options: () => options,
    emit: (name) => told.push(name) > 0,
    notify() {},
    subscribe: () => () => {},
  });
  lives.push(life);
  return life;
}

beforeEach(() => vi.stubGlobal('RTCPeerConnection', class {}));

afterEach(() => {
  for (const life of lives.splice(0)) life.leave();
  vi.unstubAllGlobals();
});

it('is loaded first, and then the call is joined', async () => {
  const life = newLife();
  await life.join();
  expect(life.state.phase).toBe('joined');
});

it('who leaves meanwhile is in no room', async () => {
  const life = newLife();
  const joined = life.join();
  life.leave();
  await joined;
  expect([life.state.phase, life.session]).toEqual(['idle', null]);
});

it('two joins at once are one', async () => {
  const life = newLife();
  await Promise.all([life.join(), life.join()]);
  expect(told.filter((name) => name === 'p2p-join')).toHaveLength(1);
});

it('keeps no seat to come back to', async () => {
  expect(await newLife().resume()).toBe(false);
});

it('what cannot be loaded is told, and can be tried again', async () => {
  vi.mocked(loadServerless).mockRejectedValueOnce(new TypeError('gone'));
  const life = newLife();
  await expect(life.join()).rejects.toMatchObject({ code: 'server-error' });
  expect(told).toEqual(['p2p-error']);
  await life.join();
  expect(life.state.phase).toBe('joined');
});
