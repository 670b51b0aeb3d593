/** Sizes and rates of file transfer. In bytes where nothing else is said. */

/** Largest file that may be offered. */
export const MAX_FILE_BYTES = 2 * 1024 ** 3;

/** Files that stay in memory, as long as all of them together are not larger: most are that small, and need no disk. */
export const SMALL_BYTES = 16 * 1024 ** 2;

/** What files may take of the page's memory where they cannot go to disk: one of them, and all together. */
export const MAX_MEMORY_BYTES = 64 * 1024 ** 2;

/** Hashed at once, and sent in one frame where the other side takes as much. */
export const BLOCK_BYTES = 128 * 1024;

/** Read at once, whole blocks: the less often the browser's process is woken, the cheaper. */
export const READ_BYTES = 16 * BLOCK_BYTES;

/** Written at once, whole blocks: calls into the browser cost too much for less. */
export const WRITE_BYTES = 8 * BLOCK_BYTES;

/** Another frame is sent while less than this is not acknowledged, per transfer: with that frame, what is sent again after a break at the most,
 *  and what a receiver that reads nothing costs. */
export const WINDOW_BYTES = 896 * 1024;

/** How often the receiver acknowledges, in whole frames: each time costs the page a millisecond. */
export const ACK_BYTES = 384 * 1024;

/** Received and not yet written; the receiver acknowledges nothing above it, so that a slow disk slows the sender down. */
export const MAX_UNWRITTEN_BYTES = 6 * 1024 ** 2;

/** Offers and transfers that are not over, per peer and direction; further ones wait with their sender. */
export const MAX_OPEN_COUNT = 16;

/** Offers that a page makes at once, and how many a second after that. The other side takes twice as many. */
export const OFFER_BURST_COUNT = 16;
export const OFFERS_PER_SECOND = 4;

/** Transfers that are over and still listed; the oldest without a file go first. */
export const MAX_OVER_COUNT = 100;

/** Longest control message, in UTF-16 code units. */
export const MAX_MESSAGE_LENGTH = 4 * 1024;

/** Longest name of a file, in UTF-8: what file systems take. */
export const MAX_NAME_BYTES = 255;

/** Progress is told this often at most, in ms. */
export const PROGRESS_INTERVAL_MS = 100;
