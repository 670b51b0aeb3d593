/** Gives the manifest to pages: widget/demo/manifest.ts exports it. */
import type { Plugin } from 'vite';
import { readManifest } from './manifest.ts';

export function manifestModule(): Plugin {
  return {
    name: 'custom-elements-manifest',
    enforce: 'pre',
    transform: (_code, id) =>
      id.endsWith('/widget/demo/manifest.ts')
        ? { code: `export const manifest = ${JSON.stringify(readManifest())};`, map: null }
        : null,
  };
}
