/** What `wrangler.toml` and the operator give the Worker. Values are read, checked and explained where they are used. */
export interface Env {
  readonly ROOMS: DurableObjectNamespace;
  /** The built widget and pages. */
  readonly ASSETS: Fetcher;
  /** `*` or origins separated by spaces; see wrangler.toml. */
  readonly ALLOWED_ORIGINS?: string;
  /** A JSON list of RTCIceServer; see wrangler.toml. */
  readonly ICE_SERVERS?: string;
}
