/** The side of the drawing: what is chosen, what can be done with it by keyboard, its properties. */
import { elementKind } from '../../model/element-words.ts';
import type { Element, Modeler } from './bpmn-model.ts';
import { actions, listedAs } from './bpmn-actions.ts';
import { type AnyField, fieldsOf } from './bpmn-fields.ts';
import { type Records, recordsOf } from './bpmn-records.ts';
import { waysRow } from './bpmn-ways-row.ts';
import { el, freshId, keepingFocus, lang, say } from './dom.ts';
import type { Given } from './editor-frame.ts';

const words = {
  element: { vi: 'Phần tử', en: 'Element' },
  whole: { vi: 'Cả quy trình', en: 'The whole process' },
  remove: { vi: 'Bỏ', en: 'Remove' },
  none: { vi: '— không —', en: '— none —' },
};

/** Shows one element in `panel`; called again whenever it or the choice has changed. */
export function showPanel(panel: HTMLElement, modeler: Modeler, given: Given): void {
  const selected = modeler.get('selection').get();
  const element = selected.length === 1 ? (selected[0]!.labelTarget ?? selected[0]!) : modeler.get('canvas').getRootElement();
  if (!element.businessObject) return; // nothing has been read yet
  const draw = (): void =>
    panel.replaceChildren(
      picker(modeler, element),
      el('h2', {}, kindName(element), ' ', el('code', {}, element.businessObject.id)),
      ...actions(modeler, element),
      ...fieldsOf(modeler, element, given).map((field) => row(field)),
      ...recordsOf(modeler, element, given).map((records) => recordList(records)),
    );
  keepingFocus(panel, draw, { otherwise: 'element' });
}

const kindName = ({ type }: Element): string => elementKind(type, lang);

/** All elements in the order in which they are read: the drawing by keyboard. */
function picker(modeler: Modeler, current: Element): HTMLElement {
  const root = modeler.get('canvas').getRootElement();
  const all = modeler
    .get('elementRegistry')
    .filter((one) => !one.labelTarget && one !== root && one.type !== 'label')
    .toSorted((a, b) => (a.x ?? 1e6) - (b.x ?? 1e6) || a.y - b.y);
  const select = el(
    'select',
    {
      class: 'input',
      id: 'drawn-element',
      'data-place': 'element',
      onchange: () => {
        const chosen = modeler.get('elementRegistry').get(select.value);
        modeler.get('selection').select(chosen ? [chosen] : []);
        if (chosen) modeler.get('canvas').scrollToElement(chosen, 80);
      },
    },
    el('option', { value: '', selected: current === root }, say(words.whole)),
    ...all.map((one) => {
      return el('option', { value: one.id, selected: one === current }, `${listedAs(one)} (${kindName(one)})`);
    }),
  );
  return el('div', { class: 'drawn-field' }, el('label', { for: 'drawn-element' }, say(words.element)), select);
}

function row(field: AnyField): HTMLElement {
  if (field.kind === 'ways') return waysRow(field);
  const id = freshId('field');
  const place = say(field.label);
  const hint = field.hint && el('small', { class: 'muted', id: `${id}-hint` }, say(field.hint));
  const common = { id, 'data-place': place, 'aria-describedby': field.hint && `${id}-hint` };
  if (field.kind === 'check') {
    const box = el('input', { ...common, type: 'checkbox', onchange: () => field.set(box.checked) });
    box.checked = field.value === true;
    return el('div', { class: 'drawn-field drawn-check' }, box, el('label', { for: id }, place), hint);
  }
  const label = el('label', { for: id }, place);
  if (field.kind === 'select') {
    const select = el('select', { ...common, class: 'input', onchange: () => field.set(select.value) });
    select.append(...options(String(field.value), field.choices ?? []));
    return el('div', { class: 'drawn-field' }, label, hint, select);
  }
  const list = field.choices?.length ? `${id}-list` : undefined;
  const input =
    field.kind === 'lines'
      ? el('textarea', { ...common, class: 'input', rows: 2, onchange: () => field.set(input.value.trim()) })
      : el('input', {
          ...common,
          class: 'input',
          type: field.kind === 'number' ? 'number' : 'text',
          list,
          spellcheck: 'false',
          onchange: () => field.set(input.value.trim()),
        });
  input.value = String(field.value);
  const choices =
    list &&
    el(
      'datalist',
      { id: list },
      ...field.choices!.map((one) => el('option', { value: one.key }, one[lang] === one.key ? '' : one[lang])),
    );
  return el('div', { class: 'drawn-field' }, label, hint, input, choices || undefined);
}

function options(value: string, choices: readonly { key: string; vi: string; en: string }[]): HTMLElement[] {
  const known = value === '' || choices.some((one) => one.key === value);
  return [
    el('option', { value: '' }, say(words.none)),
    ...(known ? [] : [el('option', { value, selected: true }, value)]),
    ...choices.map((one) =>
      el(
        'option',
        { value: one.key, selected: one.key === value },
        one[lang] === one.key ? one.key : `${one[lang]} (${one.key})`,
      ),
    ),
  ];
}

function recordList(records: Records): HTMLElement {
  const change = (at: number, name: string, value: string | boolean): void =>
    records.set(records.rows.map((one, i) => (i === at ? { ...one, [name]: value } : one)));
  const title = say(records.title);
  const cell = (i: number, column: Records['columns'][number]): HTMLElement => {
    const value = records.rows[i]![column.name]!;
    const place = `${title} ${i} ${column.name}`;
    const label = el('span', { class: 'muted' }, say(column.label));
    if (column.tick) {
      const box = el('input', {
        type: 'checkbox',
        'data-place': place,
        onchange: () => change(i, column.name, box.checked),
      });
      box.checked = value === true;
      return el('label', { class: 'drawn-check' }, box, label);
    }
    if (column.choices) {
      const select = el('select', {
        class: 'input',
        'data-place': place,
        onchange: () => change(i, column.name, select.value),
      });
      select.append(...options(String(value), column.choices));
      return el('label', {}, label, select);
    }
    const input = el('input', {
      class: 'input',
      spellcheck: 'false',
      'data-place': place,
      onchange: () => change(i, column.name, input.value.trim()),
    });
    input.value = String(value);
    return el('label', {}, label, input);
  };
  return el(
    'fieldset',
    { class: 'drawn-records' },
    el('legend', {}, title),
    ...records.rows.map((_, i) =>
      el(
        'div',
        { class: 'drawn-record' },
        ...records.columns.map((column) => cell(i, column)),
        el(
          'button',
          {
            type: 'button',
            class: 'button button-quiet',
            'data-place': `${title} ${i} remove`,
            'data-else': `${title} add`,
            onclick: () => records.set(records.rows.filter((_, at) => at !== i)),
          },
          say(words.remove),
        ),
      ),
    ),
    el(
      'button',
      {
        type: 'button',
        class: 'button button-secondary',
        'data-place': `${title} add`,
        onclick: () =>
          records.set([...records.rows, Object.fromEntries(records.columns.map((one) => [one.name, one.tick ? false : '']))]),
      },
      say(records.add),
    ),
  );
}
