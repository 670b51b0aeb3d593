import { describe, expect, it } from 'vitest';
import { CLOSE_CODES } from '#protocol';
import { type Loss, connectTimeoutMs, isKnock, reconnectDelayMs } from '../../../widget/signaling/reconnect-policy.ts';

const loss = (part: Partial<Loss> = {}): Loss => ({
  attempt: 1,
  code: 1006,
  lostForMs: 0,
  triedForMs: 0,
  retryMs: 0,
  ...part,
});

describe('the delay before the next socket', () => {
  it.each([
    [1, 300],
    [2, 600],
    [3, 1_200],
    [4, 2_000],
    [5, 2_000],
    [10_000, 2_000],
  ])('is at most, at attempt %i, %i ms', (attempt, ceilingMs) => {
    expect(reconnectDelayMs(loss({ attempt }), 1)).toBe(ceilingMs);
  });

  it('is spread over the whole range, down to nothing', () => {
    expect(reconnectDelayMs(loss({ attempt: 6 }), 0)).toBe(0);
    expect(reconnectDelayMs(loss({ attempt: 6 }), 0.25)).toBe(500);
  });

  it.each([0, 1_000, 119_999])('stays within 2 s while the loss is %i ms old', (lostForMs) => {
    expect(reconnectDelayMs(loss({ attempt: 99, lostForMs }), 1)).toBe(2_000);
  });

  it.each([120_000, 599_999])('stays within 7 s while the loss is %i ms old', (lostForMs) => {
    expect(reconnectDelayMs(loss({ attempt: 99, lostForMs }), 1)).toBe(7_000);
  });

  it('grows to a minute after ten minutes, and never ends', () => {
    expect(reconnectDelayMs(loss({ attempt: 200, lostForMs: 600_000 }), 1)).toBe(60_000);
    expect(reconnectDelayMs(loss({ attempt: 9_999, lostForMs: 86_400_000 }), 1)).toBe(60_000);
  });

  it('counts the time of the attempt before, so that one that hung is followed at once', () => {
    expect(reconnectDelayMs(loss({ attempt: 6, triedForMs: 500 }), 0.5)).toBe(500);
    expect(reconnectDelayMs(loss({ attempt: 6, triedForMs: 4_000 }), 1)).toBe(0);
    expect(reconnectDelayMs(loss({ code: CLOSE_CODES.rateLimited, retryMs: 2_500, triedForMs: 9_000 }), 1)).toBe(2_500);
  });

  it('is never shorter than what the server asked for', () => {
    expect(reconnectDelayMs(loss({ code: CLOSE_CODES.rateLimited, retryMs: 2_500 }), 0)).toBe(2_500);
    expect(reconnectDelayMs(loss({ code: CLOSE_CODES.rateLimited, retryMs: 2_500 }), 1)).toBe(2_800);
  });
});

describe('a close code', () => {
  it.each([1000, 1001, 1005, 1006, 1011, 1012, 1013, 4408, 4429, 4431, 4503, 4999])('%i is tried again', (code) => {
    expect(reconnectDelayMs(loss({ code }), 0.5)).toBe(150);
  });

  it.each([4400, 4401, 4403, 4404, 4409, 4410, 4413, 4423, 4426, 4453])('%i is final', (code) => {
    expect(reconnectDelayMs(loss({ code }), 0.5)).toBeNull();
  });
});

describe('how long an attempt may take', () => {
  it.each([
    ['the first ever', false, null, 0, 10_000],
    ['a socket on a quick path', false, 80, 5_000, 2_000],
    ['a socket on a quick path, later', false, 80, 30_000, 4_000],
    ['a question on a quick path', true, 80, 5_000, 1_500],
    ['a socket on a slow path', false, 2_000, 5_000, 8_000],
    ['a question on a slow path', true, 2_000, 5_000, 8_000],
    ['never more than 10 s', true, 5_000, 5_000, 10_000],
    ['when the loss is old', true, 80, 120_000, 10_000],
  ])('%s', (_name, isQuestion, usualMs, lostForMs, expected) => {
    expect(connectTimeoutMs({ isKnock: isQuestion, usualMs, lostForMs })).toBe(expected);
  });
});

it('most retries ask first, but a socket is tried now and then whatever the page allows', () => {
  const sockets = Array.from({ length: 64 }, (_, index) => index + 1).filter((attempt) => !isKnock(attempt));
  expect(sockets).toEqual([1, 4, 16, 32, 48, 64]);
});
