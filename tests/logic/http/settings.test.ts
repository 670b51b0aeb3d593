/** Every setting of the Worker is explained where it belongs: secrets in .dev.vars.example, everything else in wrangler.toml. */
import { readFileSync, readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { accessFor } from '../../../worker/http/access.ts';
import { desksFor } from '../../../worker/http/desk-setting.ts';

const root = new URL('../../../', import.meta.url);
const textOf = (path: string): string => readFileSync(new URL(path, root), 'utf8');

/** Whatever can hold a password. Everything else is for all to read who read the repository. */
const SECRETS = new Set([
  'TOKEN_SECRETS',
  'ADMIN_KEY',
  'TURN_SECRET',
  'TURN_KEY_ID',
  'TURN_KEY_API_TOKEN',
  'ICE_SERVERS',
  'WEBHOOK_SECRET',
  'DESK_SECRET',
  'USER_HASH_SECRET',
  'VAPID_PRIVATE_KEY',
]);

/** Names of the fields of `Env` and of what it is made of, with their types. */
const fields = readdirSync(new URL('worker/runtime/', root), { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .flatMap((path) => [...textOf(`worker/runtime/${path}`).matchAll(/^ {2}readonly ([A-Z][A-Z0-9_]+)\??: (\w+);$/gm)])
  .map(([, name = '', type = '']) => ({ name, isText: type === 'string' }));
const settings = fields.filter(({ isText }) => isText).map(({ name }) => name);
const bindings = fields.filter(({ isText }) => !isText).map(({ name }) => name);

/** The settings that a file gives or, in a comment, shows; with all comments of the paragraph that they stand in. */
function shownIn(path: string, assignment: RegExp): ReadonlyMap<string, string> {
  const shown = new Map<string, string>();
  for (const paragraph of textOf(path).split(/\n\s*\n/)) {
    const lines = paragraph.split('\n');
    const words = lines.filter((line) => line.startsWith('#') && !assignment.test(line)).join(' ');
    for (const line of lines) {
      const [, name] = assignment.exec(line) ?? [];
      if (name !== undefined && shown.has(name)) throw new Error(`${path} shows ${name} twice`);
      if (name !== undefined) shown.set(name, words);
    }
  }
  return shown;
}

const toml = shownIn('wrangler.toml', /^(?:# )?([A-Z][A-Z0-9_]+) = /);
const secrets = shownIn('.dev.vars.example', /^(?:# )?([A-Z][A-Z0-9_]+)=/);

describe('settings', () => {
  it('are found', () => {
    expect(settings.length).toBeGreaterThan(10);
    expect(bindings).toEqual(expect.arrayContaining(['ROOMS', 'ASSETS', 'REQUESTS_PER_ADDRESS']));
  });

  it.each(settings)('%s is explained in the right file, and in no other', (name) => {
    const [right, wrong] = SECRETS.has(name) ? [secrets, toml] : [toml, secrets];
    expect(right.get(name) ?? '').toMatch(/(?:\w+[ ,.:]+){6}/);
    expect(wrong.has(name)).toBe(false);
  });

  it('that are explained are settings', () => {
    expect([...toml.keys(), ...secrets.keys()].filter((name) => !settings.includes(name))).toEqual([]);
  });

  it.each(bindings)('the binding %s is in wrangler.toml', (name) => {
    expect(textOf('wrangler.toml')).toMatch(new RegExp(`^(?:name|binding) = "${name}"$`, 'm'));
  });

  it('as they stand there hold no secret, and the examples of a site key and a desk are such', () => {
    expect(textOf('.dev.vars.example')).not.toMatch(/^[A-Z]/m);
    const [, example] = /^# SITE_KEYS = '(.*)'$/m.exec(textOf('wrangler.toml')) ?? [];
    const access = accessFor({ SITE_KEYS: example ?? '' });
    expect(access).toMatchObject({ ok: true, mode: 'token' });
    const [, desks = ''] = /^# DESKS = '(.*)'$/m.exec(textOf('wrangler.toml')) ?? [];
    expect(desksFor({ DESKS: desks }, accessFor({}), 'calls.example.com')).toMatchObject({ ok: true });
    expect(desksFor({ DESKS: desks }, access, 'calls.example.com')).toMatchObject({ ok: false });
  });
});
