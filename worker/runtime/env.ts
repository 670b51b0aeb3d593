/** What `wrangler.toml` and the operator give the Worker. Values are read, checked and explained where they are used. */
import type { VapidEnv } from './push/vapid-setting.ts';
import type { TurnEnv } from './turn/turn-setting.ts';
import type { WebhookEnv } from './webhooks/webhook-setting.ts';

export interface Env extends TurnEnv, WebhookEnv, VapidEnv {
  readonly ROOMS: DurableObjectNamespace;
  /** The support desks. */
  readonly DESK_OBJECTS: DurableObjectNamespace;
  /** The built widget and pages. */
  readonly ASSETS: Fetcher;
  /** `*` or origins separated by spaces; see wrangler.toml. */
  readonly ALLOWED_ORIGINS?: string;
  /** A JSON list of RTCIceServer; see wrangler.toml. */
  readonly ICE_SERVERS?: string;
  /** `open` or `token`; see wrangler.toml. */
  readonly ACCESS?: string;
  /** A JSON object of key names and base64 secrets that tokens are signed with (HS256). */
  readonly TOKEN_SECRETS?: string;
  /** A JSON object of key names and public Ed25519 JWKs. */
  readonly TOKEN_PUBLIC_KEYS?: string;
  /** A JSON object of site keys and what each of them opens to which origins. */
  readonly SITE_KEYS?: string;
  /** A JSON object of desks and how each is set up; see wrangler.toml. */
  readonly DESKS?: string;
  /** One or two secrets, separated by a space, that keys for what is left at a desk are derived from. */
  readonly DESK_SECRET?: string;
  /** What the site's server hashes the ids of its visitors with. */
  readonly USER_HASH_SECRET?: string;
  /** Opens `POST /v1/tokens`. */
  readonly ADMIN_KEY?: string;
  /** Counters of requests by one address, and by one address for one room; see wrangler.toml. */
  readonly REQUESTS_PER_ADDRESS?: RateLimit;
  readonly REQUESTS_PER_ADDRESS_AND_ROOM?: RateLimit;
}
