/** Puts an element with a scripted call on the page. */
import { CallError } from '../../../../widget/call/call-error.ts';
import type { FileTransfer } from '../../../../widget/call/events.ts';
import { callFactory } from '../../../../widget/elements/call-factory.ts';
import { deskFactory } from '../../../../widget/elements/desk-factory.ts';
import { P2pCall } from '../../../../widget/elements/p2p-call.ts';
import '../../../../widget/define.ts';
import { useLocale } from '../../../../widget/locales/localization.ts';
import { endPictures, portraitTrack } from './pictures.ts';
import { SCENES, type Scene } from './scenes.ts';
import { ScriptedDesk } from './scripted-desk.ts';
import { ScriptedCall, messageFrom, participantNamed, transfersOf } from './scripted-call.ts';

export interface Mounted {
  readonly element: P2pCall;
  readonly call: ScriptedCall;
  /** Of an element with the attribute `desk`. */
  readonly desk: ScriptedDesk;
}

/** @param attributes of the element; `room` is `coffee` unless given. */
export async function mount(
  attributes: Readonly<Record<string, string>> = {},
  {
    content = '',
    desk = new ScriptedDesk(),
  }: { readonly content?: string | readonly Element[]; readonly desk?: ScriptedDesk } = {},
): Promise<Mounted> {
  deskFactory.create = () => desk;
  let made: ScriptedCall | undefined;
  callFactory.create = (options) => {
    const call = new ScriptedCall(options);
    // An element of the test before, which is drawn once more as it goes, makes one too.
    made ??= call;
    return call;
  };
  const element = new P2pCall();
  for (const [name, value] of Object.entries({ room: 'coffee', ...attributes })) element.setAttribute(name, value);
  if (typeof content !== 'string') element.append(...content);
  else if (content !== '') element.innerHTML = content;
  document.body.append(element);
  await element.updateComplete;
  await useLocale(element.lang);
  await element.updateComplete;
  if (!made) throw new Error('the element made no call');
  const mounted = { element, call: made, desk };
  await loadNotices(element);
  if (element.desk !== '') await loadDesk(mounted);
  return mounted;
}

/** The same element in one of the {@link SCENES}. */
export async function mountScene(name: string, attributes: Readonly<Record<string, string>> = {}): Promise<Mounted> {
  if (document.querySelector('p2p-call, p2p-call-desk') === null) endPictures();
  const scene = SCENES[name]?.();
  if (!scene) throw new Error(`no scene ${name}`);
  const mounted = await mount({ ...scene.attributes, ...attributes }, { content: scene.content?.() ?? [] });
  const { element, call, desk } = mounted;
  call.show(scene.snapshot);
  if (scene.desk) desk.show(scene.desk);
  await element.updateComplete;
  if (scene.peopleOpen) await openPeople(element);
  await element.updateComplete;
  if (scene.removing) rowOf(element, scene.removing).querySelector<HTMLElement>('[part~="button-remove"]')?.click();
  if (scene.mutedBy) {
    const { id } = participantNamed(scene.mutedBy);
    call.fire('p2p-mute-request', { from: id }, true);
    call.fire('p2p-microphone-toggle', { enabled: false });
  }
  if (scene.devicesLoaded) await loadDevices(mounted);
  if (scene.devicesOpen) await openDevices(mounted, scene.devicesOpen);
  if (scene.stage) await openMore(element);
  if (scene.stage === 'tools') await closeMore(element);
  if (scene.connectionOf) await openConnection(element, scene.connectionOf);
  for (const [name, reaction] of Object.entries(scene.reactions ?? {})) {
    call.fire('p2p-data', { from: participantNamed(name).id, topic: 'p2p-call', data: { reaction } });
  }
  if (scene.chatOpen) await element.toggleChat(true);
  await element.updateComplete;
  for (const [name, text] of Object.entries(scene.captions ?? {})) {
    await element.showCaption({ participantId: participantNamed(name).id, text });
  }
  for (const name of scene.typing ?? []) {
    call.fire('p2p-data', { from: participantNamed(name).id, topic: 'p2p-call', data: { typing: true } });
  }
  const other = [...call.participants.values()][0] ?? participantNamed('Carol');
  for (let count = 0; count < (scene.unreadCount ?? 0); count += 1) {
    call.fire('p2p-message', { message: messageFrom(other, 'hello', count) });
  }
  if (scene.offers) await offerFiles(mounted, scene.offers);
  if (scene.files === 'dragged') find(element, '.stage').dispatchEvent(dragOf('dragover', [new File([], 'a')]));
  if (scene.files === 'enlarged') await enlargePicture(element);
  if (scene.meeting) await meet(mounted, scene.meeting);
  if (scene.deviceChange) call.fire('p2p-device-change', scene.deviceChange);
  if (element.mode !== 'inline') await placed(element);
  if (scene.asksToLeave) find(element, '[part~="button-close"]').click();
  if (scene.soundBlocked) await blockSound(mounted);
  await element.updateComplete;
  return mounted;
}

