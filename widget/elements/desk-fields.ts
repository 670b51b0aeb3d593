/**
 * The fields that a page has put into the form before a call at a desk: native ones, anywhere in what is slotted. What stands in them
 * becomes the answers to the form, within the bounds of the wire. Knows no desk and no template.
 */
import {
  type Form,
  MAX_FORM_FIELDS,
  MAX_FORM_KEY_LENGTH,
  MAX_FORM_VALUE_LENGTH,
  MAX_PAGE_TITLE_LENGTH,
  MAX_PAGE_URL_LENGTH,
  type VisitorPage,
} from '#protocol';

type Field = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

/** A field of one of these names stands for the element's own. */
const OWN_NAMES = ['name', 'topic', 'department'] as const;
type OwnName = (typeof OWN_NAMES)[number];

export interface FieldAnswers {
  readonly form: Form;
  /** Of the fields that stand for the element's own; '' where one is empty. */
  readonly own: Readonly<Partial<Record<OwnName, string>>>;
}

/** Never told to anybody, whatever a page does. */
const SECRET_TYPES: ReadonlySet<string> = new Set(['password', 'file', 'submit', 'reset', 'button', 'image']);

function isField(element: Element): element is Field {
  return ['input', 'select', 'textarea'].includes(element.localName);
}

/** @param slotted what the page has put into the slot. @returns the fields in it that have a name and are not disabled, in order. */
export function fieldsIn(slotted: readonly Element[]): readonly Field[] {
  return slotted
    .flatMap((element) => [element, ...element.querySelectorAll('input, select, textarea')])
    .filter(isField)
    .filter((field) => field.name !== '' && !field.matches(':disabled') && !SECRET_TYPES.has(field.type));
}

/** Nobody sees control characters, and the desk refuses them. Ends of lines are kept. */
export function visible(text: string, max: number): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/[^\P{Cc}\n\t]/gu, ' ')
    .trim()
    .slice(0, max);
}

/** @returns null for one that says nothing, as a box that is not ticked. */
function valueOf(field: Field): string | null {
  if (field instanceof HTMLInputElement && ['checkbox', 'radio'].includes(field.type) && !field.checked) return null;
  const value =
    field instanceof HTMLSelectElement
      ? [...field.selectedOptions].map((option) => option.value).join(', ')
      : field.value;
  return visible(value, MAX_FORM_VALUE_LENGTH);
}

function isOwn(name: string): name is OwnName {
  return (OWN_NAMES as readonly string[]).includes(name);
}

/** What stands in the fields now. Several of one name are one answer; what does not fit on the wire is left out. */
export function answersIn(fields: readonly Field[]): FieldAnswers {
  const answers = new Map<string, string>();
  const own: Partial<Record<OwnName, string>> = {};
  for (const field of fields) {
    const [name, value] = [visible(field.name, MAX_FORM_KEY_LENGTH), valueOf(field)];
    if (isOwn(name)) own[name] = value ?? own[name] ?? '';
    else if (value !== null && value !== '') {
      answers.set(name, [answers.get(name), value].filter(Boolean).join(', ').slice(0, MAX_FORM_VALUE_LENGTH));
    }
  }
  for (const name of ['__proto__', 'constructor', 'prototype', '']) answers.delete(name);
  return { form: Object.fromEntries([...answers].slice(0, MAX_FORM_FIELDS)), own };
}

/** @returns which of the element's own fields are not needed. */
export function ownNamesIn(fields: readonly Field[]): ReadonlySet<string> {
  return new Set(fields.map(({ name }) => name).filter(isOwn));
}

/** Where the visitor is, as an agent may see it: never a query or a fragment. */
export function pageOf({ location, title }: Pick<Document, 'location' | 'title'>): VisitorPage {
  const { origin, pathname } = location;
  const whole = origin + pathname;
  const url = origin === 'null' ? '' : whole.length > MAX_PAGE_URL_LENGTH ? `${origin}/` : whole;
  return { url, title: visible(title, MAX_PAGE_TITLE_LENGTH) };
}
