/**
 * The numbers both ends of the wire agree on. Times in ms, sizes in bytes of UTF-8 unless the name says otherwise.
 * The server enforces them; the client checks them again, because a peer is as hostile as the network.
 */

/** WebSocket subprotocol and version of the wire; the server echoes exactly this. */
export const SUBPROTOCOL = 'p2pcall.v1';

/** Offered beside {@link SUBPROTOCOL} with the token after it, and never echoed. */
export const TOKEN_SUBPROTOCOL_PREFIX = 'p2pcall.token.';

/** The same with a site key after it. */
export const SITE_KEY_SUBPROTOCOL_PREFIX = 'p2pcall.key.';

/** What carries the site key where no WebSocket is asked for. */
export const SITE_KEY_HEADER = 'P2pcall-Site-Key';

/** Offered before {@link SUBPROTOCOL} by a page whose `hello` comes with the request; echoed in its place by a server that has taken it. */
export const HELLO_SUBPROTOCOL = 'p2pcall.v1+hello';

/** Offered with {@link HELLO_SUBPROTOCOL}: after it the JSON of the `hello`, its UTF-8 in hexadecimal. */
export const HELLO_SUBPROTOCOL_PREFIX = 'p2pcall.hello.';

/** Most digits of a `hello` that goes with a request, two for each byte; a longer one is the first frame. */
export const MAX_CARRIED_HELLO_LENGTH = 4 * 1024;

/** Version number carried by `hello`; a breaking change raises it together with {@link SUBPROTOCOL}. */
export const PROTOCOL_VERSION = 1;

/** Largest WebSocket frame, either direction. An audio+video+screen offer is about 11 kB. */
export const MAX_FRAME_BYTES = 64 * 1024;

/** Largest `payload` of a relay, as JSON text. Leaves room for the frame around it. */
export const MAX_PAYLOAD_BYTES = 48 * 1024;

/** Deepest nesting of a frame that a client sends. Deeper JSON parses, but writing it out again overflows the stack. */
export const MAX_JSON_DEPTH = 16;

/** Most values of a frame that a client sends: fields and items, at every level. An offer with 64 candidates has some 330. */
export const MAX_JSON_VALUES = 2_000;

/** Seats of a room when its first participant asks for no other number: a mesh of four is what an ordinary uplink carries. */
export const DEFAULT_CAPACITY = 4;

/** The most seats a room can be given. */
export const MAX_CAPACITY = 8;

/** The fewest seats that still make a call. */
export const MIN_CAPACITY = 2;

/** Longest display name, in UTF-16 code units. */
export const MAX_NAME_LENGTH = 64;

/** Most keys in a participant's own state. */
export const MAX_STATE_KEYS = 16;

/** Longest string value in a participant's own state, in UTF-16 code units. */
export const MAX_STATE_VALUE_LENGTH = 128;

/** Messages a socket may send at once before the rate applies. */
export const MESSAGE_BURST_COUNT = 60;

/** Messages a second a socket may send for long. */
export const MESSAGES_PER_SECOND = 10;

/** Bytes a socket may send at once before {@link BYTES_PER_SECOND} applies: a mesh of eight renegotiating at the same time. */
export const BYTE_BURST = 512 * 1024;

/** Bytes a second a socket may send for long. */
export const BYTES_PER_SECOND = 64 * 1024;

/** Frames that a whole room may relay at once before {@link ROOM_RELAYS_PER_SECOND} applies: eight pages that find each other again
 *  after a deploy say some three hundred. */
export const ROOM_RELAY_BURST_COUNT = 400;

/** Frames a second that a whole room may relay for long. */
export const ROOM_RELAYS_PER_SECOND = 200;

/** How often strangers may say hello to one room, and how often the member of each seat may come back, at once and each minute. */
export const HELLOS_PER_MINUTE = 30;

/** How many of them strangers find when the object was loaded anew with people in the room: what they had used up is forgotten then. */
export const HELLOS_AFTER_WAKE = 10;

