/** Everything that a visitor can say, in words that want to be code or markup, on a page without a policy: it is text, and stays in its place. */
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { AgentId, CallId, MessageId } from '#protocol';
import type { DeskMessage } from '../../../widget/desk/desk-types.ts';
import { HOSTILE_TEXTS } from '../security/hostile-texts.ts';
import { type TrapWindow, inspect, installTrap } from '../security/xss-trap.ts';
import { CONSOLE_SCENES, inCall } from './support/console-scenes.ts';
import { type MountedDesk, inDesk, mountDesk, mountDeskScene, settled } from './support/mount-desk.ts';
import { agentNamed, agentsOf, callOf, callsOf, messageOf, missedOf } from './support/scripted-desk.ts';

const trap = window as unknown as TrapWindow;

/** Ways to answer, that our own code makes of an address or a number. */
const OWN_LINK = /^a link: <a href="(?:mailto:[\w.+-]+@[\w.-]+|tel:\+?\d+)">/;

function factsOf(text: string): Pick<DeskMessage, 'name' | 'topic' | 'department' | 'form' | 'page' | 'user'> {
  const key = text === '' || text === '__proto__' ? 'field' : text;
  return {
    name: text,
    topic: text,
    department: text,
    form: { [key]: text, Other: text },
    page: { url: text, title: text },
    user: { id: text, verified: true },
  };
}

/** A desk where everything that comes from others is this text. */
async function play(mounted: MountedDesk, text: string): Promise<void> {
  const { element, desk } = mounted;
  const facts = factsOf(text);
  const own = callOf(text, { ...facts, id: 'c-own' as CallId, phase: 'active', note: text, held: true });
  const waiting = callOf(text, { ...facts, id: 'c-1' as CallId, note: text, from: 'a-2' as AgentId });
  const plain = callOf(text, { id: 'c-2' as CallId, page: { url: text, title: '' } });
  const message = messageOf(text, { ...facts, id: 'm-1' as MessageId, text, contact: text });
  desk.contents = [message];
  desk.show(
    inCall({
      ...own,
    }),
  );
  desk.show({
    ownCall: own,
    calls: callsOf(own, waiting, plain),
    agents: new Map([
      ...desk.agents,
      ...agentsOf(agentNamed(text, { id: 'a-2' as AgentId, departments: [text], status: text as 'off' })),
    ]),
    departments: [text],
    missed: [missedOf(text, { ...facts, id: 'c-3' as CallId, reason: text as 'lost' })],
    messages: [message],
  });
  await settled(mounted);
  element.requestUpdate();
  await settled(mounted);
}

/** Every tag and attribute that our own templates make, in any scene. */
async function knownKinds(): Promise<ReadonlySet<string>> {
  const known = new Set<string>();
  for (const name of Object.keys(CONSOLE_SCENES)) {
    const { element } = await mountDeskScene(name);
    if (element.shadowRoot) for (const kind of inspect(element.shadowRoot).kinds) known.add(kind);
    element.remove();
  }
  return known;
}

describe('hostile texts', () => {
  let known: ReadonlySet<string>;
  let mounted: MountedDesk;

  beforeAll(async () => {
    await page.viewport(1280, 800);
    known = await knownKinds();
    mounted = await mountDesk();
    installTrap();
  }, 60_000);
  afterEach(() => {
    const { desk } = mounted;
    for (const id of [...desk.rings.keys()]) desk.endRing(id);
  });
  afterAll(() => mounted.element.remove());

  it.for(HOSTILE_TEXTS.map((text, index) => [index, text] as const))(
    '%i are shown as they are, and make nothing',
    async ([, text]) => {
      const { element, desk } = mounted;
      await play(mounted, text);
      desk.ring(callOf(text, { ...factsOf(text), id: 'c-ring' as CallId }));
      desk.fire({ type: 'call-end', call: callOf(text, { id: 'c-own' as CallId }), reason: 'visitor' });
      for (const list of ['missed', 'messages', 'team']) {
        inDesk(element, `#tab-${list}`).click();
        await settled(mounted);
        if (element.shadowRoot === null) throw new Error('the element shows nothing');
        const { kinds, faults } = inspect(element.shadowRoot);
        expect(faults.filter((fault) => !OWN_LINK.test(fault))).toEqual([]);
        expect(kinds.filter((kind) => !known.has(kind))).toEqual([]);
      }
      for (const selector of ['.ring-name .who', '.card-title .who', '.queue [data-call="c-1"] .who']) {
        expect(inDesk(element, selector).textContent).toBe(text.trim() || 'Visitor');
      }
      for (const box of element.renderRoot.querySelectorAll('.panel, .bar, .rings, .queue, .lists, .call-card')) {
        expect([box.className, box.scrollWidth - box.clientWidth]).toEqual([box.className, 0]);
      }
      expect(trap.p2pTrap).toEqual([]);
    },
  );

  it('leave every button of the own call where it can be pressed', async () => {
    await play(mounted, 'x'.repeat(10_000));
    for (const name of ['hold', 'transfer', 'end-call']) {
      const button = inDesk(mounted.element, `[part~="button-${name}"]`);
      button.scrollIntoView({ block: 'center' });
      const { left, top, width, height } = button.getBoundingClientRect();
      const hit = mounted.element.shadowRoot?.elementFromPoint(left + width / 2, top + height / 2);
      expect([name, button.contains(hit ?? null)]).toEqual([name, true]);
    }
  });
});
