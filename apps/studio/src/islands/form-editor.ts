/** Forms as pages and fields that are edited without YAML, with the page as the applicant will see it beside them. */
import { drawnLater, el, freshId, keepingFocus, lang, say, whenTyped, type Words as Said } from './lib/dom.ts';
import { type Drawing, editorFrame, type Frame, type Given, type Problem } from './lib/editor-frame.ts';
import './lib/form-editor.css';
import { fieldPanel, pagePanel } from './lib/form-panel.ts';
import { type Field, FormModel, freshKey } from './lib/form-model.ts';

const words = {
  pages: { vi: 'Trang', en: 'Page' },
  addPage: { vi: 'Thêm trang sau trang này', en: 'Add a page behind this one' },
  addField: { vi: 'Thêm trường', en: 'Add a field' },
  up: { vi: 'Lên', en: 'Up' },
  down: { vi: 'Xuống', en: 'Down' },
  remove: { vi: 'Bỏ', en: 'Remove' },
  preview: { vi: 'Như người nộp nhìn thấy', en: 'As the applicant sees it' },
  undo: { vi: 'Hoàn tác', en: 'Undo' },
};

function formDrawing(root: HTMLElement, frame: Frame): Drawing {
  let form: FormModel;
  let page = 0;
  let field: number | undefined;
  let wrong = new Set<string>();
  let noted: readonly Problem[] = [];
  const before: string[] = [];
  const target = freshId('preview');
  const preview = el('iframe', { class: 'form-preview', name: target, title: say(words.preview) });
  const outline = el('div', { class: 'form-outline' });
  frame.stage.append(outline, preview);
  frame.tools.append(el('button', { type: 'button', class: 'button button-quiet', onclick: () => undo() }, say(words.undo)));

  const undo = (): void => {
    const last = before.pop();
    if (last === undefined) return;
    form = new FormModel(last);
    page = Math.min(page, form.pages.length - 1);
    field = undefined;
    show();
    frame.changed(form.text());
  };
  /** Every change: the text before is kept for undoing, the new one is shown and checked. */
  const change = (work: () => void): void => {
    before.push(form.text());
    work();
    showLater();
    frame.changed(form.text());
  };
  const draw = (): void => {
    const { pages } = form;
    const current = pages[page]!;
    outline.replaceChildren(
      picker(),
      ...notesAt(page),
      el('ol', { class: 'form-fields' }, ...current.fields.map((one, i) => fieldLine(one, i))),
      button(words.addField, 'add-field', () =>
        change(() => {
          const at = field ?? current.fields.length - 1;
          const key = freshKey(pages, 'field');
          form.addField(page, at, { key, type: 'text', label: { vi: 'Trường mới', en: 'New field' } });
          field = at + 1;
        }),
      ),
    );
    frame.panel.replaceChildren(
      field === undefined || !current.fields[field]
        ? pagePanel(form, page, change)
        : fieldPanel(form, page, field, change, (to) => {
            change(() => form.moveToPage(page, field!, to));
            page = to;
            field = form.pages[to]!.fields.length - 1;
            show();
          }),
    );
    look();
  };
  const show = (): void => keepingFocus(root, draw);
  const showLater = drawnLater(root, show);
  const button = (label: Said, place: string, act: () => void, what?: string): HTMLElement =>
    el(
      'button',
      {
        type: 'button',
        class: 'button button-quiet',
        'data-place': place,
        'aria-label': what && `${say(label)}: ${what}`,
        onclick: act,
      },
      say(label),
    );

  const picker = (): HTMLElement => {
    const select = el('select', {
      class: 'input',
      id: 'form-page',
      'data-place': 'page',
      onchange: () => goTo(Number(select.value)),
    });
    select.append(
      ...form.pages.map((one, i) =>
        el('option', { value: i, selected: i === page }, `${i + 1}. ${one.title?.[lang] ?? one.key}`),
      ),
    );
    return el(
      'div',
      { class: 'drawn-field' },
      el('label', { for: 'form-page' }, say(words.pages)),
      select,
      button(words.up, 'page-up', () => change(() => void (form.move(['pages'], page, -1) && page--))),
      button(words.down, 'page-down', () => change(() => void (form.move(['pages'], page, 1) && page++))),
      button(words.addPage, 'page-add', () =>
        change(() => {
          const key = freshKey(form.pages, 'page');
          const title = { vi: 'Trang mới', en: 'New page' };
          form.addPage(page, {
            key,
            title,
            fields: [
              {
                key: freshKey(form.pages, 'field'),
                type: 'text',
                label: { vi: 'Trường mới', en: 'New field' },
              },
            ],
          });
          page++;
          field = undefined;
        }),
      ),
      form.pages.length > 1 &&
        button(words.remove, 'page-remove', () =>
          change(() => {
            form.remove(['pages', page]);
            page = Math.max(0, page - 1);
            field = undefined;
          }),
        ),
    );
  };
  const goTo = (number: number): void => {
    page = number;
    field = undefined;
    show();
  };
  const fieldLine = (one: Field, i: number): HTMLElement => {
    const called = one.label?.[lang] || one.key;
    return el(
      'li',
      { class: wrong.has(`${page} ${i}`) ? 'has-problem' : undefined },
      el(
        'button',
        {
          type: 'button',
          class: 'form-field',
          'aria-current': i === field ? 'true' : undefined,
          'data-place': `field ${i}`,
          onclick: () => ((field = i), show()),
        },
        called,
        ' ',
        el('code', {}, one.key),
        wrong.has(`${page} ${i}`) && el('strong', {}, ' !'),
      ),
      button(
        words.up,
        `up ${i}`,
        () => change(() => void (form.move(['pages', page, 'fields'], i, -1) && (field = i - 1))),
        called,
      ),
      button(
        words.down,
        `down ${i}`,
        () => change(() => void (form.move(['pages', page, 'fields'], i, 1) && (field = i + 1))),
        called,
      ),
      form.pages[page]!.fields.length > 1 &&
        button(
          words.remove,
          `remove ${i}`,
          () =>
            change(() => {
              form.remove(['pages', page, 'fields', i]);
              field = undefined;
            }),
          called,
        ),
      ...notesAt(page, i),
    );
  };
  /** What is worth a look at a field, or at a page whose field is gone. */
  const notesAt = (...at: readonly number[]): HTMLElement[] =>
    noted.filter((one) => placeOf(one)?.join(' ') === at.join(' ')).map((one) => el('p', { class: 'form-note' }, one.short));

  let pause: ReturnType<typeof setTimeout> | undefined;
  /** Shows the page as it is now; the answer comes into the frame like that of any form. */
  const look = (): void => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const key = form.pages[page]!.key;
      const sent = el('form', {
        method: 'post',
        target,
        hidden: true,
        action: `${root.dataset['preview']}?trang=${encodeURIComponent(key)}`,
      });
      sent.append(el('textarea', { name: 'text' }));
      sent.querySelector('textarea')!.value = form.text();
      document.body.append(sent);
      sent.submit();
      sent.remove();
    }, 400);
  };
  return {
    load(text) {
      form = new FormModel(text.trim() === '' ? empty(frame.given) : text);
      page = Math.min(page, form.pages.length - 1);
      field = undefined;
      show();
      return Promise.resolve();
    },
    show(problems, notes) {
      wrong = new Set(problems.flatMap((one) => placeOf(one)?.join(' ') ?? []));
      noted = notes;
      if (form) whenTyped(root, showLater);
    },
    go(problem) {
      const place = placeOf(problem);
      if (!place || !form.pages[place[0]]) return false;
      [page, field] = place;
      show();
      frame.panel.querySelector<HTMLElement>('.input')?.focus();
      return true;
    },
  };
}

/** `pages/2/fields/1/label` or `pages[2].fields[1]` → page 2, field 1; `pages.2` → page 2. */
function placeOf({ path }: Problem): [number, number?] | undefined {
  const [, page, field] = /pages\W+(\d+)(?:\W+fields\W+(\d+))?/.exec(path) ?? [];
  if (page === undefined) return undefined;
  return field === undefined ? [Number(page)] : [Number(page), Number(field)];
}

/** A form or a block for a definition that is new; a block has no title of its own. */
function empty({ kind, key }: Given): string {
  return `key: ${key}
${kind === 'form' ? 'title: { vi: Biểu mẫu mới, en: New form }\n' : ''}source: ours
pages:
  - key: one
    title: { vi: Trang đầu, en: First page }
    fields:
      - { key: field1, type: text, label: { vi: Trường mới, en: New field } }
`;
}

for (const root of document.querySelectorAll<HTMLElement>('[data-editor="form-editor"]'))
  void editorFrame(root, (frame) => formDrawing(root, frame), { vi: 'Biểu mẫu', en: 'Form' });
