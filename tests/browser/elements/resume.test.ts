/** An element asks for the seat that the page before had in this tab, and `Call` takes it back where there is one. */
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { Call } from '../../../widget/call/call.ts';
import { mount } from './support/mount.ts';

afterEach(() => document.body.replaceChildren());

describe('an element', () => {
  it('asks once, when it is put on the page', async () => {
    const { call } = await mount();
    await vi.waitFor(() => expect(call.resumedRooms).toEqual(['coffee']));
    expect(call.requested).toEqual([]);
  });

  it('asks when it is told the room', async () => {
    const { element, call } = await mount({ room: '' });
    await element.updateComplete;
    expect(call.resumedRooms).toEqual([]);
    element.room = 'coffee';
    await element.updateComplete;
    expect(call.resumedRooms).toEqual(['coffee']);
    element.displayName = 'Alice';
    await element.updateComplete;
    expect(call.resumedRooms).toHaveLength(1);
  });

  it('does not ask for a room that cannot be one', async () => {
    const { element, call } = await mount({ room: '..' });
    await element.updateComplete;
    expect(call.resumedRooms).toEqual([]);
  });

  it('that joins by itself does so, which takes the seat back too', async () => {
    const { call } = await mount({ 'auto-join': '' });
    await vi.waitFor(() => expect(call.requested).toEqual(['join']));
    expect(call.resumedRooms).toEqual([]);
  });
});

describe('Call.resume()', () => {
  // No such port: the server cannot be reached, which is known at once.
  const server = 'http://127.0.0.1:99999';
  const kept = { session: 'session', key: 'key', microphone: false, camera: false, left: true };
  // The tests run in a frame.
  const keep = (part: object = {}): void =>
    sessionStorage.setItem(`p2p-call-frame ${server} coffee 0`, JSON.stringify({ ...kept, at: Date.now(), ...part }));
  afterEach(() => sessionStorage.clear());

  function callWithErrors(): { call: Call; errors: boolean[] } {
    const call = new Call({ server, room: 'coffee' });
    const errors: boolean[] = [];
    call.addEventListener('p2p-error', ({ detail }) => errors.push(detail.fatal));
    onTestFinished(() => call.dispose());
    return { call, errors };
  }

  it('does nothing where nothing was left behind', async () => {
    const { call } = callWithErrors();
    const states: string[] = [];
    call.addEventListener('p2p-state-change', ({ detail }) => states.push(detail.state));
    expect(await call.resume()).toBe(false);
    keep({ at: Date.now() - 60_000 });
    expect(await call.resume()).toBe(false);
    expect(states).toEqual([]);
  });

  it('is on its way where something was, without a device that was off, and can be left', async () => {
    const getUserMedia = vi.spyOn(navigator.mediaDevices, 'getUserMedia');
    keep();
    const { call } = callWithErrors();
    const resumed = call.resume();
    expect(call.state).toBe('connecting');
    await call.leave();
    expect(await resumed).toBe(false);
    expect(call.state).toBe('ended');
    expect(getUserMedia).not.toHaveBeenCalled();
    expect(sessionStorage).toHaveLength(0);
  });

  it('is as if nothing had been when the seat cannot be reached', async () => {
    keep();
    const { call, errors } = callWithErrors();
    expect(await call.resume()).toBe(false);
    expect(call.state).toBe('idle');
    expect(call.error).toBe(null);
    expect(errors).not.toContain(true);
    expect(sessionStorage).toHaveLength(0);
  });

  it('is waited for by a join that comes meanwhile', async () => {
    keep();
    const { call } = callWithErrors();
    const resumed = call.resume();
    const joined = call.join();
    expect(await resumed).toBe(false);
    await expect(joined).rejects.toMatchObject({ code: 'signaling-unreachable', fatal: true });
    expect(call.state).toBe('error');
  });
});
