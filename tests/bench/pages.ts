/** What runs in a page of the benchmark. Serialised into the page: it must not refer to anything outside itself. */
import type {} from '../../widget/index.ts';

/** Joins by the element that is on the page. Resolves when it is in and shows a picture of the other one. */
export async function joinByElement(): Promise<void> {
  const element = document.querySelector('p2p-call');
  if (!element) throw new Error('There is no <p2p-call> on the page.');
  const joining = element.join();
  await new Promise<void>((resolve) => {
    const look = (): void => {
      const video = element.shadowRoot?.querySelector<HTMLVideoElement>(
        '[part~="tile"]:not([part~="tile-local"]) video',
      );
      if (video && video.getVideoPlaybackQuality().totalVideoFrames > 0) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
  await joining;
}
