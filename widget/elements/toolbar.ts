/** The bar below the stage. Its slots are always there, so that an owner's buttons survive every state. */
import { msg, str } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { type CallView, isInCall } from './call-view.ts';
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

export function toolbar(view: CallView): TemplateResult {
  return html`<div
    part="toolbar"
    class="toolbar"
    role="group"
    aria-label=${msg('Call controls', { id: 'controls' })}
    ?hidden=${!isInCall(view.state)}
  >
    <slot name="toolbar">
      <slot name="toolbar-start"></slot>
      ${deviceButtons(view)} ${screenshareButton(view)} ${view.hasChat ? chatButton(view) : nothing}
      <slot name="toolbar-end"></slot>
      ${toolButton({
        name: 'leave',
        icon: 'leave',
        label: msg('Leave the call', { id: 'leave' }),
        danger: true,
        onpress: () => view.request.leave(),
      })}
    </slot>
  </div>`;
}
