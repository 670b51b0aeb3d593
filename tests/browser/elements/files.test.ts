/** Files in the chat: what is shown of them, and what a press, a drop or a paste asks of the call. */
import { userEvent } from 'vitest/browser';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { CallError } from '../../../widget/call/call-error.ts';
import type { P2pCall } from '../../../widget/elements/p2p-call.ts';
import { expectAccessible } from './support/accessibility.ts';
import { type Mounted, dragOf, find, mountScene, offerFiles } from './support/mount.ts';
import { pictureFile } from './support/pictures.ts';
import {
  everyone,
  messageFrom,
  participantNamed,
  selfNamed,
  transferWith,
  transfersOf,
} from './support/scripted-call.ts';

const BOB = participantNamed('Bob');
const CAROL = participantNamed('Carol');
const OUT = { direction: 'send' } as const;

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

it.each(['files', 'files-to-several', 'files-over', 'file-offered', 'file-dragged', 'picture-enlarged'])(
  'is accessible in the scene %s',
  async (scene) => {
    const { element } = await mountScene(scene);
    await expectAccessible(element);
  },
);

async function withTransfers(...transfers: Parameters<typeof transfersOf>): Promise<Mounted> {
  const mounted = await mountScene('chat-empty');
  mounted.call.show({ transfers: transfersOf(...transfers) });
  await mounted.element.updateComplete;
  return mounted;
}

/** What stands in each file, from top to bottom. */
const textsOf = (element: P2pCall): string[] =>
  [...element.renderRoot.querySelectorAll('.file')].map((file) => file.textContent.replaceAll(/\s+/g, ' ').trim());

function press(element: P2pCall, button: string): void {
  find(element, `[part~="button-${button}"]`).click();
}

describe('an offer', () => {
  it('says who sends what and how large, and is answered by two buttons with its name', async () => {
    const { element, call } = await withTransfers(transferWith(BOB, 'plan.pdf'));
    expect(find(element, '.message-name').textContent).toBe('Bob');
    expect(textsOf(element)).toEqual(['plan.pdf2.4 MB Decline Accept']);
    expect(find(element, '[part~="button-accept-file"]').ariaLabel).toBe('Accept plan.pdf');
    press(element, 'accept-file');
    press(element, 'decline-file');
    const id = 'plan.pdf p-Bob';
    expect(call.requested).toEqual([`acceptFile ${id}`, `declineFile ${id}`]);
  });

  it('of more than a page should hold asks where to save it', async () => {
    const { element, call } = await withTransfers(transferWith(BOB, 'film.mp4', { size: 70_000_000 }));
    press(element, 'accept-file');
    expect(call.requested).toEqual(['acceptFile film.mp4 p-Bob with the picker']);
  });

  it('is said once in the live region, and a bar that fills is not', async () => {
    const { element, call } = await withTransfers(transferWith(BOB, 'plan.pdf'));
    const said = (): string[] =>
      [...element.renderRoot.querySelectorAll('[role="status"]')].map(({ textContent }) => textContent.trim());
    expect(said()).toContain('\u2068Bob\u2069 wants to send you \u2068plan.pdf\u2069.');
    const before = said();
    for (const bytes of [1, 1_000_000, 2_000_000]) {
      call.show({ transfers: transfersOf(transferWith(BOB, 'plan.pdf', { state: 'active', bytes })) });
      await element.updateComplete;
    }
    expect(said()).toEqual(before);
    expect(find(element, '[data-file]').ariaLive).toBe('off');
    call.show({ transfers: transfersOf(transferWith(BOB, 'plan.pdf', { state: 'done' })) });
    await element.updateComplete;
    expect(said()).toContain('\u2068plan.pdf\u2069 was received.');
  });

  it('while the chat is closed is told on the stage and by the badge, and the notice opens the chat', async () => {
    const mounted = await mountScene('connected');
    const { element } = mounted;
    await offerFiles(mounted, [transferWith(BOB, 'plan.pdf')]);
    expect(find(element, '.banner').textContent).toContain('wants to send you');
    expect(find(element, '[part~="button-chat"]').ariaLabel).toBe('Chat, 1 unread');
    press(element, 'show-files');
    await expect.poll(() => find(element, '.chat').hidden).toBe(false);
    expect(element.renderRoot.querySelector('.banner')).toBeNull();
    await element.toggleChat(false);
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.banner'), 'seen once is enough').toBeNull();
  });

  it('is one notice where there are many', async () => {
    const mounted = await mountScene('connected');
    await offerFiles(
      mounted,
      ['a', 'b', 'c'].map((name) => transferWith(BOB, name)),
    );
    const banner = find(mounted.element, '.banner');
    expect(banner.textContent).toContain('3 files are waiting in the chat.');
    const { transfers } = mounted.call;
    mounted.call.show({ transfers: transfersOf(...transfers.values(), transferWith(BOB, 'd')) });
    await mounted.element.updateComplete;
    expect(banner.textContent, 'the same line').toContain('4 files');
  });

  it('stands where it came among the messages, which then have their own heading again', async () => {
    const { element, call } = await mountScene('chat-empty');
    const one = messageFrom(BOB, 'one', 1);
    call.show({ messages: [one] });
    await element.updateComplete;
    call.show({ transfers: transfersOf(transferWith(BOB, 'plan.pdf')) });
    await element.updateComplete;
    call.show({ messages: [one, messageFrom(BOB, 'later', 1)] });
    await element.updateComplete;
    const order = [...element.renderRoot.querySelectorAll('.messages .message')].map(
      (it) =>
        `${it.querySelector('.bubble, .file-name')?.textContent} ${it.querySelector('.sr-only') ? 'continued' : 'headed'}`,
    );
    expect(order).toEqual(['one headed', 'plan.pdf headed', 'later headed']);
  });
});

