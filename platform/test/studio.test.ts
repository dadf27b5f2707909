import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { checker, localDate, publishDefinition } from '@dinh/kernel';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let officer: Visitor;
let controller: Visitor;
before(async () => {
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
});

const fee = { kind: 'decision', key: 'fee-building-permit' };
const feeText = async (): Promise<string> => (await officer.get(`/studio/${fee.kind}/${fee.key}/tep`)).text;

test('Everything in the pack passes the checks that an officer’s draft must pass', async () => {
  const { app, clock } = province;
  const day = localDate(clock.now());
  for (const kind of app.modules.flatMap((module) => module.definitionKinds ?? [])) {
    const all = await app.definitions.allAt(kind.kind, day);
    assert.ok(all.length > 0, kind.kind);
    const kept = new Map<string, typeof all>();
    const others = async (name: string): Promise<any[]> => {
      if (!kept.has(name)) kept.set(name, await app.definitions.allAt(name, day));
      return kept.get(name)!;
    };
    // One of the many procedures of each kind of procedure is as good as all.
    for (const one of kind.kind === 'procedure' ? all.slice(0, 40) : all) {
      assert.ok(
        checker(kind.schema).Check(one.body),
        `${one.kind} ${one.key} ${JSON.stringify(checker(kind.schema).Errors(one.body)[0])}`,
      );
      assert.deepEqual((await kind.check?.(one.body, { key: one.key, others })) ?? [], [], `${one.kind} ${one.key}`);
    }
  }
});

test('English screens name processes, their steps and decisions in English', async () => {
  for (const [path, name] of [
    ['/studio/process?lang=en', /Settlement of a procedure \(standard\)/],
    ['/studio/process/commendation?lang=en', /<h1>Emulation and commendation/],
    ['/studio/process/settle-standard?lang=en', /Receive and check the dossier/],
    ['/studio/decision?lang=en', /Fee for building permits/],
    ['/studio/form-block/declaration?lang=en', /<h1>(?!declaration)[A-Z]/],
    ['/studio/decision/fee-building-permit?lang=en', /<h1>Fee for building permits/],
    ['/studio/process/settle-standard?lang=vi', /<h1>Giải quyết thủ tục hành chính \(chung\)/],
  ] as const)
    assert.match((await officer.get(path)).text, name, path);
  const { lists } = await officer.api('studio.list-names', { names: ['process', 'decision'] });
  for (const { items } of Object.values(lists))
    for (const { key, vi, en } of items) assert.ok(vi !== key && en !== vi, `${key}: ${vi}, ${en}`);
});

test('The overview counts every kind and finds by words without accents; citizens are refused', async () => {
  const page = await officer.get('/studio?q=cap+giay+phep+xay+dung');
  assert.equal(page.status, 200);
  assert.match(page.text, /Bảng quyết định/);
  assert.match(page.text, /href="\/studio\/form\/building-permit"/);
  const { kinds } = await officer.api('studio.count-definitions', {});
  assert.equal(kinds.find((one) => one.kind === 'procedure')?.inForce, 881);
  const first = await officer.api('studio.list-definitions', { kind: 'procedure', limit: 200 });
  const second = await officer.api('studio.list-definitions', {
    kind: 'procedure',
    limit: 200,
    after: first.next!,
  });
  assert.equal(new Set([...first.definitions, ...second.definitions].map((one) => one.key)).size, 400);
  const sheet = await officer.get('/studio/procedure?dang=csv');
  assert.equal(sheet.text.trim().split('\n').length, 882, 'the list as a sheet has all of them and a head');
  const citizen = await province.signIn('congdan');
  assert.equal((await citizen.get('/studio')).status, 403);
});

