/** What editors of drawings share: a text field and a drawing of the same text, checked while somebody draws. */
import { NotKept } from '../../model/lost.ts';
import { busy, busyUntil, el, freshId, say, type Words } from './dom.ts';

export interface Problem {
  readonly path: string;
  readonly reason: string;
  /** The same without its place. */
  readonly short?: string;
  readonly line?: number;
  /** What a tool said of it in its own words. */
  readonly said?: string;
}
export interface Choice extends Words {
  readonly key: string;
}
/** What the page gives the editor. */
export interface Given {
  readonly kind: string;
  readonly key: string;
  readonly problems: readonly Problem[];
  readonly choices: {
    readonly roles: readonly Choice[];
    /** Which run processes. */
    readonly apps: readonly Choice[];
    readonly definitions: Readonly<Record<string, readonly Choice[]>>;
    readonly units: readonly Choice[];
    readonly papers: readonly Choice[];
    readonly hearers: readonly Choice[];
    /** What processes that an app runs can do. */
    readonly byApp: Readonly<
      Record<string, { handlers: readonly string[]; hearers: readonly string[]; tells: boolean; prints: boolean }>
    >;
    /** What templates need besides what is always there: `message:key`, `paper:key`. */
    readonly needs: Readonly<Record<string, readonly string[]>>;
    readonly dates: readonly Choice[];
    readonly used: Readonly<Record<string, readonly Choice[]>>;
  };
  readonly moddle: object;
  /** What FEEL can call, for the editor of decisions. */
  readonly functions?: readonly { readonly name: string; readonly parameters: readonly string[] }[];
}
/** A drawing that can be read from a text and written back. */
export interface Drawing {
  /**
   * @param allTheSame draws it even if not all of it will be kept
   * @throws when the text cannot be drawn, `NotKept` when not all of it would be kept; nothing of it is lost then, it stays in the field
   */
  load(text: string, allTheSame?: boolean): Promise<void>;
  /** @param notes what is worth a look, and no mistake */
  show(problems: readonly Problem[], notes: readonly Problem[]): void;
  /** Where a problem stands, when the drawing knows: what is called when it is chosen. */
  go(problem: Problem): boolean;
}
export interface Frame {
  readonly given: Given;
  readonly stage: HTMLElement;
  readonly panel: HTMLElement;
  readonly tools: HTMLElement;
  /** The drawing has changed: its text goes into the field and is checked. */
  changed(text: string): void;
}

const words = {
  draw: { vi: 'Bản vẽ', en: 'Drawing' },
  text: { vi: 'Văn bản', en: 'Text' },
  views: { vi: 'Cách soạn', en: 'Ways to write' },
  broken: {
    vi: 'Văn bản này chưa vẽ được. Hãy sửa ở mục “Văn bản” rồi mở lại bản vẽ.',
    en: 'This text cannot be drawn. Correct it under “Text”, then open the drawing again.',
  },
  notKept: {
    vi: 'Bản vẽ không giữ được hết văn bản này. Vẽ tiếp sẽ mất: {parts}. Để giữ nguyên, hãy soạn ở mục “Văn bản”.',
    en: 'The drawing would not keep all of this text. Drawing on loses: {parts}. To keep it, go on under “Text”.',
  },
  allTheSame: { vi: 'Vẫn mở bản vẽ', en: 'Open the drawing all the same' },
  right: { vi: 'Chưa thấy lỗi nào.', en: 'No mistake found.' },
  checking: { vi: 'Đang kiểm tra …', en: 'Checking …' },
  unchecked: { vi: 'Chưa kiểm tra được. Lưu để kiểm tra.', en: 'It could not be checked. Save to check.' },
  notes: { vi: 'Nên xem lại', en: 'Worth a look' },
  mistakes: { vi: 'Lỗi cần sửa', en: 'Mistakes to correct' },
};

