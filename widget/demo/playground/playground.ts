/** The playground: shows an element, and the lines for it, while options are switched. What is chosen is kept in the address. */
import { render } from 'lit';
import type { Package } from 'custom-elements-manifest/schema.d.ts';
import type { Call } from '../../core.ts';
import { type Choice, fromFragment, toFragment, withOption } from './choice.ts';
import { type Logged, withEvent } from './event-log.ts';
import { Guests } from './guests.ts';
import { elementIn, optionsOf, scriptedOf } from './options.ts';
import { applyTo } from './preview.ts';
import { snippetOf } from './snippet.ts';
import { type PlaygroundView, playgroundView } from './view.ts';

export interface PlaygroundPage {
  readonly root: HTMLElement;
  readonly manifest: Package;
  /** Of the module that has registered the elements. */
  readonly Call: typeof Call;
  /** A room that nobody can guess. */
  readonly room: string;
}

/** What the playground needs of the element. */
interface Shown extends HTMLElement {
  open(): Promise<void>;
  leave(): Promise<void>;
}

/** Starts the playground in an element of this page. @returns how to end it. */
export function startPlayground({ root, manifest, Call: CallClass, room }: PlaygroundPage): () => void {
  const element = elementIn(manifest);
  const [options, scripted] = [optionsOf(element), scriptedOf(element)];
  const preview = document.createElement('p2p-call') as HTMLElement as Shown;
  const guests = new Guests(CallClass, room);
  let choice: Choice = fromFragment(location.hash, [...options, ...scripted]);
  let guestCount = 2;
  let log: readonly Logged[] = [];

  const draw = (): void => {
    applyTo(preview, choice, options);
    // With people of this page the call is of this page, too; alone, it is the one that the lines make.
    preview.setAttribute('signaling', guestCount > 0 ? 'local' : 'worker');
    preview.setAttribute('room', guestCount > 0 ? room : (choice.get('room') ?? room));
    render(playgroundView(view()), root);
  };
  const choose = (next: Choice): void => {
    choice = next;
    const fragment = toFragment(choice);
    history.replaceState(null, '', fragment === '' ? location.pathname : `#${fragment}`);
    draw();
  };
  const view = (): PlaygroundView => ({
    ...{ options, scripted, choice, guestCount, log, preview },
    snippet: snippetOf(location.origin, new Map([['room', room], ...choice]), options, scripted),
    link: location.href,
    isApart: (choice.get('mode') ?? 'inline') !== 'inline',
    onchoose: (option, value) => choose(withOption(choice, option, value)),
    onguests: (count) => {
      const isOther = count > 0 !== guestCount > 0;
      guestCount = count;
      // The room is another one.
      void (isOther ? preview.leave() : Promise.resolve()).then(draw);
      void guests.setCount(count).catch(() => undefined);
    },
    onopen: () => void preview.open(),
    onreset: () => choose(new Map()),
    onclear: () => {
      log = [];
      draw();
    },
  });

  for (const { name } of element.events ?? []) {
    preview.addEventListener(name, (event) => {
      if (event instanceof CustomEvent) log = withEvent(log, event, new Date());
      draw();
    });
  }
  const lifetime = new AbortController();
  const { signal } = lifetime;
  // A link into the same page, or the button Back.
  addEventListener('hashchange', () => choose(fromFragment(location.hash, [...options, ...scripted])), { signal });
  draw();
  void guests.setCount(guestCount).catch(() => undefined);
  return () => {
    lifetime.abort();
    void guests.setCount(0);
    preview.remove();
  };
}
