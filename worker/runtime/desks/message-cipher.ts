/**
 * What visitors leave is encrypted before it comes to the desk's object, and only the Worker can read it: AES-256-GCM with a key that is
 * derived from the setting DESK_SECRET for each desk (HKDF-SHA-256). So the storage alone, or a copy of it, tells nothing; whoever can run
 * code as this Worker, or read its secrets, can read everything. Knows no request and no storage.
 * @see https://www.rfc-editor.org/rfc/rfc5869 and https://www.w3.org/TR/webcrypto/#aes-gcm
 */
const IV_BYTES = 12;
const KEY_ID_BYTES = 4;

/** What is encrypted is bound to the place where it belongs. */
export interface Place {
  readonly desk: string;
  readonly id: string;
  readonly part: 'text' | 'voice';
}

/** @param secrets the newest first: it encrypts, all decrypt. */
export class MessageCipher {
  readonly #secrets: readonly string[];

  constructor(secrets: readonly string[]) {
    this.#secrets = secrets;
  }

  /** @returns which key, a random IV, and the ciphertext, in this order. */
  async encrypt(data: Uint8Array<ArrayBuffer>, place: Place): Promise<Uint8Array<ArrayBuffer>> {
    const [secret = ''] = this.#secrets;
    const { key, keyId } = await derive(secret, place.desk);
    const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
    const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: boundTo(place) }, key, data);
    const all = new Uint8Array(KEY_ID_BYTES + IV_BYTES + sealed.byteLength);
    all.set(keyId);
    all.set(iv, KEY_ID_BYTES);
    all.set(new Uint8Array(sealed), KEY_ID_BYTES + IV_BYTES);
    return all;
  }

  /** @returns null when no secret of these has made it, or it is not what was put at this place. */
  async decrypt(sealed: Uint8Array<ArrayBuffer>, place: Place): Promise<Uint8Array<ArrayBuffer> | null> {
    const iv = sealed.slice(KEY_ID_BYTES, KEY_ID_BYTES + IV_BYTES);
    const data = sealed.slice(KEY_ID_BYTES + IV_BYTES);
    for (const secret of this.#secrets) {
      const { key, keyId } = await derive(secret, place.desk);
      if (!keyId.every((byte, i) => byte === sealed[i])) continue;
      try {
        const opened = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: boundTo(place) }, key, data);
        return new Uint8Array(opened);
      } catch {
        return null;
      }
    }
    return null;
  }
}

function boundTo({ desk, id, part }: Place): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(new TextEncoder().encode(`${desk} ${id} ${part}`));
}

async function derive(
  secret: string,
  desk: string,
): Promise<{ readonly key: CryptoKey; readonly keyId: Uint8Array<ArrayBuffer> }> {
  const source = await crypto.subtle.importKey('raw', new TextEncoder().encode(secret), 'HKDF', false, ['deriveBits']);
  const info = new TextEncoder().encode(`p2p-call desk messages ${desk}`);
  const bits = new Uint8Array(
    await crypto.subtle.deriveBits(
      { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(), info },
      source,
      256 + KEY_ID_BYTES * 8,
    ),
  );
  const key = await crypto.subtle.importKey('raw', bits.slice(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  return { key, keyId: bits.slice(32) };
}
