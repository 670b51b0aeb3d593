/** A visitor's support desk, as it is loaded: one control for an element, what is drawn of it, and its style sheet. */
import type { CallOptions } from '../call/call-options.ts';
import type { CallStateName } from '../call/call-state.ts';
import type { DeskViews } from './call-view.ts';
import { type DeskAccess, type DeskHost, DeskVisitorControl } from './desk-visitor-control.ts';
import { deskLauncher, deskScreen, heldBanners, roomCard } from './desk-visitor-view.ts';
import { deskVisitor } from './styles/desk-visitor.ts';

/** Stands for the call wherever the element is asked, and begun and ended. */
export interface DeskPart extends DeskViews {
  readonly styles: typeof deskVisitor;
  readonly state: CallStateName;
  /** Over those of the attributes. */
  readonly options: Partial<CallOptions>;
  join(): Promise<void>;
  leave(): Promise<void>;
}

const PARTS = new WeakMap<DeskHost, DeskPart>();

function partOf(control: DeskVisitorControl): DeskPart {
  return {
    styles: deskVisitor,
    get state() {
      return control.state;
    },
    get options() {
      return control.options;
    },
    get hasStage() {
      return control.screen !== 'call';
    },
    get banners() {
      return heldBanners(control);
    },
    get launcher() {
      return deskLauncher(control);
    },
    screen: (view) => deskScreen(control, view),
    card: () => roomCard(control),
    join: () => control.join(),
    leave: () => control.leave(),
  };
}

export function deskOf(host: DeskHost, access: DeskAccess): DeskPart {
  const known = PARTS.get(host) ?? partOf(new DeskVisitorControl(host, access));
  PARTS.set(host, known);
  return known;
}