describe('a file on its way', () => {
  it('is a progress bar with the name and words, and buttons to pause and cancel', async () => {
    const { element, call } = await withTransfers(
      transferWith(BOB, 'plan.pdf', { state: 'active', size: 10_000_000, bytes: 2_500_000 }),
    );
    const bar = find<HTMLProgressElement>(element, 'progress');
    expect(bar.position).toBe(0.25);
    expect(bar.getAttribute('aria-label')).toBe('plan.pdf, Bob');
    expect(bar.getAttribute('aria-valuetext')).toBe('2.5 MB of 10 MB');
    press(element, 'pause-file');
    press(element, 'cancel-file');
    expect(call.requested).toEqual(['pauseFile plan.pdf p-Bob', 'cancelFile plan.pdf p-Bob']);
  });

  it('says how fast it is and how long it takes, as soon as that is known', async () => {
    const clock = vi.spyOn(Date, 'now');
    const at = (ms: number, bytes: number) => {
      clock.mockReturnValue(1_790_000_000_000 + ms);
      return transfersOf(transferWith(BOB, 'plan.pdf', { state: 'active', size: 100_000_000, bytes }));
    };
    const { element, call } = await mountScene('chat-empty');
    for (const [ms, bytes] of [
      [0, 0],
      [1000, 5_000_000],
      [2000, 10_000_000],
    ] as const) {
      call.show({ transfers: at(ms, bytes) });
      await element.updateComplete;
    }
    expect(find(element, '.file-status').textContent).toBe('10 MB of 100 MB · 5 MB/s · 18 sec left');
  });

  it('that is paused can be resumed by who paused it only', async () => {
    const { element, call } = await withTransfers(
      transferWith(BOB, 'a', { state: 'paused', pausedBy: 'local' }),
      transferWith(BOB, 'b', { state: 'paused', pausedBy: 'peer' }),
    );
    expect(find(element, '[data-file="b p-Bob"] .file-status').textContent).toContain('Paused by \u2068Bob\u2069');
    expect(element.renderRoot.querySelectorAll('[part~="button-resume-file"]')).toHaveLength(1);
    press(element, 'resume-file');
    expect(call.requested).toEqual(['resumeFile a p-Bob']);
  });

  it('without a connection waits, and says so', async () => {
    const { element } = await withTransfers(transferWith(BOB, 'a', { ...OUT, state: 'interrupted' }));
    expect(textsOf(element)[0]).toContain('Waiting for the connection…');
  });

  it('to several says how it stands with each', async () => {
    const to = { ...OUT, fileId: 'one' };
    const { element, call } = await withTransfers(
      transferWith(BOB, 'a.txt', { ...to, state: 'done' }),
      transferWith(CAROL, 'a.txt', { ...to, state: 'declined' }),
    );
    call.show({ participants: everyone(BOB, CAROL) });
    await element.updateComplete;
    const rows = [...element.renderRoot.querySelectorAll('.file-shares > li')].map(({ textContent }) =>
      textContent.replaceAll(/\s+/g, ' ').trim(),
    );
    expect(rows).toEqual(['Bob Sent', 'Carol Declined']);
    call.show({ participants: everyone(CAROL) });
    await element.updateComplete;
    expect(find(element, '.file-person').textContent, 'also of who has left').toBe('Bob');
  });

  it('keeps the focus when its buttons change, and on no other button', async () => {
    const { element, call } = await withTransfers(transferWith(BOB, 'plan.pdf'));
    find(element, '[part~="button-accept-file"]').focus();
    call.show({ transfers: transfersOf(transferWith(BOB, 'plan.pdf', { state: 'active' })) });
    await element.updateComplete;
    expect(element.shadowRoot?.activeElement?.className).toBe('file');
    await userEvent.keyboard('{Tab}');
    expect(element.shadowRoot?.activeElement?.getAttribute('part')).toContain('button-pause-file');
  });
});

