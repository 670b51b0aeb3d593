/** The same hostile texts on a page with a policy: nothing runs, and nothing has to be stopped either. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS, RUNNING_MARKUP } from './hostile-texts.ts';
import { type TrapWindow, installTrap } from './xss-trap.ts';
import { HostileStage, playAttributes } from './hostile-scenes.ts';

const trap = window as unknown as TrapWindow;

/** What README.md asks for; `'self'`, because here the scripts of the element come from the page's own origin. */
const POLICY = [
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'none'",
  "media-src 'none'",
  "frame-src 'none'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "require-trusted-types-for 'script'",
  'trusted-types lit-html',
].join('; ');

describe('under a strict policy', () => {
  let stage: HostileStage;
  beforeAll(async () => {
    const meta = document.createElement('meta');
    Object.assign(meta, { httpEquiv: 'Content-Security-Policy', content: POLICY });
    document.head.append(meta);
    stage = await HostileStage.open();
    installTrap();
  });
  afterAll(() => stage.close());

  it('the policy is in force: markup from a string is refused, and told', async () => {
    const box = document.createElement('div');
    for (const markup of RUNNING_MARKUP) expect(() => (box.innerHTML = markup)).toThrow(TypeError);
    const image = document.createElement('img');
    image.src = 'x.png';
    await expect.poll(() => trap.p2pTrap.join()).toMatch(/require-trusted-types-for.*img-src/);
    trap.p2pTrap.length = 0;
  });

  it('no hostile text needs it', async () => {
    for (const text of HOSTILE_TEXTS) {
      const { faults } = await stage.play(text);
      faults.push(...(await playAttributes(text)).faults);
      expect(faults, JSON.stringify(text).slice(0, 80)).toEqual([]);
    }
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    expect(trap.p2pTrap).toEqual([]);
  }, 120_000);
});
