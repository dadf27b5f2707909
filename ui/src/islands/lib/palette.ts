/** Ctrl/Cmd+K: acts of this page and answers of `data-palette?q=`, in one list. */
import { combobox, fetchSuggestions, type Suggestion } from './combobox.ts';
import { fold } from './fold.ts';
import { tell } from './language.ts';
import { makeDialog } from './make-dialog.ts';

let acts = new Map<string, HTMLElement>();

/** Opens the palette, empty. */
export function openPalette(): void {
  const { dialog, body } = makeDialog('palette', tell('Bạn muốn làm gì?', 'What would you like to do?'));
  dialog.classList.add('palette');
  acts = actsHere(dialog);
  const input = document.createElement('input');
  input.className = 'input';
  input.type = 'text';
  input.setAttribute('aria-labelledby', 'palette-title');
  input.placeholder = tell('Mã hồ sơ, tên người, thủ tục, việc cần làm', 'Code, name, procedure, or what to do');
  body.replaceChildren(input);
  dialog.showModal();
  combobox({
    input,
    place: body,
    find,
    eager: true,
    firstIsChosen: true,
    pause: 120,
    choose: (one) => {
      dialog.close();
      const act = one.value === undefined ? undefined : acts.get(one.value);
      if (act) act.click();
      else if (one.href) location.assign(one.href);
    },
  });
  input.focus();
}

async function find(text: string, signal: AbortSignal): Promise<Suggestion[]> {
  const wanted = fold(text).split(' ').filter(Boolean);
  const here = [...acts].map(([label, element]) => ({ label, value: label, key: element.dataset['key'] }));
  const found: Suggestion[] = here.filter(({ label }) => wanted.every((word) => fold(label).includes(word)));
  const source = document.body.dataset['palette'];
  if (!source || (!text && found.length > 0)) return found;
  try {
    const known = new Set(found.map(({ label }) => label));
    return [
      ...found,
      // A room or queue that stands on this page with its key is not offered twice.
      ...(await fetchSuggestions(source, text, signal)).filter(({ label }) => !known.has(label)),
    ];
  } catch (error) {
    if (signal.aborted) throw error;
    return found; // the server does not answer: the acts of the page still work
  }
}

/** What can be done on this page: everything with a key, by its words. */
function actsHere(dialog: Element): Map<string, HTMLElement> {
  const found = new Map<string, HTMLElement>();
  for (const one of document.querySelectorAll<HTMLElement>('a[data-key], button[data-key]')) {
    if (dialog.contains(one) || !one.checkVisibility()) continue;
    const copy = one.cloneNode(true) as HTMLElement;
    for (const extra of copy.querySelectorAll('.key-hint, .count, kbd, .queue-late, .queue-soon')) extra.remove();
    const label = copy.textContent?.trim().replace(/\s+/g, ' ');
    if (label) found.set(label, one);
  }
  return found;
}
