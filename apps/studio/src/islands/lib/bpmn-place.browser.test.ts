/** Whatever is added in the drawing of a process, by the buttons of the panel, nothing comes to stand on anything else. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { openBrowser } from '@dinh/testing';
import { build } from 'esbuild';
import type { Browser, Page } from 'playwright-core';

let browser: Browser;
let page: Page;
before(async () => {
  const here = fileURLToPath(new URL('.', import.meta.url));
  const program = `
    import BpmnModeler from 'bpmn-js/lib/Modeler';
    import { putAtEdge, putBehind, putInside, putNote } from './bpmn-place.ts';
    import { boundaries, ends, events, gateways, steps } from './bpmn-targets.ts';
    const modeler = new BpmnModeler({ container: '#stage' });
    const registry = modeler.get('elementRegistry');
    const stack = modeler.get('commandStack');
    const shapes = () => registry.filter((one) => !one.waypoints && !one.labelTarget && one.parent && !/Lane|Group/.test(one.type));
    // A note belongs to the drawing, wherever it stands.
    const note = (one, other) => one.type === 'bpmn:TextAnnotation' && (other.children ?? []).length > 0;
    const around = (one, other) => one && (one === other || around(one.parent, other) || one.host === other);
    const name = (one) => one.businessObject.name || one.type;
    const meet = (a, b) => a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
    function wrong() {
      const all = shapes();
      const found = [];
      for (const [i, a] of all.entries()) {
        for (const b of all.slice(i + 1)) if (!around(a, b) && !around(b, a) && !note(a, b) && !note(b, a) && meet(a, b)) found.push(name(a) + ' × ' + name(b));
        const box = a.parent;
        if (!a.host && box.parent && (a.x < box.x || a.y < box.y || a.x + a.width > box.x + box.width || a.y + a.height > box.y + box.height)) found.push(name(a) + ' outside of ' + name(box));
      }
      return found;
    }
    window.tryAll = async (xml, manner) => {
      await modeler.importXML(xml);
      const before = new Set(wrong());
      const found = [];
      let tried = 0;
      const is = (one, type) => one.businessObject.$instanceOf('bpmn:' + type);
      const sources = registry.filter((one) => manner === 'inside' ? (is(one, 'SubProcess') && !one.collapsed) || is(one, 'Participant') : !one.waypoints && !one.labelTarget && is(one, manner === 'edge' ? 'Activity' : 'FlowNode') && !is(one, 'EndEvent'));
      const put = { behind: putBehind, inside: putInside, edge: putAtEdge }[manner];
      const kinds = manner === 'edge' ? boundaries : [...steps, ...gateways, ...events, ...ends.slice(0, 5)];
      for (const { id } of sources)
        for (const [kind, target] of kinds) {
          const source = registry.get(id);
          tried++;
          try {
            // Three of a kind: what is put first is in the way of the next.
            for (let i = 0; i < 3; i++) put(modeler, registry.get(id), target);
            putNote(modeler, registry.get(id));
          } catch (error) { found.push(kind + ' behind ' + name(source) + ': ' + error.message); }
          found.push(...wrong().filter((one) => !before.has(one)).map((one) => kind + ' at ' + name(source) + ': ' + one));
          while (stack.canUndo()) stack.undo();
        }
      return { tried, found };
    };`;
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: here, loader: 'ts' },
    bundle: true,
    write: false,
    format: 'iife',
    loader: { '.css': 'empty' },
  });
  browser = await openBrowser();
  page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.setContent('<html lang="vi"><body><div id="stage" style="height:800px"></div></body></html>');
  await page.addScriptTag({ content: outputFiles[0]!.text });
});
after(() => browser.close());

declare const tryAll: (xml: string, manner: string) => Promise<{ tried: number; found: string[] }>;
const model = (name: string): string =>
  readFileSync(new URL(`../../../../../packs/ha-nam/processes/${name}.bpmn`, import.meta.url), 'utf8');

for (const name of ['settle-standard', 'outgoing-document', 'asset-liquidation'])
  for (const manner of ['behind', 'edge'])
    test(`No two shapes of ${name} meet after anything is put ${manner === 'edge' ? 'at the edge of' : 'behind'} any element`, async () => {
      const { tried, found } = await page.evaluate(([xml, how]) => tryAll(xml!, how!), [model(name), manner]);
      assert.ok(tried > 20, String(tried));
      assert.deepEqual(found.slice(0, 12), [], `${found.length} of ${tried}`);
    });

/** Two agencies, one with lanes, and a sub-process between two steps. */
const nested = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" id="d" targetNamespace="t">
  <bpmn:collaboration id="c"><bpmn:participant id="pa" name="A" processRef="a"/><bpmn:participant id="pb" name="B" processRef="b"/></bpmn:collaboration>
  <bpmn:process id="a"><bpmn:laneSet id="ls"><bpmn:lane id="l1" name="L1"><bpmn:flowNodeRef>s</bpmn:flowNodeRef><bpmn:flowNodeRef>t</bpmn:flowNodeRef><bpmn:flowNodeRef>sub</bpmn:flowNodeRef><bpmn:flowNodeRef>e</bpmn:flowNodeRef></bpmn:lane><bpmn:lane id="l2" name="L2"/></bpmn:laneSet>
    <bpmn:startEvent id="s" name="S"/><bpmn:task id="t" name="T"/><bpmn:endEvent id="e" name="E"/>
    <bpmn:boundaryEvent id="be" name="BE" attachedToRef="t"><bpmn:timerEventDefinition id="ted"/></bpmn:boundaryEvent>
    <bpmn:subProcess id="sub" name="Sub"><bpmn:startEvent id="ss" name="SS"/><bpmn:task id="st" name="ST"/><bpmn:endEvent id="se" name="SE"/><bpmn:sequenceFlow id="f4" sourceRef="ss" targetRef="st"/><bpmn:sequenceFlow id="f5" sourceRef="st" targetRef="se"/></bpmn:subProcess>
    <bpmn:sequenceFlow id="f1" sourceRef="s" targetRef="t"/><bpmn:sequenceFlow id="f2" sourceRef="t" targetRef="sub"/><bpmn:sequenceFlow id="f3" sourceRef="sub" targetRef="e"/></bpmn:process>
  <bpmn:process id="b"><bpmn:startEvent id="bs" name="BS"/><bpmn:task id="bt" name="BT"/><bpmn:sequenceFlow id="f6" sourceRef="bs" targetRef="bt"/></bpmn:process>
  <bpmndi:BPMNDiagram id="dd"><bpmndi:BPMNPlane id="pl" bpmnElement="c">
    ${(
      [
        ['pa', 100, 80, 900, 420],
        ['l1', 130, 80, 870, 280],
        ['l2', 130, 360, 870, 140],
        ['s', 180, 202, 36, 36],
        ['t', 260, 180, 100, 80],
        ['be', 292, 242, 36, 36],
        ['sub', 420, 110, 400, 220],
        ['ss', 450, 202, 36, 36],
        ['st', 540, 180, 100, 80],
        ['se', 700, 202, 36, 36],
        ['e', 900, 202, 36, 36],
        ['pb', 100, 540, 900, 200],
        ['bs', 180, 622, 36, 36],
        ['bt', 280, 600, 100, 80],
      ] as const
    )
      .map(
        ([id, x, y, w, h]) =>
          `<bpmndi:BPMNShape id="${id}_di" bpmnElement="${id}"${/^(p|l)/.test(id) ? ' isHorizontal="true"' : ''}${id === 'sub' ? ' isExpanded="true"' : ''}><dc:Bounds x="${x}" y="${y}" width="${w}" height="${h}"/></bpmndi:BPMNShape>`,
      )
      .join('')}
    ${(
      [
        ['f1', 216, 220, 260],
        ['f2', 360, 220, 420],
        ['f3', 820, 220, 900],
        ['f4', 486, 220, 540],
        ['f5', 640, 220, 700],
        ['f6', 216, 640, 280],
      ] as const
    )
      .map(
        ([id, x, y, to]) =>
          `<bpmndi:BPMNEdge id="${id}_di" bpmnElement="${id}"><di:waypoint x="${x}" y="${y}"/><di:waypoint x="${to}" y="${y}"/></bpmndi:BPMNEdge>`,
      )
      .join('')}
  </bpmndi:BPMNPlane></bpmndi:BPMNDiagram></bpmn:definitions>`;

for (const manner of ['behind', 'edge', 'inside'])
  test(`Agencies, lanes and sub-processes grow with what is put ${manner} of them, and move what stands around`, async () => {
    const { tried, found } = await page.evaluate(([xml, how]) => tryAll(xml!, how!), [nested, manner]);
    assert.ok(tried > 20, String(tried));
    assert.deepEqual(found.slice(0, 12), [], `${found.length} of ${tried}`);
  });
