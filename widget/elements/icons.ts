/** The icons, single ones from lucide, drawn as SVG templates. Decorative: the control around an icon has the name. */
import { type TemplateResult, html, svg } from 'lit';
import {
  Check,
  Copy,
  Ellipsis,
  Info,
  MessageSquare,
  Mic,
  MicOff,
  Phone,
  ScreenShare,
  ScreenShareOff,
  Send,
  TriangleAlert,
  User,
  UserMinus,
  Users,
  Video,
  VideoOff,
  Volume2,
  X,
} from 'lucide';

const ICONS = {
  camera: Video,
  'camera-off': VideoOff,
  chat: MessageSquare,
  check: Check,
  close: X,
  copy: Copy,
  info: Info,
  leave: Phone,
  microphone: Mic,
  'microphone-off': MicOff,
  more: Ellipsis,
  send: Send,
  people: Users,
  person: User,
  remove: UserMinus,
  screenshare: ScreenShare,
  'screenshare-off': ScreenShareOff,
  sound: Volume2,
  warning: TriangleAlert,
} as const;

export type IconName = keyof typeof ICONS;

/** By name, or, in a part, one of lucide's that the first screen does not need. */
export type Icon = IconName | (typeof ICONS)[IconName];

/** Lucide's nodes are made of these shapes only; Lit cannot take a tag name as a value. */
function shape(tag: string, attrs: Readonly<Record<string, string | number | undefined>>): TemplateResult | null {
  const at = (name: string): string | number | undefined => attrs[name];
  switch (tag) {
    case 'path':
      return svg`<path d=${at('d') ?? ''} />`;
    case 'rect':
      return svg`<rect x=${at('x') ?? 0} y=${at('y') ?? 0} width=${at('width') ?? 0} height=${at('height') ?? 0} rx=${at('rx') ?? 0} />`;
    case 'circle':
      return svg`<circle cx=${at('cx') ?? 0} cy=${at('cy') ?? 0} r=${at('r') ?? 0} />`;
    case 'line':
      return svg`<line x1=${at('x1') ?? 0} y1=${at('y1') ?? 0} x2=${at('x2') ?? 0} y2=${at('y2') ?? 0} />`;
    default:
      return null;
  }
}

export function icon(image: Icon): TemplateResult {
  return html`<svg class="icon" viewBox="0 0 24 24" aria-hidden="true" focusable="false">
    ${(typeof image === 'string' ? ICONS[image] : image).map(([tag, attrs]) => shape(tag, attrs))}
  </svg>`;
}
