/** The page of one room: takes the room from the path, and remembers the visitor's name on this device. */

const NAME_KEY = 'p2p-call-name';

/** @returns the room in `/r/{room}`; what cannot be decoded is given as it stands, and the element says what is wrong. */
function roomOf(pathname: string): string {
  const encoded = pathname.replace(/^\/r\//, '').replace(/\/$/, '');
  try {
    return decodeURIComponent(encoded);
  } catch {
    return encoded;
  }
}

/** Storage can be forbidden; then the name is typed again, that is all. */
function stored(action: () => string | null | void): string {
  try {
    return action() ?? '';
  } catch {
    return '';
  }
}

const call = document.querySelector('p2p-call');
if (call) {
  call.setAttribute(
    'display-name',
    stored(() => localStorage.getItem(NAME_KEY)),
  );
  call.setAttribute('room', roomOf(location.pathname) || '-');
  call.addEventListener('p2p-join', (event) => {
    stored(() => localStorage.setItem(NAME_KEY, event.detail.participant.name));
  });
}
