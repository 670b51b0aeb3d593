/** Compiled only: `<p2p-call>` in JSX of React 19, with the package as others have it. */
import type {} from 'p2p-call/react';
import type { P2pCall } from 'p2p-call/define';
import type { ReactElement, RefObject } from 'react';

export function Room({
  room,
  call,
}: {
  readonly room: string;
  readonly call: RefObject<P2pCall | null>;
}): ReactElement {
  return (
    <>
      <p2p-call
        ref={call}
        room={room}
        display-name="Ada"
        audio="off"
        chat={false}
        auto-join
        layout="speaker"
        maxParticipants={4}
        isOpen
        className="call"
        getToken={() => fetch('/token').then((answer) => answer.text())}
        onp2p-join={({ detail }) => console.log(detail.participant.name.length)}
        onp2p-error={({ detail }) => console.warn(detail.code satisfies string, detail.fatal satisfies boolean)}
      >
        <p slot="header">Coffee</p>
      </p2p-call>
      <p2p-call-button for="call" theme="dark">
        Call us
      </p2p-call-button>
      <p2p-call-desk
        desk="support"
        theme="dark"
        getToken={() => 'token'}
        onp2p-call-missed={({ detail }) => console.log(detail.reason satisfies string)}
      />
    </>
  );
}

export const wrong = [
  // @ts-expect-error there is no such layout
  <p2p-call key="1" layout="circle" />,
  // @ts-expect-error there is no such attribute
  <p2p-call key="2" romo="coffee" />,
  // @ts-expect-error React would put it over the method of that name
  <p2p-call key="3" open />,
  // @ts-expect-error a detail has its type
  <p2p-call key="4" onp2p-leave={({ detail }) => detail.participant} />,
  // @ts-expect-error that is the other element's
  <p2p-call-desk key="5" room="coffee" />,
];