describe('a file that failed', () => {
  it('says why and what to do, and is sent again where that helps', async () => {
    const file = new File(['x'], 'plan.pdf');
    const { element, call } = await withTransfers(
      transferWith(BOB, 'plan.pdf', { ...OUT, state: 'failed', error: 'storage-full', file }),
    );
    expect(textsOf(element)[0]).toContain('There is no room for the file. Make room');
    press(element, 'retry-file');
    await vi.waitFor(() => expect(call.requested).toEqual(['sendFile plan.pdf to p-Bob', 'cancelFile plan.pdf p-Bob']));
    expect(call.sentFiles).toEqual([file]);
  });

  it.each([
    ['it came from another one', transferWith(BOB, 'a', { state: 'failed', error: 'file-corrupt' })],
    ['it cannot be read', transferWith(BOB, 'a', { ...OUT, state: 'failed', error: 'file-unreadable' })],
    ['nobody is there', transferWith(CAROL, 'a', { ...OUT, state: 'failed', error: 'peer-unavailable' })],
  ])('is not sent again where %s', async (_, transfer) => {
    const { element } = await withTransfers({ ...transfer, file: new File(['x'], 'a') });
    expect(element.renderRoot.querySelector('[part~="button-retry-file"]')).toBeNull();
  });
});

describe('a received file', () => {
  it('is saved by a download of its bytes under its name, and stands nowhere as a link', async () => {
    const downloads: string[] = [];
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
      downloads.push(`${this.download} ${this.protocol}`);
    });
    const made = vi.spyOn(URL, 'createObjectURL');
    const file = new File(['<script>'], 'page.html', { type: 'application/octet-stream' });
    const { element } = await withTransfers(transferWith(BOB, 'page.html', { state: 'done', type: 'text/html', file }));
    press(element, 'save-file');
    expect(downloads).toEqual(['page.html blob:']);
    expect(made.mock.calls).toEqual([[file]]);
    expect(element.renderRoot.querySelector('.messages a')).toBeNull();
  });

  it('gives back the address of a download after a while', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout'] });
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const [made, revoked] = [vi.spyOn(URL, 'createObjectURL'), vi.spyOn(URL, 'revokeObjectURL')];
    const file = new File(['x'], 'a.bin');
    const { element } = await withTransfers(transferWith(BOB, 'a.bin', { state: 'done', file }));
    press(element, 'save-file');
    vi.advanceTimersByTime(59_000);
    expect(revoked).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1_000);
    expect(revoked.mock.calls).toEqual([[made.mock.results[0]?.value]]);
    vi.useRealTimers();
  });

  it('that went where the person chose has nothing to save', async () => {
    const { element } = await withTransfers(transferWith(BOB, 'large.iso', { state: 'done' }));
    expect(textsOf(element)[0]).toContain('Received, checked and saved');
    expect(element.renderRoot.querySelector('[part~="button-save-file"]')).toBeNull();
  });
});

