/** A server newer than the page may use codes that the page has no sentence for. */
import { describe, expect, it } from 'vitest';
import type { ErrorCode, LeaveReason } from '#protocol';
import { errorText } from '../../../widget/locales/error-text.ts';
import { leaveText } from '../../../widget/locales/leave-text.ts';

describe('a code of a newer server', () => {
  it('has the general sentence of a server problem', () => {
    expect(errorText('quota-of-2031' as ErrorCode)).toEqual(errorText('server-error'));
  });

  it('as a reason to leave has a sentence too', () => {
    expect(leaveText('eclipse' as LeaveReason)).toEqual(leaveText('unknown'));
  });
});
