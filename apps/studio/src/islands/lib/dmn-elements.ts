/** What stands in the decision diagram, as a list beside it: renamed, opened and removed by keyboard. */
import { list } from './dmn-boxed.ts';
import { button } from './dmn-box-parts.ts';
import type { Moddle, Modeler, Viewer } from './dmn-model.ts';
import { el, freshId, say, type Words } from './dom.ts';

const words = {
  element: { vi: 'Phần tử của sơ đồ', en: 'Element of the diagram' },
  name: { vi: 'Tên trong biểu thức', en: 'Name in expressions' },
  text: { vi: 'Lời ghi chú', en: 'Words of the note' },
  open: { vi: 'Mở cách tính', en: 'Open its logic' },
  remove: { vi: 'Xóa khỏi sơ đồ', en: 'Remove from the diagram' },
};
const kinds: Readonly<Record<string, Words>> = {
  'dmn:Decision': { vi: 'quyết định', en: 'decision' },
  'dmn:InputData': { vi: 'dữ liệu vào', en: 'input data' },
  'dmn:BusinessKnowledgeModel': { vi: 'hàm', en: 'function' },
  'dmn:KnowledgeSource': { vi: 'nguồn quy định', en: 'knowledge source' },
  'dmn:DecisionService': { vi: 'dịch vụ quyết định', en: 'decision service' },
  'dmn:TextAnnotation': { vi: 'ghi chú', en: 'note' },
};

interface Shape {
  readonly businessObject: Moddle;
}
/** The diagram that is open, as it changes what is drawn: what it does can be undone. */
interface Diagram extends Viewer {
  get(name: 'modeling'): { removeElements(shapes: readonly Shape[]): void };
  get(name: 'elementRegistry'): { get(id: string): Shape | undefined };
  get(name: 'selection'): { select(shape: Shape): void };
  get(name: 'canvas'): { getRootElement(): unknown; scrollToElement(shape: Shape, padding?: number): void };
  get(name: any): any;
}

/**
 * The list with what can be done with the element that is chosen.
 * @param changed told when something has been changed that the diagram does not tell itself
 * @param open opens the logic of a decision or function
 */
export function elementsPanel(modeler: Modeler, changed: () => void, open: (element: Moddle) => void): HTMLElement {
  const definitions = modeler.getDefinitions();
  const diagram = modeler.getActiveViewer() as Diagram;
  const all = [...list(definitions, 'drgElement'), ...list(definitions, 'artifact')].filter((one) => kinds[one.$type]);
  const [first] = all;
  const panel = el('div', { class: 'dmn-elements' });
  if (!first) return panel;
  const chosen = all.find(({ id }) => id === elementsPanel.chosen) ?? first;
  elementsPanel.chosen = chosen.id;
  const shape = diagram.get('elementRegistry').get(chosen.id);
  const choose = el(
    'select',
    {
      class: 'input',
      id: freshId('element'),
      'data-place': 'element of the diagram',
      onchange: () => {
        elementsPanel.chosen = choose.value;
        const now = diagram.get('elementRegistry').get(choose.value);
        if (now) {
          diagram.get('selection').select(now);
          diagram.get('canvas').scrollToElement(now, 80);
        }
        const anew = elementsPanel(modeler, changed, open);
        panel.replaceWith(anew);
        anew.querySelector('select')!.focus();
      },
    },
    ...all.map((one) =>
      el('option', { value: one.id, selected: one === chosen }, `${calledSo(one)} (${say(kinds[one.$type]!)})`),
    ),
  );
  const note = chosen.$type === 'dmn:TextAnnotation';
  const attribute = note ? 'text' : 'name';
  const name = el('input', {
    class: 'input',
    id: freshId('element-name'),
    spellcheck: 'false',
    'data-place': 'name of the element',
    onchange: () => {
      const said = name.value.trim();
      if (said === '' && !note) return void (name.value = calledSo(chosen));
      const variable = chosen.get('variable') as Moddle | undefined;
      const stack = diagram.get('commandStack');
      if (shape) stack.execute('element.updateProperties', { element: shape, properties: { [attribute]: said } });
      else chosen.set(attribute, said);
      variable?.set('name', said);
      changed();
    },
  });
  name.value = String(chosen.get(attribute) ?? '');
  const opens = chosen.$type === 'dmn:Decision' || chosen.$type === 'dmn:BusinessKnowledgeModel';
  panel.append(
    el('div', { class: 'drawn-field' }, el('label', { for: choose.id }, say(words.element)), choose),
    el('div', { class: 'drawn-field' }, el('label', { for: name.id }, say(note ? words.text : words.name)), name),
    el(
      'div',
      { class: 'drawn-actions' },
      ...(opens ? [button(say(words.open), () => open(chosen))] : []),
      button(say(words.remove), () => {
        // What stands beside it is chosen next, and has the focus.
        elementsPanel.chosen = all[all.indexOf(chosen) + 1]?.id ?? all.at(-2)?.id;
        choose.focus();
        if (shape) diagram.get('modeling').removeElements([shape]);
        else takeOut(definitions, chosen);
        changed();
      }),
    ),
  );
  return panel;
}
/** Stays while the panel is drawn anew. */
elementsPanel.chosen = undefined as string | undefined;

const calledSo = (one: Moddle): string => String(one.get('name') ?? one.get('text') ?? one.id).slice(0, 60);

/** An element that the file has and the diagram does not show. */
function takeOut(definitions: Moddle, element: Moddle): void {
  for (const property of ['drgElement', 'artifact']) {
    const all = list(definitions, property);
    if (all.includes(element))
      definitions.set(
        property,
        all.filter((one) => one !== element),
      );
  }
  for (const one of list(definitions, 'drgElement'))
    for (const property of ['informationRequirement', 'knowledgeRequirement', 'authorityRequirement']) {
      const asked = list(one, property);
      const left = asked.filter((requirement) =>
        ['requiredInput', 'requiredDecision', 'requiredKnowledge', 'requiredAuthority'].every(
          (name) => (requirement.get(name) as Moddle | undefined)?.get('href') !== `#${element.id}`,
        ),
      );
      if (left.length < asked.length) one.set(property, left);
    }
}
