/** How one desk is set up, as the operator writes it. Knows no setting's name and no desk. */
import * as v from 'valibot';
import { MAX_DEPARTMENTS, MAX_DESK_WAITING, isDepartment } from '#protocol';
import { hours } from './hours.ts';

const whole = (min: number, max: number): v.GenericSchema<number> =>
  v.pipe(v.number(), v.integer(), v.minValue(min), v.maxValue(max));

export const deskConfigFields = {
  /** What visitors may choose from, and agents answer for. None: everyone answers everything. */
  departments: v.optional(v.pipe(v.array(v.custom<string>(isDepartment)), v.maxLength(MAX_DEPARTMENTS)), []),
  /** Whom a call rings for: who has been idle longest, then the next; or everyone who is free. */
  ring: v.optional(v.picklist(['one', 'all']), 'one'),
  /** How long it rings for one of them, in s. */
  ringSeconds: v.optional(whole(5, 120), 20),
  /** How long a visitor may wait, in s; then the call is missed. */
  maxWaitSeconds: v.optional(whole(30, 7_200), 1_800),
  /** How many may wait. */
  capacity: v.optional(whole(1, MAX_DESK_WAITING), MAX_DESK_WAITING),
  /** Without it the desk is open whenever an agent is. */
  hours: v.optional(hours),
};

/** As it is kept and handed on; what another version adds is dropped. */
export const deskConfig = v.object({
  ...deskConfigFields,
  /** Whether the Worker can keep what is left; not the operator's to say. */
  takesMessages: v.optional(v.boolean(), false),
  /** Whether it can push to agents whose page is closed; neither. */
  canPush: v.optional(v.boolean(), false),
  /** Whether the owner's server hears how calls end; neither. */
  tellsEnds: v.optional(v.boolean(), false),
});
export type DeskConfig = v.InferOutput<typeof deskConfig>;

/** With every default. */
export const DEFAULT_CONFIG: DeskConfig = v.parse(deskConfig, {});
