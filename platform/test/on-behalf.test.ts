/** S7 with the directory: whoever acts for a child or by power of attorney files under that right and no further. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { attachAll, begin, fillForm, send } from './citizen.ts';
import { file, pdf } from './filing.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';

let province: Province;
let desk: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

before(async () => {
  province = await openProvince();
  desk = await province.signIn('motcua');
});
after(() => province.close());

const problem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
const mine = async (visitor: Visitor) =>
  (await visitor.api('one-stop.my-dossiers', {})).rows.map((row: { reference: string }) => row.reference);

test('S7 a parent files for a child the desk has confirmed; both are named everywhere, until the child is of age', async () => {
  const child = { name: 'Nguyễn Bé Na', birthDate: '2008-12-01' };
  await desk.api('identity.record-authority', {
    kind: 'child',
    agent: await province.person('congdan'),
    newSubject: child,
    papers: [{ kind: 'birth-certificate', number: '12/2008' }],
  });
  const parent = await province.signIn('congdan');
  const start = await parent.get(`/nop-ho-so/${permit}`);
  const [, thay] = /value="([0-9a-f-]{36})"[^>]*\/><label[^>]*>Nguyễn Bé Na/.exec(start.text)!;
  const papers = await fillForm(province, parent, await begin(parent, permit, { thay }), permit, {
    ...house,
    capacity: 'child',
    owner: { ...child, relation: 'parent' },
  });
  const check = await attachAll(parent, papers);
  assert.match((await parent.get('/ho-so')).text, /Thay mặt Nguyễn Bé Na/);
  const reference = await send(parent, check, { pay: 'desk' });
  const page = (await parent.get(`/ho-so/${reference}`)).text.replace(/\s+/g, ' ');
  assert.match(page, /Chủ hồ sơ<\/dt> <dd class="summary-value"> Nguyễn Bé Na/);
  const { app } = province;
  const row = await app.db.one<{ id: string; behalf: string; name: string; audit: string; owner: string }>(
    sql`select d.id, h.behalf_of as behalf, h.person_name as name, d.owner_id as owner,
          (select behalf_of from audit.entry where operation = 'one-stop.submit-dossier' and subject = 'dossier:' || d.id) as audit
        from one_stop.dossier d join one_stop.history h on h.dossier_id = d.id and h.act = 'filed' where d.reference = ${reference}`,
  );
  assert.deepEqual([row.name, row.behalf, row.audit === row.owner], ['Nguyễn Thị Hoa Sen', 'Nguyễn Bé Na', true]);
  assert.deepEqual(await mine(parent), [reference]);
  province.clock.advance(20 * 86_400_000);
  assert.deepEqual(await mine(await province.signIn('congdan')), []);
  province.clock.advance(-20 * 86_400_000);
});

test('S7 by power of attorney only what was given: within its matters, seen by both, and no more once it has ended', async () => {
  const grantor = await province.signIn('congdan');
  const { procedure } = await grantor.api('procedures.view-procedure', { code: permit });
  const { authority } = await grantor.api('identity.grant-authority', {
    name: 'Phạm Quốc Khởi',
    idNumber: '000000000002',
    acts: ['file', 'follow'],
    matters: [procedure.businessType],
  });
  const agent = await province.signIn('doanhnghiep');
  await agent.api('identity.answer-authority', { authority, accept: true });
  await agent.api('identity.act-for', { authority });
  const own = { ...house, capacity: 'attorney', owner: { name: 'Gõ sai tên' } };
  const filed = await file(province, agent, permit, own, { account: 'doanhnghiep' });
  const { dossier } = await grantor.api('one-stop.my-dossier', { reference: filed.reference });
  assert.deepEqual([dossier.ownerName, dossier.capacity ?? dossier.data['capacity']], ['Nguyễn Thị Hoa Sen', 'attorney']);
  const seen = await grantor.get(`/ho-so/${filed.reference}`);
  assert.equal(seen.status, 200);
  await assert.rejects(agent.api('one-stop.withdraw-dossier', { id: filed.id }), problem('one-stop.authority-too-narrow'));
  await assert.rejects(
    file(province, agent, 'HNM.1242', { capacity: 'attorney' }, { account: 'doanhnghiep' }),
    problem('one-stop.authority-too-narrow'),
  );
  await grantor.api('identity.end-authority', { authority, reason: 'Tôi tự làm được' });
  assert.deepEqual(await mine(agent), []);
  await assert.rejects(agent.api('one-stop.my-dossier', { reference: filed.reference }), problem('one-stop.dossier-not-found'));
  await grantor.api('one-stop.withdraw-dossier', { id: filed.id });
});

test('S7 once a power is over its draft shows and files nothing of whom it was for, and what was typed is kept', async () => {
  const grantor = await province.signIn('congdan');
  const { authority } = await grantor.api('identity.grant-authority', {
    name: 'Phạm Quốc Khởi',
    idNumber: '000000000002',
    acts: ['file', 'follow'],
  });
  const agent = await province.signIn('doanhnghiep');
  await agent.api('identity.answer-authority', { authority, accept: true });
  const first = await begin(agent, permit, { thay: authority });
  const [, id = ''] = /([0-9a-f-]{36})\//.exec(first.url)!;
  const papers = await fillForm(province, agent, first, permit, {
    ...house,
    capacity: 'attorney',
    owner: { name: 'Nguyễn Thị Hoa Sen' },
  });
  const check = await attachAll(agent, papers);
  assert.match((await agent.get('/ho-so')).text, /Nộp thay cho Nguyễn Thị Hoa Sen/);
  const before = await agent.api('services.view-draft', { id });
  assert.equal(before.data.owner.name, 'Nguyễn Thị Hoa Sen');
  await grantor.api('identity.end-authority', { authority, reason: 'Tôi tự làm được' });

  await assert.rejects(agent.api('services.view-draft', { id }), problem('services.authority-over'));
  await assert.rejects(agent.api('services.file-draft', { id }), problem('services.authority-over'));
  const home = `/nop-ho-so/${permit}/${id}`;
  for (const page of ['', '/giay-to', '/kiem-tra', `/${before.seen[0]}`])
    assert.equal((await agent.get(home + page)).location, `${home}/lam-tiep`, page);
  assert.match((await agent.get('/ho-so')).text, /Việc đại diện đã kết thúc/);
  assert.match((await agent.get(`${home}/xoa`)).text, /Xóa bản nháp này/);

  // A page that was still open is sent: what stands on it is kept.
  const late = await agent.submit(first, { capacity: 'attorney', 'owner.phone': '0900000009' }, { form: home });
  assert.equal(late.location, `${home}/lam-tiep`);
  const asked = await agent.get(`${home}/lam-tiep`);
  assert.doesNotMatch(asked.text, /Hoa Sen|000000000001/);
  const on = await agent.submit(asked, { thay: '' }, { form: `${home}/lam-tiep` });
  assert.equal(on.location, home, on.text);
  const after = await agent.api('services.view-draft', { id });
  assert.deepEqual([after.data.owner, after.data.capacity], [{}, undefined]);
  assert.equal(after.data.workKind, 'house');
  assert.deepEqual(
    [after.components.length, after.authorityId],
    [before.components.length, null],
    'the papers are those that they brought',
  );
  assert.equal((await agent.submit(check, { pay: 'desk' }, { form: home })).status, 422, 'it asks for whom');
  assert.equal((await agent.get(`${home}/lam-tiep`)).location, home, 'there is nothing to choose any more');
});

test('S7 both sides hear of a power that begins and ends; from then on news of the dossier goes to its owner', async () => {
  const [grantor, agent] = await Promise.all([province.signIn('congdan'), province.signIn('doanhnghiep')]);
  const { authority } = await grantor.api('identity.grant-authority', {
    name: 'Phạm Quốc Khởi',
    idNumber: '000000000002',
    acts: ['file', 'follow'],
  });
  await province.settle(); // the one who is named hears of it while it waits
  await agent.api('identity.answer-authority', { authority, accept: true });
  await agent.api('identity.act-for', { authority });
  const filed = await file(province, agent, permit, { ...house, capacity: 'attorney' }, { account: 'doanhnghiep' });
  await province.settle();
  const page = (await grantor.get(`/ho-so/${filed.reference}`)).text.replace(/\s+/g, ' ');
  assert.match(page, /Trực tuyến, Phạm Quốc Khởi làm thay Nguyễn Thị Hoa Sen/);
  await grantor.api('identity.end-authority', { authority, reason: 'Tôi tự làm được' });
  await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  await province.settle();
  const [ofGrantor, ofAgent] = await Promise.all(
    ['congdan', 'doanhnghiep'].map(async (account) => {
      const rows = await province.app.db.all<{ template: string; link: string }>(
        sql`select template, link from notify.message where person_id = ${await province.person(account)} and channel = 'inbox'
              and (about = ${`authority:${authority}`} or about = ${`dossier:${filed.id}`}) order by template`,
      );
      return rows.map(({ template }) => template);
    }),
  );
  assert.deepEqual(ofGrantor, ['authority-confirmed', 'authority-ended', 'dossier-accepted', 'dossier-filed-for-you']);
  assert.deepEqual(ofAgent, ['authority-confirmed', 'authority-ended', 'authority-offered', 'dossier-filed']);
});

test('S7 a capacity that contradicts the authority is refused beside its question', async () => {
  const agent = await province.signIn('doanhnghiep');
  const { businesses } = await agent.api('identity.list-my-businesses', {});
  await agent.api('identity.act-for', { authority: businesses[0]!.authority });
  await assert.rejects(
    file(province, agent, permit, { ...house, capacity: 'self' }, { account: 'doanhnghiep' }),
    (error) =>
      error instanceof Problem &&
      error.problem.errors?.[0]?.path === 'data.capacity' &&
      /Sông Châu/.test(error.problem.errors[0].message),
  );
});

test('A representative whose tie has ended no longer reaches what they filed for the business', async () => {
  const agent = await province.signIn('doanhnghiep');
  const { businesses } = await agent.api('identity.list-my-businesses', {});
  const { authority } = businesses[0]!;
  await agent.api('identity.act-for', { authority });
  const filed = await file(province, agent, permit, { ...house, capacity: 'business' }, { account: 'doanhnghiep' });
  assert.ok((await mine(agent)).includes(filed.reference));
  await desk.api('identity.end-representative', { representative: authority, reason: 'Thôi việc' });
  assert.equal((await mine(agent)).includes(filed.reference), false);
});

test('S7 a parent declares a child with its certificate on a page, and the desk confirms on another', async () => {
  const parent = await province.signIn('congdan');
  const page = await parent.get('/tai-khoan/dai-dien/khai-bao/tre-em');
  const fields = {
    'subject.name': 'Nguyễn Bé Nụ',
    'subject.birthDate': '2019-02-03',
    'paper.kind': 'birth-certificate',
    'paper.number': '5/2019',
  };
  const form = '/tai-khoan/dai-dien/khai-bao/';
  const bare = await parent.submit(page, fields, { form });
  assert.equal(bare.status, 422);
  assert.match(bare.text, /href="#document"/);
  const virus = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;
  const bad = await parent.submit(page, fields, {
    form,
    files: [{ field: 'document', name: 'x.pdf', data: virus }],
  });
  assert.equal(bad.status, 422);
  // A file that came with a form in which something else was wrong need not be chosen again.
  const early = await parent.submit(
    page,
    { ...fields, 'subject.birthDate': '2119-02-03' },
    { form, files: [{ field: 'document', name: 'ks.pdf', data: pdf() }] },
  );
  assert.equal(early.status, 422);
  assert.match(early.text, /Đã nhận tệp “ks\.pdf”/);
  const sent = await parent.submit(early, fields, { form });
  assert.equal(sent.location, '/tai-khoan/dai-dien?xong=khai-bao');
  const list = await desk.get('/quan-tri/tai-quay/dai-dien?q=be+nu');
  const [claim] = /\/quan-tri\/tai-quay\/dai-dien\/[0-9a-f-]{36}/.exec(list.text)!;
  assert.equal((await desk.get(`${claim}/tep`)).headers.get('content-type'), 'application/pdf');
  const confirmed = await desk.submit(
    await desk.get(claim),
    { subject: 'moi', 'papers[0].kind': 'birth-certificate' },
    { form: `${claim}/xac-nhan` },
  );
  assert.equal(confirmed.status, 303, confirmed.text);
  assert.match((await parent.get('/tai-khoan/dai-dien')).text, /Nguyễn Bé Nụ[\s\S]*Làm việc thay mặt/);
});

test('S7 a power of attorney is given on a page, accepted with its code, used and ended', async () => {
  const grantor = await province.signIn('congdan');
  const page = await grantor.get('/tai-khoan/dai-dien/uy-quyen');
  const given = await grantor.submit(
    page,
    { name: 'Phạm Quốc Khởi', idNumber: '000000000002', acts: ['file', 'follow'], until: '2026-12-31' },
    { form: '/tai-khoan/dai-dien/uy-quyen' },
  );
  const [, code] = /<strong class="code">([0-9A-Z-]{14})</.exec(given.text)!;
  const agent = await province.signIn('doanhnghiep');
  const asked = await agent.get(`/tai-khoan/dai-dien?ma=${code}`);
  assert.match(asked.text, /Nguyễn Thị Hoa Sen muốn ủy quyền cho bạn/);
  const answered = await agent.submit(asked, { answer: 'yes' }, { form: '/tai-khoan/dai-dien/tra-loi' });
  assert.equal(answered.status, 303, answered.text);
  const acting = await agent.get('/tai-khoan/dai-dien');
  await agent.submit(acting, {}, { form: '/tai-khoan/dai-dien/thay-mat' });
  assert.match((await agent.get('/ho-so')).text, /Thay mặt Nguyễn Thị Hoa Sen/);
  const mine = await grantor.get('/tai-khoan/dai-dien');
  const [, authority] = /Phạm Quốc Khởi[\s\S]*?name="authority" value="([^"]+)"/.exec(mine.text)!;
  const ended = await grantor.submit(
    mine,
    { authority: authority!, reason: 'Xong việc' },
    { form: '/tai-khoan/dai-dien/ket-thuc' },
  );
  assert.equal(ended.status, 303);
  assert.doesNotMatch((await agent.get('/ho-so')).text, /Thay mặt/);
});

test('S7 what is missing from a declaration is told all at once', async () => {
  const parent = await province.signIn('congdan');
  const page = await parent.get('/tai-khoan/dai-dien/khai-bao/tre-em');
  const sent = await parent.submit(page, {}, { form: '/tai-khoan/dai-dien/khai-bao' });
  assert.equal(sent.status, 422);
  for (const words of [/Hãy nhập họ và tên/, /Hãy nhập ngày sinh/, /Hãy chọn loại giấy tờ/, /Hãy chọn bản chụp/])
    assert.match(sent.text, words);
});
