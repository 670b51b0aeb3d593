/**
 * From the settings to the key that says to push services who sends, or to what is wrong with it. What it says of a wrong setting holds nothing
 * of the setting. @see https://www.rfc-editor.org/rfc/rfc8292
 */
import * as v from 'valibot';

/** The settings, as `wrangler secret put` and wrangler.toml give them. */
export interface VapidEnv {
  /** A private P-256 key as a JSON Web Key. */
  readonly VAPID_PRIVATE_KEY?: string;
  /** `mailto:` or `https:`, where a push service finds whoever is responsible. */
  readonly VAPID_SUBJECT?: string;
}

/** As base64url. */
export interface VapidKeys {
  readonly subject: string;
  /** The point of P-256, 65 bytes: `applicationServerKey` of the pages. */
  readonly publicKey: string;
  readonly privateKey: string;
}

/** `keys` is null where nothing is set: then nobody is pushed. */
export type VapidSetting =
  | { readonly ok: true; readonly keys: VapidKeys | null }
  | { readonly ok: false; readonly message: string };

const MAX_SUBJECT_LENGTH = 256;

/** 32 bytes. */
const coordinate = v.pipe(v.string(), v.regex(/^[\w-]{42}[AEIMQUYcgkosw048]$/));
const jwk = v.object({ kty: v.literal('EC'), crv: v.literal('P-256'), x: coordinate, y: coordinate, d: coordinate });
const setting = v.pipe(v.string(), v.parseJson(), jwk);

const HOW_TO = `node -p 'JSON.stringify(require("crypto").generateKeyPairSync("ec",{namedCurve:"P-256"}).privateKey.export({format:"jwk"}))'`;

const wrong = (message: string): VapidSetting => ({ ok: false, message });

const isSet = (text: string | undefined): text is string => text !== undefined && text.trim() !== '';

function isSubject(text: string): boolean {
  return text.length <= MAX_SUBJECT_LENGTH && /^(?:mailto:[^\s@]+@[^\s@]+|https:\/\/[^\s/]\S*)$/.test(text);
}

/** The point that two coordinates are, uncompressed. @see https://www.rfc-editor.org/rfc/rfc8292#section-3.2 */
function pointOf(x: string, y: string): string {
  const bytes = `\u{4}${[x, y].map((part) => atob(part.replaceAll('-', '+').replaceAll('_', '/'))).join('')}`;
  return btoa(bytes).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

export function vapidSetting({ VAPID_PRIVATE_KEY, VAPID_SUBJECT }: VapidEnv): VapidSetting {
  if (!isSet(VAPID_PRIVATE_KEY) && !isSet(VAPID_SUBJECT)) return { ok: true, keys: null };
  if (!isSet(VAPID_PRIVATE_KEY) || !isSet(VAPID_SUBJECT))
    return wrong('VAPID_PRIVATE_KEY and VAPID_SUBJECT belong together: set both.');
  const parsed = v.safeParse(setting, VAPID_PRIVATE_KEY);
  if (!parsed.success) return wrong(`VAPID_PRIVATE_KEY must be a private P-256 key as a JSON Web Key: ${HOW_TO}`);
  const subject = VAPID_SUBJECT.trim();
  if (!isSubject(subject)) return wrong('VAPID_SUBJECT must be mailto: with an address, or begin with https://.');
  const { x, y, d } = parsed.output;
  return { ok: true, keys: { subject, publicKey: pointOf(x, y), privateKey: d } };
}

const ECDSA = { name: 'ECDSA', namedCurve: 'P-256' };

/** Whether both halves of the key belong together: with others every push would be refused, and nobody would know why. */
export async function isPair({ publicKey, privateKey }: VapidKeys): Promise<boolean> {
  const point = Uint8Array.from(atob(publicKey.replaceAll('-', '+').replaceAll('_', '/')), (char) =>
    char.charCodeAt(0),
  );
  const [x, y] = [point.slice(1, 33), point.slice(33)].map((half) =>
    btoa(String.fromCharCode(...half))
      .replaceAll('+', '-')
      .replaceAll('/', '_')
      .replaceAll('=', ''),
  );
  try {
    const jwkOf = { kty: 'EC', crv: 'P-256', x: x ?? '', y: y ?? '', d: privateKey };
    const [signing, verifying] = await Promise.all([
      crypto.subtle.importKey('jwk', jwkOf, ECDSA, false, ['sign']),
      crypto.subtle.importKey('raw', point, ECDSA, false, ['verify']),
    ]);
    const how = { name: 'ECDSA', hash: 'SHA-256' };
    const signature = await crypto.subtle.sign(how, signing, point);
    return await crypto.subtle.verify(how, verifying, signature, point);
  } catch {
    return false;
  }
}
