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

export class Hold {
  #isOn = false;
  #before = { microphone: false, camera: false };

  /** @param call a call that goes on. */
  set(call: HoldableCall, on: boolean): void {
    if (on === this.#isOn) return;
    this.#isOn = on;
    const { microphoneEnabled, cameraEnabled, screenshareEnabled } = call.localParticipant;
    if (on) this.#before = { microphone: microphoneEnabled, camera: cameraEnabled };
    this.silence(call);
    const { microphone, camera } = this.#before;
    // What a device refuses is said by the call itself.
    const quietly = (promise: Promise<unknown>): void => void promise.catch(() => undefined);
    if (microphone) quietly(call.toggleMicrophone(!on));
    if (camera) quietly(call.toggleCamera(!on));
    if (on && screenshareEnabled) quietly(call.toggleScreenshare(false));
  }

  /** Again for tracks that are new, as after a change of the network. */
  silence({ participants }: Pick<HoldableCall, 'participants'>): void {
    for (const { microphoneTrack, cameraTrack, screenTrack, screenAudioTrack } of participants.values()) {
      for (const track of [microphoneTrack, cameraTrack, screenTrack, screenAudioTrack]) {
        if (track !== null) track.enabled = !this.#isOn;
      }
    }
  }

  /** Another call begins. */
  reset(): void {
    this.#isOn = false;
  }
}