/** Goes as far as two people are who meet by texts. */
async function meet({ element, call }: Mounted, step: NonNullable<Scene['meeting']>): Promise<void> {
  const appears = async (selector: string): Promise<HTMLElement> => {
    for (let frame = 0; frame < 600 && element.renderRoot.querySelector(selector) === null; frame += 1) {
      await new Promise(requestAnimationFrame);
    }
    return find(element, selector);
  };
  const choice = await appears('.meeting [part~="button-invite"]');
  if (step === 'choose') return;
  if (step === 'invite' || step === 'fault') choice.click();
  else (await appears('.meeting [part~="button-join-invitation"]')).click();
  if (step === 'fault') call.failure = new CallError('bad-message', { cause: { fault: 'damaged' } });
  if (step === 'reply' || step === 'fault') {
    const field = await appears('.meeting-theirs');
    if (field instanceof HTMLTextAreaElement) field.value = 'p2pcall1';
    await element.updateComplete;
    await Promise.resolve();
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await appears(step === 'reply' ? '.meeting-own' : '.meeting-fault:not(:empty)');
  }
}

/** With the chat loaded, and closed. */
export async function offerFiles({ element, call }: Mounted, offers: readonly FileTransfer[]): Promise<void> {
  await element.toggleChat(true);
  await element.toggleChat(false);
  call.show({ transfers: transfersOf(...offers) });
  for (const transfer of offers) call.fire('p2p-file-offer', { transfer });
  await element.updateComplete;
}

/** A drag with these files, as a browser tells of it. */
export function dragOf(type: string, files: readonly File[], change: DragEventInit = {}): DragEvent {
  const dataTransfer = new DataTransfer();
  for (const file of files) dataTransfer.items.add(file);
  return new DragEvent(type, { bubbles: true, cancelable: true, composed: true, dataTransfer, ...change });
}

/** Opens the picture in the chat, when it is drawn. */
async function enlargePicture(element: P2pCall): Promise<void> {
  const appears = async (selector: string): Promise<void> => {
    for (let frame = 0; frame < 600 && element.renderRoot.querySelector(selector) === null; frame += 1) {
      await new Promise(requestAnimationFrame);
    }
  };
  await appears('.file-picture');
  find(element, '.file-picture').click();
  await appears('.picture-viewer canvas');
}

/** Makes the browser refuse the next sound, as it does before a gesture. */
async function blockSound({ element, call }: Mounted): Promise<void> {
  const video = element.renderRoot.querySelector<HTMLVideoElement>('.tile:not(.local) video');
  const [other] = call.participants.values();
  if (!video || !other) throw new Error('nobody to hear');
  const { play } = video;
  video.play = () => {
    video.play = play;
    return Promise.reject(new DOMException('gesture needed', 'NotAllowedError'));
  };
  const heard = { ...other, cameraTrack: portraitTrack(1) };
  call.show({ participants: new Map([[other.id, heard]]) });
  await element.updateComplete;
  await Promise.resolve();
  await element.updateComplete;
}

