import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { compareProcesses } from './process-diff.ts';

const standard = readFileSync(new URL('../../../../packs/ha-nam/processes/settle-standard.bpmn', import.meta.url), 'utf8');
const told = (before: string, after: string): string[] =>
  compareProcesses(before, after).map(
    ({ id, change, properties }) =>
      `${change} ${id}${properties.map((one) => ` ${one.name}: ${one.before} → ${one.after}`).join(',')}`,
  );

test('What came, what went and what changed in a process is told, whatever its drawing looks like', () => {
  assert.deepEqual(told(standard, standard), []);
  assert.deepEqual(told(standard, standard.replace(/<dc:Bounds x="\d+"/, '<dc:Bounds x="999"')), []);
  assert.deepEqual(told(standard, standard.replace('dinh:share="50"', 'dinh:share="40"')), ['changed appraise share: 50 → 40']);
  const renamed = standard.replace('vi="Đề xuất phê duyệt"', 'vi="Đề nghị phê duyệt"');
  assert.match(told(standard, renamed).join(), /changed appraise .*vi: Đề xuất phê duyệt → Đề nghị phê duyệt/);
  const elsewhere = standard.replace(/(id="assign-to-appraise"[^>]*targetRef=")appraise"/, '$1review"');
  assert.deepEqual(told(standard, elsewhere), ['changed assign-to-appraise targetRef: appraise → review']);
  const more = standard.replace('</bpmn:process>', '<bpmn:task id="second" name="Hai"/></bpmn:process>');
  assert.deepEqual(told(standard, more), ['added second']);
  assert.deepEqual(told(more, standard), ['removed second']);
});

test('Flows without a name are called by what they join, and what an element refers to by its name', () => {
  const elsewhere = standard.replace(/(id="assign-to-appraise"[^>]*targetRef=")appraise"/, '$1review"');
  const [flow] = compareProcesses(standard, elsewhere);
  assert.deepEqual(flow!.name, {
    vi: 'Phân công thụ lý → Xem xét, rà soát',
    en: 'Assign a specialist → Review',
  });
  assert.deepEqual(flow!.properties[0]!.called, {
    before: { vi: 'Thẩm định hồ sơ', en: 'Appraise the dossier' },
    after: { vi: 'Xem xét, rà soát', en: 'Review' },
  });
  const [share] = compareProcesses(standard, standard.replace('dinh:share="50"', 'dinh:share="40"'));
  assert.equal(share!.properties[0]!.called, undefined);
});
