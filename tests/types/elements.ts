/** Compiled only: the element and `Call` without a framework, with the package as others have it. */
import 'p2p-call/define';
import 'p2p-call/define-desk';
import { Call, type LeaveReason } from 'p2p-call';

export async function embed(): Promise<void> {
  const element = document.querySelector('p2p-call');
  const button = document.createElement('p2p-call-button');
  document.body.append(button);
  if (element === null) return;
  element.displayName = 'Ada';
  element.addEventListener('p2p-leave', ({ detail }) => console.log(detail.reason satisfies LeaveReason));
  // They bubble.
  document.addEventListener('p2p-message', ({ detail }) => console.log(detail.message.text.length));
  window.addEventListener('p2p-ready', ({ detail }) => console.log(detail satisfies null));
  // @ts-expect-error there is no such field
  element.addEventListener('p2p-join', ({ detail }) => detail.reason);
  // @ts-expect-error there is no such theme
  element.theme = 'pink';
  const isOn: boolean = await element.toggleCamera(false);
  console.log(
    isOn,
    [...element.participants.values()].map(({ name }) => name),
  );
}

export async function play(): Promise<void> {
  const call = new Call({ room: 'game', dataOnly: true });
  call.addEventListener('p2p-data', ({ detail }) => console.log(detail.from, detail.topic.length));
  await call.join();
  await call.send({ x: 1 }, { topic: 'cursor', reliable: false, ordered: false });
  // @ts-expect-error there is no such option
  await call.send('a', { reliabel: true });
}

export async function answer(): Promise<void> {
  const desk = document.querySelector('p2p-call-desk');
  if (desk === null) return;
  desk.getToken = () => fetch('/my/desk-token').then((response) => response.text());
  desk.addEventListener('p2p-call-ended', ({ detail }) => console.log(detail.reason.length));
  desk.addEventListener('p2p-incoming-call', ({ detail }) => console.log(detail.call.name.length));
  // @ts-expect-error there is no such state
  await desk.setStatus('at-lunch');
  const isTaken: boolean = await desk.transfer({ department: 'sales' });
  console.log(isTaken, desk.state satisfies string, desk.ownCall?.note);
}
