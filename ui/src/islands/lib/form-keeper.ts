/**
 * Nothing typed is lost. What is typed into a form that posts is kept in this tab until the form has arrived; it comes
 * back when the session ended, the connection broke or the tab was closed by mistake. It never outlives the tab, and
 * signing out forgets it at once. Passwords, files and forms marked `data-forget` are not kept, nor a field in whose place a file goes
 * (`data-replaced-by` names its control): what was in the file comes back from the server.
 */
import { tell } from './language.ts';

const prefix = 'dinh:form:';
const sentKey = 'dinh:sent';
const heldKey = 'dinh:held';

type Kept = Record<string, string[]>;

export function guardForms(): void {
  const answered = settleSent();
  for (const form of document.forms) restore(form, keyOf(form) === answered);

  document.addEventListener('input', (event) => {
    const form = (event.target as HTMLInputElement).form;
    if (!form || !keeps(form)) return;
    form.dataset['dirty'] = '1';
    sessionStorage.setItem(keyOf(form), JSON.stringify(read(form)));
    if (form.dataset['autosave']) autosaveSoon(form);
  });

  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.matches('[data-sign-out]')) {
      for (const key of Object.keys(sessionStorage)) if (key.startsWith('dinh:')) sessionStorage.removeItem(key);
      return;
    }
    if (event.defaultPrevented || !keeps(form)) return;
    delete form.dataset['dirty'];
    clearTimeout(timers.get(form));
    // As it is now, with what was chosen for the person: not only what was typed.
    sessionStorage.setItem(keyOf(form), JSON.stringify(read(form)));
    sessionStorage.setItem(sentKey, keyOf(form));
  });

  addEventListener('beforeunload', (event) => {
    if (document.querySelector('form[data-guard][data-dirty]')) event.preventDefault();
  });
}

function keeps(form: HTMLFormElement): boolean {
  return form.method === 'post' && !form.hasAttribute('data-forget') && !form.hasAttribute('data-sign-out');
}

/**
 * By page, form and matter: one page shows many dossiers, and what was typed for one of them must not stand in the form of
 * another. The matter is in the address to which the form goes (without its query, which holds versions), or in `data-about`.
 */
function keyOf(form: HTMLFormElement): string {
  const { pathname } = new URL(form.getAttribute('action') ?? '', location.href);
  return `${prefix}${location.pathname}#${form.id} ${pathname} ${form.dataset['about'] ?? ''}`;
}

/**
 * After a submission: it has arrived when this page is its answer, and either the server led on to it, or that form is not here, or
 * the page says that it has answered it (`data-answered`): a trial that goes on in the same form has filled it in anew.
 * Sign-in and error pages say that it did not; so does the same form again with its errors, which no redirect leads to. A page
 * that asks for something else first and holds what was sent (`data-holds-sent`) leaves it open: what it leads to is the answer.
 * @returns the key of the form that this page answers with its errors: it says itself what was typed
 */
function settleSent(): string | undefined {
  const sent = sessionStorage.getItem(sentKey);
  if (!sent) return undefined;
  if (document.querySelector('form[data-holds-sent]')) {
    sessionStorage.setItem(heldKey, location.pathname);
    return undefined;
  }
  const heldAt = sessionStorage.getItem(heldKey);
  sessionStorage.removeItem(sentKey);
  sessionStorage.removeItem(heldKey);
  if (document.body.hasAttribute('data-keeps-forms')) {
    if (sessionStorage.getItem(sent)) reassure();
    return undefined;
  }
  const same = [...document.forms].filter((form) => keyOf(form) === sent);
  const here = same.length > 0;
  const from = heldAt ?? sent.slice(prefix.length, sent.indexOf('#'));
  if (!cameFrom(from)) return undefined;
  const told = same.some((form) => form.hasAttribute('data-answered')) && navigation()?.type === 'navigate';
  if (ledHere() || told || (heldAt === null && !here)) sessionStorage.removeItem(sent);
  else if (here && navigation()?.type === 'navigate' && document.querySelector('.error-summary')) return sent;
  return undefined;
}

/** Said where something came between: a sign-in, a fault of the program. */
function reassure(): void {
  const text = document.createElement('p');
  text.setAttribute('role', 'status');
  text.textContent = tell(
    'Những gì bạn vừa nhập được giữ trên máy này, và hiện lại khi bạn trở về trang đó.',
    'What you typed is kept on this device, and stands there again when you come back to that page.',
  );
  document.querySelector('main')?.append(text);
}

/**
 * Whether one came here from a page. Where the connection broke, one goes on by an address or by the page before
 * that, and there was no answer. A browser that never tells whence one comes is believed when the server led here.
 */
function cameFrom(path: string): boolean {
  return document.referrer === '' ? ledHere() : new URL(document.referrer).pathname === path;
}

/** Whether this page was reached over a redirect of the same site. */
function ledHere(): boolean {
  const visit = navigation();
  return visit?.type === 'navigate' && visit.redirectCount > 0;
}

const navigation = (): PerformanceNavigationTiming | undefined =>
  (performance.getEntriesByType('navigation') as PerformanceNavigationTiming[])[0];

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;

function controls(form: HTMLFormElement): Control[] {
  return [...form.elements].filter(
    (element): element is Control =>
      (element instanceof HTMLInputElement &&
        // A password that is shown for a moment is a text field meanwhile.
        !element.matches('[data-password]') &&
        !/password|file|hidden|submit|button|image|reset/.test(element.type)) ||
      element instanceof HTMLSelectElement ||
      element instanceof HTMLTextAreaElement,
  );
}

