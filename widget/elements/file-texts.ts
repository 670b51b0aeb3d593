/** What is said about files, in words and numbers. Must not know where it stands. */
import { msg, str } from '@lit/localize';
import { errorSentences, errorText } from '../locales/error-text.ts';
import { spokenLanguage } from '../locales/localization.ts';
import { sentences } from '../locales/sentences.ts';
import { isolated } from './file-name-parts.ts';
import type { FileNews, FileShare, SharedFile } from './file-shelf.ts';
import { secondsLeft } from './file-speed.ts';

const BYTE_UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte'] as const;

/** As browsers say it, in steps of a thousand. @see https://tc39.es/ecma402/#table-sanctioned-single-unit-identifiers */
function withUnit(value: number, unit: string, maximumFractionDigits = 0): string {
  const language = spokenLanguage();
  const locales = language === 'en' ? [] : `${language}-u-nu-latn`;
  return new Intl.NumberFormat(locales, { style: 'unit', unit, unitDisplay: 'short', maximumFractionDigits }).format(
    value,
  );
}

function inBytes(bytes: number, per = ''): string {
  const step = Math.min(3, Math.max(0, Math.floor(Math.log10(Math.max(1, bytes)) / 3)));
  const value = bytes / 1000 ** step;
  return withUnit(value, `${BYTE_UNITS[step] ?? 'byte'}${per}`, step > 0 && value < 10 ? 1 : 0);
}

export function sizeText(bytes: number): string {
  return inBytes(bytes);
}

function durationText(seconds: number): string {
  if (seconds < 90) return withUnit(seconds, 'second');
  return seconds < 5_400 ? withUnit(Math.round(seconds / 60), 'minute') : withUnit(Math.round(seconds / 3_600), 'hour');
}

/** How much is there, how fast it comes, and how long that takes. */
export function progressText({ transfer: { bytes, size, state }, bytesPerSecond }: FileShare): string {
  const amount = msg(str`${sizeText(bytes)} of ${sizeText(size)}`, { id: 'file-amount' });
  if (state !== 'active' || bytesPerSecond === null) return amount;
  const seconds = secondsLeft(size - bytes, bytesPerSecond);
  const left = seconds === null ? [] : [msg(str`${durationText(seconds)} left`, { id: 'file-left' })];
  return [amount, inBytes(bytesPerSecond, '-per-second'), ...left].join(' · ');
}

/** Where it stands, where that is not said by a bar or by buttons. */
export function statusText({ transfer, name }: FileShare): string {
  const { state, direction, error, pausedBy, file } = transfer;
  switch (state) {
    case 'offered':
      return msg('Waiting for an answer…', { id: 'file-waiting' });
    case 'active':
      return '';
    case 'paused':
      return pausedBy === 'local'
        ? msg('Paused', { id: 'file-paused' })
        : msg(str`Paused by ${isolated(name)}`, { id: 'file-paused-by' });
    case 'interrupted':
      return msg('Waiting for the connection…', { id: 'file-interrupted' });
    case 'done':
      if (direction === 'send') return msg('Sent', { id: 'file-sent' });
      return file === undefined
        ? msg('Received, checked and saved', { id: 'file-saved' })
        : msg('Received and checked', { id: 'file-received' });
    case 'declined':
      return msg('Declined', { id: 'file-declined' });
    case 'cancelled':
      return msg('Cancelled', { id: 'file-cancelled' });
    case 'failed':
      return failureText(error);
  }
}

function failureText(error: FileShare['transfer']['error']): string {
  const { title, whatToDo } = errorText(error ?? 'server-error');
  // It may be the other one's page; and nobody comes back to the same transfer.
  const isWholeStory = error === 'insecure-context' || error === 'peer-unavailable';
  return sentences(title, isWholeStory ? '' : whatToDo);
}

/** One sentence for those who do not see it. */
export function newsText({ what, share: { transfer, name } }: FileNews): string {
  const [who, file] = [isolated(name), isolated(transfer.name)];
  switch (what) {
    case 'offered':
      return offerText(who, file);
    case 'received':
      return arrivalText(file);
    case 'sent':
      return msg(str`${who} has received ${file}.`, { id: 'file-say-sent' });
    case 'declined':
      return msg(str`${who} declined ${file}.`, { id: 'file-say-declined' });
    case 'failed':
      return `${file}: ${failureText(transfer.error)}`;
  }
}

function offerText(who: string, file: string): string {
  return msg(str`${who} wants to send you ${file}.`, { id: 'file-say-offered' });
}

function arrivalText(file: string): string {
  return msg(str`${file} was received.`, { id: 'file-say-received' });
}

/** For those who have the chat closed: what waits for their answer, and what has come. */
export function noticeText(files: readonly SharedFile[]): string {
  const [only, second] = files;
  if (only === undefined) return '';
  if (second !== undefined) return msg(str`${files.length} files are waiting in the chat.`, { id: 'files-waiting' });
  const { transfer, name } = only.shares[0];
  const file = isolated(transfer.name);
  return transfer.state === 'offered' ? offerText(isolated(name), file) : arrivalText(file);
}

/** Why a file cannot be sent. */
export function sendingFailureText(name: string, error: unknown): string {
  return `${isolated(name)}: ${errorSentences(error)}`;
}
