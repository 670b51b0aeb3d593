/** Sharing the screen: phones cannot, and most calls do not. */
import type { ScreenShare } from '../media/screen-share.ts';

export async function createScreenShare(onchange: () => void): Promise<ScreenShare> {
  const { ScreenShare: Screen } = await import('../media/screen-share.ts');
  return new Screen(onchange);
}
