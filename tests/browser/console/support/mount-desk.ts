/** Puts a console with a scripted desk on the page. */
import { callFactory } from '../../../../widget/elements/call-factory.ts';
import { deskFactory } from '../../../../widget/console/desk-factory.ts';
import { P2pCallDesk } from '../../../../widget/console/p2p-call-desk.ts';
import { pushModule } from '../../../../widget/console/push-switch.ts';
import '../../../../widget/define-desk.ts';
import '../../../../widget/define.ts';
import { loadConsole } from '../../../../widget/parts/console.ts';
import { useLocale } from '../../../../widget/locales/localization.ts';
import {
  DEVICE_ON,
  DEVICE_OFF,
  ScriptedCall,
  everyone,
  participantNamed,
  selfNamed,
} from '../../elements/support/scripted-call.ts';
import { endPictures, portraitTrack } from '../../elements/support/pictures.ts';
import { CONSOLE_SCENES } from './console-scenes.ts';
import { ScriptedDesk } from './scripted-desk.ts';

export interface MountedDesk {
  readonly element: P2pCallDesk;
  readonly desk: ScriptedDesk;
  /** Those of the `<p2p-call>` in it; one of the test before, which is drawn once more as it goes, may make another one. */
  readonly calls: readonly ScriptedCall[];
}

/** @param attributes of the element; `desk` and `token` are there unless given. */
export async function mountDesk(attributes: Readonly<Record<string, string>> = {}): Promise<MountedDesk> {
  if (document.querySelector('p2p-call, p2p-call-desk') === null) endPictures();
  // Somebody has pressed something on this page.
  Object.defineProperty(navigator, 'userActivation', { configurable: true, value: { hasBeenActive: true } });
  const desk = new ScriptedDesk();
  const calls: ScriptedCall[] = [];
  let isMade = false;
  deskFactory.create = () => {
    // An element of the test before, which is drawn once more as it goes, makes one too.
    const made = isMade ? new ScriptedDesk() : desk;
    isMade = true;
    return made;
  };
  callFactory.create = (options) => {
    const call = new ScriptedCall(options);
    call.show({
      state: 'connected',
      connectionState: 'connected',
      devices: { microphone: DEVICE_ON, camera: DEVICE_OFF },
      localParticipant: selfNamed('Anna'),
      participants: everyone(participantNamed('Mara Lindgren', { cameraEnabled: true, cameraTrack: portraitTrack(1) })),
    });
    calls.push(call);
    return call;
  };
  pushModule.load = async () => ({
    pushState: async () => 'off',
    enablePush: async () => {},
    disablePush: async () => {},
    quietPush: async () => {},
  });
  const element = new P2pCallDesk();
  for (const [name, value] of Object.entries({ desk: 'sales', token: 'token', ...attributes })) {
    element.setAttribute(name, value);
  }
  document.body.append(element);
  await element.updateComplete;
  await useLocale(element.lang);
  await element.updateComplete;
  return { element, desk, calls };
}

/** The same in one of the {@link CONSOLE_SCENES}. */
export async function mountDeskScene(
  name: string,
  attributes: Readonly<Record<string, string>> = {},
): Promise<MountedDesk> {
  const scene = CONSOLE_SCENES[name]?.();
  if (!scene) throw new Error(`no scene ${name}`);
  const mounted = await mountDesk(attributes);
  const { element, desk } = mounted;
  desk.contents = scene.contents ?? [];
  desk.show(scene.snapshot);
  if (scene.rings) desk.ring(scene.rings);
  await settled(mounted);
  desk.failure = scene.failure ?? null;
  for (const selector of scene.presses ?? []) {
    inDesk(element, selector).click();
    await settled(mounted);
  }
  return mounted;
}

/** What is loaded once somebody is at work is there; what was asked of a scripted desk is answered, and drawn. */
export async function settled({ element, desk }: MountedDesk): Promise<void> {
  const { styles } = await loadConsole();
  const isThere = (): boolean => element.shadowRoot?.adoptedStyleSheets.some((it) => it === styles.styleSheet) === true;
  for (let turn = 0; turn < 600 && desk.connection === 'open' && !isThere(); turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
  }
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => setTimeout(resolve));
    await element.updateComplete;
  }
}

/** First element of the shadow tree that matches; throws where none does, so that a test says what is missing. */
export function inDesk<Found extends HTMLElement = HTMLElement>(element: P2pCallDesk, selector: string): Found {
  const found = element.renderRoot.querySelector<Found>(selector);
  if (!found) throw new Error(`nothing matches ${selector}`);
  return found;
}