test('Every kind opens: a form drawn, a process drawn, a decision as a table, a paper printed', async () => {
  const form = await officer.get('/studio/form/building-permit');
  assert.match(form.text, /\/studio\/form\/building-permit\/xem\?/);
  const preview = await officer.get('/studio/form/building-permit/xem');
  assert.equal(preview.status, 200);
  const process = await officer.get('/studio/process/settle-standard');
  assert.match(process.text, /<svg class="bpmn"/);
  assert.match(process.text, /50 %/);
  const paper = await officer.get('/studio/template/receipt.typ/ban-in.pdf');
  assert.equal(Buffer.from(paper.bytes.subarray(0, 5)).toString(), '%PDF-');
  const { kinds } = await officer.api('studio.count-definitions', {});
  for (const { kind } of kinds) {
    const list = await officer.get(`/studio/${kind}`);
    const href = /class="row-link"\s+href="([^"]+)"/.exec(list.text)?.[1];
    assert.equal((await officer.get(href!)).status, 200, kind);
  }
  assert.equal((await officer.get('/studio/nap')).status, 200);
  assert.equal((await officer.get('/studio/nothing')).status, 404);
  assert.equal((await officer.get('/studio/form/nothing')).status, 404);
});

test('A decision is tried, and the rule that fired is shown', async () => {
  const page = await officer.get(`/studio/${fee.kind}/${fee.key}?ban=1&v.workKind=house&quyet-dinh=fee`);
  assert.match(page.text, /75000/);
  assert.match(page.text, /class="fired"[^]*"house"/);
  assert.match(page.text, /Quy tắc đã dùng: Số phải nộp: 1/);
});

test('What a table leaves open is shown beside it; two rules for one case stop a draft', async () => {
  const page = await officer.get('/studio/decision/fee-land-change-registration');
  assert.match(page.text, /Không quy tắc nào áp dụng khi [^<]*chữ khác\. <small>dòng \d+, <code>fee_table/);
  const text = (await feeText())
    .replace(/hitPolicy="[A-Z ]+"/, 'hitPolicy="UNIQUE"')
    .replace(/<rule [^]*?<\/rule>/, (rule) => rule + rule.replace(/id="([^"]+)"/g, 'id="$1_again"'));
  const { draft, problems } = await officer.api('studio.save-draft', { ...fee, text, source: 'ours' });
  assert.match(problems[0]!.reason.en, /^Rules 1 and 2 both apply when/);
  assert.match(problems[0]!.path, /_again$/);
  await officer.api('studio.withdraw-draft', { draft });
});

