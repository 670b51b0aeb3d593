/**
 * What a visitor has typed, and what it becomes: the wish for a call, or a message. Keeps it through errors and from one screen to the next.
 * Knows no socket and no template.
 */
import {
  MAX_CONTACT_LENGTH,
  MAX_MESSAGE_LENGTH,
  MAX_NAME_LENGTH,
  MAX_SAID_LENGTH,
  MAX_TOPIC_LENGTH,
  type VisitorPage,
  isDepartment,
  saidLength,
} from '#protocol';
import type { CallWish, MessageWish } from '../desk/desk-types.ts';
import { type FieldAnswers, answersIn, fieldsIn, ownNamesIn, pageOf, visible } from './desk-fields.ts';

/** What of `<p2p-call>` says who the visitor is. */
export interface VisitorIdentity {
  readonly displayName: string;
  readonly userId: string;
  readonly userHash: string;
}

/** The fields that the element has itself. */
export interface Draft {
  name: string;
  topic: string;
  department: string;
  text: string;
  contact: string;
}

export class DeskForm {
  readonly draft: Draft = { name: '', topic: '', department: '', text: '', contact: '' };
  readonly #identity: () => VisitorIdentity;
  readonly #slotted: () => readonly Element[];

  /** @param slotted what the page has put into the form. */
  constructor(identity: () => VisitorIdentity, slotted: () => readonly Element[]) {
    this.#identity = identity;
    this.#slotted = slotted;
  }

  /** The element's own fields that the page has no need of, because it says them itself. */
  get known(): ReadonlySet<string> {
    const known = new Set(ownNamesIn(fieldsIn(this.#slotted())));
    if (this.#identity().displayName !== '') known.add('name');
    return known;
  }

  /** The visitor's name, as the agent sees it. */
  get name(): string {
    return this.#said('name', this.#answers(), this.#identity().displayName || this.draft.name, MAX_NAME_LENGTH);
  }

  /** Has the browser say what is missing, in the first field that lacks something. @returns whether nothing is. */
  check(): boolean {
    return fieldsIn(this.#slotted()).every((field) => field.reportValidity());
  }

  /** Where all of it would be too much, the page's title goes first, and then its address. @returns null where it is too much all the same. */
  callWish(): CallWish | null {
    const { page: whole = null, ...wish } = this.wish();
    const { name = '', topic = '', form = {}, userId } = wish;
    const user = userId === undefined ? null : { id: userId, verified: false };
    const pages: (VisitorPage | null)[] = [whole, whole && { ...whole, title: '' }, null];
    const page = pages.find((it) => saidLength({ name, topic, form, page: it, user }) <= MAX_SAID_LENGTH);
    if (page === undefined) return null;
    return page === null ? wish : { ...wish, page };
  }

  wish(): CallWish {
    const answers = this.#answers();
    const { userId, userHash } = this.#identity();
    const department = this.#said('department', answers, this.draft.department, 64);
    return {
      name: this.name,
      topic: this.#said('topic', answers, this.draft.topic, MAX_TOPIC_LENGTH),
      form: answers.form,
      page: pageOf(document),
      ...(isDepartment(department) ? { department } : {}),
      ...(userId === '' ? {} : { userId, ...(userHash === '' ? {} : { userHash }) }),
    };
  }

  message(): MessageWish {
    const text = visible(this.draft.text, MAX_MESSAGE_LENGTH);
    return { ...this.wish(), text, contact: visible(this.draft.contact, MAX_CONTACT_LENGTH) };
  }

  #answers(): FieldAnswers {
    return answersIn(fieldsIn(this.#slotted()));
  }

  /** The page's field of the name, else what was typed into the own one. */
  #said(name: 'name' | 'topic' | 'department', { own }: FieldAnswers, typed: string, max: number): string {
    return visible(own[name] ?? typed, max);
  }
}
