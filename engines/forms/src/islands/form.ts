/**
 * Makes a drawn form page live: conditions, computed answers, entries of repeated groups and checks on leaving a
 * field, by the same functions that the server uses. Without it the page does the same by posting.
 */
import { getAt } from '../data.ts';
import type { FormDefinition } from '../definition.ts';
import type { FormEnvironment } from '../environment.ts';
import { formatAnswer } from '../format.ts';
import type { Lang } from '../messages.ts';
import { fieldAt, mergePosted, parsePosted } from '../posted.ts';
import { PLACEHOLDER, renumber } from '../repeats.ts';
import { type Validation, validateForm } from '../validate.ts';
import { OTHER_PROVINCE } from '../values.ts';
import { showError, showsError } from './lib/field-errors.ts';

interface State {
  readonly form: FormDefinition;
  readonly page: string;
  readonly data: unknown;
  readonly lang: Lang;
  readonly now: string;
}

function enliven(element: HTMLFormElement, state: State): void {
  const env: FormEnvironment = { now: new Date(state.now), lang: state.lang };
  const changed = new Set<string>();
  let pending: ReturnType<typeof setTimeout> | undefined;

  const judge = (): Validation => {
    const body: Record<string, string[]> = {};
    for (const [name, value] of new FormData(element)) if (typeof value === 'string') (body[name] ??= []).push(value);
    return validateForm(
      state.form,
      mergePosted(state.form, state.page, state.data, parsePosted(state.form, body)),
      env,
      state.page,
    );
  };

  const refresh = (): void => {
    // An answer that appears may bring up another question: at most as often as groups are nested.
    for (let round = 0; round < 4; round += 1) if (!openAndClose(element, judge().visible)) break;
    const { data } = judge();
    for (const place of element.querySelectorAll<HTMLElement>('[data-computed]')) {
      const path = place.dataset['computed'] ?? '';
      const field = fieldAt(state.form, path);
      const output = place.querySelector('output');
      if (field && output) output.textContent = formatAnswer(field, getAt(data, path), env) || '–';
    }
    for (const address of element.querySelectorAll<HTMLElement>('[data-address]')) showAddressParts(address);
    for (const list of element.querySelectorAll<HTMLElement>('[data-repeat]')) showRoomLeft(list);
  };

  const soon = (): void => {
    clearTimeout(pending);
    pending = setTimeout(refresh, 120);
  };

  element.addEventListener('input', (event) => {
    const place = placeOf(event.target);
    if (place) changed.add(place.dataset['field'] ?? '');
    soon();
  });
  // Typed text that is put back after a broken connection counts like typing, and finds the entries in which it was typed.
  element.addEventListener('dinh:restoring', (event) => {
    refresh();
    makeRoom(element, (event as CustomEvent<string[]>).detail);
    refresh();
  });
  element.addEventListener('dinh:restored', refresh);
  element.addEventListener('change', (event) => {
    const control = event.target;
    const fetchCommunes =
      control instanceof HTMLSelectElement && control.name.endsWith('.province')
        ? control.closest('[data-address]')?.querySelector<HTMLButtonElement>('button[name="_refresh"]')
        : null;
    if (fetchCommunes && control instanceof HTMLSelectElement && control.value !== OTHER_PROVINCE)
      element.requestSubmit(fetchCommunes);
    else refresh();
    // Chosen is chosen: what was said about it goes at once.
    const place = placeOf(control);
    if (place && showsError(place) && control instanceof HTMLInputElement && /^(radio|checkbox)$/.test(control.type))
      judgeField(place);
  });
  element.addEventListener('focusout', (event) => {
    const place = placeOf(event.target);
    // A date is judged when its last part is left.
    if (place && !place.contains(event.relatedTarget as Node | null)) afterPress(() => judgeField(place));
  });
  const judgeField = (place: HTMLElement): void => {
    const path = place.dataset['field'] ?? '';
    // An untouched field is not judged at all.
    if (!changed.has(path) && !showsError(place)) return;
    const error = judge().errors.find((one) => one.path === path);
    const isEmpty = getAt(judge().data, path) === undefined;
    if (error && isEmpty && !showsError(place)) return;
    showError(place, path, error?.message[state.lang], state.lang);
  };
  element.addEventListener('click', (event) => {
    const button = event.target instanceof Element ? event.target.closest('button') : null;
    const act = button?.name === '_add' ? addEntry : button?.name === '_remove' ? removeEntry : undefined;
    if (!button || !act || !act(element, button.value)) return;
    event.preventDefault();
    refresh();
  });
  refresh();
}

/**
 * Does something now, or once the finger or mouse is up: an error that comes or goes moves the page, and the button
 * that is being pressed would slip away under the pointer.
 */
function afterPress(act: () => void): void {
  if (!pressed) return act();
  addEventListener('pointerup', () => setTimeout(act), { once: true });
}
let pressed = false;
addEventListener('pointerdown', () => (pressed = true), true);
for (const end of ['pointerup', 'pointercancel']) addEventListener(end, () => (pressed = false), true);

const placeOf = (target: EventTarget | null): HTMLElement | null =>
  target instanceof Element ? target.closest<HTMLElement>('[data-field]') : null;

/** Moves fields out of their templates or back; what was typed stays in them. True when something moved. */
function openAndClose(element: HTMLElement, visible: ReadonlySet<string>): boolean {
  let moved = false;
  for (const holder of element.querySelectorAll<HTMLElement>('[data-when]')) {
    const open = visible.has(holder.dataset['when'] ?? '');
    if (open === !(holder instanceof HTMLTemplateElement)) continue;
    const fresh = document.createElement(open ? 'div' : 'template');
    fresh.dataset['when'] = holder.dataset['when'];
    const from = holder instanceof HTMLTemplateElement ? holder.content : holder;
    const to = fresh instanceof HTMLTemplateElement ? fresh.content : fresh;
    to.append(...from.childNodes);
    holder.replaceWith(fresh);
    moved = true;
  }
  return moved;
}

