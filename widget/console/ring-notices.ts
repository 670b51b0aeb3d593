/** Notifications of the system while nobody looks at the page: one for each call that rings, gone when it rings no more. */

type Permission = NotificationPermission | 'unsupported';

export class RingNotices {
  readonly #open = new Map<string, Notification>();

  get permission(): Permission {
    return typeof Notification === 'function' ? Notification.permission : 'unsupported';
  }

  /** Asks the person; to be called in the handler of a gesture. */
  async ask(): Promise<Permission> {
    if (this.permission !== 'default') return this.permission;
    // Browsers that know the older form alone give no promise; what was answered can be read all the same.
    await Notification.requestPermission();
    return this.permission;
  }

  /** Shows nothing while somebody sees the page, or did not allow it.
   *  @param id what it is about: a second one takes the place of the first. @param onclick the person wants to see the page. */
  show(id: string, title: string, body: string, onclick: () => void): void {
    if (this.permission !== 'granted' || !document.hidden) return;
    this.close(id);
    try {
      const notice = new Notification(title, { body, tag: `p2p-call-${id}`, requireInteraction: true, silent: true });
      notice.addEventListener('click', () => {
        window.focus();
        this.close(id);
        onclick();
      });
      this.#open.set(id, notice);
    } catch {
      // Chrome on Android has them in a service worker alone (crbug.com/481856).
    }
  }

  close(id: string): void {
    this.#open.get(id)?.close();
    this.#open.delete(id);
  }

  closeAll(): void {
    for (const id of this.#open.keys()) this.close(id);
  }
}
