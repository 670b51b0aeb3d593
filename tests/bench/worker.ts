/**
 * The bundled Worker directly on workerd, with the settings of wrangler.toml and its rooms on disk. Not `wrangler dev`: the proxy
 * in front of it adds time that no deployment has.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unstable_readConfig as readConfig } from 'wrangler';
import { findFreePort } from '../../worker/dev/ports.ts';
import { ProcessGroup } from '../../worker/dev/process-group.ts';
import { root, runScript } from '../support/tools.ts';
import { until } from '../support/until.ts';

const WORKERD = join(root, 'node_modules', 'workerd', 'bin', 'workerd');

export interface BenchWorker {
  readonly url: string;
  stop(): Promise<void>;
}

/** A Cap'n Proto text literal; its escapes are those of JSON for everything that occurs here. */
const quote = (text: string): string => JSON.stringify(text);

function workerdConfig(directory: string, port: number): string {
  const settings = readConfig({ config: join(root, 'wrangler.toml') });
  return `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "objects", disk = (path = ${quote(join(directory, 'objects'))}, writable = true)),
  ],
  sockets = [(name = "http", address = "127.0.0.1:${port}", http = (), service = "main")],
);
const worker :Workerd.Worker = (
  modules = [(name = "worker", esModule = embed "index.js")],
  compatibilityDate = ${quote(settings.compatibility_date ?? '')},
  compatibilityFlags = [${settings.compatibility_flags.map(quote).join(', ')}],
  bindings = [(name = "ROOMS", durableObjectNamespace = "Room"), (name = "ALLOWED_ORIGINS", text = "*")],
  durableObjectNamespaces = [(className = "Room", uniqueKey = "bench-room", enableSql = true)],
  durableObjectStorage = (localDisk = "objects"),
);
`;
}

export async function startBenchWorker(): Promise<BenchWorker> {
  const directory = mkdtempSync(join(tmpdir(), 'p2p-call-bench-'));
  mkdirSync(join(directory, 'objects'));
  const wrangler = join(root, 'node_modules', 'wrangler', 'bin', 'wrangler.js');
  const env = {
    WRANGLER_LOG: 'error',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
    WRANGLER_WRITE_LOGS: 'false',
  };
  if ((await runScript(wrangler, ['deploy', '--dry-run', '--outdir', directory], env)) !== 0) {
    throw new Error('The Worker could not be bundled; the reason is above.');
  }
  const port = await findFreePort();
  writeFileSync(join(directory, 'config.capnp'), workerdConfig(directory, port));
  const group = new ProcessGroup(WORKERD, ['serve', join(directory, 'config.capnp')], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const url = `http://127.0.0.1:${port}`;
  await until('workerd answers', async () => {
    const response = await fetch(`${url}/v1/health`).catch(() => null);
    return response?.ok;
  });
  return {
    url,
    async stop() {
      await group.kill();
      rmSync(directory, { recursive: true, force: true });
    },
  };
}
