/** What a service worker is told of a desk while its agent's page is closed. Knows no key and no browser. */
import { MAX_TOPIC_LENGTH } from './desk-limits.ts';
import { type Guarded, finiteNumber, oneOf, shape, text, textLike } from './guards.ts';
import { MAX_NAME_LENGTH } from './limits.ts';

const desk = text(64);

/** Somebody waits and nobody answers. */
const waitingPush = shape({
  type: oneOf('waiting'),
  desk,
  /** Of the one who has waited longest. */
  name: text(MAX_NAME_LENGTH),
  topic: text(MAX_TOPIC_LENGTH),
  /** How many wait. */
  count: finiteNumber,
});

/** Nobody waits any more. */
const overPush = shape({ type: oneOf('over'), desk, reason: textLike<'accepted' | 'missed'>(/^[a-z-]{1,32}$/) });

/** What a service worker is told: no page, no form, and no user of the site. */
export type DeskPush = Guarded<typeof waitingPush> | Guarded<typeof overPush>;

export const isDeskPush = (value: unknown): value is DeskPush => waitingPush(value) || overPush(value);
