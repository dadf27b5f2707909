import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file, openTask, statusOf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let specialist: Visitor;
let sectionHead: Visitor;
let head: Visitor;
let clerk: Visitor;
const permit = 'HNM.6739-14';

before(async () => {
  province = await openProvince();
  [citizen, desk, specialist, sectionHead, head, clerk] = (await Promise.all(
    ['congdan', 'motcua', 'chuyenvien', 'truongphong', 'giamdoc', 'vanthu'].map((account) => province.signIn(account)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor, Visitor];
});
after(() => province.close());

const step = async (who: Visitor, id: string, element: string, outcome: string, more: Record<string, unknown> = {}) => {
  province.clock.advance(20 * 60_000);
  const task = await openTask(province.app, id, element);
  return who.api('one-stop.complete-step', { taskId: task.id, version: task.version, outcome, ...more });
};

test('P1 a dossier goes from the desk to the signed result, each step by whom, when, and how long', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  assert.equal(filed.fee, 75_000);
  province.clock.advance(5 * 60_000);
  const accepted = await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  assert.match(accepted.code, /^H25\.\d\d-261118-0001$/);
  assert.equal(await statusOf(province.app, filed.id), 4);

  await step(sectionHead, filed.id, 'assign', 'assign', { specialist: await province.person('chuyenvien') });
  await step(specialist, filed.id, 'study', 'no-consultation');
  await step(specialist, filed.id, 'appraise', 'propose-approval');
  await step(sectionHead, filed.id, 'review', 'send-back', { comment: 'Bổ sung đánh giá chỉ giới đường đỏ' });
  await step(specialist, filed.id, 'appraise', 'propose-approval');
  await step(sectionHead, filed.id, 'review', 'forward');
  await step(head, filed.id, 'approve', 'sign');
  await step(clerk, filed.id, 'stamp', 'issue');
  assert.equal(await statusOf(province.app, filed.id), 9);
  await step(desk, filed.id, 'return', 'return');
  assert.equal(await statusOf(province.app, filed.id), 10);

  const page = await desk.api('one-stop.view-dossier', { id: filed.id });
  assert.deepEqual(
    page.tasks.map((task: { element: string }) => task.element),
    ['receive', 'assign', 'study', 'appraise', 'review', 'appraise', 'review', 'approve', 'stamp', 'return'],
  );
  for (const task of page.tasks) assert.ok(task.completedName && task.endedAt && task.minutes > 0);
  const { outcome } = await province.app.db.one<{ outcome: string }>(
    sql`select outcome from one_stop.dossier where id = ${filed.id}`,
  );
  assert.equal(outcome, 'granted');
});

test('S3 officials read on the dossier why its result says what was computed; its owner does not', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await specialist.inside('results.draft-result', {
    dossierId: filed.id,
    code: 'H25.02-261118-0951',
    type: 'unemployment-benefit-decision',
    title: 'Hưởng trợ cấp thất nghiệp',
    holderName: 'Nguyễn Thị Hoa Sen',
    unitId: await province.unit('so-xay-dung'),
    procedureCode: 'HNM.0951',
    data: { averageSalary: 5_000_000, salaryScheme: 'state', monthsInsured: 40 },
    values: {},
  });
  const { text } = await desk.get(`/ban-lam-viec/ho-so/${filed.id}`);
  assert.match(text, /Cách tính kết quả/);
  assert.match(text, /Số tháng được hưởng: 3 · Mức hưởng hằng tháng: 3\.000\.000\s*đ/);
  assert.match(text, /Số tháng đóng: 40/);
  assert.match(text, /Mức hưởng tối đa một tháng: 7\.450\.000\s*đ/);
  const own = await citizen.api('one-stop.view-dossier', { id: filed.id });
  assert.deepEqual(
    own.results.map((result: { computation: unknown }) => result.computation),
    [null],
  );
});

test('S3 why the fee is what it is stays with the dossier, and officials read it there', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  const { history } = await desk.api('one-stop.view-dossier', { id: filed.id });
  const { fired } = history[0].data.feeDecision;
  assert.equal(fired.length, 1);
  assert.equal(fired[0].outputs.amount, 75_000);
  assert.ok(Object.values(fired[0].inputs).includes('house'), 'the values that the rule saw');
  const page = await desk.get(`/ban-lam-viec/ho-so/${filed.id}`);
  assert.match(page.text, /Cách tính phí, lệ phí/);
  assert.match(page.text, /75\.000\s*đ · Cấp mới đối với nhà ở riêng lẻ/);
  assert.match(page.text, /Loại công trình: Nhà ở riêng lẻ/, 'answers in words, not codes');
  assert.match(page.text, /quy tắc \d+ · Tự soạn/);
  const reader = await province.signIn('motcua');
  const english = (await reader.get(`/ban-lam-viec/ho-so/${filed.id}?lang=en`)).text;
  const part = /id="cach-tinh-phi"[^]*?<\/section>/.exec(english)![0];
  assert.match(part, /75,000\sVND · New permit for a separate house[^]*Kind of work: Detached house/);
  assert.doesNotMatch(part, /[ạảấầẩẫậắằẳẵặẹẻẽếềểễệịọốồổỗộớờởỡợụủứừửữựỳỵỷỹ]/i, 'nothing of it is Vietnamese');
});

test('P1 an official of another unit neither sees the dossier nor does its steps', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  const stranger = await province.signIn('vpub.vanthu');
  await assert.rejects(stranger.api('one-stop.view-dossier', { id: filed.id }), /one-stop\.dossier-not-found/);
  const task = await openTask(province.app, filed.id);
  await assert.rejects(stranger.api('one-stop.complete-step', { taskId: task.id, outcome: 'accept' }), /process\.task-not-found/);
  await assert.rejects(stranger.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true }), /kernel\.not-allowed/);
});

test('S5 codes are unique and without a gap when 50 dossiers are accepted at once', async () => {
  const filed = [];
  for (let i = 0; i < 50; i++) filed.push(await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' }));
  const before = await province.app.db.maybe<{ last: number }>(
    sql`select last from one_stop.counter where unit_code like 'H25%' and day = '2026-11-18'`,
  );
  const codes = await Promise.all(
    filed.map(async ({ id }) => (await desk.api('one-stop.accept-dossier', { id, feeTaken: true })).code),
  );
  const numbers = codes.map((code) => Number(code.split('-').at(-1))).sort((a, b) => a - b);
  const first = (before?.last ?? 0) + 1;
  assert.deepEqual(
    numbers,
    Array.from({ length: 50 }, (_, i) => first + i),
  );
});

test('S4 the same form sent twice, and five times at once, makes one dossier', async () => {
  const draftKey = 'draft-0123456789';
  const answers = await Promise.allSettled(
    Array.from({ length: 5 }, () => file(province, citizen, permit, { workKind: 'house', permitKind: 'new' }, { draftKey })),
  );
  const references = new Set(answers.map((a) => (a.status === 'fulfilled' ? a.value.reference : String(a.reason))));
  assert.equal(references.size, 1, [...references].join('\n'));
});
