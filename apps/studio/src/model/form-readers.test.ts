import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import type { FormDefinition } from '@dinh/forms';
import type { Definitions } from '@dinh/kernel';
import { compileBpmn } from '@dinh/process';
import { lostFields } from './form-notes.ts';
import { readersOf } from './form-readers.ts';

const words = (text: string) => ({ vi: text, en: text });
const field = (key: string, type: string, label: string, more: object = {}) => ({
  key,
  type,
  label: words(label),
  ...more,
});
const form = (...pages: (readonly object[])[]): FormDefinition =>
  ({
    key: 'f',
    title: words('F'),
    source: 'ours',
    pages: pages.map((fields, i) => ({ key: `p${i}`, title: words(`Trang ${i}`), fields })),
  }) as unknown as FormDefinition;
const told = (before: FormDefinition, after: FormDefinition): string[] =>
  lostFields(before, after).map(({ path, field: lost, what }) => `${path} ${lost}: ${what.vi}`);

test('What a form no longer has is told at its page, a new key at the field, another type only where the values are of another kind', () => {
  const before = form(
    [field('a', 'text', 'Tên'), field('n', 'integer', 'Số tầng')],
    [field('g', 'group', 'Máy', { repeat: { max: 3 }, fields: [field('x', 'choice', 'Loại')] })],
  );
  assert.deepEqual(told(before, before), []);
  const [first, second] = before.pages.map(({ fields }) => fields);
  assert.deepEqual(told(before, form([first![1]!], second!)), [
    'pages.0 a: trường “Tên” (a) không còn trong biểu mẫu, nhưng vẫn được đọc ở',
  ]);
  assert.deepEqual(told(before, form([first![1]!, field('b', 'text', 'Tên')], second!)), [
    'pages.0.fields.1 a: trường “Tên” (a) nay có mã “b”, nhưng vẫn được đọc theo mã cũ ở',
  ]);
  assert.deepEqual(told(before, form([first![0]!, field('n', 'text', 'Số tầng')], second!)), [
    'pages.0.fields.1 n: trường “Số tầng” (n) đổi kiểu từ “Số nguyên” sang “Chữ, một dòng”; hãy xem lại nơi đọc trường này',
  ]);
  assert.deepEqual(
    told(before, form([field('a', 'multiline', 'Họ và tên'), field('n', 'decimal', 'Tầng')], second!)),
    [],
    'a longer text is a text, a decimal number a number, a label nobody’s key',
  );
  const once = field('g', 'group', 'Máy', { fields: [field('x', 'choice', 'Loại')] });
  assert.match(told(before, form(first!, [once])).join(), /“Nhóm trường \(nhiều mục\)” sang “Nhóm trường”/);
  const empty = field('g', 'group', 'Máy', { repeat: { max: 3 }, fields: [field('y', 'text', 'Hãng')] });
  assert.match(told(before, form(first!, [empty])).join(), /^pages\.1 g\.x: trường “Loại” \(g\.x\) không còn/);
  assert.match(told(before, form(first!)).join(), /^pages g: [^]*pages g\.x: /, 'a page that is gone');
});

