/** Sizes and rates of what travels between two pages over data channels. In bytes, or in ms where the name says so. */

/** Largest frame. What every browser accepts, though some announce more (measured with Chromium 156 and Firefox 153). */
export const MAX_FRAME_BYTES = 256 * 1024;

/** What the length of a frame's header takes, before it. */
export const LENGTH_BYTES = 2;

/** What a frame's header may take. The rest of {@link MAX_FRAME_BYTES} is the application's. */
export const MAX_HEADER_BYTES = 1024;

/** Largest frame towards a peer that announces nothing. @see https://www.rfc-editor.org/rfc/rfc8841#section-6.1 */
export const DEFAULT_MAX_FRAME_BYTES = 64 * 1024;

/** Longest topic of application data, in UTF-16 code units. */
export const MAX_TOPIC_LENGTH = 64;

/** Largest text of a chat message, in UTF-8. */
export const MAX_CHAT_BYTES = 8 * 1024;

/** Largest chat frame, in UTF-16 code units: JSON writes a character as six at worst. What is larger is not even parsed. */
export const MAX_CHAT_FRAME_LENGTH = 64 * 1024;

/** Largest control message, in UTF-16 code units. */
export const MAX_CONTROL_LENGTH = 4 * 1024;

/** Unacknowledged application data per peer and kind of channel; more waits in the page that sends it. */
export const MAX_UNACKED_BYTES = 2 * 1024 * 1024;

/** After this many bytes an acknowledgement waits no longer: else few large messages would fill the window and wait for it. */
export const ACK_EVERY_BYTES = MAX_UNACKED_BYTES / 4;

/** Application data waiting per peer and kind of channel because the path is slow or gone; more is refused. */
export const MAX_WAITING_BYTES = 8 * 1024 * 1024;

/** Sending pauses above the first and goes on below the second, so that one slow channel does not swell the page's memory
 *  and what is sent next is not minutes old. Unreliable data, which never waits, is dropped above the second. */
export const HIGH_WATERMARK_BYTES = 512 * 1024;
export const LOW_WATERMARK_BYTES = HIGH_WATERMARK_BYTES / 2;

/** Chat messages that may be shown at once, and how many a second after that. */
export const CHAT_BURST_COUNT = 20;
export const CHAT_PER_SECOND = 5;
