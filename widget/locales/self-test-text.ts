/** The words of the self-test: what is checked, what to do about what was found, and the page around it. */
import { msg, str } from '@lit/localize';

/** @param id of a check; one that has no words is shown as it is. */
export function checkTitle(id: string): string {
  switch (id) {
    case 'browser':
      return msg('This browser can make calls', { id: 'test-browser' });
    case 'secure-context':
      return msg('The page is secure', { id: 'test-secure-context' });
    case 'permissions-policy':
      return msg('The website allows calls', { id: 'test-permissions-policy' });
    case 'codecs':
      return msg('Sound and video formats', { id: 'test-codecs' });
    case 'devices':
      return msg('Devices', { id: 'test-devices' });
    case 'camera':
      return msg('Camera', { id: 'camera' });
    case 'microphone':
      return msg('Microphone', { id: 'microphone' });
    case 'signaling':
      return msg('Call server', { id: 'test-signaling' });
    case 'peer-connection':
      return msg('Connection within this browser', { id: 'test-peer-connection' });
    case 'stun':
      return msg('Way to the internet', { id: 'test-stun' });
    case 'turn-udp':
      return msg('Relay over UDP', { id: 'test-turn-udp' });
    case 'turn-tcp':
      return msg('Relay over TCP', { id: 'test-turn-tcp' });
    case 'turn-tls':
      return msg('Relay over TLS', { id: 'test-turn-tls' });
    case 'relay':
      return msg('Call through the relay', { id: 'test-relay' });
    default:
      return id;
  }
}

/** What is wrong and what to do, or why it was skipped; '' where there is nothing to say. */
export function adviceText(advice: string | null): string {
  return deviceAdvice(advice) || serverAdvice(advice) || networkAdvice(advice) || pageAdvice(advice);
}

function pageAdvice(advice: string | null): string {
  switch (advice) {
    case 'unsupported-browser':
    case 'codec-missing':
      return msg('Use a current version of Chrome, Edge, Firefox or Safari.', { id: 'unsupported-browser-do' });
    case 'insecure-context':
      return msg('Browsers give camera and microphone to https pages only. Open the page with https://.', {
        id: 'insecure-context-do',
      });
    case 'policy-blocked':
      return msg('Its owner must allow them in the Permissions-Policy header, or in "allow" of the iframe.', {
        id: 'policy-blocked-do',
      });
    case 'policy-screen':
      return msg('Screens cannot be shared: the owner of the website does not allow "display-capture".', {
        id: 'test-policy-screen',
      });
    case 'out-of-time':
      return msg('There was no answer in time. Try again.', { id: 'test-out-of-time' });
    case 'unexpected':
      return msg('The test itself failed here. Please send the report to the owner of this page.', {
        id: 'test-unexpected',
      });
    case 'needs-other':
      return msg('Not tested, because something before it failed.', { id: 'test-needs-other' });
    default:
      return '';
  }
}

function deviceAdvice(advice: string | null): string {
  switch (advice) {
    case 'permission-denied':
      return msg('Allow it with the icon beside the address of this page, then try again.', {
        id: 'permission-denied-do',
      });
    case 'device-not-found':
      return msg('Plug one in and try again, or go on without it.', { id: 'device-not-found-do' });
    case 'device-in-use':
      return msg('Close the other app or tab, then try again.', { id: 'device-in-use-do' });
    case 'camera-missing':
      return msg('There is no camera. You will see the others, and they will not see you.', {
        id: 'test-camera-missing',
      });
    case 'microphone-missing':
      return msg('There is no microphone. You will hear the others, and they will not hear you.', {
        id: 'test-microphone-missing',
      });
    case 'picture-missing':
      return msg('The camera gives no picture. Unplug it and plug it in again, or restart the computer.', {
        id: 'test-picture-missing',
      });
    case 'picture-dark':
      return msg('The picture is black. Open the shutter of the camera, or turn on a light.', {
        id: 'test-picture-dark',
      });
    case 'picture-slow':
      return msg('The camera gives few pictures. Turn on a light, and close other programs.', {
        id: 'test-picture-slow',
      });
    case 'silence':
      return msg('Nothing was heard. Speak during the test; check the switch of the microphone and its volume.', {
        id: 'test-silence',
      });
    case 'gesture-needed':
      return msg('The browser allows no sound before you press something. Run the test again with the button.', {
        id: 'test-gesture-needed',
      });
    case 'output-missing':
      return msg('The browser starts no sound. Connect speakers or headphones, then test again.', {
        id: 'test-output-missing',
      });
    case 'device-off':
      return msg('It is off in the call that is going on.', { id: 'test-device-off' });
    case 'not-wanted':
      return msg('Calls of this page do not use it.', { id: 'test-not-wanted' });
    default:
      return '';
  }
}

