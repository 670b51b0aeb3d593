/** The bar below the stage. Its slots are always there, so that an owner's buttons survive every state. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { type CallView, isInCall, isKnocking } from './call-view.ts';
import { toolButton } from './controls.ts';
import { deviceButtons, screenshareButton } from './device-buttons.ts';

const MAX_SHOWN_UNREAD = 99;

function chatButton({ chatOpen, unreadCount, request }: CallView): TemplateResult {
  const hasUnread = unreadCount > 0;
  return toolButton({
    name: 'chat',
    icon: 'chat',
    label: hasUnread ? msg(str`Chat, ${unreadCount} unread`, { id: 'chat-unread' }) : msg('Chat', { id: 'chat' }),
    expanded: chatOpen,
    ...(hasUnread ? { badge: unreadCount > MAX_SHOWN_UNREAD ? `${MAX_SHOWN_UNREAD}+` : `${unreadCount}` } : {}),
    onpress: () => request.toggleChat(),
  });
}

function moreButton({ stage, request }: CallView): TemplateResult {
  return toolButton({
    name: 'more',
    icon: 'more',
    label: msg('More', { id: 'more' }),
    expanded: stage?.isMenuOpen ?? false,
    onpress: () => request.toggleMore(),
  });
}

function peopleButton({ call, people, request }: CallView): TemplateResult {
  const waiting = call.knocks.length;
  return toolButton({
    name: 'people',
    icon: 'people',
    label:
      waiting > 0
        ? msg(str`People, ${waiting} waiting`, { id: 'people-knocks' })
        : msg('People', { id: 'people-title' }),
    expanded: people.isOpen,
    ...(waiting > 0 ? { badge: `${waiting}` } : {}),
    onpress: () => request.togglePeople(),
  });
}

/** What takes a seat: there is nothing of it for whoever waits to be let in. */
function seatButtons(view: CallView): TemplateResult | typeof nothing {
  if (isKnocking(view)) return nothing;
  const { hasChat, shows } = view;
  return html`${screenshareButton(view)} ${shows('people') ? peopleButton(view) : nothing}
  ${hasChat && shows('chat') ? chatButton(view) : nothing} ${shows('more') ? moreButton(view) : nothing}`;
}

export function toolbar(view: CallView): TemplateResult {
  return html`<div
    part="toolbar"
    class="toolbar"
    role="group"
    aria-label=${msg('Call controls', { id: 'controls' })}
    ?hidden=${view.isCovered || !isInCall(view.state)}
  >
    <slot name="toolbar">
      <slot name="toolbar-start"></slot>
      ${deviceButtons(view)} ${seatButtons(view)} ${view.stage?.menu(view)}
      <slot name="toolbar-end"></slot>
      ${
        view.shows('leave')
          ? toolButton({
              name: 'leave',
              icon: 'leave',
              label: msg('Leave the call', { id: 'leave' }),
              danger: true,
              onpress: () => view.request.leave(),
            })
          : nothing
      }
    </slot>
  </div>`;
}
