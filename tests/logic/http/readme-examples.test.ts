/** The examples of README.md that sign tokens: run as they stand there, and checked by the verifier. */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { verifyToken } from '../../../worker/http/verify-token.ts';
import { accessFrom, otherSecret, secret } from './token-maker.ts';

const run = promisify(execFile);
const env = { ...process.env, TOKEN_SECRET: secret.toString('base64') };
const { keys } = accessFrom({
  TOKEN_SECRETS: JSON.stringify({ '2026-11': env.TOKEN_SECRET, '2026-05': otherSecret.toString('base64') }),
});
const root = fileURLToPath(new URL('../../../', import.meta.url));

/** The one code block of this language in the section about tokens. */
async function example(language: string): Promise<string> {
  const readme = await readFile(`${root}README.md`, 'utf8');
  const section = readme.slice(readme.indexOf('## Who may enter'), readme.indexOf('## Deploy'));
  const [, code] = new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``).exec(section) ?? [];
  if (code === undefined) throw new Error(`README.md has no example in ${language}`);
  return code;
}

async function expectHost(token: string): Promise<void> {
  expect(await verifyToken(token.trim(), keys, { room: 'coffee', nowMs: Date.now() })).toMatchObject({
    ok: true,
    grant: { role: 'host', name: 'Ada' },
  });
}

const hasPython = await run('python3', ['--version']).then(
  () => true,
  () => false,
);

describe('the example in', () => {
  it.skipIf(!hasPython)('Python makes a token that is taken (skipped without python3)', async () => {
    const { stdout } = await run('python3', ['-c', `${await example('python')}\nprint(token)`], { env });
    await expectHost(stdout);
  });

  it('JavaScript makes a token that is taken', async () => {
    const helper = JSON.stringify(new URL('../../../worker/http/sign-token.ts', import.meta.url).href);
    const code = (await example('js')).replace("'p2p-call/tokens'", helper);
    const args = [
      '--experimental-strip-types',
      '--no-warnings',
      '--input-type=module',
      '-e',
      `${code}\nconsole.log(token)`,
    ];
    const { stdout } = await run(process.execPath, args, { env, cwd: root });
    await expectHost(stdout);
  });
});
