/** Processes as a drawing that is edited, beside the text field: bpmn-js with our words, panel and checks. */
import BpmnModeler from 'bpmn-js/lib/Modeler';
import { bpmnWords } from '../model/bpmn-words.ts';
import { type Carried, carry, putBack } from '../model/kept-xml.ts';
import { lost, NotKept } from '../model/lost.ts';
import { writeBpmn } from '../model/write-bpmn.ts';
import './lib/bpmn-editor.css';
import type { Modeler } from './lib/bpmn-model.ts';
import { namesModdle, shownNames } from './lib/bpmn-names.ts';
import { showPanel } from './lib/bpmn-panel.ts';
import { busyUntil, drawnLater, el, lang, say, type Words } from './lib/dom.ts';
import { type Drawing, editorFrame, type Frame, type Problem } from './lib/editor-frame.ts';

for (const root of document.querySelectorAll<HTMLElement>('[data-editor="bpmn-editor"]')) void editorFrame(root, bpmnDrawing);

function bpmnDrawing(frame: Frame): Drawing {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string): string => style.getPropertyValue(name).trim();
  const modeler = new BpmnModeler({
    container: frame.stage,
    additionalModules: [{ translate: ['value', translate] }],
    moddleExtensions: { dinh: frame.given.moddle, shown: namesModdle(frame.given.moddle) },
    bpmnRenderer: {
      defaultFillColor: colour('--paper'),
      defaultStrokeColor: colour('--ink'),
      defaultLabelColor: colour('--ink'),
    },
    textRenderer: { defaultStyle: { fontFamily: style.fontFamily } },
  }) as unknown as Modeler;
  frame.tools.append(...tools(modeler, frame.stage));
  let marked: string[] = [];
  let loading = false;
  let carried: Carried = { text: '', said: [] };
  const written = async (): Promise<string> => {
    const write = () => writeBpmn(modeler.get('moddle'), modeler.getDefinitions());
    return putBack(await (shownNames ? shownNames.asWritten(modeler.getDefinitions(), write) : write()), carried);
  };
  const panel = drawnLater(frame.panel, () => showPanel(frame.panel, modeler, frame.given));
  modeler.on('selection.changed', panel);
  modeler.on('commandStack.changed', () => {
    if (loading) return;
    panel();
    void busyUntil(
      frame.panel,
      written().then((text) => frame.changed(text)),
    );
  });
  modeler.on('import.parse.complete', ({ definitions }) => definitions && shownNames?.show(definitions));
  return {
    async load(text, allTheSame) {
      loading = true;
      try {
        const said = text.trim() === '' ? empty(frame.given.key) : text;
        carried = carry(said);
        await modeler.importXML(carried.text);
        const gone = lost(said, await written());
        if (gone.length > 0 && !allTheSame) throw new NotKept(gone);
      } finally {
        loading = false;
      }
      beginAtStart(modeler);
      panel();
    },
    show(problems) {
      const canvas = modeler.get('canvas');
      const registry = modeler.get('elementRegistry');
      modeler.get('overlays').remove({ type: 'problem' });
      for (const id of marked) if (registry.get(id)) canvas.removeMarker(id, 'has-problem');
      marked = [...new Set(problems.map((one) => one.path))].filter((id) => registry.get(id));
      for (const id of marked) {
        canvas.addMarker(id, 'has-problem');
        const reasons = problems.filter((one) => one.path === id).map((one) => one.reason);
        const sign = el('div', { class: 'drawn-sign', title: reasons.join('\n') }, '!');
        const at = registry.get(id)!.source ? { top: -10, left: -10 } : { top: -12, right: 12 };
        modeler.get('overlays').add(id, 'problem', { position: at, html: sign });
      }
    },
    go(problem: Problem) {
      const element = modeler.get('elementRegistry').get(problem.path);
      if (!element) return false;
      modeler.get('selection').select(element);
      modeler.get('canvas').scrollToElement(element, 80);
      frame.panel.querySelector<HTMLElement>('.drawn-field .input')?.focus();
      return true;
    },
  };
}

/** Names can be read, and the beginning stands beside the palette: a long process does not fit whole. */
function beginAtStart(modeler: Modeler): void {
  const canvas = modeler.get('canvas');
  const { inner, outer } = canvas.viewbox();
  const scale = Math.min(0.9, Math.max(0.6, (outer.width - 170) / inner.width));
  canvas.viewbox({
    x: inner.x - 150 / scale,
    y: inner.y + inner.height / 2 - outer.height / scale / 2,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

/** All of the drawing beside the palette, which would hide what lies under it; never larger than it is. */
function fit(modeler: Modeler, stage: HTMLElement): void {
  const canvas = modeler.get('canvas');
  const margin = 12;
  const palette = stage.querySelector<HTMLElement>('.djs-palette');
  const left = margin + (palette ? palette.offsetLeft + palette.offsetWidth : 0);
  const { inner, outer } = canvas.viewbox();
  const [width, height] = [outer.width - left - margin, outer.height - 2 * margin];
  const scale = Math.min(1, width / inner.width, height / inner.height);
  canvas.viewbox({
    x: inner.x - (left + (width - inner.width * scale) / 2) / scale,
    y: inner.y - (margin + (height - inner.height * scale) / 2) / scale,
    width: outer.width / scale,
    height: outer.height / scale,
  });
}

/** What bpmn-js says, in the language of the page; `{name}` in it is filled in. */
function translate(text: string, values: Readonly<Record<string, string>> = {}): string {
  const said = lang === 'en' ? text : (bpmnWords[text] ?? text);
  return said.replace(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole);
}

function tools(modeler: Modeler, stage: HTMLElement): HTMLElement[] {
  const button = (label: Words, act: () => void) =>
    el('button', { type: 'button', class: 'button button-quiet', onclick: act }, say(label));
  const canvas = modeler.get('canvas');
  const stack = modeler.get('commandStack');
  const undo = button({ vi: 'Hoàn tác', en: 'Undo' }, () => stack.canUndo() && stack.undo());
  const redo = button({ vi: 'Làm lại', en: 'Redo' }, () => stack.canRedo() && stack.redo());
  return [
    undo,
    redo,
    button({ vi: 'Vừa khung', en: 'Fit' }, () => fit(modeler, stage)),
    button({ vi: 'Cỡ thật', en: 'Full size' }, () => canvas.zoom(1, 'auto')),
  ];
}

/** A process with a beginning and an end, for a definition that is new. */
function empty(key: string): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:dinh="https://dinh.example/bpmn" id="definitions-${key}" targetNamespace="https://dinh.example/packs" expressionLanguage="https://www.omg.org/spec/DMN/20211108/FEEL/">
  <bpmn:process id="${key}" name="" isExecutable="true">
    <bpmn:startEvent id="start" name="" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="diagram">
    <bpmndi:BPMNPlane id="plane" bpmnElement="${key}">
      <bpmndi:BPMNShape id="start-shape" bpmnElement="start"><dc:Bounds x="160" y="160" width="36" height="36" /></bpmndi:BPMNShape>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;
}
