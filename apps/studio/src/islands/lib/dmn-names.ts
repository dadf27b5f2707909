/** What a decision model calls things, in both languages, below its tables: dmn-js itself has room for one. */
import type { Moddle, Modeler, View } from './dmn-model.ts';
import { el, freshId, keepingFocus, lang, say, type Words } from './dom.ts';
import { ENGLISH, HELD, heldModdle, type Names, ShownNames } from './shown-names.ts';

/** A decision's own name is how expressions ask for it: it is one in every language. */
const attributes: Readonly<Record<string, string>> = {
  'dmn:Definitions': 'name',
  'dmn:InputClause': 'label',
  'dmn:OutputClause': 'label',
};
const attributeOf = (element: object): string | undefined => attributes[(element as Moddle).$type];

/** The names of a decision model on a page in English; undefined on one in Vietnamese, where the file says what is shown. */
export const shownNames = lang === 'en' ? new ShownNames(attributeOf) : undefined;
export const namesModdle = heldModdle(['dmn:DMNElement']);

const words = {
  title: { vi: 'Tên gọi bằng hai thứ tiếng', en: 'Names in both languages' },
  vi: { vi: 'Tiếng Việt', en: 'Vietnamese' },
  en: { vi: 'Tiếng Anh', en: 'English' },
  model: { vi: 'Cả tệp', en: 'The whole file' },
  about: { vi: 'Quyết định về', en: 'What it decides' },
  input: { vi: 'Cột đầu vào', en: 'Input column' },
  output: { vi: 'Cột đầu ra', en: 'Output column' },
  rule: { vi: 'Quy tắc', en: 'Rule' },
  note: { vi: 'căn cứ, ghi chú', en: 'source, note' },
};

interface Row {
  readonly what: string;
  readonly names: Names;
  /** Undefined where the words are edited in the table itself. */
  readonly vi?: (value: string | undefined) => void;
  readonly en: (value: string | undefined) => void;
}

/**
 * Shows in `panel` what can be named of the view that is open; called again whenever that or the model has changed.
 * @param above what else stands there
 */
export function showNames(panel: HTMLElement, modeler: Modeler, above: readonly HTMLElement[] = []): void {
  const view = modeler.getActiveView();
  if (!view) return;
  const open = panel.querySelector<HTMLDetailsElement>('details.dmn-called')?.open;
  keepingFocus(panel, () =>
    panel.replaceChildren(
      ...above,
      el(
        'details',
        { class: 'dmn-called', open: open ?? false },
        el('summary', {}, say(words.title)),
        ...rowsOf(modeler, view).map((row) => drawn(row)),
      ),
    ),
  );
}

function rowsOf(modeler: Modeler, view: View): Row[] {
  const set = (element: Moddle, properties: object): void => {
    const viewer = modeler.getActiveViewer()!;
    const target =
      view.type === 'drd' ? (viewer.get('elementRegistry').get(element.id) ?? viewer.get('canvas').getRootElement()) : element;
    viewer.get('commandStack').execute('element.updateProperties', { element: target, properties });
  };
  const named = (element: Moddle, what: string): Row => {
    const attribute = attributeOf(element)!;
    const names = (): Names => shownNames?.of(element) ?? { vi: element.get(attribute), en: element.get(ENGLISH) };
    return {
      what,
      names: names(),
      vi(to) {
        const { en } = names();
        set(element, shownNames ? { [HELD]: to, [ENGLISH]: en, [attribute]: en || to } : { [attribute]: to });
      },
      en(to) {
        if (!shownNames) set(element, { [ENGLISH]: to });
        else set(element, to ? { [attribute]: to } : { [attribute]: names().vi, [ENGLISH]: undefined });
      },
    };
  };
  const definitions = modeler.getDefinitions();
  const about =
    view.type === 'drd' ? list(definitions, 'drgElement').filter((one) => one.$type === 'dmn:Decision') : [view.element];
  return [
    named(definitions, say(words.model)),
    ...about.map((one): Row => ({
      what: `${say(words.about)} [${one.get('name')}]`,
      names: { vi: one.get('description'), en: one.get(ENGLISH) },
      vi: (description) => set(one, { description }),
      en: (to) => set(one, { [ENGLISH]: to }),
    })),
    ...(view.type === 'drd' ? [] : tableRows(modeler, view.element.get('decisionLogic') as Moddle | undefined, named, set)),
  ];
}

function tableRows(
  modeler: Modeler,
  table: Moddle | undefined,
  named: (element: Moddle, what: string) => Row,
  set: (element: Moddle, properties: object) => void,
): Row[] {
  if (table?.$type !== 'dmn:DecisionTable') return [];
  const outputs = list(table, 'output');
  const column = (kind: Words, number: number, called: unknown) =>
    [say(kind), outputs.length > 0 && String(number + 1), called && `[${String(called)}]`].filter(Boolean).join(' ');
  const notes = list(table, 'annotation').length > 0;
  return [
    ...list(table, 'input').map((one, i) => named(one, column(words.input, i, one.get('inputExpression')?.get('text')))),
    ...outputs.map((one, i) => named(one, column(words.output, i, one.get('name')))),
    ...list(table, 'rule').flatMap((rule, i) => [
      ...list(rule, 'outputEntry').flatMap((entry, at): Row[] => {
        const text = ((entry.get('text') as string | undefined) ?? '').trim();
        if (!text.startsWith('"')) return [];
        const label = outputs[at]?.get(attributes['dmn:OutputClause']!) as string | undefined;
        return [
          {
            what: `${say(words.rule)} ${i + 1}: ${label || at + 1}`,
            names: { vi: text, en: entry.get(ENGLISH) },
            en: (to) => set(entry, { [ENGLISH]: to }),
          },
        ];
      }),
      ...(notes || rule.get(ENGLISH) || rule.get('description') ? [noteRow(modeler, rule, i, set)] : []),
    ]),
  ];
}

/** What stands beside a rule; dmn-js shows its description alone, and not the notes of DMN 1.2 and later. */
function noteRow(modeler: Modeler, rule: Moddle, at: number, set: (element: Moddle, properties: object) => void): Row {
  const [first, ...more] = list(rule, 'annotationEntry');
  return {
    what: `${say(words.rule)} ${at + 1}: ${say(words.note)}`,
    names: { vi: first?.get('text') ?? rule.get('description'), en: rule.get(ENGLISH) },
    ...((first || !rule.get('description')) && {
      vi: (text: string | undefined) => {
        const made = modeler._moddle.create('dmn:RuleAnnotation', { text: text ?? '' });
        made.$parent = rule;
        set(rule, { annotationEntry: [made, ...more] });
      },
    }),
    en: (to) => set(rule, { [ENGLISH]: to }),
  };
}

const list = (element: Moddle, property: string): Moddle[] => (element.get(property) ?? []) as Moddle[];

function drawn({ what, names, vi, en }: Row): HTMLElement {
  const field = (label: Words, value: string, set: ((value: string | undefined) => void) | undefined) => {
    const id = freshId('name');
    if (!set) return el('div', {}, el('span', { class: 'muted' }, say(label)), el('code', {}, value));
    const input = el('input', {
      id,
      class: 'input',
      'data-place': `${what} ${say(label)}`,
      'aria-label': `${what}: ${say(label)}`,
      onchange: () => set(input.value.trim() || undefined),
    });
    input.value = value;
    return el('div', {}, el('label', { for: id, class: 'muted' }, say(label)), input);
  };
  return el(
    'div',
    { class: 'dmn-name' },
    el('strong', {}, what),
    field(words.vi, names.vi ?? '', vi),
    field(words.en, names.en ?? '', en),
  );
}
