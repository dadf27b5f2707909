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

let pressed = false;
addEventListener('pointerdown', () => (pressed = true), true);
addEventListener('pointerup', () => (pressed = false), true);
addEventListener('pointercancel', () => (pressed = false), true);

/**
 * Draws something anew, but not under a pointer that is pressed: who leaves a field by pressing a button would find the
 * button gone before it is released, and the click lost. Nor at once: the focus goes to the next field first.
 */
export function whenReleased(work: () => void): void {
  if (!pressed) return void setTimeout(work);
  addEventListener('pointerup', () => setTimeout(work), { once: true });
}
