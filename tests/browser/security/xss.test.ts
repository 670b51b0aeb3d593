/** No text of others runs or makes markup, on a page that has no policy to stop it. xss-strict.test.ts is the same with one. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HOSTILE_TEXTS, RUNNING_MARKUP } from './hostile-texts.ts';
import { type TrapWindow, inspect, installTrap } from './xss-trap.ts';
import { HostileStage, knownKinds, playAttributes } from './hostile-scenes.ts';

const trap = window as unknown as TrapWindow;

describe('the trap', () => {
  it('is set: hostile markup runs where it is taken for markup', async () => {
    installTrap();
    for (const markup of RUNNING_MARKUP) {
      trap.p2pTrap.length = 0;
      const box = document.createElement('div');
      document.body.append(box);
      box.innerHTML = markup;
      await expect.poll(() => trap.p2pTrap, { message: markup }).toContain('code ran');
      box.remove();
    }
  });
});

describe('the look at what is shown', () => {
  it.each([
    ['<a href="javascript:x" target="_blank" rel="noopener noreferrer nofollow">x</a>', /a link/],
    ['<a href="https://a.example" target="_blank" rel="noopener">x</a>', /a link/],
    ['<a href="https://u:p@a.example" target="_blank" rel="noopener noreferrer nofollow">x</a>', /a link/],
    ['<p style="color: red">x</p>', /p has style/],
    ['<p onclick="x">x</p>', /p has onclick/],
    ['<iframe src="data:text/html,x"></iframe>', /iframe src is data:/],
    ['<div class="chat" part="toolbar">' + '<br>'.repeat(99) + '</div>', /chat grows out/],
    ['<button part="button-leave">x</button>', /covers the leave button/],
  ])('finds what is wrong with %j', (markup, fault) => {
    const host = document.body.appendChild(document.createElement('section'));
    host.attachShadow({
      mode: 'open',
    }).innerHTML = `<style>:host { display: block; position: relative; height: 200px } i { position: absolute; inset: 0 }</style>${markup}<i></i>`;
    if (host.shadowRoot === null) throw new Error('no shadow tree');
    expect(inspect(host.shadowRoot).faults.join()).toMatch(fault);
    host.remove();
  });
});

describe('hostile texts', () => {
  let known: ReadonlySet<string>;
  let stage: HostileStage;
  beforeAll(async () => {
    known = await knownKinds();
    stage = await HostileStage.open();
    installTrap();
    // Every scene is drawn twice.
  }, 120_000);
  afterAll(() => stage.close());

  it('are at least a hundred', () => {
    expect(new Set(HOSTILE_TEXTS).size).toBeGreaterThanOrEqual(100);
    expect(known.size).toBeGreaterThan(50);
  });

  it.each(HOSTILE_TEXTS.map((text, index) => [index, JSON.stringify(text).slice(0, 70), text] as const))(
    '%i: %s',
    async (_, _shown, text) => {
      for (const { kinds, faults } of [
        await stage.play(text),
        await stage.playDesk(text),
        await playAttributes(text),
      ]) {
        expect(faults).toEqual([]);
        expect(kinds.filter((kind) => !known.has(kind))).toEqual([]);
      }
      expect(trap.p2pTrap).toEqual([]);
    },
  );

  it('have run nothing by the end either', async () => {
    // What an inserted picture or frame would run comes after its load.
    await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
    expect(trap.p2pTrap).toEqual([]);
    expect(document.querySelectorAll('iframe, object, embed, base, meta[http-equiv="refresh"]')).toHaveLength(0);
  });
});
