/**
 * The headers by which a receiver knows that a webhook is ours, new and no repeat. Each key signs, so that a receiver that knows only the
 * old or only the new one takes it.
 * @see https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md#webhook-headers-sending-metadata-to-consumers
 */

async function signed(key: Uint8Array<ArrayBuffer>, text: string): Promise<string> {
  const hmac = await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', hmac, new TextEncoder().encode(text)));
  return `v1,${btoa(String.fromCharCode(...bytes))}`;
}

/** @param nowMs the time of this attempt: a receiver refuses what is older than some minutes. */
export async function signatureHeaders(
  keys: readonly Uint8Array<ArrayBuffer>[],
  id: string,
  body: string,
  nowMs: number,
): Promise<Record<string, string>> {
  const timestamp = String(Math.floor(nowMs / 1_000));
  const signatures = await Promise.all(keys.map((key) => signed(key, `${id}.${timestamp}.${body}`)));
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': signatures.join(' ') };
}
