/**
 * Parts of a page that renew themselves: `<div id data-live="/fragment" data-live-topics="a b">`. On a change the
 * fragment is fetched and merged in, so that focus, scroll, what is typed and what is ticked stay.
 */
import { Idiomorph } from 'idiomorph';
import { tell } from './lib/language.ts';
import { earliest } from './lib/position.ts';
import { listen, type Wanted } from './lib/stream.ts';

const parts = () => [...document.querySelectorAll<HTMLElement>('[data-live]')];
const busy = new WeakSet<HTMLElement>();
const again = new WeakSet<HTMLElement>();

let follow: ((wanted: Wanted) => void) | undefined;

const source = document.body.dataset['liveSource'];
if (source && parts().length > 0) {
  follow = listen(source, wantedHere(), {
    changed(topics) {
      for (const part of parts()) if (topicsOf(part).some((topic) => topics.has(topic))) void renew(part);
    },
    state: (up) => {
      document.documentElement.dataset['liveState'] = up ? 'up' : 'lost';
    },
  });
}

/** Everything that a part of this page waits for, from where it was drawn. */
function wantedHere(): Wanted {
  const wanted = new Map<string, string>();
  for (const part of parts())
    for (const topic of topicsOf(part)) wanted.set(topic, earliest(wanted.get(topic), part.dataset['liveSince'])!);
  return wanted;
}

function topicsOf(part: HTMLElement): string[] {
  return (part.dataset['liveTopics'] ?? '').split(/[\s,]+/).filter(Boolean);
}

/** Fetches and merges; a change that comes meanwhile leads to one more round, never to a queue of them. */
async function renew(part: HTMLElement): Promise<void> {
  if (busy.has(part)) {
    again.add(part);
    return;
  }
  busy.add(part);
  try {
    const answer = await fetch(part.dataset['live'] ?? '', {
      headers: { 'x-fragment': '1', accept: 'text/html' },
    });
    // A redirect means the sign-in page: keep what is shown and let the next click ask for it.
    if (answer.ok && !answer.redirected) merge(part, await answer.text());
    else if (answer.status >= 500) later(part);
  } catch {
    later(part); // the line is down; the stream does not tell of this change a second time
  } finally {
    busy.delete(part);
    if (again.delete(part)) void renew(part);
  }
}

/** Not all pages at the same moment: the server has just come back. */
function later(part: HTMLElement): void {
  setTimeout(() => part.isConnected && void renew(part), 2000 + Math.random() * 3000);
}

function merge(part: HTMLElement, text: string): void {
  const fresh = new DOMParser().parseFromString(text, 'text/html').body;
  const whole = fresh.querySelector(`#${CSS.escape(part.id)}`);
  const before = new Map([...part.querySelectorAll<HTMLElement>('[id]')].map((one) => [one.id, one.textContent]));
  void Idiomorph.morph(part, (whole ?? fresh).innerHTML, {
    morphStyle: 'innerHTML',
    restoreFocus: true,
    callbacks: {
      beforeNodeMorphed: keepsItsState,
      beforeAttributeUpdated: keepsOpen,
      beforeNodeRemoved: keepsQuestion,
    },
  });
  for (const row of part.querySelectorAll<HTMLElement>('[data-row][id], [data-flash][id]')) {
    if (before.get(row.id) === row.textContent) continue;
    row.classList.add('changed');
    row.addEventListener('animationend', () => row.classList.remove('changed'), { once: true });
  }
  if (whole instanceof HTMLElement) part.dataset['liveSince'] = whole.dataset['liveSince'];
  follow?.(wantedHere());
  // Scripts that come with a fragment do not run by themselves.
  for (const script of part.querySelectorAll<HTMLScriptElement>('script[type=module][src]')) void import(script.src);
}

/** What somebody has typed or ticked is theirs until they send it; an upgraded element looks after itself. */
function keepsItsState(old: Element, _fresh: Node): boolean {
  if (old === document.activeElement && old.matches('input, select, textarea')) return false;
  if (old instanceof HTMLInputElement && /checkbox|radio/.test(old.type)) return old.checked === old.defaultChecked;
  if (old instanceof HTMLInputElement || old instanceof HTMLTextAreaElement) return old.value === old.defaultValue;
  if (old instanceof HTMLSelectElement) return ![...old.options].some((one) => one.selected !== one.defaultSelected);
  return !(old.localName?.includes('-') ?? false);
}

/**
 * A question that somebody is answering stays though it is not asked any more, and says so: what was typed is not taken from
 * under their hands, and on sending they are told who was quicker.
 */
function keepsQuestion(old: Node): boolean {
  if (!(old instanceof HTMLDialogElement) || !old.open) return true;
  if (!old.querySelector('[data-overtaken]')) {
    const note = document.createElement('p');
    note.className = 'inset';
    note.dataset['overtaken'] = '';
    note.setAttribute('role', 'status');
    note.textContent = tell(
      'Vừa có thay đổi: việc này có thể không còn làm được. Những gì bạn gõ còn nguyên ở đây.',
      'Something has just changed: this may not be possible any more. What you typed is still here.',
    );
    old.querySelector('form:not([method=dialog])')?.before(note);
  }
  return false;
}

/** A `details` or dialog that was opened stays open. */
function keepsOpen(name: string): boolean {
  return name !== 'open';
}
