/** Starts the browsers with fake devices and without anything that asks or talks to the network by itself. Knows no page. */
import { launch } from 'puppeteer-core';
import type { Browser } from 'puppeteer-core';
import { findBrowser } from './browsers.ts';
import type { BrowserName } from './browsers.ts';
import { AUTOPLAY_ARG, CHROMIUM_ARGS } from './chromium-args.ts';

const FIREFOX_PREFERENCES = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'media.autoplay.default': 0,
};

/** @throws if there is no such browser on this machine; `npm test` finds or installs it. */
export function launchBrowser(name: BrowserName): Promise<Browser> {
  const executablePath = findBrowser(name);
  if (executablePath === null) throw new Error(`There is no ${name} on this machine; run the tests by \`npm test\`.`);
  const common = { executablePath, headless: true, acceptInsecureCerts: false };
  return name === 'chromium'
    ? launch({ ...common, browser: 'chrome', args: [...CHROMIUM_ARGS, AUTOPLAY_ARG] })
    : launch({ ...common, browser: 'firefox', extraPrefsFirefox: FIREFOX_PREFERENCES });
}
