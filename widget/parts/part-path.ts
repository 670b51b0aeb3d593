/** Where a part of a build is, for the build that writes it and the module that loads it. The name holds the hash, so that neither is said twice. */

/** @param hash SHA-256 in base64. @returns the path from the module. */
export function partPath(name: string, hash: string): string {
  return `./parts/${name}-${hash.slice(0, 8).replaceAll(/\W/g, '_')}.js`;
}
