/**
 * What holding a call does on this page: nothing of the agent goes out, and nothing of the visitor is heard or seen. The desk tells the visitor of it.
 * Knows a call by its public surface alone.
 */

type Held = Readonly<
  Record<'microphoneTrack' | 'cameraTrack' | 'screenTrack' | 'screenAudioTrack', MediaStreamTrack | null>
>;

/** What is needed of a `<p2p-call>`. */
export interface HoldableCall {
  readonly participants: ReadonlyMap<unknown, Held>;
  readonly localParticipant: {
    readonly microphoneEnabled: boolean;
    readonly cameraEnabled: boolean;
    readonly screenshareEnabled: boolean;
  };
  toggleMicrophone(on: boolean): Promise<boolean>;
  toggleCamera(on: boolean): Promise<boolean>;
  toggleScreenshare(on: boolean): Promise<boolean>;
}

type Source = 'microphone' | 'camera' | 'screen';

export class Hold {
  #isOn = false;
  /** What is to be on again afterwards. */
  #before = { microphone: false, camera: false };
  /** What was asked to go off, and was not seen off yet. */
  readonly #ending = new Set<Source>();

  /** @param call a call that goes on. */
  set(call: HoldableCall, on: boolean): void {
    if (on === this.#isOn) return;
    const { microphone, camera } = this.#before;
    this.reset(on);
    this.silence(call);
    if (on) return;
    if (microphone) quietly(call.toggleMicrophone(true));
    if (camera) quietly(call.toggleCamera(true));
  }

  /** Again for what is new: tracks after a change of the network, and an own device that comes on meanwhile. */
  silence(call: HoldableCall): void {
    for (const { microphoneTrack, cameraTrack, screenTrack, screenAudioTrack } of call.participants.values()) {
      for (const track of [microphoneTrack, cameraTrack, screenTrack, screenAudioTrack]) {
        if (track !== null) track.enabled = !this.#isOn;
      }
    }
    if (!this.#isOn) return;
    const { microphoneEnabled, cameraEnabled, screenshareEnabled } = call.localParticipant;
    this.#keepOff('microphone', microphoneEnabled, () => call.toggleMicrophone(false));
    this.#keepOff('camera', cameraEnabled, () => call.toggleCamera(false));
    this.#keepOff('screen', screenshareEnabled, () => call.toggleScreenshare(false));
  }

  /** Another call begins. */
  reset(on = false): void {
    this.#isOn = on;
    this.#before = { microphone: false, camera: false };
    this.#ending.clear();
  }

  #keepOff(source: Source, isOn: boolean, turnOff: () => Promise<unknown>): void {
    if (!isOn) this.#ending.delete(source);
    if (!isOn || this.#ending.has(source)) return;
    this.#ending.add(source);
    // A shared screen only a gesture could bring back.
    if (source !== 'screen') this.#before[source] = true;
    quietly(turnOff());
  }
}

/** What a device refuses is said by the call itself. */
function quietly(promise: Promise<unknown>): void {
  promise.catch(() => undefined);
}
