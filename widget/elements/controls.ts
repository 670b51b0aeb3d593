/** Buttons, drawn the same everywhere. Must not know what they do. */
import { type TemplateResult, html, nothing } from 'lit';
import { classes } from './classes.ts';
import { type Icon, icon } from './icons.ts';

export interface ToolButton {
  /** Word of the part `button-<name>`. */
  readonly name: string;
  readonly icon: Icon;
  /** Name for assistive technology; the same in both positions of a switch. */
  readonly label: string;
  /** What a press does now, with the key that does the same. */
  readonly tooltip?: string;
  /** Position of a switch; leave it out for a plain button. */
  readonly pressed?: boolean;
  /** A switch that is off most of the time: off, it looks like any button; on, it stands out. */
  readonly rare?: boolean;
  /** Whether what it controls is shown; for buttons that open something. */
  readonly expanded?: boolean;
  readonly shortcut?: string;
  /** The change is under way: presses are ignored until the browser has answered. */
  readonly pending?: boolean;
  /** Something is wrong with what it switches. */
  readonly warning?: boolean;
  readonly badge?: string;
  readonly danger?: boolean;
  /** Without a ground of its own, among other things in a row. */
  readonly plain?: boolean;
  /** There is nothing to press now; it stays reachable, so that the focus does. */
  readonly disabled?: boolean;
  readonly onpress: () => void;
}

export function toolButton(button: ToolButton): TemplateResult {
  const {
    name,
    label,
    tooltip = label,
    pressed,
    expanded,
    shortcut,
    pending = false,
    warning = false,
    rare = false,
    plain = false,
    disabled = false,
  } = button;
  return html`<button
    type="button"
    part="button button-${name}"
    class=${classes({ button: true, plain, [`button-${name}`]: true, danger: button.danger === true, off: pressed === false && !rare, on: pressed === true && rare, pending })}
    aria-label=${label}
    title=${tooltip}
    aria-pressed=${pressed ?? nothing}
    aria-expanded=${expanded ?? nothing}
    aria-keyshortcuts=${shortcut ?? nothing}
    aria-busy=${pending ? 'true' : nothing}
    aria-disabled=${disabled ? 'true' : nothing}
    @click=${() => (pending || disabled ? undefined : button.onpress())}
  >
    ${icon(button.icon)} ${warning ? html`<span class="badge warning" aria-hidden="true">!</span>` : nothing}
    ${button.badge ? html`<span class="badge" aria-hidden="true">${button.badge}</span>` : nothing}
  </button>`;
}

export interface TextButton {
  readonly name: string;
  readonly text: string;
  /** Name for assistive technology, where the text is too short to stand alone; must contain the text. */
  readonly label?: string;
  readonly kind?: 'primary' | 'secondary' | 'quiet' | 'danger';
  readonly icon?: Icon;
  readonly pending?: boolean;
  /** Gets the focus when the view it stands in appears where the focus was. */
  readonly first?: boolean;
  readonly onpress: () => void;
}

export function textButton({
  name,
  text,
  label,
  kind = 'secondary',
  icon: image,
  pending,
  first,
  onpress,
}: TextButton): TemplateResult {
  return html`<button
    type="button"
    part="button button-${name}"
    class="text-button ${kind}"
    ?data-first=${first === true}
    aria-label=${label ?? nothing}
    aria-busy=${pending === true ? 'true' : nothing}
    @click=${() => (pending === true ? undefined : onpress())}
  >
    ${image ? icon(image) : nothing}<span>${text}</span>
  </button>`;
}