function serverAdvice(advice: string | null): string {
  switch (advice) {
    case 'server-unreachable':
      return msg('The call server does not answer. Check your internet connection; a proxy may block WebSockets.', {
        id: 'test-server-unreachable',
      });
    case 'server-slow':
      return msg('The call server answers slowly. Joining takes a while; a call that goes on is not slower.', {
        id: 'test-server-slow',
      });
    case 'server-error':
      return msg('The call server has a problem. Its owner finds it at /v1/health.', { id: 'test-server-error' });
    case 'origin-not-allowed':
      return msg('The call server does not know this website. Its owner must list it in ALLOWED_ORIGINS.', {
        id: 'test-origin-not-allowed',
      });
    case 'rate-limited':
      return msg('Too many attempts. Wait a minute, then try again.', { id: 'test-rate-limited' });
    case 'invitation-needed':
      return msg('The call server answers, and lets in only who was invited. Test on the page of the call.', {
        id: 'test-invitation-needed',
      });
    case 'invitation-refused':
      return msg('The call server refuses the invitation. Open the link again, or ask for a new one.', {
        id: 'test-invitation-refused',
      });
    case 'refused':
      return msg('The call server refuses this page. Load it again, then try once more.', { id: 'test-refused' });
    case 'no-server':
      return msg('These calls use no server.', { id: 'test-no-server' });
    default:
      return '';
  }
}

function networkAdvice(advice: string | null): string {
  switch (advice) {
    case 'webrtc-blocked':
      return msg(
        'The browser lets no connection through. An extension or a rule of your company may turn off WebRTC.',
        {
          id: 'test-webrtc-blocked',
        },
      );
    case 'ice-unknown':
      return msg('The call server tells it only to who is in a call. Test during a call.', { id: 'test-ice-unknown' });
    case 'stun-missing':
      return msg('No STUN server is set, as on a computer where calls are only tried out.', {
        id: 'test-stun-missing',
      });
    case 'stun-unreachable':
      return msg('Direct calls will hardly work: the network blocks UDP. Try another network, or turn off the VPN.', {
        id: 'test-stun-unreachable',
      });
    case 'address-same':
      return msg(
        'No other address was seen from outside. That is right without a router; else something blocks STUN.',
        {
          id: 'test-address-same',
        },
      );
    case 'turn-none':
      return msg('There is no relay.', { id: 'test-turn-none' });
    case 'turn-missing':
      return msg(
        'There is no relay, without which some networks cannot connect. The owner of the call server can set TURN_KEY_ID and TURN_KEY_API_TOKEN (Cloudflare), or TURN_URLS and TURN_SECRET (coturn).',
        { id: 'test-turn-missing' },
      );
    case 'turn-missing-local':
      return msg(
        'There is no relay, and on this computer nobody needs one. For calls over the internet set TURN_KEY_ID and TURN_KEY_API_TOKEN (Cloudflare), or TURN_URLS and TURN_SECRET (coturn).',
        { id: 'test-turn-missing-local' },
      );
    case 'turn-missing-own':
      return msg('There is no relay: the property iceServers of this page has no turn: url.', {
        id: 'test-turn-missing-own',
      });
    case 'turn-not-offered':
      return msg('The relay of this call server does not offer it.', { id: 'test-turn-not-offered' });
    case 'turn-refused':
      return msg('The relay refuses the credentials. The owner of the call server must check its TURN settings.', {
        id: 'test-turn-refused',
      });
    case 'turn-refused-own':
      return msg('The relay refuses the credentials. Check the property iceServers of this page.', {
        id: 'test-turn-refused-own',
      });
    case 'turn-unreachable':
      return msg('The relay cannot be reached. A firewall may block it: try another network, or turn off the VPN.', {
        id: 'test-turn-unreachable',
      });
    case 'turn-other-way':
      return msg('This way is blocked here. Calls take another way to the relay.', { id: 'test-turn-other-way' });
    case 'relay-broken':
      return msg('The relay answers, but lets nothing through. Its owner must check its addresses and its ports.', {
        id: 'test-relay-broken',
      });
    case 'relay-lossy':
      return msg('Many packets get lost. Go nearer to the Wi-Fi, use a cable, or stop downloads.', {
        id: 'test-relay-lossy',
      });
    case 'relay-slow':
      return msg('Packets take long. People will talk at the same time; another network may be quicker.', {
        id: 'test-relay-slow',
      });
    default:
      return '';
  }
}

