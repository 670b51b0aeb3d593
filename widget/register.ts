/** Registers elements on a page that may have them already, from another version or another address. Knows no element. */

/** What each class that is registered says of the module it came from. */
interface Registered {
  readonly version?: string;
  /** Whether the console was told of another one. */
  isTwice?: boolean;
}

/**
 * The first one registered stays; a later one is told in the console, once, because it is loaded for nothing.
 * @param elements by name; the first of them says which version is there.
 */
export function register(
  registry: Pick<CustomElementRegistry, 'get' | 'define'>,
  elements: Readonly<Record<string, CustomElementConstructor>>,
  version: string,
): void {
  const [name = ''] = Object.keys(elements);
  const there = registry.get(name) as Registered | undefined;
  for (const [tag, element] of Object.entries(elements)) if (!registry.get(tag)) registry.define(tag, element);
  if (!there || there.isTwice) return;
  there.isTwice = true;
  console.warn(`${name} is loaded twice: ${there.version ?? 'another version'} is used, ${version} is not`);
}
