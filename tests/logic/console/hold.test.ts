import { describe, expect, it } from 'vitest';
import { Hold, type HoldableCall } from '../../../widget/console/hold.ts';

const NONE = { cameraTrack: null, screenTrack: null, screenAudioTrack: null };

const track = (): MediaStreamTrack => ({ enabled: true }) as MediaStreamTrack;

/** A call that does at once what it is asked. */
class FakeCall implements HoldableCall {
  localParticipant = { microphoneEnabled: true, cameraEnabled: false, screenshareEnabled: false };
  participants: HoldableCall['participants'] = new Map([['visitor', { ...NONE, microphoneTrack: track() }]]);
  readonly asked: string[] = [];

  toggleMicrophone(on: boolean): Promise<boolean> {
    return this.#ask('microphone', on, { microphoneEnabled: on });
  }
  toggleCamera(on: boolean): Promise<boolean> {
    return this.#ask('camera', on, { cameraEnabled: on });
  }
  toggleScreenshare(on: boolean): Promise<boolean> {
    return this.#ask('screen', on, { screenshareEnabled: on });
  }

  /** What can be heard and seen of the other one. */
  get heard(): boolean[] {
    return [...this.participants.values()].flatMap((one) =>
      Object.values(one).flatMap((it) => (it === null ? [] : [it.enabled])),
    );
  }

  #ask(what: string, on: boolean, change: Partial<FakeCall['localParticipant']>): Promise<boolean> {
    this.asked.push(`${what} ${on}`);
    this.localParticipant = { ...this.localParticipant, ...change };
    return Promise.resolve(on);
  }
}

describe('holding a call', () => {
  it('silences both sides, and gives back what was on', () => {
    const call = new FakeCall();
    const hold = new Hold();
    hold.set(call, true);
    expect([call.asked, call.heard]).toEqual([['microphone false'], [false]]);
    hold.set(call, false);
    expect([call.asked, call.heard]).toEqual([['microphone false', 'microphone true'], [true]]);
  });

  it('turns on nothing that was off', () => {
    const call = new FakeCall();
    call.localParticipant = { microphoneEnabled: false, cameraEnabled: true, screenshareEnabled: false };
    const hold = new Hold();
    hold.set(call, true);
    hold.set(call, false);
    expect(call.asked).toEqual(['camera false', 'camera true']);
  });

  it('ends the shared screen, which only a gesture could bring back', () => {
    const call = new FakeCall();
    call.localParticipant = { microphoneEnabled: false, cameraEnabled: false, screenshareEnabled: true };
    const hold = new Hold();
    hold.set(call, true);
    hold.set(call, false);
    expect(call.asked).toEqual(['screen false']);
  });

  it('said twice is said once', () => {
    const call = new FakeCall();
    const hold = new Hold();
    hold.set(call, false);
    hold.set(call, true);
    hold.set(call, true);
    expect(call.asked).toEqual(['microphone false']);
  });

  it('silences tracks that come later, too', () => {
    const call = new FakeCall();
    const hold = new Hold();
    hold.set(call, true);
    call.participants = new Map([
      ['visitor', { microphoneTrack: track(), cameraTrack: track(), screenTrack: track(), screenAudioTrack: track() }],
    ]);
    hold.silence(call);
    expect(call.heard).toEqual([false, false, false, false]);
    hold.set(call, false);
    expect(call.heard).toEqual([true, true, true, true]);
  });

  it('turns off what comes on meanwhile, as a microphone that was asked for before, and gives it back', () => {
    const call = new FakeCall();
    call.localParticipant = { microphoneEnabled: false, cameraEnabled: false, screenshareEnabled: false };
    const hold = new Hold();
    hold.set(call, true);
    call.localParticipant = { microphoneEnabled: true, cameraEnabled: false, screenshareEnabled: true };
    hold.silence(call);
    hold.silence(call);
    expect(call.asked).toEqual(['microphone false', 'screen false']);
    hold.set(call, false);
    expect(call.asked.slice(2)).toEqual(['microphone true']);
  });

  it('asks a device once that takes its time', () => {
    const call = new FakeCall();
    const asked: boolean[] = [];
    call.toggleMicrophone = (on) => {
      asked.push(on);
      return new Promise(() => undefined);
    };
    const hold = new Hold();
    hold.set(call, true);
    hold.silence(call);
    expect(asked).toEqual([false]);
  });

  it('of one call says nothing about the next', () => {
    const hold = new Hold();
    hold.set(new FakeCall(), true);
    hold.reset();
    const next = new FakeCall();
    hold.set(next, false);
    expect([next.asked, next.heard]).toEqual([[], [true]]);
  });

  it('is no error where a device refuses', async () => {
    const call = new FakeCall();
    call.toggleMicrophone = () => Promise.reject(new Error('gone'));
    new Hold().set(call, true);
    await Promise.resolve();
    expect(call.heard).toEqual([false]);
  });
});
