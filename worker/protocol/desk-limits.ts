/** The numbers of the support desk that both ends of the wire agree on. Times in ms, texts in UTF-16 code units. */

/** Most visitors who wait at one desk. */
export const MAX_DESK_WAITING = 500;

/** Most calls that one address (of IPv6, one /56) may have at one desk, and begin there in five minutes. */
export const MAX_CALLS_PER_NETWORK = 20;

/** Most agents of one desk. */
export const MAX_DESK_AGENTS = 100;

/** Most departments of one desk, and of one agent. */
export const MAX_DEPARTMENTS = 32;

/** As many of those who wait an agent is shown, oldest first; of the others the number. */
export const MAX_SHOWN_CALLS = 50;

/** And no more than are so many bytes of JSON together: all are told in one frame. */
export const MAX_SHOWN_BYTES = 150 * 1024;

/** Longest topic of a call. */
export const MAX_TOPIC_LENGTH = 128;

/** Most fields of a form, and the longest name and value of one. */
export const MAX_FORM_FIELDS = 10;
export const MAX_FORM_KEY_LENGTH = 64;
export const MAX_FORM_VALUE_LENGTH = 256;

/** Longest address of a page: its origin and path. */
export const MAX_PAGE_URL_LENGTH = 512;
export const MAX_PAGE_TITLE_LENGTH = 128;

/** Longest name of a visitor at the site, as it is hashed. */
export const MAX_USER_ID_LENGTH = 128;

/** Most that a visitor says of itself in all, name, topic, form, page and user, in UTF-16 code units of JSON; and with the note. */
export const MAX_SAID_LENGTH = 2 * 1024;
export const MAX_CALL_LENGTH = 3 * 1024;

/** How often a visitor may say where it is, at once; and how long until it may once more. */
export const MAX_PAGES_AT_ONCE = 5;
export const PAGE_EACH_MS = 5_000;

/** Longest note of an agent about a call. */
export const MAX_NOTE_LENGTH = 1_000;

/** Most stars of a rating; the fewest is one. */
export const MAX_STARS = 5;

/** How long a call that is over may still be rated, and is told to a page that comes back. */
export const RATING_TIME_MS = 300_000;

/** How long the token of a call's room is good for coming in. */
export const ROOM_PASS_TTL_MS = 600_000;

/** Most missed calls that a desk remembers, and their bytes of JSON together, the oldest goes first; and how long. */
export const MAX_MISSED = 200;
export const MAX_MISSED_BYTES = 96 * 1024;
export const MISSED_TTL_MS = 30 * 86_400_000;

/** Most messages that wait for an agent, their bytes together, and how long. */
export const MAX_DESK_MESSAGES = 200;
export const MAX_DESK_MESSAGE_BYTES = 64 * 1024 * 1024;
export const DESK_MESSAGE_TTL_MS = 30 * 86_400_000;

/** Most of them from one address. */
export const MAX_MESSAGES_PER_NETWORK = 20;

/** Longest text of a message, and of what says how to answer it. */
export const MAX_MESSAGE_LENGTH = 4_000;
export const MAX_CONTACT_LENGTH = 256;

/** Largest voice message, in bytes: two minutes of Opus at 48 kbit/s are 720 kB. */
export const MAX_VOICE_BYTES = 1024 * 1024;

/** Longest voice message that a page records. */
export const MAX_VOICE_MS = 120_000;

/** After a round in which nobody answered, agents are left alone for as long. */
export const RING_PAUSE_MS = 10_000;

/** Who lets a call ring to its end so many times in a row is away. */
export const MAX_MISSED_RINGS = 2;

/** Most browsers of one agent that are pushed; the oldest makes room. As many agents as {@link MAX_DESK_AGENTS}. */
export const MAX_PUSH_SUBSCRIPTIONS = 3;

/** Longest address of a browser at its push service. Windows has the longest, of some 700. */
export const MAX_PUSH_ENDPOINT_LENGTH = 1_024;

/** How long an agent who does not come can still be pushed: no token says any more that it is one. */
export const PUSH_SUBSCRIPTION_TTL_MS = 7 * 86_400_000;

/** So long after its socket an agent is pushed: a page that is loaded anew is back by then. */
export const PUSH_AFTER_MS = 5_000;

/** How long a push is worth something, and how long its agent has to come. */
export const PUSH_TTL_MS = 60_000;

/** Who does not come after so many pushes in a row is away. */
export const MAX_MISSED_PUSHES = 2;