describe('after the call', () => {
  const received = (name: string) => transferWith(BOB, name, { state: 'done', file: new File(['x'], name) });

  it('what was received and not saved can be saved, until one wants it no more', async () => {
    vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => undefined);
    const { element, call } = await withTransfers(
      received('saved.txt'),
      received('not-saved.txt'),
      transferWith(BOB, 'never.txt', { state: 'cancelled' }),
    );
    press(element, 'save-file');
    call.show({ state: 'ended', endReason: 'user_left' });
    await element.updateComplete;
    const shown = (): string[] =>
      [...element.renderRoot.querySelectorAll('.file')]
        .filter((it) => it.checkVisibility())
        .map((it) => it.ariaLabel ?? '');
    expect(shown()).toEqual(['File: not-saved.txt']);
    await expectAccessible(element);
    press(element, 'save-file');
    await element.updateComplete;
    expect(shown(), 'should it not have worked').toEqual(['File: not-saved.txt']);
    find(element, '.side:not([hidden]) .side-header button').click();
    await element.updateComplete;
    expect(shown()).toEqual([]);
  });

  it('there is no panel where nothing is left', async () => {
    const { element, call } = await withTransfers(transferWith(BOB, 'a'));
    call.show({ state: 'ended', endReason: 'user_left' });
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.side:not([hidden])')).toBeNull();
  });
});

describe('a picture', () => {
  const shown = async (name: string, type: string, file: File): Promise<Mounted> =>
    withTransfers(transferWith(BOB, name, { state: 'done', type, file }));

  it.each(['png', 'jpeg', 'webp'])('of type %s is seen when it is here, as pixels', async (kind) => {
    const canvas = Object.assign(document.createElement('canvas'), { width: 1600, height: 400 });
    canvas.getContext('2d')?.fillRect(0, 0, 1600, 400);
    const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, `image/${kind}`));
    if (blob?.type !== `image/${kind}`) throw new Error(`this browser makes no ${kind}`);
    const file = new File([blob], 'a', { type: 'application/octet-stream' });
    const { element } = await shown('a', `image/${kind}`, file);
    await expect.poll(() => element.renderRoot.querySelector('.file-picture canvas')).not.toBeNull();
    const { width, height } = find<HTMLCanvasElement>(element, '.file-picture canvas');
    expect({ width, height }).toEqual({ width: 640, height: 160 });
    expect(element.renderRoot.querySelector('.messages img')).toBeNull();
  });

  it('opens as large as the window, is saved there too, and gives the focus back', async () => {
    const { element } = await shown('autumn.png', 'image/png', pictureFile('autumn.png'));
    await expect.poll(() => element.renderRoot.querySelector('.file-picture')).not.toBeNull();
    find(element, '.file-picture').focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => element.renderRoot.querySelector('dialog.picture-viewer[open] canvas')).not.toBeNull();
    await expectAccessible(element);
    await userEvent.keyboard('{Escape}');
    await expect.poll(() => element.renderRoot.querySelector('.picture-viewer')).toBeNull();
    expect(element.shadowRoot?.activeElement?.className).toBe('file-picture');
    expect(find(element, '.chat').hidden, 'the chat stays open').toBe(false);
  });

  const svg = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)" width="9" height="9"/>`;
  const bomb = new Uint8Array(33);
  bomb.set([
    0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13, 0x49, 0x48, 0x44, 0x52, 0, 0, 0xff, 0xff, 0, 0, 0xff, 0xff,
  ]);
  it.each([
    ['an SVG that says it is one', 'image/svg+xml', () => new File([svg], 'a.svg')],
    ['an SVG that says it is a PNG', 'image/png', () => new File([svg], 'a.png')],
    ['HTML that says it is a picture', 'image/gif', () => new File(['<script>alert(1)</script>'], 'a.gif')],
    ['what says it is something else', 'text/html', () => pictureFile('a.html')],
    ['what says nothing', '', () => pictureFile('a')],
    ['65535 x 65535 pixels in 33 bytes', 'image/png', () => new File([bomb], 'a.png')],
    ['an empty file', 'image/png', () => new File([], 'a.png')],
  ])('%s is not drawn', async (_, type, make) => {
    const decoded = vi.spyOn(window, 'createImageBitmap');
    const { element } = await shown('a', type, make());
    // Behind it in the queue: what is not drawn by then never is.
    const { call } = { call: transferWith(BOB, 'b', { state: 'done', type: 'image/png', file: pictureFile('b') }) };
    const mounted = await withTransfers(transferWith(BOB, 'a', { state: 'done', type, file: make() }), call);
    await expect.poll(() => mounted.element.renderRoot.querySelectorAll('.file-picture')).toHaveLength(1);
    expect(element.renderRoot.querySelector('.file-picture')).toBeNull();
    expect(decoded).toHaveBeenCalledOnce();
  });
});

