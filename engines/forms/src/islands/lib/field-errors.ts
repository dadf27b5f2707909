/** Shows and takes away the error beside a field, in the markup that the server draws (`fieldError` of the design system). */

import { idOf } from '../../repeats.ts';

const word = { vi: 'Lỗi:', en: 'Error:' };

const errorOf = (place: Element): Element | null => place.querySelector('.field-error');

/** Whether an error stands beside the field. */
export const showsError = (place: Element): boolean => errorOf(place) !== null;

/** Sets the error of a field (`place` is its frame), or clears it when there is no message. */
export function showError(place: HTMLElement, path: string, message: string | undefined, lang: 'vi' | 'en'): void {
  const id = `${idOf(path)}-error`;
  errorOf(place)?.remove();
  place.classList.toggle('field-wrong', message !== undefined);
  const inside = place.querySelector('fieldset') ?? place;
  const described = place.querySelector('fieldset') ?? place.querySelector('input, select, textarea');
  const others = (described?.getAttribute('aria-describedby') ?? '').split(' ').filter((one) => one && one !== id);
  const ids = message === undefined ? others : [...others, id];
  if (ids.length > 0) described?.setAttribute('aria-describedby', ids.join(' '));
  else described?.removeAttribute('aria-describedby');
  for (const control of place.querySelectorAll('input, select, textarea')) {
    if (message === undefined) control.removeAttribute('aria-invalid');
    else control.setAttribute('aria-invalid', 'true');
  }
  if (message === undefined) return;
  const error = document.createElement('p');
  error.className = 'field-error';
  error.id = id;
  error.setAttribute('role', 'status');
  const hidden = document.createElement('span');
  hidden.className = 'visually-hidden';
  hidden.textContent = word[lang];
  error.append(hidden, ` ${message}`);
  const before = [...inside.children].findLast((child) => child.matches('legend, .label, .hint, .origin, h1.label-wrapper'));
  if (before) before.after(error);
  else inside.prepend(error);
}
