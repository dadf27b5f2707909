import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let officer: Visitor;
let controller: Visitor;
before(async () => {
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
});
const count = async (): Promise<number> =>
  (
    await province.app.db.one<{ n: number }>(
      sql`select (select count(*) from process.instance)::int + (select count(*) from process.task)::int
               + (select count(*) from kernel.definition where key like 'trial-%')::int + (select count(*) from kernel.event)::int as n`,
    )
  ).n;
const tryOut = '/studio/process/settle-standard/thu';

test('P8 a process is tried step by step on an old dossier; the real one is not touched', async () => {
  const citizen = await province.signIn('congdan');
  const filed = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  await province.settle();
  const before = await count();
  const taken = await officer.submit(await officer.get(tryOut), { act: 'dossier', code: filed.reference });
  assert.match(taken.text, /limitMinutes|units/, 'values that the model names are taken over');
  assert.doesNotMatch(taken.text, /Hoa Sen/, 'who the dossier is of is none of them');
  const move = (outcome: string, element: string) => ({ act: 'complete', element, nth: 0, outcome });
  const values = 'units: {"reception": 1}';
  const at = async (...moves: object[]) => (await officer.postForm(tryOut, { values, moves: JSON.stringify(moves) })).text;
  assert.match(await at(), /Tiếp nhận, kiểm tra hồ sơ[^]*chờ người làm/);
  const waits = await at(move('request-supplement', 'receive'));
  assert.match(waits, /chờ thông điệp/);
  const again = await at(move('request-supplement', 'receive'), {
    act: 'message',
    element: 'supplement-before-acceptance',
  });
  assert.match(again, /<ol>(<li>[^<]*<\/li>)+<li>Tiếp nhận, kiểm tra hồ sơ<\/li><\/ol>/);
  const ended = await at(move('refuse', 'receive'));
  assert.match(ended, /Quy trình đã kết thúc ở “Không tiếp nhận”/);
  assert.match(await at(move('nothing', 'receive')), /Dừng ở bước 1/);
  assert.match(await at(move('refuse', 'stamp')), /Không có gì đang chờ/);
  assert.equal(await count(), before, 'nothing of the trials is left');
});

test('What failed a test case is published only with a reason, which stays in its history', async () => {
  const definition = { kind: 'decision', key: 'fee-building-permit' } as const;
  const text = (await officer.get('/studio/decision/fee-building-permit/tep')).text;
  const page = await officer.get('/studio/decision/fee-building-permit?ban=1&v.workKind=house&quyet-dinh=fee');
  const kept = await officer.postForm('/studio/decision/fee-building-permit/giu?ban=1', {
    decision: 'fee',
    'v.workKind': 'house',
    name: 'Nhà ở riêng lẻ',
  });
  assert.equal(kept.status, 303, page.text.slice(0, 200));
  assert.match((await officer.get('/studio/decision/fee-building-permit')).text, /Nhà ở riêng lẻ[^]*Đạt/);

  const changed = text.replace('<text>75000</text>', '<text>90000</text>');
  const { draft } = await officer.api('studio.save-draft', { ...definition, text: changed, source: 'ours' });
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-12-01' });
  assert.match((await controller.get(`/studio/du-thao/${draft}`)).text, /Không đạt[^]*75000[^]*90000/);
  await assert.rejects(controller.api('studio.publish-definition', { draft }), /studio.cases-fail/);
  const override = 'Mức thu mới theo nghị quyết của Hội đồng nhân dân';
  const seen = await controller.get(`/studio/du-thao/${draft}`);
  const refused = await controller.submit(seen, { act: 'publish' });
  assert.equal(refused.status, 422);
  assert.match(refused.text, /<input(?=[^>]* name="override")(?=[^>]* aria-invalid="true")/, 'told at the reason');
  assert.equal((await controller.submit(seen, { act: 'publish', override })).status, 303);
  assert.match((await controller.get(`/studio/du-thao/${draft}`)).text, new RegExp(`Nhà ở riêng lẻ: ${override}`));
});

