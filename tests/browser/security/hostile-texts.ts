/**
 * Texts that somebody hostile may send as a name, a message, a room or a code: markup, addresses, styles, templates and characters
 * that no reader sees. What in them is code calls `p2pHit()`, so that a page under test knows when one of them ran (xss-trap.ts).
 * Sources: the OWASP filter evasion cheat sheet by kind, Lit's own markers, and Unicode TR36 and TR39.
 */

const HIT = 'p2pHit()';
/** The same call in entities, escapes and base64, as filters forget them. */
const ENTITIES = Array.from(HIT)
  .map((character) => `&#${character.charCodeAt(0)};`)
  .join('');
const HEX = Array.from(HIT)
  .map((character) => `\\x${character.charCodeAt(0).toString(16)}`)
  .join('');
const BASE64 = btoa(`<script>parent.${HIT}</script>`);

const MARKUP: readonly string[] = [
  `<script>${HIT}</script>`,
  `<SCRIPT>${HIT}</SCRIPT>`,
  `<script >${HIT}</script >`,
  `<scr<script>ipt>${HIT}</scr</script>ipt>`,
  `<script type="module">${HIT}</script>`,
  '<script src="data:text/javascript,p2pHit()"></script>',
  `<img src=x onerror=${HIT}>`,
  `<img src=x onerror="${ENTITIES}">`,
  `<img/src=x/onerror=${HIT}>`,
  `<img src="x" onerror='eval("${HEX}")'>`,
  `<IMG SRC=x OnErRoR=${HIT}>`,
  `<img\tsrc=x\nonerror\r=\n${HIT}>`,
  `<img src=x onload=${HIT} srcset="data:,x 1x">`,
  `<image href=x onerror=${HIT}>`,
  `<svg onload=${HIT}>`,
  `<svg/onload=${HIT}>`,
  `<svg><script>${HIT}</script></svg>`,
  `<svg><animate onbegin=${HIT} attributeName=x dur=1s>`,
  `<svg><set attributeName=href to=javascript:${HIT}><a id=x></svg>`,
  `<svg><use href="data:image/svg+xml;base64,${BASE64}#x"></svg>`,
  `<svg><foreignObject><body onload=${HIT}></foreignObject></svg>`,
  `<svg><a xlink:href="javascript:${HIT}"><text>x</text></a></svg>`,
  `<math><mtext><table><mglyph><style><img src=x onerror=${HIT}></style></mglyph></table></mtext></math>`,
  `<math href="javascript:${HIT}">x</math>`,
  `<body onload=${HIT}>`,
  `<iframe src="javascript:parent.${HIT}"></iframe>`,
  `<iframe srcdoc="<script>parent.${HIT}</script>"></iframe>`,
  `<object data="javascript:${HIT}"></object>`,
  `<object data="data:text/html;base64,${BASE64}"></object>`,
  `<embed src="javascript:${HIT}">`,
  `<link rel=stylesheet href="javascript:${HIT}">`,
  '<link rel=modulepreload href="data:text/javascript,p2pHit()">',
  `<meta http-equiv=refresh content="0;url=javascript:${HIT}">`,
  `<base href="javascript:${HIT}//">`,
  `<style>@import 'javascript:${HIT}';</style>`,
  `<style>*{background:url("javascript:${HIT}");display:none!important}</style>`,
  `<div style="position:fixed;inset:0;background:url(javascript:${HIT})">`,
  `<div style="width:expression(${HIT})">`,
  `<form action="javascript:${HIT}"><button>x</button></form>`,
  `<button form=x formaction="javascript:${HIT}">x</button>`,
  `<input autofocus onfocus=${HIT}>`,
  `<textarea autofocus onfocus=${HIT}></textarea>`,
  `<select autofocus onfocus=${HIT}></select>`,
  `<details open ontoggle=${HIT}>`,
  `<video src=x onerror=${HIT}></video>`,
  `<video><source onerror=${HIT}></video>`,
  `<audio src=x onerror=${HIT}></audio>`,
  `<marquee onstart=${HIT}>x</marquee>`,
  `<a href="javascript:${HIT}">x</a>`,
  `<a href=" &#14; javascript:${HIT}">x</a>`,
  `<div onpointerover=${HIT} style="position:fixed;inset:0">x</div>`,
  `<p2p-call auto-join room="x" onclick=${HIT}></p2p-call>`,
  `<slot name="header" onslotchange=${HIT}></slot>`,
  `<template shadowrootmode=open><img src=x onerror=${HIT}></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${HIT}>"></noscript>`,
  `<!--><img src=x onerror=${HIT}>-->`,
  `<![CDATA[<img src=x onerror=${HIT}>]]>`,
  `<?xml version="1.0"?><x:script xmlns:x="http://www.w3.org/1999/xhtml">${HIT}</x:script>`,
  `&lt;script&gt;${HIT}&lt;/script&gt;`,
  `\\u003cscript\\u003e${HIT}\\u003c/script\\u003e`,
  `+ADw-script+AD4-${HIT}+ADw-/script+AD4-`,
  `\ufeff<script>${HIT}</script>`,
  `＜script＞${HIT}＜/script＞`,
  `<\0script>${HIT}</\0script>`,
];