/** Stands where its mode says, which is loaded when it is first wanted. */
async function placed(element: P2pCall): Promise<void> {
  for (let frame = 0; frame < 600 && !find(element, '.panel').dataset['mode']; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
}

/** First element of the shadow tree that matches; throws where none does, so that a test says what is missing. */
export function find<Found extends HTMLElement = HTMLElement>(element: P2pCall, selector: string): Found {
  const found = element.renderRoot.querySelector<Found>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}

/** Waits until the element has what it loads at its start. */
async function loadNotices(element: P2pCall): Promise<void> {
  const { notices } = await import('../../../../widget/elements/styles/notices.ts');
  const isThere = (): boolean =>
    element.shadowRoot?.adoptedStyleSheets.some((sheet) => sheet === notices.styleSheet) === true;
  for (let turn = 0; turn < 600 && !isThere(); turn += 1) await import('../../../../widget/elements/notices-part.ts');
  await element.updateComplete;
}

/** Waits until the element asks its desk. That somebody asks is not enough: one that goes may do it once more. */
async function loadDesk({ element, desk }: Mounted): Promise<void> {
  const { deskVisitor } = await import('../../../../widget/elements/styles/desk-visitor.ts');
  const isThere = (): boolean =>
    element.shadowRoot?.adoptedStyleSheets.some((sheet) => sheet === deskVisitor.styleSheet) === true;
  for (let turn = 0; turn < 600 && !(isThere() && desk.requested.length > 0); turn += 1)
    await import('../../../../widget/elements/desk-part.ts');
  for (let turn = 0; turn < 5; turn += 1) await element.updateComplete;
}

/** Opens the panel of the people, which is loaded when it is first wanted. */
export async function openPeople(element: P2pCall): Promise<void> {
  find(element, '[part~="button-people"]').click();
  for (let frame = 0; frame < 600 && element.renderRoot.querySelector('.people') === null; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
  await element.updateComplete;
}

/** Has the part of the devices loaded, as the preview and the own seat do. */
export async function loadDevices({ element, call }: Mounted): Promise<void> {
  if (call.state !== 'prejoin') call.fire('p2p-state-change', { state: 'prejoin', previous: 'idle' });
  for (let frame = 0; frame < 600 && element.renderRoot.querySelector('.button-microphone-menu') === null; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
  await element.updateComplete;
}

/** Opens the menu of the devices at one of them. */
export async function openDevices(mounted: Mounted, device: 'microphone' | 'camera'): Promise<void> {
  const { element } = mounted;
  await loadDevices(mounted);
  const buttons = element.renderRoot.querySelectorAll<HTMLElement>(`.button-${device}-menu, .button-devices`);
  [...buttons].find((button) => button.getClientRects().length > 0)?.click();
  for (let frame = 0; frame < 600 && element.renderRoot.querySelector('.device-menu option') === null; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
  await element.updateComplete;
}

/** Opens the menu "More", which is loaded when it is first wanted. */
export async function openMore(element: P2pCall): Promise<void> {
  find(element, '[part~="button-more"]').click();
  for (let frame = 0; frame < 600 && element.renderRoot.querySelector('.more-menu') === null; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
  await element.updateComplete;
}

async function closeMore(element: P2pCall): Promise<void> {
  find(element, '[part~="button-more"]').click();
  for (let frame = 0; frame < 600 && element.renderRoot.querySelector('.more-menu') !== null; frame += 1) {
    await new Promise(requestAnimationFrame);
  }
}

/** Opens the panel of the connection by the mark on a tile, which is loaded when it is first wanted, and waits for its second look. */
export async function openConnection(element: P2pCall, name: string): Promise<void> {
  find(element, `[data-quality-of="${participantNamed(name).id}"]`).click();
  const rows = (): number => element.renderRoot.querySelectorAll('.quality-table tr').length;
  for (let frame = 0; frame < 900 && rows() < 10; frame += 1) await new Promise(requestAnimationFrame);
  await element.updateComplete;
}

/** The row of a participant in the panel of the people. */
export function rowOf(element: P2pCall, name: string): HTMLElement {
  return find(element, `[data-person="${participantNamed(name).id}"]`);
}
