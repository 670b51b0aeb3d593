/** What lets a page in, as it goes with a socket and with a question. Knows nothing of what a token says or a key opens. */
import { SITE_KEY_HEADER, SITE_KEY_SUBPROTOCOL_PREFIX, TOKEN_SUBPROTOCOL_PREFIX } from '#protocol';

export interface Credential {
  /** The subprotocol that is offered beside ours; '' for none. */
  readonly offer: string;
  readonly headers: Readonly<Record<string, string>>;
}

/** A token counts before a site key, so that the key is not sent beside it. */
export function credentialOf(token: string, siteKey = ''): Credential {
  if (token !== '') return { offer: TOKEN_SUBPROTOCOL_PREFIX + token, headers: { Authorization: `Bearer ${token}` } };
  if (siteKey === '') return { offer: '', headers: {} };
  return { offer: SITE_KEY_SUBPROTOCOL_PREFIX + siteKey, headers: { [SITE_KEY_HEADER]: siteKey } };
}
