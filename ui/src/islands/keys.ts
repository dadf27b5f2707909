/**
 * The officials' keyboard: `data-key="a"` on a link, button or field triggers it; arrows and j/k walk a list; `?` shows
 * the keys of this page; Ctrl/Cmd+K finds and does anything. Single keys can be turned off (WCAG 2.1.4).
 */
import { say, nameOf, typing } from './lib/keyboard.ts';
import { openPalette } from './lib/palette.ts';
import { showKeys, singleKeysOff } from './lib/keys-help.ts';
import { moveBy, tickRow } from './lib/list-walk.ts';

document.addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.isComposing) return;
  const name = nameOf(event);
  if (name === 'ctrl+k') {
    event.preventDefault();
    openPalette();
    return;
  }
  const plain = !/^(ctrl|alt)\+/.test(name);
  if (plain && (typing(event) || singleKeysOff())) return;
  if (document.querySelector('dialog[open]') && !(event.target as Element).closest('dialog')) return;
  if (act(name)) event.preventDefault();
});

/** Does what the key means here; whether it meant anything. */
function act(name: string): boolean {
  if (name === '?') return (showKeys(), true);
  if (name === 'j' || name === 'down') return moveBy(1);
  if (name === 'k' || name === 'up') return moveBy(-1);
  if (name === 'home') return moveBy(-Infinity);
  if (name === 'end') return moveBy(Infinity);
  if (name === 'x') return tickRow();
  const scope = document.querySelector('dialog[open]') ?? document;
  const target = [...scope.querySelectorAll<HTMLElement>('[data-key]')].find(
    (one) => one.dataset['key'] === name && one.checkVisibility() && one.getAttribute('aria-disabled') !== 'true',
  );
  if (!target) return false;
  if (target.matches('input:not([type=checkbox], [type=radio]), select, textarea')) {
    target.focus();
    if (target instanceof HTMLInputElement) target.select();
  } else {
    target.focus();
    target.click();
  }
  return true;
}

document.addEventListener('click', (event) => {
  if ((event.target as Element).closest('[data-keys-help]')) showKeys();
});

/** A click anywhere in a row opens it, unless something inside was meant or text is being selected. */
document.addEventListener('click', (event) => {
  const target = event.target as Element;
  const row = target.closest('[data-row]');
  if (!row || target.closest('a, button, input, label, select, textarea, summary')) return;
  if (String(getSelection())) return;
  row.querySelector<HTMLAnchorElement>('.row-link')?.click();
});

const search = document.querySelector<HTMLFormElement>('[data-palette-open]');
search?.querySelector('input')?.setAttribute('title', say('Ctrl K: tìm và làm mọi việc', 'Ctrl K: find and do anything'));
