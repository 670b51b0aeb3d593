/** `<button data-copy="id">` copies what the element with that id shows. */

/** How long the button says that it worked. */
const COPIED_MS = 2500;

function textOf(source: HTMLElement): string {
  return source instanceof HTMLInputElement ? source.value : (source.textContent ?? '');
}

/** Without the right to the clipboard the text is selected, ready to be copied by hand. */
function select(source: HTMLElement): void {
  source.focus();
  if (source instanceof HTMLInputElement) source.select();
  else getSelection()?.selectAllChildren(source);
}

async function copy(button: HTMLElement, source: HTMLElement): Promise<void> {
  const label = button.textContent;
  try {
    await navigator.clipboard.writeText(textOf(source));
  } catch {
    select(source);
    return;
  }
  if (button.dataset['copied'] !== undefined) return;
  button.dataset['copied'] = '';
  button.textContent = 'Copied';
  setTimeout(() => {
    button.textContent = label;
    delete button.dataset['copied'];
  }, COPIED_MS);
}

export function enableCopyButtons(root: Document): void {
  for (const button of root.querySelectorAll<HTMLElement>('[data-copy]')) {
    const source = root.getElementById(button.dataset['copy'] ?? '');
    if (source) button.addEventListener('click', () => void copy(button, source));
  }
}
