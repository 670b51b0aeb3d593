/**
 * The one place where a DOMException of a capture becomes a reason that can be told to a person.
 * @see https://www.w3.org/TR/mediacapture-streams/#dom-mediadevices-getusermedia
 */

export type DeviceKind = 'microphone' | 'camera';

/** What a page can ask a person for. */
export type MediaSource = DeviceKind | 'screen';

/** The names of their features in a Permissions-Policy. */
const FEATURES: Readonly<Record<MediaSource, string>> = {
  microphone: 'microphone',
  camera: 'camera',
  screen: 'display-capture',
};

/** Why a device cannot be used; the same words as the public error codes. */
export type MediaFailureCode =
  | 'permission-denied'
  | 'device-not-found'
  | 'device-in-use'
  | 'policy-blocked'
  | 'insecure-context'
  | 'unsupported-browser';

export class MediaFailure extends Error {
  readonly code: MediaFailureCode;
  readonly device: MediaSource;

  constructor(code: MediaFailureCode, device: MediaSource, cause?: unknown) {
    super(code, { cause });
    this.name = 'MediaFailure';
    this.code = code;
    this.device = device;
  }
}

/** `document.featurePolicy` (Chromium) and `document.permissionsPolicy` (the standard's name) say the same. */
interface PolicyDocument {
  readonly permissionsPolicy?: { allowsFeature(feature: string): boolean };
  readonly featurePolicy?: { allowsFeature(feature: string): boolean };
}

/** Whether the page's Permissions-Policy, or the `allow` of a frame around it, forbids the device. False where the browser
 *  does not tell. @see https://www.w3.org/TR/permissions-policy/ */
export function isBlockedByPolicy(device: MediaSource, page: object): boolean {
  // TypeScript's Document knows neither name.
  const { permissionsPolicy, featurePolicy } = page as PolicyDocument;
  const policy = permissionsPolicy ?? featurePolicy;
  return policy !== undefined && !policy.allowsFeature(FEATURES[device]);
}

/** The reason behind a rejected getUserMedia or getDisplayMedia. Browsers differ in names: Firefox says `AbortError` where Chromium says
 *  `NotReadableError`, and `NotAllowedError` is both "the person said no" and "the policy said no". */
export function failureCodeOf(error: unknown, device: MediaSource, page: object): MediaFailureCode {
  const name = error instanceof Error ? error.name : '';
  switch (name) {
    case 'NotAllowedError':
      return isBlockedByPolicy(device, page) ? 'policy-blocked' : 'permission-denied';
    case 'SecurityError':
      return 'policy-blocked';
    case 'NotFoundError':
    case 'OverconstrainedError':
      return 'device-not-found';
    case 'NotReadableError':
    case 'AbortError':
      return 'device-in-use';
    default:
      return 'unsupported-browser';
  }
}
