/** What the "More" button opens: reactions, the raised hand, the layout, and the ways to show the call elsewhere. Decides nothing. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import {
  Circle,
  Hand,
  LayoutGrid,
  Maximize,
  Minimize,
  PictureInPicture2,
  Presentation,
  Signal,
  SquareUser,
} from 'lucide';
import { type Icon, icon } from './icons.ts';
import { LAYOUTS, type Layout } from './layout.ts';
import { REACTIONS, type Reaction } from './reactions.ts';

/** A switch of the menu. */
export interface MenuSwitch {
  /** Left out: no switch, but something to open. */
  readonly isOn?: boolean;
  readonly onpress: () => void;
}

/** What is null is not possible here, or not wanted by the page. */
export interface StageMenu {
  readonly onreact: ((reaction: Reaction) => void) | null;
  readonly hand: MenuSwitch | null;
  readonly layout: { readonly current: Layout; readonly onchoose: (layout: Layout) => void } | null;
  /** For boxes too narrow for a button of its own. */
  readonly screenshare: MenuSwitch | null;
  readonly recording: MenuSwitch | null;
  readonly fullScreen: MenuSwitch | null;
  readonly picture: MenuSwitch | null;
  /** Shows the connections. */
  readonly onquality: (() => void) | null;
  readonly onclose: () => void;
}

export function reactionName(reaction: Reaction): string {
  switch (reaction) {
    case '👍':
      return msg('Thumbs up', { id: 'reaction-thumbs-up' });
    case '❤️':
      return msg('Heart', { id: 'reaction-heart' });
    case '👏':
      return msg('Applause', { id: 'reaction-applause' });
    case '😂':
      return msg('Laughter', { id: 'reaction-laughter' });
    case '😮':
      return msg('Surprise', { id: 'reaction-surprise' });
    case '🎉':
      return msg('Celebration', { id: 'reaction-celebration' });
  }
}

function layoutName(layout: Layout): string {
  if (layout === 'auto') return msg('Automatic', { id: 'layout-auto' });
  return layout === 'grid' ? msg('Grid', { id: 'layout-grid' }) : msg('Speaker', { id: 'layout-speaker' });
}

const LAYOUT_ICONS: Readonly<Record<Layout, Icon>> = { auto: Presentation, grid: LayoutGrid, speaker: SquareUser };

function row(name: string, image: Icon, text: string, it: MenuSwitch | null): TemplateResult | typeof nothing {
  if (it === null) return nothing;
  return html`<button
    type="button"
    part="button button-${name}"
    class="menu-row menu-${name}"
    aria-pressed=${it.isOn ?? nothing}
    @click=${it.onpress}
  >
    ${icon(image)}<span>${text}</span>
  </button>`;
}

function reactions(onreact: (reaction: Reaction) => void): TemplateResult {
  return html`<div class="menu-reactions" role="group" aria-label=${msg('Reactions', { id: 'reactions' })}>
    ${REACTIONS.map(
      (reaction) =>
        html`<button
          type="button"
          part="button button-reaction"
          class="menu-reaction"
          aria-label=${reactionName(reaction)}
          title=${reactionName(reaction)}
          @click=${() => onreact(reaction)}
        >
          <span aria-hidden="true">${reaction}</span>
        </button>`,
    )}
  </div>`;
}

function layouts({ current, onchoose }: NonNullable<StageMenu['layout']>): TemplateResult {
  return html`<div class="menu-layouts" role="group" aria-label=${msg('Layout', { id: 'layout' })}>
    ${LAYOUTS.map(
      (layout) =>
        html`<button
          type="button"
          part="button button-layout"
          class="menu-layout"
          data-layout=${layout}
          aria-pressed=${layout === current}
          @click=${() => onchoose(layout)}
        >
          ${icon(LAYOUT_ICONS[layout])}<span>${layoutName(layout)}</span>
        </button>`,
    )}
  </div>`;
}

export function stageMenu({
  onreact,
  hand,
  layout,
  screenshare,
  recording,
  fullScreen,
  picture,
  onquality,
  onclose,
}: StageMenu): TemplateResult {
  const handleKey = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape') return;
    event.preventDefault();
    onclose();
  };
  return html`<div
    part="menu"
    class="more-menu"
    role="dialog"
    aria-label=${msg('More', { id: 'more' })}
    @keydown=${handleKey}
  >
    ${onreact === null ? nothing : reactions(onreact)} ${row('hand', Hand, msg('Raise hand', { id: 'hand' }), hand)}
    ${row('screenshare-menu', 'screenshare', msg('Share screen', { id: 'screenshare' }), screenshare)}
    ${layout === null ? nothing : layouts(layout)}
    ${row('recording', Circle, msg('Record', { id: 'record' }), recording)}
    ${row('fullscreen', fullScreen?.isOn === true ? Minimize : Maximize, msg('Full screen', { id: 'fullscreen' }), fullScreen)}
    ${row('picture-in-picture', PictureInPicture2, msg('Picture in picture', { id: 'picture-in-picture' }), picture)}
    ${onquality === null ? nothing : row('quality', Signal, msg('Connection', { id: 'quality' }), { onpress: onquality })}
  </div>`;
}
