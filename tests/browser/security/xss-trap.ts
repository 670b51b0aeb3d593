/**
 * What a page under test uses to notice that a text was taken for code or markup. Serialised into pages, so that neither function may
 * refer to anything outside itself. Knows no text and no element but the one it is given.
 */

export interface TrapWindow extends Window {
  p2pTrap: string[];
}

/** Notes every run of hostile code, every dialogue, every address that is opened, and everything that a policy had to stop. */
export function installTrap(): void {
  const hits: string[] = [];
  Object.assign(window, { p2pTrap: hits, p2pHit: () => hits.push('code ran') });
  for (const name of ['alert', 'confirm', 'prompt', 'print', 'open'] as const)
    Object.assign(window, { [name]: () => void hits.push(`${name}()`) });
  addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI }) =>
    hits.push(`policy: ${violatedDirective} ${blockedURI}`),
  );
}

/** What stands in a shadow tree: each tag, each attribute with its tag, and what of it no text may ever make. */
export function inspect(root: ShadowRoot): { kinds: string[]; faults: string[] } {
  const kinds = new Set<string>();
  const faults: string[] = [];
  for (const element of root.querySelectorAll('*')) {
    const tag = element.localName;
    kinds.add(`${tag} `);
    for (const { name, value } of element.attributes) {
      // The link is judged below, whole.
      if (tag !== 'a') kinds.add(`${tag} ${name}`);
      if (name.startsWith('on') || name === 'style') faults.push(`${tag} has ${name}`);
      if (
        /^\s*(?:javascript|data|vbscript|blob|file):/i.test(value) &&
        /^(?:href|src|action|formaction|data|srcdoc)$/.test(name)
      )
        faults.push(`${tag} ${name} is ${value.slice(0, 40)}`);
    }
    if (!(element instanceof HTMLAnchorElement)) continue;
    const isSafe =
      /^https?:$/.test(element.protocol) &&
      element.username + element.password === '' &&
      element.rel === 'noopener noreferrer nofollow' &&
      element.target === '_blank' &&
      element.attributes.length === 3;
    if (!isSafe) faults.push(`a link: ${element.outerHTML.slice(0, 120)}`);
  }
  const host = root.host.getBoundingClientRect();
  for (const element of root.querySelectorAll('[part~="tile"], [part~="toolbar"], .banners, .chat, .people, .card')) {
    const box = element.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) continue;
    const isInside =
      box.left >= host.left - 1 &&
      box.right <= host.right + 1 &&
      box.top >= host.top - 1 &&
      box.bottom <= host.bottom + 1;
    if (!isInside) faults.push(`${element.className} grows out of the element: ${JSON.stringify(box)}`);
  }
  const leave = root.querySelector('[part~="button-leave"]');
  const { left, top, width, height } = leave?.getBoundingClientRect() ?? new DOMRect();
  const hit = root.elementFromPoint(left + width / 2, top + height / 2);
  if (leave !== null && width > 0 && !leave.contains(hit)) faults.push(`${hit?.className} covers the leave button`);
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`the page is ${page.scrollWidth} wide`);
  return { kinds: [...kinds], faults };
}