test('Every test case of the pack passes, and is gone through again from its page', async () => {
  const cases = await province.app.db.all<{ kind: 'process' | 'decision'; key: string; n: number }>(
    sql`select kind, key, count(*)::int as n from studio.test_case where origin = 'pack' group by 1, 2 order by 1, 2`,
  );
  assert.ok(cases.length >= 15, String(cases.length));
  for (const { kind, key, n } of cases) {
    const text = (await officer.get(`/studio/${kind}/${key}/tep`)).text;
    const { results } = await officer.inside('studio.run-test-cases', { kind, key, text });
    assert.equal(results.length, n);
    for (const one of results)
      assert.ok(one.passed, `${kind} ${key}: ${one.name.vi}: ${JSON.stringify(one.answer)}, not ${JSON.stringify(one.expected)}`);
  }
  const page = await officer.get('/studio/process/settle-standard');
  const href = /href="(\/studio\/process\/settle-standard\/thu\?[^"]*ca=[^"#]+)/.exec(page.text)![1]!;
  assert.match((await officer.get(href.replaceAll('&amp;', '&'))).text, /Quy trình đã kết thúc ở/);
  const table = await officer.get('/studio/decision/fee-criminal-record');
  const again = /href="(\/studio\/decision\/fee-criminal-record\?[^"]*quyet-dinh=fee[^"#]*)/.exec(table.text)![1]!;
  assert.match(
    (await officer.get(again.replaceAll('&amp;', '&'))).text,
    /Quy tắc đã dùng: Mức thu theo đối tượng: 9; Nộp thêm từ phiếu thứ ba: 3; Tổng số phải nộp: 2/,
  );
});

test('In English the tables and cases of a decision and the drawing of a process speak English', async () => {
  const decision = await officer.get('/studio/decision/fee-criminal-record?lang=en');
  assert.match(decision.text, /Decision table: Fee by who applies/);
  assert.match(decision.text, /Who applies<br/);
  assert.match(
    decision.text,
    /&quot;Miễn phí: trẻ em&quot;<\/code><br \/?>Free: child|"Miễn phí: trẻ em"<\/code><br \/?>Free: child/,
  );
  assert.match(decision.text, />Ordinary applicant, five copies<\/a>/);
  const process = await officer.get('/studio/process/settle-standard?lang=en');
  assert.match(process.text, />Supplements before and after acceptance<\/a>/);
  assert.match(process.text, /Dossier filed → Receive and check the dossier/);
  const drawing = /<svg[^]*?<\/svg>/.exec(process.text)![0].replace(/<[^>]*>/g, ' ');
  assert.doesNotMatch(drawing, /[àáảãạăâđèéẻẽẹêìíỉĩịòóỏõọôơùúủũụưỳýỷỹỵ]/i);
  assert.match((await officer.get('/studio/process/settle-standard?lang=vi')).text, /Nộp hồ sơ → Tiếp nhận, kiểm tra hồ sơ/);
});

test('A case that is kept has its name in both languages', async () => {
  const definition = { kind: 'decision', key: 'fee-none' } as const;
  const text = (await officer.get(`/studio/decision/${definition.key}/tep`)).text;
  const input = { decision: 'fee', inputs: {} };
  const name = 'Không thu của ai';
  await officer.api('studio.keep-test-case', { ...definition, name, nameEn: 'Nobody pays', text, input });
  const { results } = await officer.inside('studio.run-test-cases', { ...definition, text });
  assert.deepEqual(
    results.map((one) => one.name),
    [{ vi: name, en: 'Nobody pays' }],
  );
});

