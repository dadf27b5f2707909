import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { test } from 'node:test';
import { elementKind, propertyName } from './element-words.ts';
import { compareProcesses } from './process-diff.ts';

test('A comparison of processes tells elements and the properties that officers set in words, in both languages', async () => {
  const pack = new URL('../../../../packs/ha-nam/processes/', import.meta.url);
  const before = await readFile(new URL('settle-standard.bpmn', pack), 'utf8');
  const after = before
    .replace('dinh:share="5"', 'dinh:share="7"')
    .replace('name="Phân công thụ lý" dinh:nameEn="Assign a specialist"', 'name="Giao việc" dinh:nameEn="Hand on"');
  const told = compareProcesses(before, after).map(
    ({ type, name, properties }) =>
      `${elementKind(type, 'vi')}: ${name.vi}, ${name.en}: ${properties.map((one) => `${propertyName(one.name, 'vi')} (${propertyName(one.name, 'en')})`).join()}`,
  );
  assert.deepEqual(told, [
    'Bước do người làm: Tiếp nhận, kiểm tra hồ sơ, Receive and check the dossier: Phần của thời hạn (%) (Share of the time limit (%))',
    'Bước do người làm: Giao việc, Hand on: Tên (Name (Vietnamese)),Tên tiếng Anh (Name in English)',
  ]);
  assert.equal(elementKind('bpmn:SequenceFlow', 'en'), 'Sequence flow');
  assert.equal(propertyName('isExpanded', 'vi'), undefined);
});
