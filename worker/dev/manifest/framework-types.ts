/**
 * Types for templates: what JSX of React, Vue and Svelte may set on the elements, made of the manifest. The types of properties and
 * events are those of the classes; only attributes have none elsewhere. Knows no element.
 */
import type { Attribute, CustomElementDeclaration } from 'custom-elements-manifest/schema.d.ts';

const MADE = 'Made by `npm run manifest`.';

/** What an attribute that is a switch may be set to. */
const SWITCH = "boolean | '' | 'on' | 'off'";

function docComment(text: string): string {
  return text === '' ? '' : `  /** ${text.replaceAll('*/', '* /')} */\n`;
}

function attributeType({ type }: Attribute): string {
  if (type?.text === 'boolean') return SWITCH;
  return type?.text === 'number' ? 'number | string' : (type?.text ?? 'string');
}

/** Methods have the name of an attribute where a framework would set them: those attributes are left out, their property is there. */
function settable({ attributes = [], members = [] }: CustomElementDeclaration): readonly Attribute[] {
  const taken = new Set(members.filter((it) => it.kind === 'method').map(({ name }) => name));
  return attributes.filter(({ name, description = '' }) => !taken.has(name) && !description.startsWith('Read-only'));
}

function attributeLines(element: CustomElementDeclaration): string {
  return settable(element)
    .map((it) => {
      const name = /^\w+$/.test(it.name) ? it.name : `'${it.name}'`;
      return `${docComment(it.description ?? '')}  ${name}?: ${attributeType(it)};`;
    })
    .join('\n');
}

/** Properties that a page may set, and that no attribute of the same name stands for. */
function propertyNames(element: CustomElementDeclaration): readonly string[] {
  const { members = [] } = element;
  const attributes = new Set(settable(element).map(({ name }) => name));
  return members
    .filter((it) => it.kind === 'field' && it.readonly !== true && !attributes.has(it.name))
    .map(({ name }) => name);
}

function elementTypes(
  call: CustomElementDeclaration,
  button: CustomElementDeclaration,
  desk: CustomElementDeclaration,
): string {
  const namesOf = (element: CustomElementDeclaration): string =>
    propertyNames(element)
      .map((name) => `'${name}'`)
      .join(' | ');
  return `/** What templates may set on the elements. ${MADE} */
import type { P2pCall } from 'p2p-call/define';
import type { P2pCallDesk } from 'p2p-call/define-desk';

/** Attributes of \`<p2p-call>\`. */
export interface P2pCallAttributes {
${attributeLines(call)}
}

/** Properties of \`<p2p-call>\` beside those of the same name as an attribute. */
export type P2pCallProperties = Partial<Pick<P2pCall, ${namesOf(call)}>>;

/** Attributes of \`<p2p-call-button>\`: without \`for\` those of its own call. */
export interface P2pCallButtonAttributes extends P2pCallAttributes {
${attributeLines(button)}
}

/** Attributes of \`<p2p-call-desk>\`. */
export interface P2pCallDeskAttributes {
${attributeLines(desk)}
}

/** Properties of \`<p2p-call-desk>\` beside those of the same name as an attribute. */
export type P2pCallDeskProperties = Partial<Pick<P2pCallDesk, ${namesOf(desk)}>>;
`;
}

const REACT = `/** JSX of React 19: \`import type {} from 'p2p-call/react'\` once. Listeners are \`onp2p-join={...}\`. ${MADE} */
import type { P2pCall, P2pCallButton, P2pCallEventMap } from 'p2p-call/define';
import type { P2pCallDesk, P2pCallDeskEventMap } from 'p2p-call/define-desk';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';
import type {
  P2pCallAttributes,
  P2pCallButtonAttributes,
  P2pCallDeskAttributes,
  P2pCallDeskProperties,
  P2pCallProperties,
} from './elements.d.ts';

type ListenersOf<Events> = { [Name in keyof Events as \`on\${Name & string}\`]?: (event: Events[Name]) => void };
type Listeners = ListenersOf<P2pCallEventMap>;
type Html<Element> = DetailedHTMLProps<HTMLAttributes<Element>, Element>;

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'p2p-call': Html<P2pCall> & P2pCallAttributes & P2pCallProperties & Listeners;
      'p2p-call-button': Html<P2pCallButton> & P2pCallButtonAttributes & Listeners;
      'p2p-call-desk': Html<P2pCallDesk> & P2pCallDeskAttributes & P2pCallDeskProperties & ListenersOf<P2pCallDeskEventMap>;
    }
  }
}
`;

const VUE = `/** Templates of Vue 3: \`import type {} from 'p2p-call/vue'\` once, and \`isCustomElement\` for \`p2p-\`. ${MADE} */
import type { P2pCallEventMap } from 'p2p-call/define';
import type { P2pCallDeskEventMap } from 'p2p-call/define-desk';
import type {
  P2pCallAttributes,
  P2pCallButtonAttributes,
  P2pCallDeskAttributes,
  P2pCallDeskProperties,
  P2pCallProperties,
} from './elements.d.ts';

type Camel<Name extends string> = Name extends \`\${infer Head}-\${infer Tail}\` ? \`\${Head}\${Capitalize<Camel<Tail>>}\` : Name;
type ListenersOf<Events> = {
  [Name in keyof Events as \`on\${Capitalize<Camel<Name & string>>}\`]?: (event: Events[Name]) => void;
};
type Listeners = ListenersOf<P2pCallEventMap>;

declare module 'vue' {
  interface GlobalComponents {
    'p2p-call': new () => { $props: P2pCallAttributes & P2pCallProperties & Listeners };
    'p2p-call-button': new () => { $props: P2pCallButtonAttributes & Listeners };
    'p2p-call-desk': new () => {
      $props: P2pCallDeskAttributes & P2pCallDeskProperties & ListenersOf<P2pCallDeskEventMap>;
    };
  }
}
`;

const SVELTE = `/** Templates of Svelte 5: \`import type {} from 'p2p-call/svelte'\` once. Listeners are \`onp2p-join={...}\`. ${MADE} */
import type { P2pCall, P2pCallButton, P2pCallEventMap } from 'p2p-call/define';
import type { P2pCallDesk, P2pCallDeskEventMap } from 'p2p-call/define-desk';
import type { HTMLAttributes } from 'svelte/elements';
import type {
  P2pCallAttributes,
  P2pCallButtonAttributes,
  P2pCallDeskAttributes,
  P2pCallDeskProperties,
  P2pCallProperties,
} from './elements.d.ts';

type ListenersOf<Events> = { [Name in keyof Events as \`on\${Name & string}\`]?: (event: Events[Name]) => void };
type Listeners = ListenersOf<P2pCallEventMap>;

declare module 'svelte/elements' {
  interface SvelteHTMLElements {
    'p2p-call': HTMLAttributes<P2pCall> & P2pCallAttributes & P2pCallProperties & Listeners;
    'p2p-call-button': HTMLAttributes<P2pCallButton> & P2pCallButtonAttributes & Listeners;
    'p2p-call-desk': HTMLAttributes<P2pCallDesk> &
      P2pCallDeskAttributes &
      P2pCallDeskProperties &
      ListenersOf<P2pCallDeskEventMap>;
  }
}
`;

/** @returns the files of widget/types by name. */
export function frameworkTypes(
  call: CustomElementDeclaration,
  button: CustomElementDeclaration,
  desk: CustomElementDeclaration,
): Readonly<Record<string, string>> {
  return {
    'elements.d.ts': elementTypes(call, button, desk),
    'react.d.ts': REACT,
    'vue.d.ts': VUE,
    'svelte.d.ts': SVELTE,
  };
}
