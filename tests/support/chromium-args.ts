/** With what every Chromium of the tests starts: fake devices, no prompts, nothing that talks to the network by itself. */
export const CHROMIUM_ARGS: readonly string[] = [
  // CI often runs as root, where the sandbox does not start.
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
];

/** Lets a page start sound without a gesture, for tests whose subject is something else. */
export const AUTOPLAY_ARG = '--autoplay-policy=no-user-gesture-required';
