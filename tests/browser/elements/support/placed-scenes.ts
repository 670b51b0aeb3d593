/** The states again, where the call does not stand in the text of the page. */
import type { Scene } from './scenes.ts';

type Scenes = Readonly<Record<string, () => Scene>>;

/** @param scenes must have `idle`, `prejoin`, `connected` and `chat`. */
export function placedScenes(scenes: Scenes): Scenes {
  const placed =
    (name: string, attributes: Readonly<Record<string, string>>, more: Partial<Scene> = {}) =>
    (): Scene => {
      const scene = scenes[name]?.();
      if (!scene) throw new Error(`no scene ${name}`);
      return { ...scene, ...more, attributes: { ...scene.attributes, ...attributes } };
    };
  return {
    launcher: placed('idle', { mode: 'floating' }),
    'launcher-label': placed('idle', { mode: 'floating', label: 'Talk to us', position: 'bottom-start' }),
    'launcher-running': placed('connected', { mode: 'floating' }),
    'floating-prejoin': placed('prejoin', { mode: 'floating', open: '' }),
    floating: placed('connected', { mode: 'floating', open: '' }, { stage: 'tools' }),
    'floating-chat': placed('chat', { mode: 'floating', open: '' }),
    modal: placed('connected', { mode: 'modal', open: '' }),
    'modal-question': placed('connected', { mode: 'modal', open: '' }, { asksToLeave: true }),
  };
}
