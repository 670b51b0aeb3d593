import { describe, expect, it } from 'vitest';
import { failureCodeOf } from '../../../widget/media/media-failure.ts';

const allowed = { permissionsPolicy: { allowsFeature: () => true } };
const blocked = { featurePolicy: { allowsFeature: () => false } };

describe('failureCodeOf', () => {
  it.each([
    ['NotAllowedError', allowed, 'permission-denied'],
    ['NotAllowedError', {}, 'permission-denied'],
    ['NotAllowedError', blocked, 'policy-blocked'],
    ['SecurityError', allowed, 'policy-blocked'],
    ['NotFoundError', allowed, 'device-not-found'],
    ['OverconstrainedError', allowed, 'device-not-found'],
    ['NotReadableError', allowed, 'device-in-use'],
    ['AbortError', allowed, 'device-in-use'],
    ['TypeError', allowed, 'unsupported-browser'],
  ] as const)('tells %s apart', (name, page, code) => {
    expect(failureCodeOf(new DOMException('', name), 'camera', page)).toBe(code);
  });

  it('copes with what is no Error at all', () => {
    expect(failureCodeOf('boom', 'microphone', allowed)).toBe('unsupported-browser');
  });
});
