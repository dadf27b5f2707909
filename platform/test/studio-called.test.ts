/** Pages of the studio speak in the words of the screen: called processes in a trial, units of steps, what a version changes. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { publishDefinition } from '@dinh/kernel';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let officer: Visitor;
before(async () => {
  province = await openProvince();
  officer = await province.signIn('nghiepvu');
});
after(() => province.close());

const model = (id: string, name: string, middle: string): string => `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="t">
<bpmn:process id="${id}" name="${name}" isExecutable="true" dinh:source="ours" dinh:app="work">
<bpmn:startEvent id="start" name="Bắt đầu"/>${middle}<bpmn:endEvent id="end" name="Xong"/>
<bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="step"/><bpmn:sequenceFlow id="f2" sourceRef="step" targetRef="end"/></bpmn:process></bpmn:definitions>`;
const inner = (step: string): string =>
  model(
    'inner',
    'Việc bên trong',
    `<bpmn:userTask id="step" name="${step}" dinh:role="specialist" dinh:unit="units.assets"/>`,
  ).replaceAll('"step"', '"deep"');

async function publish(key: string, bpmn: string, effectiveFrom: string): Promise<void> {
  const { app, clock } = province;
  await app.db.transaction((tx) =>
    publishDefinition(tx, clock.now(), {
      kind: 'process',
      key,
      body: { bpmn, source: 'ours' },
      source: 'ours',
      origin: 'officer',
      effectiveFrom,
    }),
  );
  app.definitions.forget();
}

test('A trial says which version of a called process it ran: the one in force at its clock, and its steps by name', async () => {
  await publish('inner', inner('Xem bản một'), '2026-01-01');
  await publish('inner', inner('Xem bản hai'), '2027-01-01');
  await publish(
    'outer',
    model('outer', 'Việc lớn', '<bpmn:callActivity id="step" name="Gọi" calledElement="inner"/>'),
    '2026-01-01',
  );
  const page = await officer.get('/studio/process/outer/thu');
  const now = await officer.submit(page, { act: 'start' });
  assert.match(now.text, /Quy trình được gọi chạy theo bản có hiệu lực vào giờ của bản thử/);
  assert.match(now.text, /Việc bên trong<\/a>: bản 1, hiệu lực từ ngày 01\/01\/2026/);
  assert.match(now.text, /<li>Xem bản một<\/li>/, 'the way so far');
  assert.doesNotMatch(now.text, /<li>deep<\/li>/);
});

test('A step done where whoever begins it chooses is said so, and not by the name of a variable', async () => {
  const page = await officer.get('/studio/process/asset-increase');
  assert.match(page.text, /Đơn vị được chọn khi bắt đầu \(assets\)/);
  assert.doesNotMatch(page.text, /<code>units\./);
});

test('What a version changes is said by the names of roles, units and templates', async () => {
  const [one, two] = ['dinh:role="specialist"', 'dinh:role="section-head"'];
  await publish(
    'changed',
    model('changed', 'Đổi', `<bpmn:userTask id="step" name="Xem" ${one} dinh:unit="units.assets"/>`),
    '2026-01-01',
  );
  await publish(
    'changed',
    model('changed', 'Đổi', `<bpmn:userTask id="step" name="Xem" ${two} dinh:unit="units.assets"/>`),
    '2026-02-01',
  );
  const page = await officer.get('/studio/process/changed/so-sanh?cu=1&moi=2');
  assert.match(page.text, /Vai trò làm bước này: <del>Chuyên viên[^<]*<\/del> → <ins>Trưởng phòng[^<]*<\/ins>/);
});