/** Out of an attribute, a text, a comment or a script into the markup around it. */
const BREAKOUTS: readonly string[] = [
  `"><script>${HIT}</script>`,
  `'><img src=x onerror=${HIT}>`,
  `" onmouseover="${HIT}" x="`,
  `' autofocus onfocus='${HIT}' x='`,
  `x onpointerenter=${HIT}`,
  `" style="position:fixed;inset:0;z-index:9999" x="`,
  'x;position:fixed;inset:0;background:red',
  'red} *{display:none} .x{',
  '");background:url("https://evil.example/x',
  `</title><script>${HIT}</script>`,
  `</textarea><script>${HIT}</script>`,
  `</style><script>${HIT}</script>`,
  `--><script>${HIT}</script>`,
  `]]><script>${HIT}</script>`,
  `';${HIT};//`,
  `\`;${HIT};//`,
  `\\";${HIT};//`,
];

const ADDRESSES: readonly string[] = [
  `javascript:${HIT}`,
  `JaVaScRiPt:${HIT}`,
  ` javascript:${HIT}`,
  `java\tscript:${HIT}`,
  `java\nscript:${HIT}`,
  `\x01javascript:${HIT}`,
  `javascript\u00a0:${HIT}`,
  `javascript://https://example.com/%0a${HIT}`,
  `javascript:/*https://example.com/*/${HIT}`,
  `&#106;avascript:${HIT}`,
  `vbscript:${HIT}`,
  `livescript:${HIT}`,
  `data:text/html,<script>${HIT}</script>`,
  `data:text/html;base64,${BASE64}`,
  `data:image/svg+xml,<svg xmlns='http://www.w3.org/2000/svg' onload='${HIT}'/>`,
  'blob:https://example.com/0000',
  'file:///etc/passwd',
  'filesystem:https://example.com/x',
  'view-source:https://example.com/',
  'intent://x#Intent;scheme=javascript;end',
  '//evil.example/x',
  'https://user:password@evil.example/',
  'https://bank.example@evil.example/',
  `https://example.com/"onmouseover="${HIT}`,
  `https://example.com/'onmouseover='${HIT}`,
  `https://example.com/><script>${HIT}</script>`,
  'https://example.com\\@evil.example/',
  `https://example.com/#javascript:${HIT}`,
  'https://example.com/\u202egpj.exe',
  'https://exa\u200bmple.com/',
  'https://example.com/?q=https://evil.example/',
  '[x](javascript:p2pHit())',
  `http://[::1]:99999/${HIT}`,
  'HTTPS://EXAMPLE.COM/%0d%0aSet-Cookie:x=y',
];

/** What a template language would take for its own, Lit's among them. */
const TEMPLATES: readonly string[] = [
  `\${${HIT}}`,
  `{{${HIT}}}`,
  `{{constructor.constructor('${HIT}')()}}`,
  `<%= ${HIT} %>`,
  `#{${HIT}}`,
  `*{${HIT}}`,
  '<!--?lit$123456789$-->',
  '<?lit$123456789$>',
  'lit$123456789$',
  '{{lit-1234567890}}',
  `<img src=x onerror$lit$=${HIT}>`,
  '<!--lit-part-->x<!--/lit-part-->',
  '\u0004${0}',
  '{"_$litType$":1,"strings":["<img src=x onerror=p2pHit()>"],"values":[]}',
  '{"strTag":true,"strings":["<img src=x onerror=p2pHit()>"],"values":[]}',
];

const CHARACTERS: readonly string[] = [
  'line\u2028separator\u2029paragraph',
  'Ada\u202egnp.exe',
  '\u2066\u2067\u2068Ada\u2069',
  '\u200b\u200c\u200d\u2060\ufeff',
  '\u061cAda\u180e',
  'A\u00adda',
  '\u3164\u115f\uffa0',
  '\u{e0041}\u{e0042}\u{e007f}',
  'null\0byte',
  '\u0007\u0008\u001b[31mred\u001b[0m',
  'a\r\nSet-Cookie: x=y\r\n\r\n<b>',
  '\ud800 half a pair \udc00',
  `Zalgo${'\u0301\u0316\u0489'.repeat(20)}`,
  '\u{1f468}\u200d\u{1f469}\u200d\u{1f467}\u{1f3fd}\ufe0f',
  '\ufdfd\u{12219}\u{1242b}'.repeat(8),
  'مرحبا بالعالم <b>עולם</b>',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  '',
  ' ',
];

/** 10 kB and more: nothing may grow out of its box. */
const LONG: readonly string[] = [
  'x'.repeat(10_000),
  'W '.repeat(5_000),
  '\u202e'.repeat(10_000),
  'a\u0301\u0301\u0301\u0301'.repeat(2_000),
  '\n'.repeat(10_000),
  `https://example.com/${'x'.repeat(10_000)}`,
  `<b>${'<i>'.repeat(3_000)}`,
  '\u{1f600}'.repeat(5_000),
];

/** All of them; at least a hundred. */
export const HOSTILE_TEXTS: readonly string[] = [
  ...MARKUP,
  ...BREAKOUTS,
  ...ADDRESSES,
  ...TEMPLATES,
  ...CHARACTERS,
  ...LONG,
];

/** Those that run something when they are taken for markup, so that a test can prove that its trap is set. */
export const RUNNING_MARKUP: readonly string[] = [
  `<img src=x onerror=${HIT}>`,
  `<details open ontoggle=${HIT}>`,
  `<iframe srcdoc="<script>parent.${HIT}</script>"></iframe>`,
];