/** @param state of a check. */
export function checkStateText(state: string): string {
  switch (state) {
    case 'passed':
      return msg('OK', { id: 'test-state-passed' });
    case 'warned':
      return msg('Not ideal', { id: 'test-state-warned' });
    case 'failed':
      return msg('Problem', { id: 'test-state-failed' });
    case 'skipped':
      return msg('Not tested', { id: 'test-state-skipped' });
    case 'running':
      return msg('Being tested', { id: 'test-state-running' });
    default:
      return msg('Waiting', { id: 'test-state-waiting' });
  }
}

/** The sentence over the whole. @param state of the report; null before the first. */
export function summaryText(state: string | null): string {
  switch (state) {
    case null:
      return msg('This takes about ten seconds. Nothing is recorded, and nobody sees or hears you.', {
        id: 'test-intro',
      });
    case 'running':
      return msg('Testing. Please say something.', { id: 'test-running' });
    case 'passed':
      return msg('All is well: calls will work here.', { id: 'test-all-passed' });
    case 'warned':
      return msg('Calls will work here, with limits. See below.', { id: 'test-all-warned' });
    default:
      return msg('Calls will have problems here. See below what to do.', { id: 'test-all-failed' });
  }
}

/** A short line of what was measured; '' where figures say nothing to a person. */
export function figuresText(id: string, detail: Readonly<Record<string, number | boolean | string>>): string {
  const { width, height, framesPerSecond, rttMs, lossPercent, cameras, microphones } = detail;
  if (id === 'camera' && width !== undefined) {
    return msg(str`${width} × ${height}, ${framesPerSecond} pictures per second`, { id: 'test-figures-camera' });
  }
  if (id === 'devices' && cameras !== undefined) {
    return msg(str`Cameras: ${cameras}, microphones: ${microphones}`, { id: 'test-figures-devices' });
  }
  if (id === 'signaling' && rttMs !== undefined) return msg(str`Answers in ${rttMs} ms`, { id: 'test-figures-rtt' });
  if (id === 'relay' && rttMs !== undefined) {
    return msg(str`There and back in ${rttMs} ms, ${lossPercent} % lost`, { id: 'test-figures-relay' });
  }
  return '';
}

export function pageTexts(): Readonly<
  Record<'title' | 'start' | 'again' | 'stop' | 'copy' | 'copied' | 'report' | 'preview' | 'level' | 'home', string>
> {
  return {
    title: msg('Test your device and network', { id: 'test-title' }),
    start: msg('Start the test', { id: 'test-start' }),
    again: msg('Run again', { id: 'test-again' }),
    stop: msg('Stop', { id: 'test-stop' }),
    copy: msg('Copy report', { id: 'test-copy' }),
    copied: msg('Copied', { id: 'copied' }),
    report: msg('Report', { id: 'test-report' }),
    preview: msg('Your camera', { id: 'your-camera' }),
    level: msg('Level of the microphone', { id: 'test-level' }),
    home: msg('Start', { id: 'test-home' }),
  };
}
