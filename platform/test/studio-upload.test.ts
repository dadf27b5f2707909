/** A file that is uploaded in the studio: it takes the place of what somebody had written only with their will. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { root } from '../src/version.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let officer: Visitor;
before(async () => {
  province = await openProvince();
  officer = await province.signIn('nghiepvu');
});
after(() => province.close());

const text = readFileSync(join(root, 'packs/ha-nam/processes/settle-short.bpmn'), 'utf8');
const path = '/studio/process/settle-short/soan';
const file = (text: string) => ({ files: [{ field: 'file', name: 'x.bpmn', data: Buffer.from(text) }] });
const drafts = async () =>
  (await officer.api('studio.list-drafts', { kind: 'process', key: 'settle-short' })).drafts.filter(
    (one) => one.state === 'writing',
  );

test('A file with mistakes does not take the place of an open draft before its author says so', async () => {
  const first = await officer.get(path);
  const mine = text.replace('name="Nộp hồ sơ"', 'name="Việc của tôi"');
  assert.equal((await officer.submit(first, { text: mine, source: 'ours' })).status, 303);
  const [draft] = await drafts();
  const wrong = text.replace(/<bpmn:startEvent[^]*?<\/bpmn:startEvent>/, '');

  const told = await officer.submit(await officer.get(path), { source: 'ours' }, file(wrong));
  assert.equal(told.status, 422);
  assert.match(told.text, /Tệp vừa tải lên có lỗi nên chưa thay vào dự thảo của bạn: dự thảo vẫn nguyên/);
  assert.match(told.text, /error-summary/);
  assert.match(told.text, /Lưu tệp này thay dự thảo/);
  const [still] = await drafts();
  assert.deepEqual([still!.id, still!.changedAt, still!.problems], [draft!.id, draft!.changedAt, []]);
  assert.match((await officer.get(path)).text, /Việc của tôi/, 'left, the draft opens again as it was');

  const taken = await officer.submit(told, {});
  assert.equal(taken.status, 422, 'saved, with its mistakes');
  const [now] = await drafts();
  assert.equal(now!.id, draft!.id);
  assert.ok(now!.problems.length > 0);
  assert.doesNotMatch((await officer.get(path)).text, /Việc của tôi/);
});

test('A file without mistakes takes its place at once; where no draft is open one with mistakes begins it', async () => {
  assert.equal((await officer.submit(await officer.get(path), { source: 'ours' }, file(text))).status, 303);
  const [draft] = await drafts();
  assert.deepEqual(draft!.problems, []);
  await officer.api('studio.withdraw-draft', { draft: draft!.id });
  const begun = await officer.submit(
    await officer.get(path),
    { source: 'ours' },
    file(text.replace(/<bpmn:startEvent[^]*?<\/bpmn:startEvent>/, '')),
  );
  assert.equal(begun.status, 422);
  assert.equal((await drafts()).length, 1);
});