const pack = new URL('../../../../packs/ha-nam/', import.meta.url);
const standard = readFileSync(new URL('processes/settle-standard.bpmn', pack), 'utf8');
const start = /<bpmn:startEvent id="([^"]+)"/.exec(standard)![1]!;
const reading = standard.replace(
  '</bpmn:process>',
  `<bpmn:sendTask id="tell" name="Báo" dinh:notice="x" dinh:to="applicant"><bpmn:extensionElements><dinh:input target="what" value="inNotice"/></bpmn:extensionElements></bpmn:sendTask>
   <bpmn:scriptTask id="count" name="Tính" dinh:result="own"><bpmn:script>inScript + own</bpmn:script></bpmn:scriptTask>
   <bpmn:exclusiveGateway id="which" name="Cao tầng?" default="t4"/><bpmn:endEvent id="over"/><bpmn:endEvent id="high"/>
   <bpmn:sequenceFlow id="t1" sourceRef="${start}" targetRef="tell"/><bpmn:sequenceFlow id="t2" sourceRef="tell" targetRef="count"/>
   <bpmn:sequenceFlow id="t3" sourceRef="count" targetRef="which"/><bpmn:sequenceFlow id="t4" sourceRef="which" targetRef="over"/>
   <bpmn:sequenceFlow id="t5" sourceRef="which" targetRef="high"><bpmn:conditionExpression>inFlow = 1</bpmn:conditionExpression></bpmn:sequenceFlow></bpmn:process>`,
);
const bodies: Record<string, { key: string; body: object }[]> = {
  procedure: [
    {
      key: 'A.1',
      body: {
        form: 'f',
        process: 'p',
        fee: 'fee-driving-licence-exchange',
        result: 'r',
        components: [{ name: words('Bản vẽ'), when: 'count(devices[kind = "x"]) > inPaper', required: 'inRequired' }],
        timeLimit: { variants: [{ when: 'inLimit = 1' }] },
        siteVisit: { when: 'inVisit' },
        rules: [{ when: 'every d in devices satisfies d.badge' }],
        financialDuty: { decision: 'none', inputs: [{ key: 'v', from: 'inDuty' }] },
      },
    },
    { key: 'B.2', body: { form: 'other', process: 'p', fee: 'fee-none', result: 's', siteVisit: { when: 'inOther' } } },
  ],
  process: [{ key: 'p', body: { bpmn: reading } }],
  'result-type': [
    {
      key: 'r',
      body: {
        key: 'r',
        template: 't',
        fields: [
          { key: 'copied', label: words('Sao'), from: 'form.copied' },
          { key: 'holder', label: words('Chủ'), from: 'owner.name' },
          { key: 'made', label: words('Ghép'), from: 'string length(form.inExpression)' },
        ],
      },
    },
  ],
  template: [
    {
      key: 't.typ',
      body: {
        entry: { key: 't' },
        text: '#data.values.inTemplate #value("helped") #get("number") #get("values.copied") #get("values.holder")',
      },
    },
  ],
  decision: [
    {
      key: 'fee-driving-licence-exchange',
      body: { dmn: readFileSync(new URL('decisions/fee-driving-licence-exchange.dmn', pack), 'utf8') },
    },
  ],
};
const definitions = {
  inForce: async (kind: string) => (bodies[kind] ?? []).map((one) => ({ ...one, kind, id: one.key, version: 1 })),
  at: async (kind: string, key: string) =>
    (bodies[kind] ?? []).map((one) => ({ ...one, kind, id: one.key, version: 1 })).find((one) => one.key === key),
} as unknown as Definitions;

test('Everything that reads an answer is found: fees, steps, notices, conditions of procedures, results and their papers', async () => {
  assert.deepEqual(compileBpmn(reading).problems, []);
  const readers = await readersOf(definitions, 'f', '2026-11-18');
  const by = (path: string): string =>
    readers
      .filter((one) => one.reads(path))
      .map(({ kind, part }) => `${kind}${part ? ` ${part.vi}` : ''}`)
      .join('; ');
  assert.equal(by('exchangeReason'), 'decision');
  assert.equal(by('inFlow'), 'process bước “Cao tầng?”');
  assert.equal(by('inNotice'), 'process thông báo ở bước “Báo”');
  assert.equal(by('inScript'), 'process bước “Tính”');
  assert.equal(by('own'), '', 'what the process sets itself');
  assert.equal(by('outcome'), by('outcome').replaceAll(/procedure|result|decision/g, ''));
  assert.equal(by('inPaper'), 'procedure giấy tờ “Bản vẽ”');
  assert.equal(by('inRequired'), 'procedure giấy tờ “Bản vẽ”');
  assert.equal(by('devices'), 'procedure giấy tờ “Bản vẽ”; procedure điều kiện khi nộp');
  assert.equal(by('devices.kind'), 'procedure giấy tờ “Bản vẽ”');
  assert.equal(by('devices.badge'), 'procedure điều kiện khi nộp');
  assert.equal(by('devices.maker'), '');
  assert.equal(by('inLimit'), 'procedure thời hạn giải quyết');
  assert.equal(by('inVisit'), 'procedure thẩm tra thực tế');
  assert.equal(by('inDuty'), 'procedure nghĩa vụ tài chính');
  assert.equal(by('inExpression'), 'result-type mục “Ghép”');
  assert.equal(by('copied'), 'result-type mục “Sao”; template');
  assert.equal(by('inTemplate'), 'template');
  assert.equal(by('helped'), 'template');
  assert.equal(by('number'), '', 'what the program puts in');
  assert.equal(by('holder'), '', 'what the record has from elsewhere');
  assert.equal(by('inOther'), '', 'a procedure with another form');
  assert.deepEqual(await readersOf(definitions, 'nobodys', '2026-11-18'), []);
});
