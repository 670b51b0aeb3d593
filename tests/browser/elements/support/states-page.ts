/** The page that the screenshots are taken of: shows one scene at a time, and says when its pictures are there. */
import { LIVE_ATTRIBUTE } from '../../../../widget/elements/play-tracks.ts';
import { type Mounted, mountScene } from './mount.ts';
import { SCENES } from './scenes.ts';

export interface StatesPage {
  readonly names: readonly string[];
  show(scene: string, options: { readonly attributes?: Readonly<Record<string, string>> }): Promise<void>;
}

declare global {
  var states: StatesPage;
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

/** Every video with a source shows a picture. */
function hasPictures({ element }: Mounted): boolean {
  const videos = [...element.renderRoot.querySelectorAll('video')];
  return videos.every((video) => video.srcObject === null || video.hasAttribute(LIVE_ATTRIBUTE));
}

let current: Mounted | null = null;

globalThis.states = {
  names: Object.keys(SCENES),
  async show(scene, { attributes = {} }) {
    for (const track of current?.element.renderRoot.querySelectorAll('video') ?? []) {
      if (track.srcObject instanceof MediaStream) for (const one of track.srcObject.getTracks()) one.stop();
    }
    current?.element.remove();
    current = await mountScene(scene, attributes);
    const { element } = current;
    if (element.mode === 'inline') element.style.setProperty('--p2p-call-height', '100dvh');
    const deadline = performance.now() + 5000;
    while (!hasPictures(current) && performance.now() < deadline) await nextFrame();
    for (let frame = 0; frame < 20; frame += 1) await nextFrame();
  },
};
