import assert from 'node:assert/strict';
import { test } from 'node:test';
import { BpmnModdle } from 'bpmn-moddle';
import { dinhModdle } from '@dinh/process';
import { writeBpmn } from '../../model/write-bpmn.ts';
import { heldModdle, namesOf, ShownNames, type Named } from './shown-names.ts';

const names = new ShownNames((element) => {
  const { $type } = element as unknown as { $type: string };
  return $type === 'bpmn:TextAnnotation' ? 'text' : $type === 'bpmn:CategoryValue' ? 'value' : 'name';
});
const types = ['bpmn:FlowElement', 'bpmn:Process', 'bpmn:TextAnnotation', 'bpmn:CategoryValue'];
const moddle = new BpmnModdle({ dinh: dinhModdle, shown: heldModdle(types) });
const model = `<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d">
  <bpmn:category id="c"><bpmn:categoryValue id="cv" value="Nhóm" dinh:nameEn="A group" /></bpmn:category>
  <bpmn:process id="p" name="Quy trình" dinh:nameEn="Process">
    <bpmn:startEvent id="start" name="Bắt đầu" dinh:nameEn="Start" />
    <bpmn:userTask id="both" name="Thẩm định" dinh:nameEn="Appraise" />
    <bpmn:userTask id="only" name="Duyệt" />
    <bpmn:userTask id="none" />
    <bpmn:endEvent id="end" dinh:nameEn="End" />
    <bpmn:textAnnotation id="note" dinh:nameEn="A note"><bpmn:text>Ghi chú</bpmn:text></bpmn:textAnnotation>
  </bpmn:process>
</bpmn:definitions>`;

async function shown() {
  const { rootElement, elementsById } = await moddle.fromXML(model);
  const plain = new BpmnModdle({ dinh: dinhModdle });
  const before = await writeBpmn(plain, (await plain.fromXML(model)).rootElement);
  names.show(rootElement);
  const at = (id: string) => elementsById[id] as Named;
  const written = () => names.asWritten(rootElement, () => writeBpmn(moddle, rootElement));
  const line = async (id: string) => new RegExp(`<bpmn:\\w+ id="${id}"[^>]*>`).exec(await written())![0];
  return { before, at, written, line };
}

test('A model is shown in English and written as it was read', async () => {
  const { before, at, written } = await shown();
  assert.deepEqual(
    ['p', 'start', 'both', 'only', 'none', 'end'].map((id) => at(id).get('name') as unknown),
    ['Process', 'Start', 'Appraise', 'Duyệt', undefined, 'End'],
  );
  assert.equal(at('note').get('text'), 'A note');
  assert.equal(at('cv').get('value'), 'A group');
  assert.equal(await written(), before);
  assert.equal(at('both').get('name'), 'Appraise', 'it is still shown in English');
});

test('What is typed on the drawing is the English; what nobody has named in Vietnamese is called so there too', async () => {
  const { at, line } = await shown();
  for (const id of ['both', 'only', 'none']) at(id).set('name', `New ${id}`);
  assert.match(await line('both'), /name="Thẩm định" dinh:nameEn="New both"/);
  assert.match(await line('only'), /name="Duyệt" dinh:nameEn="New only"/);
  assert.match(await line('none'), /name="New none" dinh:nameEn="New none"/);
});

test('A name that is emptied on the drawing is gone in both languages, and comes back when that is undone', async () => {
  const { at, line, written, before } = await shown();
  at('both').set('name', '');
  assert.doesNotMatch(await line('both'), /name/i);
  at('both').set('name', 'Appraise');
  assert.equal(await written(), before);
  assert.deepEqual(namesOf('A', { vi: 'A' }), { vi: 'A', en: undefined }, 'no English was made up');
});
