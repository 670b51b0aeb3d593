/** Those who wait to be let in, as a line over the stage. */
import { msg, str } from '@lit/localize';
import type { Knock } from '../call/room-view.ts';
import { knockText, knocksText } from '../locales/lobby-text.ts';
import type { Banner } from './banner.ts';
import type { CallView } from './call-view.ts';
import type { TextButton } from './controls.ts';
import { nameOf } from './tile.ts';

/** The two answers to a knock. */
export function knockAnswers(knock: Knock, { people, request }: CallView): TextButton[] {
  const { id } = knock;
  const name = nameOf(knock);
  return [
    {
      name: 'reject',
      text: msg('Decline', { id: 'reject' }),
      label: msg(str`Decline ${name}`, { id: 'reject-name' }),
      pending: people.isPending(`reject ${id}`),
      onpress: () => request.moderate('reject', id),
    },
    {
      name: 'admit',
      text: msg('Admit', { id: 'admit' }),
      label: msg(str`Admit ${name}`, { id: 'admit-name' }),
      kind: 'primary',
      pending: people.isPending(`admit ${id}`),
      onpress: () => request.moderate('admit', id),
    },
  ];
}

/** One who waits can be answered at once; several are shown in the panel, so that no press meets another than was meant. */
export function knockBanner(view: CallView): Banner[] {
  const { knocks } = view.call;
  const [only] = knocks;
  if (only === undefined || view.people.isOpen) return [];
  const id = `knock ${knocks.map((knock) => knock.id).join(' ')}`;
  const common = { id, kind: 'quiet', icon: 'people', dismissible: false } as const;
  if (knocks.length === 1) {
    const refusal = view.people.problem?.about === only.id ? ` ${view.people.problem.text}` : '';
    return [{ ...common, text: knockText(nameOf(only)) + refusal, actions: knockAnswers(only, view) }];
  }
  const show: TextButton = {
    name: 'show-knocks',
    text: msg('Show them', { id: 'knocks-show' }),
    kind: 'primary',
    onpress: () => view.request.togglePeople(true),
  };
  return [{ ...common, text: knocksText(knocks.map(nameOf)), actions: [show] }];
}
