/** What may stand in `RTCIceServer.urls`. @see https://www.rfc-editor.org/rfc/rfc7064 @see https://www.rfc-editor.org/rfc/rfc7065 */
import type { IceServer } from '#protocol';

export function isIceUrl(url: string): boolean {
  return /^(?:stun|turn)s?:[^\s]+$/i.test(url);
}

export function isTurnUrl(url: string): boolean {
  return isIceUrl(url) && /^turn/i.test(url);
}

/** Browsers refuse port 53 (https://fetch.spec.whatwg.org/#port-blocking), and a server with such a url only costs time. */
export function isUsableUrl(url: string): boolean {
  return !/^(?:stun|turn)s?:(?:\[[^\]]*\]|[^:?]*):53(?:\?|$)/i.test(url);
}

/** Whether it is a relay: one with a TURN url. */
export function isTurnServer({ urls }: IceServer): boolean {
  return [urls].flat().some(isTurnUrl);
}