test('Cases that fail may expect from now on what the new version answers', async () => {
  const definition = { kind: 'decision', key: 'fee-driving-licence-exchange' } as const;
  const text = (await officer.get(`/studio/decision/${definition.key}/tep`)).text.replace('135000', '140000');
  const { draft } = await officer.api('studio.save-draft', { ...definition, text, source: 'ours' });
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  const seen = await controller.get(`/studio/du-thao/${draft}`);
  const override = 'Mức thu mới theo thông tư';
  const done = await controller.submit(seen, { act: 'publish', override, accept: 'yes' });
  assert.equal(done.status, 303, done.text);
  const { results } = await officer.inside('studio.run-test-cases', { ...definition, text });
  assert.deepEqual(
    results.map((one) => [one.passed, one.origin]),
    [[true, 'officer']],
  );
});

test('A dossier that says nothing of what a decision asks is told to be one; parts of answers are called by the answer', async () => {
  const citizen = await province.signIn('congdan');
  const { reference } = await file(province, citizen, 'HNM.6739-14', {
    workKind: 'house',
    permitKind: 'new',
  });
  await province.settle();
  const at = async (key: string) => (await officer.get(`/studio/${key}?ho-so=${reference}`)).text;
  assert.match(await at('decision/fee-driving-licence-exchange'), /không khai: exchangeReason/);
  assert.doesNotMatch(await at('decision/fee-building-permit'), /không khai/);
  const text = (await officer.get('/studio/form/building-permit/tep')).text;
  const { draft } = await officer.api('studio.save-draft', {
    kind: 'form',
    key: 'building-permit',
    text: text.replaceAll('siteAddress', 'otherSite'),
    source: 'ours',
  });
  const tried = (await officer.get(`/studio/du-thao/${draft}?ho-so=${reference}`)).text;
  assert.match(tried, /<li>Địa điểm xây dựng: /);
  assert.doesNotMatch(tried, /<li>otherSite/);
});

test('A case that breaks off says why in words, and is never what is expected from now on', async () => {
  const definition = { kind: 'process', key: 'settle-at-once' } as const;
  const was = (await officer.get(`/studio/process/${definition.key}/tep`)).text;
  const { results: before } = await officer.inside('studio.run-test-cases', { ...definition, text: was });
  assert.ok(before.length > 0 && before.every((one) => one.passed));
  // Another step stands where the case waits.
  const text = was.replaceAll('="receive"', '="look-through"');
  const { draft } = await officer.api('studio.save-draft', { ...definition, text, source: 'ours' });
  const own = await officer.get(`/studio/du-thao/${draft}`);
  assert.match(own.text, /ca kiểm thử không đạt/, 'the author is told before submitting');
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-12-01' });
  const seen = await controller.get(`/studio/du-thao/${draft}`);
  assert.match(seen.text, /✗ Không có gì đang chờ ở/);
  assert.doesNotMatch(seen.text, /studio\.nothing-waits/, 'codes are for programs');
  const { effectiveFrom } = await controller.api('studio.publish-definition', {
    draft,
    override: 'Thay bước tiếp nhận bằng bước xem qua',
    accept: true,
  });
  assert.equal(effectiveFrom, '2026-12-01');
  const { results } = await officer.inside('studio.run-test-cases', { ...definition, text });
  assert.deepEqual(
    results.filter(({ why }) => why).map(({ passed }) => passed),
    results.filter(({ why }) => why).map(() => false),
  );
  assert.ok(results.some(({ why }) => why));
});

test('A stranger neither takes values of a dossier nor keeps or drops a case', async () => {
  const citizen = await province.signIn('congdan');
  await assert.rejects(citizen.api('studio.values-of-dossier', { code: 'x-1', names: ['a'] }), /not-allowed/);
  const input = { decision: 'fee', inputs: {} };
  await assert.rejects(
    controller.api('studio.keep-test-case', {
      kind: 'decision',
      key: 'fee-none',
      name: 'một',
      text: 'x',
      input,
    }),
    /not-allowed/,
  );
  await assert.rejects(officer.api('studio.values-of-dossier', { code: 'KHONG-CO', names: ['a'] }), /dossier-missing/);
});
