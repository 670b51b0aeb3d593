/** One picture of the conversation, as large as the window. Knows how it is shown, not where it comes from. */
import { msg } from '@lit/localize';
import { type TemplateResult, html, nothing } from 'lit';
import { Download } from 'lucide';
import { textButton } from './controls.ts';
import { icon } from './icons.ts';

export interface LargePicture {
  readonly name: string;
  /** Null until it is drawn. */
  readonly canvas: Element | null;
  readonly onsave: () => void;
  readonly onclose: () => void;
}

/** A dialog that whoever renders it has to open. */
export function pictureViewer(picture: LargePicture | null): TemplateResult | typeof nothing {
  if (picture === null) return nothing;
  const { name, canvas, onsave, onclose } = picture;
  return html`<dialog
    part="dialog"
    class="picture-viewer"
    aria-label=${name}
    @close=${onclose}
    @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && event.stopPropagation()}
    @click=${({ target, currentTarget }: Event) => target === currentTarget && onclose()}
  >
    <div class="picture-bar">
      <bdi class="picture-name">${name}</bdi>
      ${textButton({ name: 'save-picture', text: msg('Save', { id: 'file-save' }), icon: Download, onpress: onsave })}
      <button
        type="button"
        class="icon-button"
        aria-label=${msg('Close the picture', { id: 'picture-close' })}
        @click=${onclose}
      >
        ${icon('close')}
      </button>
    </div>
    <div class="picture-large" role="img" aria-label=${name}>${canvas ?? html`<span class="spinner"></span>`}</div>
  </dialog>`;
}