function showAddressParts(address: HTMLElement): void {
  const elsewhere = address.querySelector('select')?.value === OTHER_PROVINCE;
  address.querySelector('[data-address-elsewhere]')?.toggleAttribute('hidden', !elsewhere);
  address.querySelector('[data-address-here]')?.toggleAttribute('hidden', elsewhere);
}

const entriesOf = (list: Element): HTMLElement[] => {
  const path = list.getAttribute('data-repeat') ?? '';
  return [...list.querySelectorAll<HTMLElement>('[data-item]')].filter(
    (entry) => entry.closest('[data-repeat]') === list && (entry.dataset['item'] ?? '').startsWith(`${path}[`),
  );
};

/** Offers to add while there is room for more, and to take out while there are more than the rule asks for. */
function showRoomLeft(list: HTMLElement): void {
  const entries = entriesOf(list);
  const full = entries.length >= Number(list.dataset['max']);
  const needsAll = entries.length <= Number(list.dataset['min']);
  for (const entry of entries) entry.querySelector(':scope > button[name="_remove"]')?.toggleAttribute('hidden', needsAll);
  const path = list.dataset['repeat'] ?? '';
  list.querySelector(`button[name="_add"][value="${CSS.escape(path)}"]`)?.toggleAttribute('hidden', full);
}

/** Gives every list as many entries as these names of controls speak of. */
function makeRoom(element: HTMLElement, names: readonly string[]): void {
  const done = new Set<string>();
  for (;;) {
    // Asked for anew each time: a new entry may hold lists of its own.
    const list = [...element.querySelectorAll<HTMLElement>('[data-repeat]')].find(
      (one) => !done.has(one.dataset['repeat'] ?? ''),
    );
    if (!list) return;
    const path = list.dataset['repeat'] ?? '';
    done.add(path);
    const most = Math.max(
      0,
      ...names.filter((name) => name.startsWith(`${path}[`)).map((name) => Number.parseInt(name.slice(path.length + 1), 10) + 1),
    );
    // Without a name there is nothing to put back, and nothing to take away.
    if (most === 0) continue;
    while (entriesOf(list).length < most && makeEntry(list));
    for (const entry of entriesOf(list).slice(most)) entry.remove();
  }
}

/** Adds an entry at the end and goes to its first control; false leaves it to the server. */
function addEntry(element: HTMLElement, path: string): boolean {
  const list = element.querySelector<HTMLElement>(`[data-repeat="${CSS.escape(path)}"]`);
  const entry = list && makeEntry(list);
  entry?.querySelector<HTMLElement>('input:not([type=hidden]), select, textarea')?.focus();
  return Boolean(entry);
}

/** @returns the new entry; undefined when there is no room for one */
function makeEntry(list: HTMLElement): HTMLElement | undefined {
  const path = list.dataset['repeat'] ?? '';
  const next = list.querySelector<HTMLTemplateElement>(`template[data-next="${CSS.escape(path)}"]`);
  const entries = entriesOf(list);
  if (!next || entries.length >= Number(list.dataset['max'])) return undefined;
  const made = document.createElement('template');
  made.innerHTML = renumber(next.innerHTML, path, PLACEHOLDER, entries.length);
  const entry = made.content.querySelector<HTMLElement>('[data-item]');
  if (!entry) return undefined;
  list.querySelector('[data-empty]')?.remove();
  next.before(entry);
  number(entry, entries.length);
  return entry;
}

/** Takes an entry out and moves those behind it up by one. */
function removeEntry(element: HTMLElement, place: string): boolean {
  const entry = element.querySelector<HTMLElement>(`[data-item="${CSS.escape(place)}"]`);
  const list = entry?.closest<HTMLElement>('[data-repeat]');
  if (!entry || !list) return false;
  const path = list.dataset['repeat'] ?? '';
  const entries = entriesOf(list);
  const at = entries.indexOf(entry);
  entry.remove();
  entries.slice(at + 1).forEach((one, i) => {
    rewrite(one, (text) => renumber(text, path, at + 1 + i, at + i));
    number(one, at + i);
  });
  list.querySelector<HTMLElement>(`button[name="_add"][value="${CSS.escape(path)}"]`)?.focus();
  return true;
}

/** The number that people read, in the entry's own heading and button. */
function number(entry: HTMLElement, at: number): void {
  for (const place of entry.querySelectorAll(':scope > h2 [data-number], :scope > button [data-number]'))
    place.textContent = String(at + 1);
}

/** Rewrites every attribute of an entry, templates in it included, without touching what was typed. */
function rewrite(node: Element | DocumentFragment, change: (text: string) => string): void {
  const all = [...node.querySelectorAll('*')];
  if (node instanceof Element) all.push(node);
  for (const one of all) {
    for (const attribute of one.attributes) {
      // Quotes mark where an id begins and ends, as in written HTML.
      const now = change(`"${attribute.value}"`).slice(1, -1);
      if (now !== attribute.value && attribute.name !== 'value') attribute.value = now;
      else if (now !== attribute.value && one instanceof HTMLButtonElement) attribute.value = now;
      else if (now !== attribute.value && one instanceof HTMLInputElement && one.name === '_shown') attribute.value = now;
    }
    if (one instanceof HTMLTemplateElement) rewrite(one.content, change);
  }
}

for (const carrier of document.querySelectorAll<HTMLScriptElement>('script[data-form]')) {
  const element = carrier.closest('form');
  if (element) enliven(element, JSON.parse(carrier.textContent) as State);
}
