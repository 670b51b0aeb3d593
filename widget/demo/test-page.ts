/** The page of the self-test: runs it at the press of a button and shows it while it runs. The test itself is in widget/diagnostics. */
import { render } from 'lit';
import { runSelfTest } from '../diagnostics/self-test.ts';
import type { SelfTestReport, SelfTestTarget } from '../diagnostics/self-test-types.ts';
import { directionOf, spokenLanguage, useLocale } from '../locales/localization.ts';
import { pageTexts } from '../locales/self-test-text.ts';
import { type TestView, testView } from './test-page-view.ts';

/** How long the button says that it worked. */
const COPIED_MS = 2_500;

/** A call without an invitation, as on the start page. */
const TARGET: SelfTestTarget = {
  server: location.origin,
  signaling: 'worker',
  room: '',
  token: '',
  siteKey: '',
  getToken: null,
  audioOnly: false,
  dataOnly: false,
  iceServers: null,
  tracks: { camera: null, microphone: null },
  isInCall: false,
  givenIceServers: null,
};

const root = document.querySelector<HTMLElement>('#test');
let report: SelfTestReport | null = null;
let preview: MediaStream | null = null;
let level = 0;
let isCopied = false;
let running: AbortController | null = null;
let isQueued = false;

function draw(): void {
  isQueued = false;
  const view: TestView = {
    report,
    preview,
    level,
    isCopied,
    isRunning: running !== null,
    onpress: () => (running === null ? void run() : running.abort()),
    oncopy: () => void copy(),
  };
  if (root !== null) render(testView(view), root);
}

function queue(): void {
  if (isQueued) return;
  isQueued = true;
  queueMicrotask(draw);
}

async function run(): Promise<void> {
  const mine = new AbortController();
  running = mine;
  isCopied = false;
  try {
    await runSelfTest(TARGET, {
      signal: mine.signal,
      onprogress: (now) => {
        report = now;
        queue();
      },
      onpreview: (track) => {
        preview = track === null ? null : new MediaStream([track]);
        queue();
      },
      onlevel: (now) => {
        level = now;
        queue();
      },
    });
  } catch {
    // It was stopped, and begins anew next time.
    report = null;
  }
  running = null;
  preview = null;
  level = 0;
  queue();
}

async function copy(): Promise<void> {
  try {
    await navigator.clipboard.writeText(report?.text ?? '');
  } catch {
    // Without the right to the clipboard the text is selected, ready to be copied by hand.
    const text = document.querySelector<HTMLElement>('#report');
    text?.closest('details')?.setAttribute('open', '');
    if (text) getSelection()?.selectAllChildren(text);
    return;
  }
  isCopied = true;
  queue();
  setTimeout(() => {
    isCopied = false;
    queue();
  }, COPIED_MS);
}

await useLocale(new URLSearchParams(location.search).get('lang') ?? navigator.language);
const lang = spokenLanguage();
const { title, home } = pageTexts();
document.documentElement.lang = lang;
document.documentElement.dir = directionOf(lang) ?? 'ltr';
document.title = title;
document.querySelector('#home')?.replaceChildren(home);
addEventListener('pagehide', () => running?.abort());
draw();