/** Most bytes sent to a socket that does not prove that it reads; then it is closed. A server-side socket queues without
 *  bound and does not say how much: 128 MB would be the end of the room. */
export const MAX_UNREAD_BYTES = 384 * 1024;

/** After this many bytes a socket is asked for a proof that it has read them. */
export const PROBE_BYTES = 128 * 1024;

/** Most open sockets of one room, seated or not; for one more, the oldest that has neither a seat nor a place is closed. */
export const MAX_SOCKETS_PER_ROOM = 128;

/** Most sockets of one room with those that were closed and whose other end takes no notice. With one more the object starts again,
 *  which ends them; whoever has a seat is back in it within a second. */
export const MAX_LINGERING_SOCKETS = 1_024;

/** Most people who wait to be let in; one more is refused like one more in a full room. */
export const MAX_WAITING = 20;

/** What one frame of somebody who waits counts for, so that it is one a second for long: nobody there has anything to say. */
export const WAITING_FRAME_COST = 10;

/** Most removed people that a room remembers; the oldest goes first. */
export const MAX_BANS = 200;

/** Most single-use tokens that a room remembers; no more are taken until one of them is over. */
export const MAX_SPENT_TOKENS = 1_000;

/** How long after its end a token may still be taken for good, because clocks differ. */
export const TOKEN_LEEWAY_MS = 60_000;

/** How long a socket may stay open without saying `hello`; where others are in the room, until it looks the next time after that. */
export const HELLO_TIMEOUT_MS = 10_000;

/** Text frames answered by the runtime without waking the object. */
export const HEARTBEAT_REQUEST = 'ping';
export const HEARTBEAT_RESPONSE = 'pong';

/** How often the client sends {@link HEARTBEAT_REQUEST}. */
export const HEARTBEAT_INTERVAL_MS = 15_000;

/** A socket without a heartbeat for this long is a ghost: it is closed and its participant goes into grace. Browsers let the
 *  timers of a hidden page run once a minute at worst. */
export const GHOST_TIMEOUT_MS = 90_000;

/** How often a desk looks for ghosts while sockets are open (each look costs one alarm). */
export const SWEEP_INTERVAL_MS = 300_000;

/** The same for a room, as long as nobody says anything there: whoever misses somebody speaks, and then it looks anyway. */
export const ROOM_SWEEP_INTERVAL_MS = 1_800_000;

/** How often at most a room looks that is awake already, because somebody came or spoke: that costs nothing. */
export const LOOK_INTERVAL_MS = 10_000;

/** How long the seat of a participant whose socket was lost is kept, and the place of one who waits. */
export const GRACE_MS = 30_000;

/** The same for an agent's seat. */
export const AGENT_GRACE_MS = 60_000;

/** The same for the place of a visitor who waits. */
export const WAITING_VISITOR_GRACE_MS = 120_000;

/** How long the seat of a participant whose page said that it goes away is kept. A page that is loaded anew is back in 1 to 5 s,
 *  and who closed the tab must not haunt the others. */
export const PAGE_GRACE_MS = 15_000;

/** How long the state of an empty room is kept. */
export const EMPTY_ROOM_TTL_MS = 600_000;

/** How long the result of a command is remembered, so that a repeat is not a second effect. */
export const COMMAND_MEMORY_MS = 300_000;

/** Most remembered results per participant; the oldest goes first. */
export const COMMAND_MEMORY_COUNT = 32;

/** Most ICE servers that a page is told of, relays included. */
export const MAX_ICE_SERVERS = 32;

/** Most ICE candidates of one generation. */
export const MAX_CANDIDATES_PER_GENERATION = 64;

/** Most media lines in a description. */
export const MAX_MEDIA_LINES = 16;

/** Length of an incarnation: 64 bits in lower-case hexadecimal. */
export const INCARNATION_LENGTH = 16;