/** Puts tabs, the drawing and the list of mistakes above the text field of the page. */
export async function editorFrame(root: HTMLElement, make: (frame: Frame) => Drawing, name: Words = words.draw): Promise<void> {
  const given = JSON.parse(root.querySelector('script')!.textContent) as Given;
  const text = root.closest('form')!.elements.namedItem(root.dataset['text']!) as HTMLTextAreaElement;
  const field = (text.closest('.field') ?? text) as HTMLElement;
  const stage = el('div', { class: 'drawn-stage' });
  const panel = el('div', { class: 'drawn-panel' });
  const tools = el('div', { class: 'drawn-tools' });
  const found = el('div', { class: 'drawn-problems', 'aria-live': 'polite' });
  const [drawId, textId] = [freshId('drawing'), freshId('text')];
  const drawn = el(
    'div',
    { id: drawId, role: 'tabpanel', class: 'drawn', 'aria-label': say(name) },
    tools,
    el('div', { class: 'drawn-room' }, stage, panel),
  );
  field.id ||= textId;
  const tab = (label: Words, panelId: string) =>
    el('button', { type: 'button', role: 'tab', class: 'tab', 'aria-controls': panelId }, say(label));
  const tabs = [tab(name, drawId), tab(words.text, field.id)] as const;
  root.append(el('div', { role: 'tablist', class: 'drawn-tabs', 'aria-label': say(words.views) }, ...tabs), drawn);
  field.after(found);
  root.hidden = false;

  let shown = ''; // the text that the drawing shows
  let asked: AbortController | undefined;
  let pause: ReturnType<typeof setTimeout> | undefined;
  let checked: (() => void) | undefined;
  /** What the drawing has said of a text that it did not take; a check that answers later does not take it away. */
  let refused: readonly HTMLElement[] = [];

  const listed = (title: string, problems: readonly Problem[]): HTMLElement =>
    el(
      'div',
      {},
      el('h2', {}, `${title}: ${problems.length}`),
      el(
        'ul',
        {},
        ...problems.map((problem) =>
          el(
            'li',
            {},
            el('button', { type: 'button', class: 'link', onclick: () => goTo(problem) }, problem.reason),
            ...(problem.said ? [el('br', {}), el('small', { class: 'muted', lang: 'en' }, problem.said)] : []),
          ),
        ),
      ),
    );
  const list = (problems: readonly Problem[], notes: readonly Problem[] = []): void => {
    drawing.show(problems, notes);
    found.replaceChildren(
      ...refused,
      problems.length === 0 ? el('p', { class: 'drawn-right' }, say(words.right)) : listed(say(words.mistakes), problems),
      ...(notes.length > 0 ? [listed(say(words.notes), notes)] : []),
    );
  };
  const goTo = (problem: Problem): void => {
    if (!drawn.hidden && drawing.go(problem)) return;
    // Of what stands beside a file no lines are told: a line is one of the file itself.
    const file = text.form!.elements.namedItem('text') as HTMLTextAreaElement;
    const at = problem.line !== undefined && text !== file ? file : text;
    if (at === text) select(1);
    const lines = at.value.split('\n').slice(0, (problem.line ?? 1) - 1);
    const start = lines.reduce((sum, line) => sum + line.length + 1, 0);
    at.focus();
    at.setSelectionRange(start, start + (at.value.slice(start).split('\n')[0]?.length ?? 0));
  };
  const check = async (): Promise<void> => {
    pause = undefined;
    asked?.abort();
    asked = new AbortController();
    const { signal } = asked;
    try {
      const body = new FormData();
      for (const name of ['text', 'about']) {
        const field = text.form!.elements.namedItem(name) as HTMLTextAreaElement | null;
        if (field) body.set(name, field.value);
      }
      const answer = await fetch(root.dataset['check']!, { method: 'POST', body, signal });
      if (!answer.ok) throw new Error(answer.statusText);
      const { problems, notes } = (await answer.json()) as { problems: Problem[]; notes?: Problem[] };
      list(problems, notes);
    } catch {
      if (!signal.aborted) found.replaceChildren(...refused, el('p', {}, say(words.unchecked)));
    } finally {
      // Of what has been changed meanwhile nothing is known yet.
      if (!signal.aborted && pause === undefined) {
        checked?.();
        checked = undefined;
      }
    }
  };
  const soon = (): void => {
    checked ??= busy(found);
    clearTimeout(pause);
    pause = setTimeout(() => void check(), 500);
  };
  const drawing = make({
    given,
    stage,
    panel,
    tools,
    changed(now) {
      if (now === text.value) return;
      shown = now;
      text.value = now;
      text.dispatchEvent(new Event('input', { bubbles: true }));
      soon();
    },
  });
  const load = async (allTheSame = false): Promise<boolean> => {
    if (text.value === shown && shown !== '') return true;
    try {
      await busyUntil(drawn, drawing.load(text.value, allTheSame));
      shown = text.value;
      refused = [];
      return true;
    } catch (error) {
      refused = error instanceof NotKept ? notKept(error.parts) : [el('p', { class: 'drawn-wrong' }, say(words.broken))];
      found.replaceChildren(...refused);
      return false;
    }
  };
  const notKept = (parts: readonly string[]): HTMLElement[] => {
    const open = (): void => {
      select(0);
      void load(true).then((done) => (done ? list([]) : select(1)));
    };
    return [
      el('p', { class: 'drawn-wrong' }, say(words.notKept).replace('{parts}', parts.join(', '))),
      el('button', { type: 'button', class: 'button button-quiet', onclick: open }, say(words.allTheSame)),
    ];
  };
  const select = (number: number): void => {
    drawn.hidden = number !== 0;
    field.hidden = number === 0;
    for (const [i, one] of tabs.entries()) {
      one.setAttribute('aria-selected', String(i === number));
      one.tabIndex = i === number ? 0 : -1;
    }
  };
  for (const [i, one] of tabs.entries()) {
    one.addEventListener('click', () => {
      select(i);
      if (i === 0) void load().then((done) => done || select(1));
    });
    one.addEventListener('keydown', (event) => {
      if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
      tabs[1 - i]!.focus();
      tabs[1 - i]!.click();
    });
  }
  text.addEventListener('input', () => {
    refused = [];
    soon();
  });
  select(0); // the drawing needs its size before it is loaded
  if (!(await load())) select(1);
  if (given.problems.length > 0) list(given.problems);
  // What a table leaves open, what a step depends on, who reads what a form has dropped, is said as soon as it is opened.
  else if (['decision', 'process', 'form', 'form-block'].includes(given.kind)) soon();
  // After a refused save the drawing opens where the mistake is, not at its beginning.
  const [first] = given.problems;
  if (first && !drawn.hidden && document.querySelector('.error-summary')) drawing.go(first);
  root.dataset['ready'] = 'true';
}
