/** The language of the page. */
export const lang: 'vi' | 'en' = document.documentElement.lang === 'en' ? 'en' : 'vi';

export interface Words {
  readonly vi: string;
  readonly en: string;
}

export const say = (words: Words): string => words[lang];

type Attribute = string | number | boolean | undefined | ((event: never) => void);

/** An element with attributes, listeners (`onclick`) and children. */
export function el<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Attribute>> = {},
  ...children: (Node | string | undefined | false)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue;
    if (typeof value === 'function') made.addEventListener(name.slice(2), value as EventListener);
    else made.setAttribute(name, value === true ? '' : String(value));
  }
  made.append(...children.filter((child): child is Node | string => child !== undefined && child !== false));
  return made;
}

let made = 0;
export const freshId = (name: string): string => `${name}-${++made}`;

/** Which parts of the page are not yet what they will be, and by how many things that go on. */
const going = new WeakMap<Element, number>();

/**
 * Marks a part of the page as one that is about to change (`aria-busy` of WAI-ARIA 1.2), at once: whoever reads the page by a
 * machine, a test, too, waits until it is over.
 * @returns what takes the mark off; the last one that was begun does
 */
export function busy(place: Element): () => void {
  going.set(place, (going.get(place) ?? 0) + 1);
  place.setAttribute('aria-busy', 'true');
  let over = false;
  return () => {
    if (over) return;
    over = true;
    const left = going.get(place)! - 1;
    going.set(place, left);
    if (left === 0) place.removeAttribute('aria-busy');
  };
}

/** The same while something goes on. */
export const busyUntil = <Result>(place: Element, work: Promise<Result>): Promise<Result> => work.finally(busy(place));

let pressed = false;
const due = new Set<() => void>();

function drawDue(): void {
  if (pressed) return;
  const now = [...due];
  due.clear(); // what is asked for meanwhile has its own time
  for (const draw of now)
    try {
      draw();
    } catch (error) {
      reportError(error); // the others are drawn all the same
    }
}

addEventListener('pointerdown', () => (pressed = true), true);
for (const end of ['pointerup', 'pointercancel'])
  addEventListener(
    end,
    () => {
      pressed = false;
      setTimeout(drawDue);
    },
    true,
  );
// Who types faster than is drawn would type into what is about to go.
addEventListener('keydown', drawDue, true);

/**
 * How a part of the page is drawn anew: not under a pointer that is pressed, since who leaves a field by pressing a button
 * would find the button gone before it is released, and the click lost; nor at once, since the focus goes to the next field
 * first; but before the next key. Until then the part is busy, and however often it is asked for, it is drawn once.
 * @returns what asks for it
 */
export function drawnLater(place: Element, draw: () => void): () => void {
  let done: (() => void) | undefined;
  const work = (): void => {
    const over = done!;
    done = undefined;
    try {
      draw();
    } finally {
      over();
    }
  };
  return () => {
    if (done) return;
    done = busy(place);
    due.add(work);
    setTimeout(drawDue);
  };
}

/** The field into which somebody is typing what nobody has heard of yet. */
let typing: EventTarget | null = null;
addEventListener('input', ({ target }) => (typing = isText(target) ? target : null), true);
for (const end of ['change', 'focusout'])
  addEventListener(end, ({ target }) => void (target === typing && (typing = null)), true);

/**
 * Does what would draw a part of the page anew because of an answer of the server, which comes at any time: while somebody types
 * there, not before they have left the field, which would be another one in the middle of a word.
 */
export function whenTyped(place: Element, work: () => void): void {
  const field = typing;
  if (!(field instanceof Element && place.contains(field))) work();
  else field.addEventListener('focusout', () => whenTyped(place, work), { once: true });
}

/** Brings the focus to the field of a place within a part of the page. @returns the field, if there is one */
function focusOnPlace(part: ParentNode, place: string): HTMLElement | null {
  const found = part.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`);
  found?.focus();
  return found;
}

/**
 * Draws a part of the page anew with the focus where it was (by `data-place`), and with what was selected there. What has gone gives
 * the focus to what stands beside it (`data-else`).
 * @param otherwise the place that has the focus when neither is there
 * @param focusOn brings the focus to a place; returns the field
 */
export function keepingFocus(
  part: HTMLElement,
  draw: () => void,
  {
    otherwise,
    focusOn = (place) => focusOnPlace(part, place),
  }: { otherwise?: string; focusOn?: (place: string) => HTMLElement | null } = {},
): void {
  const active = document.activeElement as HTMLElement | null;
  if (!active || !part.contains(active)) return draw();
  // A list that is found by typing hides the select that has the place.
  const finder = active.closest('dinh-autocomplete')?.querySelector<HTMLElement>('[data-place]');
  const place = active.dataset['place'] ?? finder?.dataset['place'];
  const selected = isText(active) ? ([active.selectionStart, active.selectionEnd] as const) : undefined;
  draw();
  for (const one of [place, active.dataset['else'], otherwise]) {
    const again = one === undefined ? null : focusOn(one);
    if (!again) continue;
    if (one === place && selected && isText(again)) {
      const [start, end] = selected;
      // Fields of numbers and days do not tell what is selected in them.
      if (start === null || end === null) again.select();
      else again.setSelectionRange(start, end);
    }
    return;
  }
}

const isText = (one: unknown): one is HTMLInputElement | HTMLTextAreaElement =>
  one instanceof HTMLInputElement || one instanceof HTMLTextAreaElement;