test('What is wrong in a draft is told with its line, and such a draft cannot be submitted', async () => {
  const text = (await feeText()).replace('<text>75000</text>', '<text>75000 +</text>');
  const line = text.slice(0, text.indexOf('75000 +')).split('\n').length;
  const { draft, problems } = await officer.api('studio.save-draft', { ...fee, text, source: 'ours' });
  assert.equal(problems.length, 1);
  assert.equal(problems[0]!.line, line);
  assert.deepEqual(problems[0]!.where, {
    vi: '“Số phải nộp”, quy tắc 1, cột “Số tiền (đồng)”',
    en: '“To be paid”, rule 1, column “Amount (đồng)”',
  });
  await assert.rejects(officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-12-01' }), /studio.draft-has-problems/);
  const page = await officer.get(`/studio/decision/${fee.key}/soan`);
  assert.match(page.text, /75000 \+/, 'what was typed is there again');
  const form = { kind: 'form', key: 'building-permit' };
  const yaml = (await officer.get('/studio/form/building-permit/tep')).text;
  const wrong = await officer.api('studio.save-draft', {
    ...form,
    text: yaml.replace('type: text', 'type: txet'),
    source: 'ours',
  });
  assert.match(wrong.problems[0]!.path, /^pages/);
  assert.match(wrong.problems[0]!.reason.vi, /^Phải là một trong: text, multiline/);
  assert.ok(wrong.problems[0]!.line! > 1);
  const broken = await officer.api('studio.save-draft', { ...form, text: 'a: [', source: 'ours' });
  assert.equal(broken.problems[0]!.line, 1);
});

test('A change is proposed by one person, approved by another, and holds from its day', async () => {
  const text = (await feeText()).replace('<text>75000</text>', '<text>80000</text>');
  const source = 'Nghị quyết trình diễn 1/2026';
  const saved = await officer.submit(await officer.get(`/studio/decision/${fee.key}/soan`), { text, source });
  assert.match(saved.location ?? '', /^\/studio\/du-thao\//);
  const draftPage = await officer.get(saved.location!);
  assert.match(draftPage.text, /class="added"[^]*80000/);
  const passed = await officer.submit(draftPage, { act: 'submit', from: '2026-11-01' });
  assert.match(passed.text, /Ngày hiệu lực phải từ hôm nay \(18\/11\/2026\) trở đi/);
  assert.match(passed.text, /<input(?=[^>]* name="from")(?=[^>]* aria-invalid="true")/, 'told at its field');
  const noDay = await officer.submit(draftPage, { act: 'submit', from: '' });
  assert.match(noDay.text, /error-summary[^]*?Có hiệu lực từ ngày: [^<]*</);
  const asked = await officer.submit(draftPage, { act: 'submit', from: '2026-12-01' });
  assert.equal(asked.status, 303);

  const draft = saved.location!.split('/').at(-1)!;
  await assert.rejects(officer.api('studio.publish-definition', { draft }), /studio.four-eyes/);
  await assert.rejects((await province.signIn('thanhtra')).api('studio.publish-definition', { draft }), /kernel.not-allowed/);
  const seen = await controller.get(saved.location!);
  assert.match(seen.text, /Phê duyệt, có hiệu lực từ 01\/12\/2026/);
  assert.equal((await controller.submit(seen, {})).status, 303);

  const { versions } = await controller.api('studio.view-definition', fee);
  assert.equal(versions[0]!.effectiveFrom, '2026-12-01');
  assert.equal(versions[0]!.origin, 'officer');
  assert.equal(versions[1]!.effectiveTo, '2026-12-01');
  const on = (day: string) => province.app.definitions.at<{ dmn: string }>(fee.kind, fee.key, day);
  assert.doesNotMatch((await on('2026-11-30'))!.body.dmn, /80000/);
  assert.match((await on('2026-12-01'))!.body.dmn, /80000/);
  await assert.rejects(controller.api('studio.publish-definition', { draft }), /studio.draft-not-open/);
  const compared = await officer.get(`/studio/decision/${fee.key}/so-sanh?cu=1&moi=2`);
  assert.match(compared.text, /class="removed"[^]*75000[^]*class="added"[^]*80000/);
});

test('Two versions of what has a schema are compared part by part, side by side, in both languages', async () => {
  const text = (await controller.get('/studio/procedure/HNM.1426/tep')).text
    .replace('amount: 4', 'amount: 6')
    .replace('Tra sổ gốc, lập bản sao.', 'Tra sổ gốc rồi lập bản sao.');
  const input = { kind: 'procedure', key: 'HNM.1426', text, source: 'ours' };
  const { draft, problems } = await controller.api('studio.save-draft', input);
  assert.deepEqual(problems, []);
  const page = await controller.get(`/studio/du-thao/${draft}`);
  assert.match(page.text, /Thời hạn giải quyết › Số lượng[^]*<del>4<\/del>[^]*<ins>6<\/ins>/);
  assert.match(page.text, /2 mục thay đổi/);
  assert.match((await controller.get(`/studio/du-thao/${draft}?lang=en`)).text, /Time limit › Amount/);
  await controller.get('/studio?lang=vi');
  await controller.api('studio.withdraw-draft', { draft });
});

test('Two versions of a form are rendered beside each other, and tables of a decision too, with what differs marked', async () => {
  const text = (await officer.get('/studio/form/criminal-record/tep')).text;
  const label = 'vi: Số điện thoại\n';
  assert.ok(text.includes(label));
  const { draft } = await officer.api('studio.save-draft', {
    kind: 'form',
    key: 'criminal-record',
    text: text.replace(label, 'vi: Số máy\n'),
    source: 'ours',
  });
  const page = (await officer.get(`/studio/du-thao/${draft}`)).text.replaceAll('&amp;', '&');
  const frames = [...page.matchAll(/<iframe class="preview-frame" src="([^"]+khac=[^"]+)"/g)].map((one) => one[1]!);
  assert.equal(frames.length, 2);
  const [before, after] = await Promise.all(frames.map((one) => officer.get(one)));
  assert.match(before!.text, /is-changed"><span class="change-sign">Sửa<\/span>[^]{0,400}Số điện thoại/);
  assert.match(after!.text, /is-changed"><span class="change-sign">Sửa<\/span>[^]{0,400}Số máy/);
  assert.match(page, /Nhãn: <del>Số điện thoại<\/del> → <ins>Số máy<\/ins>/);
  await officer.api('studio.withdraw-draft', { draft });
  const office = { kind: 'decision', key: 'fee-representative-office' };
  const rules = (await officer.get(`/studio/decision/${office.key}/tep`)).text.replace('3000000', '3500000');
  const fees = await officer.api('studio.save-draft', { ...office, text: rules, source: 'ours' });
  const tables = (await officer.get(`/studio/du-thao/${fees.draft}`)).text;
  assert.match(tables, /<mark><code>3000000<\/code><\/mark>/);
  assert.match(tables, /<mark><code>3500000<\/code><\/mark>/);
  assert.equal(tables.match(/<tr class="is-changed">/g)?.length, 2, 'one rule, on both sides');
  await officer.api('studio.withdraw-draft', { draft: fees.draft });
});

test('Logic that is no table is read line by line on the page of a decision, and compared so before approval', async () => {
  const key = 'duty-land-change-registration';
  assert.match((await officer.get(`/studio/decision/${key}`)).text, /Cách tính/);
  const dmn = (inside: string) =>
    `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" id="d" name="d" namespace="urn:read-boxes"><decision id="d1" name="due"><variable name="due"/><context><contextEntry><variable name="base"/><literalExpression><text>${inside}</text></literalExpression></contextEntry></context></decision></definitions>`;
  const save = (text: string) => officer.api('studio.save-draft', { kind: 'decision', key: 'read-boxes', text, source: 'ours' });
  const { draft } = await save(dmn('2'));
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
  await controller.api('studio.publish-definition', { draft });
  const { draft: second } = await save(dmn('3'));
  const shown = (await controller.get(`/studio/du-thao/${second}`)).text;
  assert.match(shown, /Cách tính due[^]*class="removed"[^]*base: 2<[^]*class="added"[^]*base: 3</);
  assert.doesNotMatch(shown, /Không ô nào của các bảng thay đổi/);
  await officer.api('studio.withdraw-draft', { draft: second });
});

test('A life event and the synonyms are changed by officers, and the portal follows from their day on', async () => {
  const change = async (kind: string, key: string, work: (text: string) => string) => {
    const text = work((await officer.get(`/studio/${kind}/${key}/tep`)).text);
    const { draft, problems } = await officer.api('studio.save-draft', { kind, key, text, source: 'ours' });
    if (problems.length > 0) return problems.map((one) => `${one.where?.vi}: ${one.reason.vi}`);
    await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-18' });
    await controller.api('studio.publish-definition', { draft });
    return [];
  };
  const wrong = await change('life-event', 'having-a-child', (text) =>
    text.replace(/procedure: HNM\.[\d-]+/, 'procedure: HNM.0000'),
  );
  assert.match(wrong.join(), /Chủ đề › 1 “[^”]+” › Các thủ tục › 1[^:]*: không có thủ tục “HNM\.0000” đang hiệu lực/);
  const renamed = (text: string) => text.replace('vi: Sinh con, nuôi con', 'vi: Đón con chào đời');
  assert.deepEqual(await change('life-event', 'having-a-child', renamed), []);
  const words = (text: string) => `${text}  - { phrase: giấy lạ, means: "lý lịch tư pháp", source: ours }\n`;
  assert.deepEqual(await change('synonyms', 'province', words), []);
  assert.match((await province.get('/')).text, /Đón con chào đời/);
  assert.match((await province.get('/tim-kiem?q=giay+la')).text, /lý lịch tư pháp/i);
});

test('A draft written from a version that has been replaced is not published', async () => {
  const text = await feeText();
  const write = async (who: Visitor, amount: string): Promise<string> => {
    const input = {
      ...fee,
      text: text.replace('<text>150000</text>', `<text>${amount}</text>`),
      source: 'ours',
    };
    const { draft, problems } = await who.api('studio.save-draft', input);
    assert.deepEqual(problems, []);
    return draft;
  };
  const first = await write(officer, '160000');
  await officer.api('studio.submit-draft', { draft: first, effectiveFrom: '2027-01-01' });
  await officer.api('studio.withdraw-draft', { draft: first });
  const second = await write(officer, '170000');
  await officer.api('studio.submit-draft', { draft: second, effectiveFrom: '2027-01-01' });
  await assert.rejects(controller.api('studio.return-draft', { draft: second, note: '' }), /kernel.invalid-input/);
  await controller.api('studio.return-draft', { draft: second, note: 'Thiếu căn cứ' });
  await assert.rejects(controller.api('studio.publish-definition', { draft: second }), /studio.draft-not-open/);
  await officer.api('studio.submit-draft', { draft: second, effectiveFrom: '2027-01-01' });
  await province.app.db.transaction((tx) =>
    publishDefinition(tx, province.clock.now(), {
      ...fee,
      body: { dmn: text },
      source: 'ours',
      origin: 'pack',
      effectiveFrom: '2027-02-01',
    }),
  );
  await assert.rejects(controller.api('studio.publish-definition', { draft: second }), /studio.draft-outdated/);
  const { draft } = await officer.api('studio.view-draft', { draft: second });
  assert.equal(draft.state, 'waiting');
  await assert.rejects(
    officer.api('studio.submit-draft', { draft: second, effectiveFrom: '2020-01-01' }),
    /studio.draft-not-open/,
  );
});

test('A person edits only what their role allows, and rubbish is refused politely', async () => {
  const calendar = { kind: 'calendar', key: 'province', source: 'ours' };
  const clerk = await province.signIn('vanthu');
  await assert.rejects(clerk.api('studio.list-drafts', {}), /kernel.not-allowed/);
  const input = { kind: 'form', key: 'building-permit', text: 'x', source: 'ours' };
  await assert.rejects(controller.api('studio.save-draft', input), /kernel.not-allowed/);
  const text = (await controller.get('/studio/calendar/province/tep')).text;
  const { problems } = await controller.api('studio.save-draft', {
    ...calendar,
    text: text.replace('07:30-11:30', '17:00-07:00'),
  });
  assert.match(problems[0]!.reason.vi, /17:00-07:00 không phải một khoảng giờ/);
  for (const rubbish of ['', '%', '\u0001', 'a: &a [*a]', '- - -', '<a>', '{}', '&a [&b [*b, *b]]'])
    for (const kind of ['calendar', 'form', 'process', 'decision', 'template', 'procedure', 'message'])
      for (const who of [officer, controller]) {
        const answer = await who.rawApi('studio.save-draft', {
          kind,
          key: 'rubbish.typ',
          text: rubbish,
          source: 'ours',
        });
        assert.ok(answer.status < 500, `${kind} ${rubbish} ${answer.text}`);
      }
});

test('What has no name of its own is called by its kind, and where its parts are from is read in words', async () => {
  const { text } = await officer.get('/studio/synonyms/province');
  assert.match(text, /<h1>Từ đồng nghĩa khi tìm kiếm<\/h1>/);
  assert.doesNotMatch(text, />\s*ours\s*</);
});
