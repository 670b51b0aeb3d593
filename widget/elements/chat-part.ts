/** The chat panel and the files in it, with their style sheet, as they are loaded: one for an element. */
import { css } from 'lit';
import type { ChatViews } from './call-view.ts';
import { chat } from './chat.ts';
import { FilesControl, type FilesHost } from './files-control.ts';
import type { ViewPart } from './lazy-view.ts';
import { chat as chatStyles } from './styles/chat.ts';
import { files as filesStyles } from './styles/files.ts';

export type ChatPart = ChatViews & ViewPart;

const PARTS = new WeakMap<FilesHost, ChatPart>();
const styles = css`
  ${chatStyles}
  ${filesStyles}
`;

export function chatOf(host: FilesHost): ChatPart {
  const known = PARTS.get(host);
  if (known !== undefined) return known;
  const files = new FilesControl(host);
  const part: ChatPart = {
    styles,
    panel: (view) => chat(view, files),
    banners: (view) => files.banners(view),
    drop: (dropped) => files.drop(dropped),
  };
  PARTS.set(host, part);
  return part;
}
