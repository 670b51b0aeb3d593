/** The menu of the devices, the buttons that open it, and what is said about the own microphone. Drawn from a snapshot; decides nothing. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { ChevronDown, SlidersHorizontal, SwitchCamera } from 'lucide';
import type { DeviceOption, DeviceSlot } from '../call/device-choice.ts';
import { toolButton } from './controls.ts';
import { icon } from './icons.ts';
import { sideHeader } from './side-header.ts';

/** A list to choose from. */
export interface Picker {
  readonly slot: DeviceSlot;
  readonly options: readonly DeviceOption[];
  /** The one in use; '' where that is not known. */
  readonly current: string;
  readonly pending: boolean;
  readonly onchoose: (id: string) => void;
}

export interface DeviceMenu {
  readonly pickers: readonly Picker[];
  /** Before the call, where the preview is to be seen. */
  readonly isAside: boolean;
  /** Whether it is shown how loud the own microphone is. */
  readonly hasLevel: boolean;
  readonly isSilent: boolean;
  /** Why the last choice failed, as sentences; '' where it did not. */
  readonly problem: string;
  readonly onclose: () => void;
}

function titleOf(slot: DeviceSlot): string {
  if (slot === 'camera') return msg('Camera', { id: 'camera' });
  return slot === 'microphone' ? msg('Microphone', { id: 'microphone' }) : msg('Speaker', { id: 'speaker' });
}

/** For a device without a name: before permission browsers do not tell. */
function numbered(slot: DeviceSlot, number: number): string {
  if (slot === 'camera') return msg(str`Camera ${number}`, { id: 'camera-number' });
  return slot === 'microphone'
    ? msg(str`Microphone ${number}`, { id: 'microphone-number' })
    : msg(str`Speaker ${number}`, { id: 'speaker-number' });
}

function noneText(slot: DeviceSlot): string {
  if (slot === 'camera') return msg('No camera found', { id: 'device-not-found-camera' });
  return slot === 'microphone'
    ? msg('No microphone found', { id: 'device-not-found-microphone' })
    : msg('As the system plays it', { id: 'speaker-system' });
}

function picker({ slot, options, current, pending, onchoose }: Picker): TemplateResult {
  const known = options.some(({ id }) => id === current) ? current : (options[0]?.id ?? '');
  const handleChange = ({ target }: Event): void => {
    if (!(target instanceof HTMLSelectElement)) return;
    const wanted = target.value;
    // It shows what is in use, never what was wished.
    target.value = known;
    onchoose(wanted);
  };
  return html`<label class="field">
    <span class="field-label">${titleOf(slot)}</span>
    <select
      part="input"
      class="input"
      data-device=${slot}
      aria-busy=${pending ? 'true' : nothing}
      ?disabled=${options.length === 0}
      @change=${handleChange}
    >
      ${
        options.length === 0
          ? html`<option>${noneText(slot)}</option>`
          : options.map(
              ({ id, label }, i) =>
                html`<option value=${id} .selected=${id === known}>${label || numbered(slot, i + 1)}</option>`,
            )
      }
    </select>
  </label>`;
}

/** How loud the own microphone is, for the eye; that it hears nothing, for all. */
export function levelMeter(isSilent: boolean): TemplateResult {
  return html`<div class="level-box">
    ${icon('microphone')}
    <svg class="level" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="level-ground" width="100" height="6" />
      <rect class="level-now" width="0" height="6" />
    </svg>
    <p class="level-hint" role="status">
      ${
        isSilent
          ? msg('Your microphone hears nothing. Say something, or choose another one.', { id: 'microphone-silent' })
          : ''
      }
    </p>
  </div>`;
}

export function deviceMenu({ pickers, isAside, hasLevel, isSilent, problem, onclose }: DeviceMenu): TemplateResult {
  const close = ({ key }: KeyboardEvent): void => {
    if (key === 'Escape') onclose();
  };
  return html`<div
    part="devices"
    class="device-menu ${isAside ? 'aside' : ''}"
    role="dialog"
    aria-label=${msg('Devices', { id: 'devices' })}
    @keydown=${close}
  >
    ${sideHeader({
      title: msg('Devices', { id: 'devices' }),
      close: msg('Close the devices', { id: 'devices-close' }),
      onclose,
    })}
    <div class="device-menu-body">
      ${pickers.map(
        (it) => html`${picker(it)} ${it.slot === 'microphone' && hasLevel ? levelMeter(isSilent) : nothing}`,
      )}
      <p class="device-problem" role="alert" ?hidden=${problem === ''}>${problem}</p>
    </div>
  </div>`;
}

/** The arrow beside a switch. */
export function menuArrow(slot: 'microphone' | 'camera', expanded: boolean, onpress: () => void): TemplateResult {
  return toolButton({
    name: `${slot}-menu`,
    icon: ChevronDown,
    label:
      slot === 'camera'
        ? msg('Choose a camera', { id: 'camera-choose' })
        : msg('Choose microphone and speaker', { id: 'microphone-choose' }),
    plain: true,
    expanded,
    onpress,
  });
}

/** In place of the arrows where there is no room for them, and the other camera of a phone. */
export function stageTools(
  expanded: boolean,
  onpress: () => void,
  flip: { readonly pending: boolean; readonly onpress: () => void } | null,
): TemplateResult {
  return html`<div class="stage-tools">
    ${
      flip === null
        ? nothing
        : toolButton({
            name: 'flip',
            icon: SwitchCamera,
            label: msg('Switch to the other camera', { id: 'camera-flip' }),
            ...flip,
          })
    }
    ${toolButton({ name: 'devices', icon: SlidersHorizontal, label: msg('Devices', { id: 'devices' }), expanded, onpress })}
  </div>`;
}

/** Somebody speaks, and nobody hears it. */
export function mutedNote(): TemplateResult {
  return html`<p class="muted-note" role="status">
    ${msg('You are muted. Hold Space to talk, or turn on the microphone.', { id: 'muted-speaking' })}
  </p>`;
}
