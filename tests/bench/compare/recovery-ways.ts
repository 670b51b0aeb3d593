/** Whose calls go through the faults, and what is done for each. Knows no figure. */
import type { Way } from './recovery-lab.ts';

interface DescribedWay extends Way {
  /** What the page does for it when something goes wrong. */
  readonly done: string;
}

export const OWN: DescribedWay = {
  ...{ name: 'p2p-call, the element', kind: 'element', server: 'worker', mends: false },
  done: 'nothing: an element with a room',
};

const PEERJS: DescribedWay = {
  ...{ name: 'PeerJS', kind: 'peerjs', server: 'peerServer', mends: false },
  done: 'nothing',
};

const SIMPLE_PEER: DescribedWay = {
  ...{ name: 'simple-peer', kind: 'simple-peer', server: 'relay', mends: false },
  done: 'nothing; signaling is the page’s own, here one socket to the relay',
};

const PEERJS_MENDED: DescribedWay = {
  ...{ name: 'PeerJS with reconnect(), calling again', kind: 'peerjs', server: 'peerServer', mends: true },
  done: '`reconnect()` on `disconnected`, as its documentation says; of the rest it says nothing: a call whose `peerConnection` has failed is closed, the `Peer` goes through `disconnect()` and `reconnect()`, and the caller calls again 1 s later, and once more where nobody answers for 10 s',
};

const SIMPLE_PEER_MENDED: DescribedWay = {
  ...{ name: 'simple-peer, beginning again', kind: 'simple-peer', server: 'relay', mends: true },
  done: 'on `close` of the peer each page opens another socket, as it does 1 s after one has closed, and makes a new peer when both are there; its documentation says nothing of it',
};

export const WAYS: readonly DescribedWay[] = [OWN, PEERJS, PEERJS_MENDED, SIMPLE_PEER, SIMPLE_PEER_MENDED];

/** Those that go through a fault together: all at once would take more of the machine than a browser leaves free. */
export const AS_THEY_ARE: readonly Way[] = [OWN, PEERJS, SIMPLE_PEER];
export const MENDED: readonly Way[] = [PEERJS_MENDED, SIMPLE_PEER_MENDED];
