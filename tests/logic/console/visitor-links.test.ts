import { describe, expect, it } from 'vitest';
import { contactHref, pageHref } from '../../../widget/console/visitor-links.ts';
import { HOSTILE_TEXTS } from '../../browser/security/hostile-texts.ts';

describe('the page of a visitor', () => {
  it.for([
    ['https://shop.example/tables/oak-for-six', 'https://shop.example/tables/oak-for-six'],
    ['http://localhost:8787/demo/shop', 'http://localhost:8787/demo/shop'],
    ['https://shop.example/%C3%B6l', 'https://shop.example/%C3%B6l'],
  ])('%s can be opened', ([url, href]) => {
    expect(pageHref(url ?? '')).toBe(href);
  });

  it.for(['', 'shop.example', 'https://shop.example/ and more', 'ftp://shop.example/', '/tables', 'about:blank'])(
    '%j is text',
    (url) => {
      expect(pageHref(url)).toBeNull();
    },
  );
});

describe('a way to answer', () => {
  it.for([
    ['erin@mail.example', 'mailto:erin@mail.example'],
    [' erin.lind+shop@mail.co.example ', 'mailto:erin.lind+shop@mail.co.example'],
    ['+49 (30) 123-45/67', 'tel:+49301234567'],
    ['030 1234567', 'tel:0301234567'],
  ])('%s can be pressed', ([contact, href]) => {
    expect(contactHref(contact ?? '')).toBe(href);
  });

  it.for([
    '',
    'erin',
    'erin@mail',
    'erin@-mail.example',
    'erin@mail.example?bcc=eve@evil.example',
    'erin@mail.example, eve@evil.example',
    'mailto:erin@mail.example',
    'call me at 030 1234567',
    '12-34',
    '-----------',
    `${'1'.repeat(40)}`,
  ])('%j is text', (contact) => {
    expect(contactHref(contact)).toBeNull();
  });
});

it.for(HOSTILE_TEXTS.map((text, index) => [index, text] as const))(
  'hostile text %i opens nothing but an address of the web',
  ([, text]) => {
    const href = pageHref(text);
    if (href !== null) {
      const { protocol, username, password } = new URL(href);
      expect([/^https?:$/.test(protocol), username, password]).toEqual([true, '', '']);
    }
    expect(contactHref(text)).toBeNull();
  },
);
