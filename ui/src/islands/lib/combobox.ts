/** The behaviour of a combobox with a list below (WAI-ARIA APG), for autocompletes, search boxes and the palette. */
import { keyNames } from '../../key-names.ts';
import { tell } from './language.ts';

export interface Suggestion {
  readonly label: string;
  readonly value?: string;
  readonly hint?: string;
  readonly href?: string;
  /** The key that does the same, as `data-key` writes it. */
  readonly key?: string;
}

export interface ComboboxOptions {
  readonly input: HTMLInputElement;
  /** Element that takes the list; beside the input. */
  readonly place: Element;
  readonly find: (text: string, signal: AbortSignal) => Suggestion[] | Promise<Suggestion[]>;
  readonly choose: (suggestion: Suggestion) => void;
  /** Show everything for an empty text; else the list waits for a letter. */
  readonly eager?: boolean;
  /** Enter takes the first one without an arrow key before. */
  readonly firstIsChosen?: boolean;
  /** Milliseconds to wait while typing; 0 for lists at hand. */
  readonly pause?: number;
}

let count = 0;

/** Makes the input a combobox. */
export function combobox(options: ComboboxOptions): void {
  const { input } = options;
  const list = document.createElement('ul');
  list.id = `combo-${++count}`;
  list.className = 'combo-list';
  list.setAttribute('role', 'listbox');
  list.hidden = true;
  list.setAttribute('aria-label', tell('Gợi ý', 'Suggestions'));
  const status = document.createElement('div');
  status.className = 'visually-hidden';
  status.setAttribute('role', 'status');
  options.place.append(list, status);
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-expanded', 'false'],
    ['aria-controls', list.id],
    ['autocomplete', 'off'],
  ] as const)
    input.setAttribute(name, value);

  let shown: Suggestion[] = [];
  let active = -1;
  let moved = false;
  /** The list is for what was typed before; its first item is not what Enter means. */
  let stale = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let asked = new AbortController();

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute('aria-expanded', 'false');
    input.removeAttribute('aria-activedescendant');
  };
  const mark = (index: number) => {
    active = index;
    [...list.children].forEach((item, at) => item.setAttribute('aria-selected', String(at === index)));
    const item = list.children[index];
    if (item) {
      input.setAttribute('aria-activedescendant', item.id);
      item.scrollIntoView({ block: 'nearest' });
    } else input.removeAttribute('aria-activedescendant');
  };
  const take = (index: number) => {
    const suggestion = shown[index];
    close();
    if (suggestion) options.choose(suggestion);
  };
  const show = (found: Suggestion[]) => {
    // A list that comes after an arrow key keeps what was marked in the one before it.
    const marked = shown[active]?.label;
    const kept = moved ? found.findIndex(({ label }) => label === marked) : -1;
    shown = found;
    stale = false;
    list.replaceChildren(...found.map((one, index) => drawItem(one, `${list.id}-${index}`)));
    if (found.length === 0) list.append(drawNothing());
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    list.scrollIntoView({ block: 'nearest' });
    mark(kept >= 0 ? kept : options.firstIsChosen && found.length > 0 ? 0 : -1);
    status.textContent = tell(`Có ${found.length} gợi ý`, `${found.length} suggestions`);
  };
  const ask = async () => {
    const text = input.value.trim();
    asked.abort();
    if (!text && !options.eager) return close();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const found = await options.find(text, signal);
      // Whoever has gone on to the next field is not followed by a list that covers it.
      if (!signal.aborted && document.activeElement === input) show(found);
    } catch {
      if (!signal.aborted) close();
    }
  };

  input.addEventListener('input', () => {
    moved = false;
    stale = true;
    clearTimeout(timer);
    timer = setTimeout(() => void ask(), options.pause ?? 0);
  });
  input.addEventListener('keydown', (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) return void ask();
      moved = true;
      const step = event.key === 'ArrowDown' ? 1 : -1;
      mark((active + step + shown.length + (active < 0 && step < 0 ? 1 : 0)) % Math.max(1, shown.length));
    } else if (event.key === 'Enter' && options.firstIsChosen && stale && !moved) {
      event.preventDefault();
      clearTimeout(timer);
      void ask().then(() => !stale && take(active));
    } else if (event.key === 'Enter' && !list.hidden && active >= 0) {
      event.preventDefault();
      take(active);
    } else if (event.key === 'Escape' && !list.hidden && !options.firstIsChosen) {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  });
  if (!options.firstIsChosen)
    input.addEventListener('blur', () => {
      clearTimeout(timer);
      asked.abort();
      setTimeout(close);
    });
  list.addEventListener('mousedown', (event) => event.preventDefault());
  list.addEventListener('click', (event) => {
    const item = (event.target as Element).closest('[role=option]');
    if (item) take([...list.children].indexOf(item));
  });
  if (options.eager && options.firstIsChosen) void ask();
  else if (options.eager) input.addEventListener('click', () => list.hidden && void ask());
}

function drawItem(one: Suggestion, id: string): HTMLElement {
  const item = document.createElement('li');
  item.id = id;
  item.setAttribute('role', 'option');
  item.textContent = one.label;
  if (one.key) {
    const key = document.createElement('kbd');
    key.textContent = keyNames(one.key);
    item.append(key);
  }
  if (one.hint) {
    const hint = document.createElement('small');
    hint.textContent = one.hint;
    item.append(hint);
  }
  return item;
}

function drawNothing(): HTMLElement {
  const item = document.createElement('li');
  item.className = 'combo-none';
  item.setAttribute('role', 'option');
  item.setAttribute('aria-disabled', 'true');
  item.textContent = tell('Không tìm thấy mục nào', 'Nothing found');
  return item;
}

/** Asks a server: `source?q=text` answers `[{ label, value?, hint?, href? }]`. */
export async function fetchSuggestions(source: string, text: string, signal: AbortSignal): Promise<Suggestion[]> {
  const url = new URL(source, location.href);
  url.searchParams.set('q', text);
  const answer = await fetch(url, { signal, headers: { accept: 'application/json' } });
  if (!answer.ok) throw new Error(String(answer.status));
  return (await answer.json()) as Suggestion[];
}