describe('files are sent', () => {
  it('with the button, several at once', async () => {
    const { element, call } = await mountScene('chat-empty');
    const opened = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => undefined);
    press(element, 'attach');
    const input = find<HTMLInputElement>(element, '.file-input');
    expect(opened.mock.instances).toEqual([input]);
    const { dataTransfer } = dragOf('drop', [new File(['1'], 'one.txt'), new File(['2'], 'two.txt')]);
    if (dataTransfer) input.files = dataTransfer.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    await vi.waitFor(() => expect(call.requested).toEqual(['sendFile one.txt', 'sendFile two.txt']));
    expect(input.value).toBe('');
  });

  it('by a drop on the stage, which says whom they go to, and opens the chat', async () => {
    const mounted = await mountScene('connected');
    const { element, call } = mounted;
    await offerFiles(mounted, []);
    const stage = find(element, '.stage');
    const over = dragOf('dragover', [new File(['1'], 'one.txt')]);
    stage.dispatchEvent(over);
    await element.updateComplete;
    expect(over.defaultPrevented).toBe(true);
    expect(find(element, '.drop-zone').textContent).toContain('Drop files here to send them to Bob');
    stage.dispatchEvent(dragOf('dragleave', [], { relatedTarget: document.body }));
    await element.updateComplete;
    expect(element.renderRoot.querySelector('.drop-zone')).toBeNull();
    stage.dispatchEvent(over);
    stage.dispatchEvent(dragOf('drop', [new File(['1'], 'one.txt')]));
    await vi.waitFor(() => expect(call.requested).toEqual(['sendFile one.txt']));
    await expect.poll(() => find(element, '.chat').hidden).toBe(false);
    expect(element.renderRoot.querySelector('.drop-zone')).toBeNull();
  });

  it('by a drop in the first moment of a call, when what takes them is not loaded yet', async () => {
    const { element, call } = await mountScene('connected');
    expect(element.renderRoot.querySelector('.chat')).toBeNull();
    const events = ['dragenter', 'dragover', 'drop'].map((type) => dragOf(type, [new File(['1'], 'one.txt')]));
    for (const event of events) find(element, '.stage').dispatchEvent(event);
    expect(events.map(({ defaultPrevented }) => defaultPrevented)).toEqual([true, true, true]);
    await vi.waitFor(() => expect(call.requested).toEqual(['sendFile one.txt']));
    await expect.poll(() => find(element, '.chat').hidden).toBe(false);
  });

  it.each(['dragover', 'drop'])(
    'not by a %s on what the page has put into a slot, in the first moment',
    async (type) => {
      const { element, call } = await mountScene('connected');
      const own = Object.assign(document.createElement('input'), { type: 'file', slot: 'header' });
      element.append(own);
      const event = dragOf(type, [new File(['1'], 'one.txt')]);
      own.dispatchEvent(event);
      expect([event.defaultPrevented, call.requested]).toEqual([false, []]);
    },
  );

  it('not by a drop on what the page has put into a slot, which may be for files itself', async () => {
    const { element } = await mountScene('chat-empty');
    const own = Object.assign(document.createElement('input'), { type: 'file', slot: 'header' });
    element.append(own);
    await element.updateComplete;
    for (const type of ['dragover', 'drop']) {
      const event = dragOf(type, [new File(['1'], 'one.txt')]);
      own.dispatchEvent(event);
      expect(event.defaultPrevented, type).toBe(false);
    }
    expect(element.renderRoot.querySelector('.drop-zone')).toBeNull();
  });

  it('not by a drag of text, which is none of ours', async () => {
    const { element } = await mountScene('chat-empty');
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', 'hello');
    const event = new DragEvent('dragover', { bubbles: true, cancelable: true, composed: true, dataTransfer });
    find(element, '.chat-input').dispatchEvent(event);
    expect(event.defaultPrevented).toBe(false);
  });

  it('by pasting a picture; text that comes with one is what was meant', async () => {
    const { element, call } = await mountScene('chat-empty');
    const paste = (text: string): ClipboardEvent => {
      const clipboardData = new DataTransfer();
      clipboardData.items.add(pictureFile('image.png'));
      if (text !== '') clipboardData.setData('text/plain', text);
      const event = new ClipboardEvent('paste', { bubbles: true, cancelable: true, clipboardData });
      find(element, '.chat-input').dispatchEvent(event);
      return event;
    };
    expect(paste('a table').defaultPrevented).toBe(false);
    expect(paste('').defaultPrevented).toBe(true);
    await vi.waitFor(() => expect(call.requested).toEqual(['sendFile image.png']));
  });

  it('to nobody while nobody is there, and fifty at once', async () => {
    const { element, call } = await mountScene('chat-empty');
    const many = Array.from({ length: 60 }, (_, i) => new File(['x'], `${i}`));
    find(element, '.stage').dispatchEvent(dragOf('drop', many));
    await vi.waitFor(() => expect(call.requested).toHaveLength(50));
    await element.updateComplete;
    expect(find(element, '.chat-problem').textContent).toContain('Only the first 50 files');
    call.show({ participants: new Map() });
    await element.updateComplete;
    find(element, '.stage').dispatchEvent(dragOf('drop', many));
    await expect.poll(() => find(element, '.chat-problem').textContent).toContain('nobody yet');
    expect(call.requested).toHaveLength(50);
  });

  it('or it is said why not', async () => {
    const { element, call } = await mountScene('chat-empty');
    call.failure = new CallError('file-too-large');
    find(element, '.stage').dispatchEvent(dragOf('drop', [new File(['x'], 'film.mp4')]));
    await expect.poll(() => element.renderRoot.querySelector('.chat-problem')?.textContent).toContain('too large');
    expect(find(element, '.chat-problem').textContent).toContain('film.mp4');
    await expectAccessible(element);
  });
});

