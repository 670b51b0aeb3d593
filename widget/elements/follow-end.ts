/** Keeps the newest line of a scrolling list in view, also when the box shrinks, unless one has scrolled back to read. */
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/** How far from the end one may be and still follow it. */
const NEAR_END_PX = 60;

export class FollowEnd implements ReactiveController {
  readonly #find: () => Element | null;
  #isFollowing = true;
  #list: Element | null = null;
  #scrollTop = 0;

  constructor(host: ReactiveControllerHost, find: () => Element | null) {
    this.#find = find;
    host.addController(this);
  }

  hostConnected(): void {}

  /** From now on again, wherever the list stands. */
  follow(): void {
    this.#isFollowing = true;
  }

  hostUpdated(): void {
    const list = this.#find();
    if (list !== null && list !== this.#list) {
      list.addEventListener('scroll', () => this.#handleScroll(list), { passive: true });
    }
    this.#list = list;
    if (list !== null && this.#isFollowing) list.scrollTop = list.scrollHeight;
  }

  #handleScroll({ scrollHeight, scrollTop, clientHeight }: Element): void {
    const isNearEnd = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    // Only a way back is somebody reading; the end also moves away when the box shrinks or a line is added.
    if (isNearEnd) this.#isFollowing = true;
    else if (clientHeight > 0 && scrollTop < this.#scrollTop) this.#isFollowing = false;
    this.#scrollTop = scrollTop;
  }
}
