import { afterEach, describe, expect, it, vi } from 'vitest';
import { register } from '../../../widget/register.ts';

/** As the platform has it: a name twice is an error. */
class Registry {
  readonly defined = new Map<string, CustomElementConstructor>();
  readonly get = (name: string): CustomElementConstructor | undefined => this.defined.get(name);
  readonly define = (name: string, element: CustomElementConstructor): void => {
    if (this.defined.has(name)) throw new DOMException(`${name} is taken`, 'NotSupportedError');
    this.defined.set(name, element);
  };
}

/** The classes of one module. */
function moduleOf(version?: string): Readonly<Record<string, CustomElementConstructor>> {
  const call =
    version === undefined
      ? class {}
      : class {
          static readonly version = version;
        };
  return { 'p2p-call': call, 'p2p-call-button': class {} } as never;
}

function listen(): { readonly lines: readonly unknown[] } {
  const lines: unknown[] = [];
  vi.spyOn(console, 'warn').mockImplementation((line) => void lines.push(line));
  return { lines };
}

afterEach(() => vi.restoreAllMocks());

describe('elements that are registered', () => {
  it('for the first time are there, silently', () => {
    const [registry, heard, first] = [new Registry(), listen(), moduleOf('1.0.0')];
    register(registry, first, '1.0.0');
    expect(Object.fromEntries(registry.defined)).toEqual(first);
    expect(heard.lines).toEqual([]);
  });

  it('again, from another version, leave the first ones, and the console tells both versions once', () => {
    const [registry, heard, first] = [new Registry(), listen(), moduleOf('1.0.0')];
    register(registry, first, '1.0.0');
    register(registry, moduleOf('1.1.0'), '1.1.0');
    register(registry, moduleOf('1.2.0'), '1.2.0');
    expect(Object.fromEntries(registry.defined)).toEqual(first);
    expect(heard.lines).toEqual(['p2p-call is loaded twice: 1.0.0 is used, 1.1.0 is not']);
  });

  it('again, from another address with the same version, are told, too', () => {
    const [registry, heard] = [new Registry(), listen()];
    register(registry, moduleOf('1.0.0'), '1.0.0');
    register(registry, moduleOf('1.0.0'), '1.0.0');
    expect(heard.lines).toEqual(['p2p-call is loaded twice: 1.0.0 is used, 1.0.0 is not']);
  });

  it('beside a version that does not say which it is, or lacks one of them, are no error', () => {
    const [registry, heard] = [new Registry(), listen()];
    const old = moduleOf();
    registry.define('p2p-call', old['p2p-call'] as CustomElementConstructor);
    register(registry, moduleOf('1.0.0'), '1.0.0');
    expect(registry.get('p2p-call')).toBe(old['p2p-call']);
    expect(registry.get('p2p-call-button')).toBeDefined();
    expect(heard.lines).toEqual(['p2p-call is loaded twice: another version is used, 1.0.0 is not']);
  });
});
