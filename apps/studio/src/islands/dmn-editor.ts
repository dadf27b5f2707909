/** Decisions as diagrams, tables and expressions that are edited, beside the text field: dmn-js with our words and checks. */
import { elementsBelow, writeBpmn } from '../model/write-bpmn.ts';
import './lib/dmn-editor.css';
import { boxKinds, knowBoxes, logicOf } from './lib/dmn-boxed.ts';
import { BoxesModeler, openNew, turnLogic } from './lib/dmn-boxes-viewer.ts';
import { withDrawing } from './lib/dmn-layout.ts';
import { asKnown } from '../model/dmn-versions.ts';
import { type Carried, carry, putBack } from '../model/kept-xml.ts';
import { lost, NotKept } from '../model/lost.ts';
import type { Moddle, Modeler, View, Viewer } from './lib/dmn-model.ts';
import { elementsPanel } from './lib/dmn-elements.ts';
import { needsPanel, newElements } from './lib/dmn-needs.ts';
import { namesModdle, showNames, shownNames } from './lib/dmn-names.ts';
import { sayShown } from './lib/say-shown.ts';
import { dmnWords } from './lib/dmn-words.ts';
import { busyUntil, drawnLater, el, freshId, lang, say } from './lib/dom.ts';
import { type Drawing, editorFrame, type Frame, type Problem } from './lib/editor-frame.ts';

for (const root of document.querySelectorAll<HTMLElement>('[data-editor="dmn-editor"]')) void editorFrame(root, dmnDrawing);

function dmnDrawing(frame: Frame): Drawing {
  const words = { additionalModules: [{ translate: ['value', translate] }] };
  const functions = frame.given.functions!.map(({ name, parameters }) => ({
    name,
    type: 'function',
    params: parameters.map((one) => ({ name: one })),
  }));
  sayShown(frame.stage);
  const modeler = new BoxesModeler({
    container: frame.stage,
    // Without it the functions of another engine would be offered, described in English alone.
    common: { feelLanguageContext: { builtins: functions } },
    drd: words,
    decisionTable: words,
    literalExpression: words,
    boxedExpression: words,
    boxes: { newer: () => newer },
    moddleExtensions: { dinh: frame.given.moddle, shown: namesModdle },
  }) as unknown as Modeler;
  knowBoxes(modeler);
  // What DMN 1.4 has added is offered in files of 1.4 and later alone.
  let newer = false;
  let back = (text: string): string => text;
  let carried: Carried = { text: '', said: [] };
  let loading = false;
  const views = el('div', { class: 'drawn-views' });
  const tools = el('div', { class: 'drawn-views' });
  const button = (label: string, act: () => void, pressed?: boolean) =>
    el(
      'button',
      {
        type: 'button',
        class: 'button button-quiet',
        'aria-pressed': pressed === undefined ? undefined : String(pressed),
        onclick: act,
      },
      label,
    );
  /** Until a view stands there, or the text is written, the drawing is not what it will be. */
  const goesOn = (work: Promise<unknown>): void => void busyUntil(frame.stage, work);
  const stack = () => modeler.getActiveViewer()?.get('commandStack');
  let turnedBack: (() => Promise<void>) | undefined;
  const undo = (): void => {
    if (stack()?.canUndo()) return stack()!.undo();
    if (turnedBack) goesOn(turnedBack().then(written));
    turnedBack = undefined;
  };
  tools.append(
    button(say({ vi: 'Hoàn tác', en: 'Undo' }), undo),
    button(say({ vi: 'Làm lại', en: 'Redo' }), () => stack()?.canRedo() && stack()!.redo()),
  );
  const turning = el('div', { class: 'drawn-views' });
  frame.tools.append(views, tools, turning);

  const listViews = (): void => {
    const active = modeler.getActiveView();
    views.replaceChildren(
      ...modeler
        .getViews()
        .map((view) =>
          button(
            view.type === 'drd' ? say({ vi: 'Sơ đồ quyết định', en: 'Decision diagram' }) : calledSo(view),
            () => goesOn(modeler.open(view)),
            view.element === active?.element,
          ),
        ),
    );
    turning.replaceChildren(...turningTo(active, newer, turn));
  };
  const model = async (): Promise<string> => {
    const write = () => writeBpmn(modeler._moddle, modeler.getDefinitions());
    return putBack(await (shownNames ? shownNames.asWritten(modeler.getDefinitions(), write) : write()), carried);
  };
  const written = (): Promise<void> => model().then((text) => frame.changed(back(text)));
  // Beside the diagram new elements, beside all else what it is computed from.
  const beside = (): HTMLElement[] => {
    const view = modeler.getActiveView();
    if (!view) return [];
    if (view.type !== 'drd')
      return [
        needsPanel(modeler, view, (element, properties) =>
          modeler.getActiveViewer()!.get('commandStack').execute('element.updateProperties', { element, properties }),
        ),
      ];
    const set = (element: Moddle, properties: object): void =>
      Object.entries(properties).forEach(([name, value]) => element.set(name, value));
    const open = (element: Moddle): void => {
      const wanted = modeler.getViews().find((one) => one.element === element);
      if (wanted) goesOn(modeler.open(wanted));
    };
    const changed = (): void => {
      modeler._updateViews();
      goesOn(written());
    };
    return [
      elementsPanel(modeler, changed, open),
      ...newElements(modeler, set, (made) => goesOn(openNew(modeler, made).then(written))),
    ];
  };
  const turn = (element: Moddle, type: string): void =>
    goesOn(
      turnLogic(modeler, element, type).then((back) => {
        turnedBack = back;
        return written();
      }),
    );
  const names = drawnLater(frame.panel, () => showNames(frame.panel, modeler, beside()));
  modeler.on('import.parse.complete', ({ definitions }) => definitions && shownNames?.show(definitions));
  modeler.on('views.changed', () => {
    listViews();
    names();
  });
  modeler.on('viewer.created', ({ viewer }: { viewer: Viewer }) =>
    viewer.get('eventBus').on('commandStack.changed', () => {
      if (loading) return;
      names();
      goesOn(written());
    }),
  );
  // What is drawn anew, or opened later, is marked as well.
  let wrong: ReadonlySet<string> = new Set();
  const mark = (): void => {
    const places = '[data-element-id], [data-row-id], [data-col-id]';
    for (const one of frame.stage.querySelectorAll<HTMLElement>(wrong.size === 0 ? '.has-problem' : places)) {
      const { elementId, rowId, colId } = one.dataset;
      one.classList.toggle(
        'has-problem',
        [elementId, rowId, colId].some((id) => id !== undefined && wrong.has(id)),
      );
    }
  };
  new MutationObserver(mark).observe(frame.stage, { childList: true, subtree: true });
  return {
    async load(text, allTheSame) {
      loading = true;
      try {
        const known = asKnown(text.trim() === '' ? empty(frame.given.key) : text);
        back = known.back;
        newer = known.newer;
        const drawn = withDrawing(known.text);
        carried = carry(drawn);
        await modeler.importXML(carried.text);
        const gone = lost(drawn, await model());
        if (gone.length > 0 && !allTheSame) throw new NotKept(gone);
        const first = modeler.getViews().find((view) => view.type !== 'drd');
        if (first && modeler.getViews().length <= 2) await modeler.open(first);
      } finally {
        loading = false;
      }
      listViews();
      names();
    },
    show(problems) {
      wrong = new Set(problems.map((one) => one.path));
      mark();
    },
    go(problem: Problem) {
      const views = modeler.getViews();
      const holds = ({ type, element }: View): boolean =>
        type !== 'drd' && [...elementsBelow(element)].some((one) => (one as Moddle).id === problem.path);
      const view =
        views.find(holds) ?? views.find((one) => one.element.id === problem.path || problem.path.startsWith(`${one.id}.`));
      if (!view) return false;
      const enter = (): void => {
        const place = frame.stage.querySelector<HTMLElement>(`[data-element-id="${CSS.escape(problem.path)}"]`);
        place?.scrollIntoView({ block: 'nearest' });
        (place?.querySelector<HTMLElement>('textarea, input, [contenteditable="true"], select') ?? place)?.focus();
      };
      goesOn(modeler.open(view).then(() => new Promise((open) => setTimeout(open)).then(enter)));
      return true;
    },
  };
}

