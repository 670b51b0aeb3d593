/**
 * From the settings to the support desks that there are and the secrets that they need, or to what is wrong with them. What it says of a wrong
 * setting holds nothing of the setting.
 */
import * as v from 'valibot';
import { isRoomName, isLoopbackHost } from '#protocol';
import { type DeskConfig, deskConfigFields } from '../runtime/desks/desk-opening.ts';
import type { Env } from '../runtime/env.ts';
import { type VapidEnv, vapidSetting } from '../runtime/push/vapid-setting.ts';
import { weaknessOf } from '../runtime/secret-strength.ts';
import { type WebhookEnv, webhookSetting } from '../runtime/webhooks/webhook-setting.ts';
import type { Access } from './access.ts';
import { WrongSetting, isSet } from './settings.ts';
import type { SiteKeys } from './site-keys.ts';

export type DeskEnv = Pick<Env, 'DESKS' | 'DESK_SECRET' | 'USER_HASH_SECRET'> & VapidEnv & WebhookEnv;

export interface ValidDesks {
  readonly ok: true;
  /** By name. */
  readonly desks: ReadonlyMap<string, DeskConfig>;
  /** That messages are encrypted with, the newest first; none: nothing can be left. */
  readonly secrets: readonly string[];
}

export type DeskSetting = ValidDesks | { readonly ok: false; readonly message: string };

/** Of a developer's own machine, where nothing is set. */
export const DEVELOPMENT_DESK = 'demo';

/** What is left at a desk on a developer's own machine is as secret as this. */
const DEVELOPMENT_SECRET = 'on this machine alone, where nobody else can come to the desk';

const MAX_DESKS = 50;
const MAX_SECRETS = 2;

/** Strict: a misspelt field must not silently be the default. */
const entry = v.strictObject(deskConfigFields);
const setting = v.pipe(v.string(), v.parseJson(), v.record(v.pipe(v.string(), v.check(isRoomName)), v.unknown()));

const FORM =
  'DESKS must be a JSON object of desks, each named by 3 to 64 of A-Z a-z 0-9 _ . -: {"support":{"ring":"one"}}, 50 at most.';

const WRONG: ReadonlyMap<unknown, string> = new Map([
  ['departments', 'departments must be a list of at most 32 names of 1 to 64 of A-Z a-z 0-9 _ . -'],
  ['ring', 'ring must be "one" or "all".'],
  ['ringSeconds', 'ringSeconds must be 5 to 120.'],
  ['maxWaitSeconds', 'maxWaitSeconds must be 30 to 7200.'],
  ['capacity', 'capacity must be 1 to 500.'],
  ['hours', 'hours must be like {"zone":"Europe/Berlin","mon":["09:00-12:30","13:30-17:00"],"closed":["2026-12-25"]}.'],
]);

/** Without what the Worker itself adds. */
type OwnConfig = Omit<DeskConfig, 'takesMessages' | 'canPush' | 'tellsEnds'>;

function configOf(value: unknown, count: number): OwnConfig {
  const parsed = v.safeParse(entry, value);
  if (parsed.success) return parsed.output;
  const what =
    WRONG.get(parsed.issues[0].path?.[0]?.key) ??
    'may have departments, ring, ringSeconds, maxWaitSeconds, capacity and hours alone.';
  throw new WrongSetting(`DESKS: of desk ${count}, ${what}`);
}

function configsOf(text: string | undefined, isDevelopment: boolean): [string, OwnConfig][] {
  if (!isSet(text)) return isDevelopment ? [[DEVELOPMENT_DESK, configOf({}, 1)]] : [];
  const parsed = v.safeParse(setting, text);
  const entries = parsed.success ? Object.entries(parsed.output) : [];
  if (entries.length === 0 || entries.length > MAX_DESKS) throw new WrongSetting(FORM);
  return entries.map(([name, value], i) => [name, configOf(value, i + 1)]);
}

function secretsOf(text: string | undefined, isDevelopment: boolean): string[] {
  const secrets = (text ?? '').split(/\s+/).filter((word) => word !== '');
  if (secrets.length === 0) return isDevelopment ? [DEVELOPMENT_SECRET] : [];
  if (secrets.length > MAX_SECRETS) throw new WrongSetting('DESK_SECRET must be one secret, or two while you rotate.');
  for (const secret of secrets) {
    const weakness = weaknessOf(secret);
    if (weakness !== null) throw new WrongSetting(`DESK_SECRET ${weakness}`);
  }
  return secrets;
}

function read(env: DeskEnv, isDevelopment: boolean): ValidDesks {
  const { DESKS, DESK_SECRET, USER_HASH_SECRET } = env;
  const secrets = secretsOf(DESK_SECRET, isDevelopment);
  const weakness = USER_HASH_SECRET === undefined || !isSet(USER_HASH_SECRET) ? null : weaknessOf(USER_HASH_SECRET);
  if (weakness !== null) throw new WrongSetting(`USER_HASH_SECRET ${weakness}`);
  const vapid = vapidSetting(env);
  if (!vapid.ok) throw new WrongSetting(vapid.message);
  const canPush = vapid.keys !== null;
  const configs = configsOf(DESKS, isDevelopment);
  const takesMessages = secrets.length > 0;
  const webhook = webhookSetting(env);
  const tellsEnds = webhook.ok && webhook.target?.types.has('call.ended') === true;
  return {
    ok: true,
    desks: new Map(configs.map(([name, config]) => [name, { ...config, takesMessages, canPush, tellsEnds }])),
    secrets,
  };
}

/** Reads the settings `DESKS`, `DESK_SECRET`, `USER_HASH_SECRET`, `VAPID_PRIVATE_KEY` and `VAPID_SUBJECT`. Without the first there is no desk, but on a developer's own machine one.
 *  @param hostname as in `URL.hostname`. */
export function desksFor(env: DeskEnv, access: Access, hostname: string): DeskSetting {
  try {
    const desks = read(env, isLoopbackHost(hostname));
    if (isSet(env.DESKS) && access.ok && access.mode === 'token' && access.signingKey === null)
      throw new WrongSetting('DESKS needs TOKEN_SECRETS: the Worker signs who may come into the room of a call.');
    return desks;
  } catch (error) {
    if (error instanceof WrongSetting) return { ok: false, message: error.message };
    throw error;
  }
}

const NO_SECRET = 'There is no DESK_SECRET: nobody can leave a message at a desk.';
const NO_KEYS = 'There are DESKS, and neither tokens nor site keys: nobody can come to them.';
const NO_DESK = 'SITE_KEYS: a key is for a desk that is not in DESKS, so that it opens nothing.';

/** What whoever deploys should know of desks that are not wrong. */
export function deskHints(
  env: DeskEnv,
  { desks, secrets }: ValidDesks,
  { mode, siteKeys }: { readonly mode: string; readonly siteKeys: SiteKeys },
): string[] {
  const isOrphan = [...siteKeys.values()].some(({ target }) => target.kind === 'desk' && !desks.has(target.name));
  return [
    ...(isSet(env.DESKS) && secrets.length === 0 ? [NO_SECRET] : []),
    ...(isSet(env.DESKS) && mode === 'open' ? [NO_KEYS] : []),
    ...(isOrphan ? [NO_DESK] : []),
  ];
}
