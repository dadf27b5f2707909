/** Says in Vietnamese, where it appears, what the editor of decisions writes without asking for its words. */
import { feelWords, shownWords } from './dmn-shown-words.ts';
import { lang } from './dom.ts';

const feelPlaces = '.cm-diagnosticText, .cm-diagnosticSource, .cm-diagnosticAction, .cm-completionDetail';

/** Says what appears below an element, from now on, on a page in Vietnamese. */
export function sayShown(below: HTMLElement): void {
  if (lang === 'en') return;
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes) for (const node of addedNodes) if (node instanceof HTMLElement) said(node);
  }).observe(below, { childList: true, subtree: true });
}

function said(added: HTMLElement): void {
  for (const one of [added, ...added.querySelectorAll<HTMLElement>('*')]) {
    const word = one.matches(feelPlaces) ? feelWord : (text: string) => wordAt(one, text);
    for (const name of ['title', 'aria-label']) {
      const found = word(one.getAttribute(name) ?? '');
      if (found) one.setAttribute(name, found);
    }
    for (const node of one.childNodes) {
      const found = node.nodeType === Node.TEXT_NODE && word(node.nodeValue!);
      if (found) node.nodeValue = found;
    }
  }
}

const feelWord = (text: string): string | undefined => feelWords.find(([pattern]) => pattern.test(text))?.[1];

function wordAt(element: Element, text: string): string | undefined {
  const found = shownWords[text];
  return found && element.matches(found[1]) ? found[0] : undefined;
}
