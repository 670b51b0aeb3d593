/** The fields that a page puts into the form before a call: what they say, whatever they are, and never more than the wire takes. */
import { afterEach, describe, expect, it } from 'vitest';
import { MAX_FORM_FIELDS, MAX_FORM_KEY_LENGTH, MAX_FORM_VALUE_LENGTH, isForm, isPage } from '#protocol';
import { answersIn, fieldsIn, ownNamesIn, pageOf, visible } from '../../../widget/elements/desk-fields.ts';

afterEach(() => document.body.replaceChildren());

function slotted(html: string): Element[] {
  document.body.innerHTML = html;
  return [...document.body.children];
}

const answersTo = (html: string) => answersIn(fieldsIn(slotted(html)));

describe('the answers', () => {
  it('are those of every native field, alone or in a label', () => {
    const { form } = answersTo(`
      <label>Order <input name="order" value=" 4711 " /></label>
      <textarea name="details">two
lines</textarea>
      <select name="color"><option>red</option><option selected value="b">blue</option></select>
      <select name="sizes" multiple><option selected>S</option><option>M</option><option selected>L</option></select>
      <div><input type="radio" name="when" value="now" /><input type="radio" name="when" value="later" checked /></div>
      <input type="checkbox" name="gift" checked /><input type="checkbox" name="express" />
      <input type="hidden" name="plan" value="gold" />`);
    expect(form).toEqual({
      order: '4711',
      details: 'two\nlines',
      color: 'b',
      sizes: 'S, L',
      when: 'later',
      gift: 'on',
      plan: 'gold',
    });
  });

  it('leave out what is empty, disabled, secret, a button, or has no name', () => {
    const { form } = answersTo(`
      <input name="empty" value="  " /><input name="off" value="1" disabled /><input value="nameless" />
      <fieldset disabled><input name="inner" value="1" /></fieldset>
      <input type="password" name="secret" value="hunter2" /><input type="file" name="file" />
      <input type="submit" name="go" value="Go" /><button name="press" value="1">x</button>`);
    expect(form).toEqual({});
  });

  it('of one name are one', () => {
    const box = (value: string): string => `<input type="checkbox" name="with" value="${value}" checked />`;
    expect(answersTo(box('milk') + box('sugar')).form).toEqual({ with: 'milk, sugar' });
  });

  it('stand for the fields of the element where they have their names', () => {
    const html = `<input type="hidden" name="name" value="Vera" /><input name="topic" value="" />
      <input name="department" value="repairs" /><input name="order" value="1" />`;
    const { form, own } = answersTo(html);
    expect(own).toEqual({ name: 'Vera', topic: '', department: 'repairs' });
    expect(form).toEqual({ order: '1' });
    expect([...ownNamesIn(fieldsIn(slotted(html)))]).toEqual(['name', 'topic', 'department']);
  });

  it('are always what the wire takes', () => {
    const many = Array.from({ length: 30 }, (_, i) => `<input name="field ${i}" value="${i}" />`).join('');
    const long = `<input name="${'n'.repeat(200)}" value="${'v'.repeat(2_000)}" />`;
    const evil = ['__proto__', 'constructor', 'prototype', '\u0007'].map((it) => `<input name="${it}" value="x" />`);
    const { form } = answersTo(evil.join('') + long + many);
    expect(isForm(form)).toBe(true);
    expect(Object.keys(form).length).toBe(MAX_FORM_FIELDS);
    expect(Object.keys(form)[0]?.length).toBe(MAX_FORM_KEY_LENGTH);
    expect(Object.values(form)[0]?.length).toBe(MAX_FORM_VALUE_LENGTH);
    expect(Object.getPrototypeOf(form)).toBe(Object.prototype);
  });
});

it('what nobody can see is nothing, and ends of lines are one thing', () => {
  expect(visible('a\u0000b\r\nc\rd\te\u0085', 99)).toBe('a b\nc\nd\te');
});

describe('where the visitor is', () => {
  const at = (href: string, title: string) => pageOf({ location: new URL(href) as unknown as Location, title });

  it.for([
    ['https://shop.example/a/b?token=1#x', 'Cart', { url: 'https://shop.example/a/b', title: 'Cart' }],
    ['https://user:pw@shop.example/', ' Cart\n', { url: 'https://shop.example/', title: 'Cart' }],
    [`https://shop.example/${'a'.repeat(900)}`, '', { url: 'https://shop.example/', title: '' }],
    ['about:srcdoc', 'Frame', { url: '', title: 'Frame' }],
  ] as const)('%s', ([href, title, expected]) => {
    const page = at(href, title);
    expect(page).toEqual(expected);
    expect(isPage(page)).toBe(true);
  });
});
