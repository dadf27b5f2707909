/** Any body whose kind has a schema as fields: lists, grids, names that are picked; YAML stays in the other tab. */
import { type Schema, stepsOf } from '../model/schema.ts';
import { drawnLater, el, freshId, keepingFocus, say, whenTyped } from './lib/dom.ts';
import { type Drawing as Room, editorFrame, type Frame, type Problem } from './lib/editor-frame.ts';
import './lib/fields-editor.css';
import { type Drawing, type Lists, placeOf } from './lib/schema-drawing.ts';
import { group } from './lib/schema-fields.ts';
import { skeleton } from './lib/skeleton.ts';
import { type Path, YamlModel } from './lib/yaml-model.ts';

const words = {
  fields: { vi: 'Các mục', en: 'Fields' },
  undo: { vi: 'Hoàn tác', en: 'Undo' },
  preview: { vi: 'Xem trước', en: 'Preview' },
};

interface Given {
  readonly key: string;
  readonly schema: Schema;
  readonly lists: Lists;
}

function fieldsRoom(root: HTMLElement, frame: Frame): Room {
  const { key, schema, lists } = frame.given as unknown as Given;
  let model: YamlModel;
  let told: readonly Problem[] = [];
  const before: string[] = [];
  const open = new Set<string>();
  const undo = (): void => {
    const last = before.pop();
    if (last === undefined) return;
    model = new YamlModel(last);
    show();
    frame.changed(model.text());
  };
  frame.tools.append(el('button', { type: 'button', class: 'button button-quiet', onclick: undo }, say(words.undo)));
  const at = (path: Path): readonly Problem[] => told.filter((one) => samePlace(stepsOf(one.path), path));
  const drawing = (): Drawing => ({
    model,
    lists,
    key,
    open,
    change(work, redraw = false) {
      before.push(model.text());
      work();
      if (redraw) showLater();
      frame.changed(model.text());
      look();
    },
    problems: (path) => at(path).map((one) => one.short ?? one.reason),
    troubled: (path) => told.some((one) => samePlace(stepsOf(one.path).slice(0, path.length), path)),
  });
  const show = (): void =>
    keepingFocus(root, () => frame.stage.replaceChildren(group(drawing(), schema, [], model.value())), { focusOn });
  const showLater = drawnLater(root, show);
  const focusOn = (place: string): HTMLElement | null => {
    const found = root.querySelector<HTMLElement>(`[data-place="${CSS.escape(place)}"]`);
    for (let around = found?.closest('details'); around; around = around.parentElement?.closest('details') ?? null)
      around.open = true;
    // A list that is found by typing hides its select behind a field.
    const shown = found?.matches('select[hidden]') ? (found.previousElementSibling as HTMLElement) : found;
    shown?.focus();
    return shown;
  };
  const look = previewOf(root, frame, () => model.text());
  return {
    load(text) {
      model = new YamlModel(text.trim() === '' ? fresh(schema, key) : text);
      if (model.value() === null || typeof model.value() !== 'object') throw new Error('no fields');
      show();
      look();
      return Promise.resolve();
    },
    show(problems) {
      told = problems;
      if (model) whenTyped(root, showLater);
    },
    go(problem) {
      const steps = stepsOf(problem.path);
      for (let depth = steps.length; depth > 0; depth--) if (focusOn(placeOf(steps.slice(0, depth)))) return true;
      return false;
    },
  };
}

const samePlace = (a: Path, b: Path): boolean => a.length === b.length && a.every((step, i) => String(step) === String(b[i]));

/** A new body: all that its kind needs, under its key. */
function fresh(schema: Schema, key: string): string {
  const own = Object.keys(schema.properties ?? {}).find((name) => name === 'key' || name === 'code');
  const model = new YamlModel('{}');
  const whole = { ...(skeleton(schema) as Record<string, unknown>), ...(own && { [own]: key }) };
  for (const [name, value] of Object.entries(whole)) model.put([name], value);
  return model.text();
}

/** Shows beside the fields how it will look, where the kind has a preview; asked for anew after each change. */
function previewOf(root: HTMLElement, frame: Frame, text: () => string): () => void {
  const address = root.dataset['preview'];
  if (!address) {
    frame.panel.hidden = true;
    frame.panel.parentElement?.classList.add('drawn-alone');
    return () => {};
  }
  const target = freshId('preview');
  frame.panel.append(el('iframe', { class: 'fields-preview', name: target, title: say(words.preview) }));
  const form = root.closest('form')!;
  const field = root.dataset['text']!;
  let pause: ReturnType<typeof setTimeout> | undefined;
  const look = (): void => {
    clearTimeout(pause);
    pause = setTimeout(() => {
      const sent = el('form', { method: 'post', target, hidden: true, action: address });
      for (const name of ['text', 'about']) {
        const source = form.elements.namedItem(name) as HTMLTextAreaElement | null;
        if (!source) continue;
        const copy = el('textarea', { name });
        copy.value = name === field ? text() : source.value;
        sent.append(copy);
      }
      document.body.append(sent);
      sent.submit();
      sent.remove();
    }, 500);
  };
  // A file and what stands beside it are printed together.
  if (field !== 'text') (form.elements.namedItem('text') as HTMLTextAreaElement).addEventListener('change', look);
  return look;
}

for (const root of document.querySelectorAll<HTMLElement>('[data-editor="fields-editor"]'))
  void editorFrame(root, (frame) => fieldsRoom(root, frame), words.fields);