/** Another way to write what is open, for logic that dmn-js edits; boxes have the same of their own. */
function turningTo(view: View | undefined, newer: boolean, turn: (element: Moddle, type: string) => void): HTMLElement[] {
  if (!view || view.type === 'drd' || view.type === 'boxes') return [];
  const logic = view.element.get(logicOf(view.element)) as Moddle | undefined;
  const now = view.type === 'boxedExpression' ? logic?.get('body') : logic;
  const id = freshId('turn');
  const others = boxKinds.filter((kind) => kind.type !== now?.$type && (newer || !kind.newer));
  const select = el('select', { id, class: 'input' }, ...others.map((kind) => el('option', { value: kind.type }, say(kind))));
  const go = say({ vi: 'Đổi cách viết', en: 'Write it so' });
  return [
    el('label', { for: id }, say({ vi: 'Viết dưới dạng', en: 'Written as' })),
    select,
    el('button', { type: 'button', class: 'button button-quiet', onclick: () => turn(view.element, select.value) }, go),
  ];
}

/** What a view is about, in the language of the page; else the name by which expressions ask for it. */
function calledSo({ element, name, id }: View): string {
  const said = (element.get('description') as string | undefined)?.trim();
  const about = (lang === 'en' && (element.get('dinh:nameEn') as string | undefined)) || said;
  return about && about.length <= 60 ? about : (name ?? id);
}

function translate(text: string, values: Readonly<Record<string, string>> = {}): string {
  const said = lang === 'en' ? text : (dmnWords[text] ?? text);
  return said.replace(/\{ ?(\w+) ?\}/g, (whole, name: string) => values[name] ?? whole);
}

/** A table with one rule, for a definition that is new. */
function empty(key: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="${key}" name="${key}" namespace="https://dinh.example/packs/decisions/${key}" expressionLanguage="https://www.omg.org/spec/DMN/20230324/FEEL/">
  <decision id="decision" name="decision">
    <variable id="decision_variable" name="decision" typeRef="string" />
    <decisionTable id="decision_table" hitPolicy="UNIQUE">
      <input id="input_1" label=""><inputExpression id="input_1_expression" typeRef="string"><text></text></inputExpression></input>
      <output id="output_1" label="" name="result" typeRef="string" />
    </decisionTable>
  </decision>
</definitions>
`;
}
