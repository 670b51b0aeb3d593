/** What `env` of `cloudflare:workers` holds in these tests: the bindings of wrangler.toml. */
declare namespace Cloudflare {
  interface Env {
    ROOMS: DurableObjectNamespace;
    DESK_OBJECTS: DurableObjectNamespace;
    ASSETS: Fetcher;
    ALLOWED_ORIGINS: string;
    ICE_SERVERS?: string;
  }
  interface GlobalProps {
    mainModule: typeof import('../../worker/index.ts');
  }
}

declare module '*?raw' {
  const text: string;
  export default text;
}
