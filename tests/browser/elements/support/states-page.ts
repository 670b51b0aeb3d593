/** The page that the screenshots are taken of: shows one scene at a time, and says when its pictures are there. */
import { LIVE_ATTRIBUTE } from '../../../../widget/elements/play-tracks.ts';
import { CONSOLE_SCENES } from '../../console/support/console-scenes.ts';
import { mountDeskScene } from '../../console/support/mount-desk.ts';
import { mountScene } from './mount.ts';
import { SCENES } from './scenes.ts';

export interface StatesPage {
  readonly names: readonly string[];
  show(scene: string, options: { readonly attributes?: Readonly<Record<string, string>> }): Promise<void>;
}

declare global {
  var states: StatesPage;
}

const nextFrame = (): Promise<number> => new Promise((resolve) => requestAnimationFrame(resolve));

type Shown = HTMLElement & { readonly renderRoot: HTMLElement | DocumentFragment };

/** Every video with a source shows a picture. */
function hasPictures({ renderRoot }: Shown): boolean {
  const videos = [...renderRoot.querySelectorAll('video')];
  return videos.every((video) => video.srcObject === null || video.hasAttribute(LIVE_ATTRIBUTE));
}

let current: Shown | null = null;

globalThis.states = {
  names: [...Object.keys(SCENES), ...Object.keys(CONSOLE_SCENES)],
  async show(scene, { attributes = {} }) {
    for (const track of current?.renderRoot.querySelectorAll('video') ?? []) {
      if (track.srcObject instanceof MediaStream) for (const one of track.srcObject.getTracks()) one.stop();
    }
    current?.remove();
    if (scene in CONSOLE_SCENES) {
      const { element } = await mountDeskScene(scene, attributes);
      current = element;
      element.style.setProperty('--p2p-call-height', '100dvh');
    } else {
      const { element } = await mountScene(scene, attributes);
      current = element;
      if (element.mode === 'inline') element.style.setProperty('--p2p-call-height', '100dvh');
    }
    const deadline = performance.now() + 5000;
    while (!hasPictures(current) && performance.now() < deadline) await nextFrame();
    for (let frame = 0; frame < 20; frame += 1) await nextFrame();
  },
};
