import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { loadedBy, scriptTag, versionedFiles } from '../../../worker/dev/integrity.ts';
import { VERSION } from '../../../worker/http/version.ts';

describe('what a module loads at run time', () => {
  it.each([
    'import"./a.js";',
    "import './a.js'",
    'import{a}from"./a.js"',
    'import*as a from"./a.js"',
    'import a from"./a.js"',
    'import a,{b}from"./a.js"',
    'export*from"./a.js"',
    'export{a}from"https://a.example/a.js"',
    'const a=()=>import(`./locales/de.js`)',
    'const a=await import (b)',
    'new Worker(a)',
    'new Worker("a.js",URL.createObjectURL(new Blob([`b`])))',
    'new SharedWorker(a)',
    'importScripts("a.js")',
  ])('is found: %s', (code) => {
    expect(loadedBy(`const x=1;${code}`)).not.toBeNull();
  });

  it.each([
    'const{origin}=new URL(import.meta.url);',
    'document.importNode(a,!0)',
    'const important=1',
    'this.from=a',
    'new Worker(a(URL.createObjectURL(new Blob([`(${b})(self)`]))))',
  ])('is nothing: %s', (code) => {
    expect(loadedBy(code)).toBeNull();
  });
});

describe('the versioned files', () => {
  it('are the same bytes with the hash that any tool computes', () => {
    // printf 'let a' | openssl dgst -sha384 -binary | base64
    const hash = 'sha384-HXEKxbrFLBtKegj/FbkdCVnQG1QZUsUhLlTycRLYrEyzUR9VTmgnTwNgUu5BMw2b';
    const files = versionedFiles(new Map([['p2p-call.js', 'let a']]), ['p2p-call.js'], '1.2.3');
    expect(files.get('p2p-call@1.2.3.js')).toBe('let a');
    const integrity = JSON.parse(String(files.get('integrity.json')));
    expect(integrity).toEqual({ version: '1.2.3', files: { '/p2p-call@1.2.3.js': hash } });
    expect(files.get('_redirects')).toBe('/p2p-call@1.2.3.js /p2p-call%401.2.3.js 200\n');
    expect(scriptTag('https://a.example', integrity)).toBe(
      `<script type="module" src="https://a.example/p2p-call@1.2.3.js" integrity="${hash}" crossorigin="anonymous"></script>`,
    );
  });

  it('may load what was checked against a hash before, and nothing else', () => {
    const loader = 'try{await t(e.href,n);return(await import(e.href)).default(s)}catch{}';
    expect(() => versionedFiles(new Map([['a.js', loader]]), ['a.js'], '1.2.3')).not.toThrow();
    expect(() => versionedFiles(new Map([['a.js', loader + loader]]), ['a.js'], '1.2.3')).toThrow(/does not cover/);
  });

  it('are not made of a module that loads another file', () => {
    expect(() => versionedFiles(new Map([['a.js', 'import("./b.js")']]), ['a.js'], '1.2.3')).toThrow(
      /does not cover.*b\.js/,
    );
    expect(() => versionedFiles(new Map(), ['a.js'], '1.2.3')).toThrow(/not built/);
  });
});

it('README.md names the addresses of this version', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');
  const named = new Set([...readme.matchAll(/\/(?:p2p-call|core|widget)@([\w.]+)\.js/g)].map(([, version]) => version));
  expect([...named]).toEqual([VERSION]);
});
