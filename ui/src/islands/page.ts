/** On every page: forms that are sent once and keep what was typed, dialogs, focus on errors, printing. */
import { comeBackByAddress } from './lib/come-back.ts';
import { guardForms } from './lib/form-keeper.ts';
import { tell } from './lib/language.ts';
import { turnDrawings } from './lib/drawings.ts';
import { onceOnly } from './lib/once-only.ts';
import { openDialogs } from './lib/dialogs.ts';
import { showPasswords } from './lib/show-password.ts';

comeBackByAddress();
onceOnly();
guardForms();
openDialogs();
showPasswords();
turnDrawings();

/** An error summary takes the focus, so that a screen reader begins with it. */
document.querySelector<HTMLElement>('[data-focus]')?.focus();

document.addEventListener('click', (event) => {
  const target = event.target as Element;
  if (target.closest('[data-print]')) window.print();
  closeMenus((menu) => !menu.contains(target));
});

/** Menus of the bar close when something else is chosen, and with Escape. */
function closeMenus(which: (menu: Element) => boolean): void {
  for (const menu of document.querySelectorAll('details.bar-menu[open]')) if (which(menu)) menu.removeAttribute('open');
}

document.addEventListener('keydown', (event) => {
  if (event.key !== 'Escape') return;
  const own = (event.target as Element).closest('details.bar-menu');
  closeMenus(() => true);
  own?.querySelector('summary')?.focus();
});

const namesOf = (files: FileList | null): string => [...(files ?? [])].map(({ name }) => name).join(', ');

document.addEventListener('change', (event) => {
  const target = event.target as HTMLInputElement;
  const chosen = target.closest('.file-pick')?.querySelector('.file-chosen');
  if (chosen) chosen.textContent = namesOf(target.files) || tell('Chưa chọn tệp nào', 'No file chosen');
  if (target.matches('[data-select-all]')) {
    const boxes = target.closest('table')?.querySelectorAll<HTMLInputElement>('tbody .pick input') ?? [];
    for (const box of boxes) box.checked = target.checked;
  }
  const filter = target.closest<HTMLFormElement>('form[data-filter]');
  if (filter && target.matches('select, input[type=date]')) filter.requestSubmit();
});
