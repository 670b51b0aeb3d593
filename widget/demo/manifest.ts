/** The custom elements manifest, for pages; what builds or tests them puts it here (worker/dev/manifest/vite-plugin.ts). */
import type { Package } from 'custom-elements-manifest/schema.d.ts';

export const manifest: Package = { schemaVersion: '', modules: [] };