function read(form: HTMLFormElement): Kept {
  const kept: Kept = {};
  for (const control of controls(form)) {
    if (!control.name || isReplaced(control)) continue;
    const values = (kept[control.name] ??= []);
    if (!isTick(control)) values.push(control.value);
    else if (control.checked) values.push(control.value);
  }
  return kept;
}

function isReplaced(control: Control): boolean {
  const by = control.form?.elements.namedItem(control.dataset['replacedBy'] ?? '');
  return by instanceof HTMLInputElement && (by.files?.length ?? 0) > 0;
}

function isTick(control: Control): control is HTMLInputElement {
  return control instanceof HTMLInputElement && (control.type === 'checkbox' || control.type === 'radio');
}

/**
 * Puts back what differs from what the server sent, and says so with a way to undo it. An answer may open another question, and what
 * was typed may stand in an entry that had just been added: whoever draws the form is asked to make room (`dinh:restoring`, with the names
 * that are to come) before each round, until nothing more changes.
 * @param answered the server has just answered this form: only what it left empty is put back, the rest it may write in its own way
 */
function restore(form: HTMLFormElement, answered: boolean): void {
  const text = keeps(form) ? sessionStorage.getItem(keyOf(form)) : null;
  if (!text) return;
  const kept = JSON.parse(text) as Kept;
  let changed = false;
  for (let round = 0; round < 5; round += 1) {
    form.dispatchEvent(new CustomEvent('dinh:restoring', { detail: Object.keys(kept) }));
    if (!putBack(form, kept, answered)) break;
    changed = true;
  }
  if (!changed) return sessionStorage.removeItem(keyOf(form));
  form.dataset['dirty'] = '1';
  form.prepend(notice(form));
  const status = form.querySelector('[data-autosave-status]');
  if (status) status.textContent = tell('Phần vừa điền lại chưa được lưu', 'What was put back is not saved yet');
  form.dispatchEvent(new CustomEvent('dinh:restored', { bubbles: true }));
}

/** @returns whether anything differed */
function putBack(form: HTMLFormElement, kept: Kept, onlyEmpty: boolean): boolean {
  const seen: Record<string, number> = {};
  const ticked = new Set(controls(form).flatMap((one) => (isTick(one) && one.checked ? one.name : [])));
  let changed = false;
  for (const control of controls(form)) {
    const values = kept[control.name];
    if (!values) continue;
    if (isTick(control)) {
      const tick = values.includes(control.value);
      if (tick === control.checked || (onlyEmpty && ticked.has(control.name))) continue;
      control.checked = tick;
      changed = true;
      continue;
    }
    const value = values[(seen[control.name] = (seen[control.name] ?? -1) + 1)];
    if (value === undefined || value === control.value || !offers(control, value)) continue;
    if (onlyEmpty && control.value !== '') continue;
    control.value = value;
    changed = true;
  }
  return changed;
}

/** A list may not offer any more what was chosen from it; then the server's choice stands. */
const offers = (control: Control, value: string): boolean =>
  !(control instanceof HTMLSelectElement) || [...control.options].some((option) => option.value === value);

function notice(form: HTMLFormElement): HTMLElement {
  const box = document.createElement('div');
  box.className = 'banner banner-info';
  box.setAttribute('role', 'status');
  const text = document.createElement('p');
  text.textContent = tell('Chúng tôi đã điền lại những gì bạn đang nhập dở.', 'We have put back what you had typed.');
  const undo = document.createElement('button');
  undo.type = 'button';
  undo.className = 'link-button';
  undo.textContent = tell('Bỏ phần điền lại', 'Discard it');
  undo.addEventListener('click', () => {
    sessionStorage.removeItem(keyOf(form));
    delete form.dataset['dirty'];
    location.reload(); // entries and questions, too, as the server has them
  });
  box.append(text, undo);
  return box;
}

const timers = new WeakMap<HTMLFormElement, ReturnType<typeof setTimeout>>();

/** Posts the form's values to `data-autosave` after a pause in typing. The answer's body is not read. */
function autosaveSoon(form: HTMLFormElement): void {
  clearTimeout(timers.get(form));
  timers.set(
    form,
    setTimeout(() => void autosave(form), 1200),
  );
}

async function autosave(form: HTMLFormElement): Promise<void> {
  const status = form.querySelector('[data-autosave-status]');
  const say = (text: string) => status && (status.textContent = text);
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (typeof value === 'string') values.append(name, value);
  say(tell('Đang lưu…', 'Saving…'));
  try {
    const answer = await fetch(form.dataset['autosave'] ?? '', {
      method: 'POST',
      body: values,
      headers: { 'x-autosave': '1', accept: 'application/json' },
      redirect: 'error',
    });
    if (answer.status === 401)
      return void say(
        tell(
          'Phiên đăng nhập đã hết. Những gì bạn gõ vẫn được giữ trên máy này; bấm nút gửi để đăng nhập lại.',
          'Your session has ended. What you typed is kept on this device; send the page to sign in again.',
        ),
      );
    if (!answer.ok) throw new Error(String(answer.status));
    delete form.dataset['dirty'];
    sessionStorage.removeItem(keyOf(form));
    const now = new Date().toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' });
    say(tell(`Đã lưu nháp lúc ${now}`, `Draft saved at ${now}`));
  } catch {
    say(
      tell(
        'Chưa lưu được nháp; những gì bạn gõ vẫn được giữ trên máy này.',
        'The draft could not be saved yet; what you typed is kept on this device.',
      ),
    );
  }
}
