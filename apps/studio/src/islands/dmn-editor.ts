/** Decisions as diagrams, tables and expressions that are edited, beside the text field: dmn-js with our words and checks. */
import DmnModeler from 'dmn-js/lib/Modeler';
import { writeBpmn } from '../model/write-bpmn.ts';
import './lib/dmn-editor.css';
import { withDrawing } from './lib/dmn-layout.ts';
import { asKnown, lost } from './lib/dmn-namespaces.ts';
import type { Moddle, Modeler, View, Viewer } from './lib/dmn-model.ts';
import { namesModdle, showNames, shownNames } from './lib/dmn-names.ts';
import { sayShown } from './lib/say-shown.ts';
import { dmnWords } from './lib/dmn-words.ts';
import { el, lang, say, whenReleased, type Words } from './lib/dom.ts';
import { type Drawing, editorFrame, type Frame, type Problem } from './lib/editor-frame.ts';

for (const root of document.querySelectorAll<HTMLElement>('[data-editor="dmn-editor"]'))
  void editorFrame(root, dmnDrawing);

function dmnDrawing(frame: Frame): Drawing {
  const words = { additionalModules: [{ translate: ['value', translate] }] };
  const functions = frame.given.functions!.map(({ name, parameters }) => ({
    name,
    type: 'function',
    params: parameters.map((one) => ({ name: one })),
  }));
  sayShown(frame.stage);
  const modeler = new DmnModeler({
    container: frame.stage,
    // Without it the functions of another engine would be offered, described in English alone.
    common: { feelLanguageContext: { builtins: functions } },
    drd: words,
    decisionTable: words,
    literalExpression: words,
    boxedExpression: words,
    moddleExtensions: { dinh: frame.given.moddle, shown: namesModdle },
  }) as unknown as Modeler;
  let back = (text: string): string => text;
  let loading = false;
  const views = el('div', { class: 'drawn-views' });
  const tools = el('div', { class: 'drawn-views' });
  const button = (label: string, act: () => void, pressed?: boolean) =>
    el('button', { type: 'button', class: 'button button-quiet', 'aria-pressed': pressed === undefined ? undefined : String(pressed), onclick: act }, label); // prettier-ignore
  const stack = () => modeler.getActiveViewer()?.get('commandStack');
  tools.append(
    button(say({ vi: 'Hoàn tác', en: 'Undo' }), () => stack()?.canUndo() && stack()!.undo()),
    button(say({ vi: 'Làm lại', en: 'Redo' }), () => stack()?.canRedo() && stack()!.redo()),
  );
  const asText = el('p', { class: 'muted', role: 'status' });
  frame.tools.append(views, tools, asText);

  const listViews = (): void => {
    const active = modeler.getActiveView();
    views.replaceChildren(
      ...modeler
        .getViews()
        .map((view) =>
          button(
            view.type === 'drd' ? say({ vi: 'Sơ đồ quyết định', en: 'Decision diagram' }) : calledSo(view),
            () => void modeler.open(view),
            view.element === active?.element,
          ),
        ),
    );
    const told = withoutView(modeler);
    asText.textContent = told.length === 0 ? '' : say(editedAsText(told.join('”, “')));
  };
  const model = (): Promise<string> => {
    const write = () => writeBpmn(modeler._moddle, modeler.getDefinitions());
    return shownNames ? shownNames.asWritten(modeler.getDefinitions(), write) : write();
  };
  const names = (): void => whenReleased(() => showNames(frame.panel, modeler));
  modeler.on('import.parse.complete', ({ definitions }) => definitions && shownNames?.show(definitions));
  modeler.on('views.changed', () => {
    listViews();
    names();
  });
  modeler.on('viewer.created', ({ viewer }: { viewer: Viewer }) =>
    viewer.get('eventBus').on('commandStack.changed', () => {
      if (loading) return;
      names();
      void model().then((text) => frame.changed(back(text)));
    }),
  );
  return {
    async load(text) {
      loading = true;
      try {
        const known = asKnown(text.trim() === '' ? empty(frame.given.key) : text);
        back = known.back;
        const drawn = withDrawing(known.text);
        await modeler.importXML(drawn);
        const gone = lost(drawn, await model());
        if (gone.length > 0) throw new Error(`not known to the drawing: ${gone.join(', ')}`);
        const first = modeler.getViews().find((view) => view.type !== 'drd');
        if (first && modeler.getViews().length <= 2) await modeler.open(first);
      } finally {
        loading = false;
      }
      listViews();
      names();
    },
    show(problems) {
      const paths = new Set(problems.map((one) => one.path));
      for (const one of frame.stage.querySelectorAll<HTMLElement>(
        '[data-element-id], [data-row-id], [data-col-id]',
      )) {
        const { elementId, rowId, colId } = one.dataset;
        one.classList.toggle(
          'has-problem',
          [elementId, rowId, colId].some((id) => id !== undefined && paths.has(id)),
        );
      }
    },
    go(problem: Problem) {
      const view = modeler
        .getViews()
        .find((one) => one.element.id === problem.path || problem.path.startsWith(`${one.id}.`));
      if (!view) return false;
      void modeler.open(view);
      return true;
    },
  };
}

const editedAsText = (names: string): Words => ({
  vi: `“${names}” được viết thành các ô lồng nhau (ngữ cảnh, danh sách, quan hệ …), chưa có bảng để sửa ở đây: hãy sửa ở mục “Văn bản”.`,
  en: `“${names}” is written as a context, list, relation or the like, for which there is no table here: edit it under “Text”.`,
});

/** Decisions and knowledge models whose logic the library shows nowhere, by what people call them. */
function withoutView(modeler: Modeler): string[] {
  const views = modeler.getViews();
  const elements = (modeler.getDefinitions().get('drgElement') ?? []) as Moddle[];
  return elements
    .filter(
      (one) =>
        (one.get('decisionLogic') ?? one.get('encapsulatedLogic')) !== undefined &&
        !views.some((view) => view.type !== 'drd' && view.element === one),
    )
    .map((one) => calledSo({ id: one.id, name: one.get('name') as string, type: 'none', element: one }));
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
