/**
 * A browser that can be pushed, and the push service in front of it, by the specifications alone: it opens what was sealed for it, and checks who
 * signed. Shares no code with what sends. Runs in Node and in the Workers runtime.
 * @see https://www.rfc-editor.org/rfc/rfc8291#section-3 and https://www.rfc-editor.org/rfc/rfc8292#section-2
 */
import type { DeskPushSubscription } from '#protocol';

type Bytes = Uint8Array<ArrayBuffer>;

export function bytesOf(base64Url: string): Bytes {
  return Uint8Array.from(atob(base64Url.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));
}

export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replaceAll('=', '');
}

const textBytes = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text));
const joined = (...parts: readonly Uint8Array[]): Bytes => Uint8Array.from(parts.flatMap((part) => [...part]));

async function hkdf(salt: Bytes, key: Bytes, info: Bytes, byteCount: number): Promise<Bytes> {
  const source = await crypto.subtle.importKey('raw', key, 'HKDF', false, ['deriveBits']);
  const how = { name: 'HKDF', hash: 'SHA-256', salt, info };
  return new Uint8Array(await crypto.subtle.deriveBits(how, source, byteCount * 8));
}

export interface BrowserKeys {
  readonly privateKey: CryptoKey;
  readonly publicBytes: Bytes;
  readonly auth: Bytes;
}

const ECDH = { name: 'ECDH', namedCurve: 'P-256' };

/** @throws where it was not sealed for these keys, or was changed on the way. */
export async function unseal({ privateKey, publicBytes, auth }: BrowserKeys, body: Bytes): Promise<string> {
  const [salt, idLength] = [body.slice(0, 16), body[20] ?? 0];
  const senderBytes = body.slice(21, 21 + idLength);
  const sender = await crypto.subtle.importKey('raw', senderBytes, ECDH, false, []);
  // Workers name the field in another way than browsers: both are given.
  const how = { name: 'ECDH', public: sender, $public: sender };
  const secret = new Uint8Array(await crypto.subtle.deriveBits(how, privateKey, 256));
  const ikm = await hkdf(auth, secret, joined(textBytes('WebPush: info\0'), publicBytes, senderBytes), 32);
  const key = await hkdf(salt, ikm, textBytes('Content-Encoding: aes128gcm\0'), 16);
  const iv = await hkdf(salt, ikm, textBytes('Content-Encoding: nonce\0'), 12);
  const aes = await crypto.subtle.importKey('raw', key, 'AES-GCM', false, ['decrypt']);
  const data = new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv }, aes, body.slice(21 + idLength)));
  const end = data.lastIndexOf(2);
  if (end < 0 || data.slice(end + 1).some((byte) => byte !== 0)) throw new Error('no last record');
  return new TextDecoder().decode(data.slice(0, end));
}

export class PushBrowser {
  readonly subscription: DeskPushSubscription;
  readonly #keys: BrowserKeys;

  constructor(keys: BrowserKeys, endpoint: string) {
    this.#keys = keys;
    this.subscription = {
      endpoint,
      keys: { p256dh: base64Url(keys.publicBytes), auth: base64Url(keys.auth) },
    };
  }

  static async at(endpoint: string): Promise<PushBrowser> {
    const pair = (await crypto.subtle.generateKey(ECDH, true, ['deriveBits'])) as CryptoKeyPair;
    const raw = (await crypto.subtle.exportKey('raw', pair.publicKey)) as ArrayBuffer;
    const auth = crypto.getRandomValues(new Uint8Array(16));
    return new PushBrowser({ privateKey: pair.privateKey, publicBytes: new Uint8Array(raw), auth }, endpoint);
  }

  open(body: Bytes): Promise<string> {
    return unseal(this.#keys, body);
  }
}

export interface Vapid {
  readonly publicKey: string;
  readonly header: Record<string, unknown>;
  readonly claims: Record<string, unknown>;
}

/** What `Authorization` says of the sender. @throws where the signature is not of the key that it names. */
export async function vapidOf(authorization: string): Promise<Vapid> {
  const [, token = '', publicKey = ''] = /^vapid t=([\w.-]+), ?k=([\w-]+)$/.exec(authorization) ?? [];
  const [header = '', claims = '', signature = ''] = token.split('.');
  const ecdsa = { name: 'ECDSA', namedCurve: 'P-256' };
  const key = await crypto.subtle.importKey('raw', bytesOf(publicKey), ecdsa, false, ['verify']);
  const how = { name: 'ECDSA', hash: 'SHA-256' };
  const isSigned = await crypto.subtle.verify(how, key, bytesOf(signature), textBytes(`${header}.${claims}`));
  if (!isSigned) throw new Error(`not signed by ${publicKey}`);
  const read = (part: string): Record<string, unknown> => JSON.parse(new TextDecoder().decode(bytesOf(part)));
  return { publicKey, header: read(header), claims: read(claims) };
}

/** A key that was made for tests. */
export const VAPID_PRIVATE_KEY =
  '{"kty":"EC","x":"wUWbXVEgapjOKD5E_WoVDA1wC5ZH36oOFE5VSwkkY0g","y":"iLn3zjWibIcB-zetrWU1HZcbFut9EGl3ricEZ8XC1eE","crv":"P-256","d":"82wu3NNt8_RBlo5x3wEfOgLqrdTT9Md28hwVZxLEm3I"}';
export const VAPID_SUBJECT = 'mailto:calls@shop.example';