describe('files="off"', () => {
  it('shows nothing of files, declines what is offered once, and opens nothing that is dropped', async () => {
    const mounted = await mountScene('connected', { files: 'off' });
    const { element, call } = mounted;
    await offerFiles(mounted, [transferWith(BOB, 'plan.pdf'), transferWith(BOB, 'own', { ...OUT })]);
    call.show({ connectionState: 'connected' });
    await element.updateComplete;
    expect(call.requested).toEqual(['declineFile plan.pdf p-Bob']);
    expect(element.renderRoot.querySelector('.file, .attach, .banner')).toBeNull();
    expect(find(element, '[part~="button-chat"]').ariaLabel).toBe('Chat');
    const drop = dragOf('drop', [new File(['x'], 'a')]);
    find(element, '.stage').dispatchEvent(drop);
    expect(drop.defaultPrevented).toBe(true);
    expect(call.sentFiles).toEqual([]);
  });

  it('with chat="off" leaves what is offered to the page', async () => {
    const mounted = await mountScene('connected', { chat: 'off' });
    const { element, call } = mounted;
    call.fire('p2p-join', { participant: selfNamed('Alice') });
    await offerFiles(mounted, [transferWith(BOB, 'plan.pdf')]);
    expect(call.requested).toEqual([]);
    expect(element.renderRoot.querySelector('.file, .banner')).toBeNull();
  });
});
