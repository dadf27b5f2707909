/** S7: whoever is named, acted for or represented hears what concerns them, and nothing that was begun outlives an authority. */
import assert from 'node:assert/strict';
import { after, before, beforeEach, test } from 'node:test';
import { jobContext, localDate, sql } from '@dinh/kernel';
import { begin, fillForm } from './citizen.ts';
import { file, pdf } from './filing.ts';
import { openProvince, Problem, type Province, type Visitor } from './province.ts';

let province: Province;
let desk: Visitor;
let grantor: Visitor;
let agent: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new', capacity: 'attorney' };

before(async () => {
  province = await openProvince();
  [desk, grantor, agent] = (await Promise.all(
    ['motcua', 'congdan', 'doanhnghiep'].map((account) => province.signIn(account)),
  )) as [Visitor, Visitor, Visitor];
  // Papers have shown who both are.
  await province.app.db.run(sql`update identity.person set verified_level = 1 where account in ('congdan', 'doanhnghiep')`);
});
beforeEach(() => province.app.db.run(sql`delete from notify.message`));
after(() => province.close());

const problem = (code: string) => (error: unknown) => error instanceof Problem && error.code === code;
const power = async (acts: string[] = ['file', 'follow']): Promise<string> => {
  const { authority } = await grantor.api('identity.grant-authority', {
    name: 'Phạm Quốc Khởi',
    idNumber: '000000000002',
    acts: acts as never,
  });
  return authority;
};
const accepted = async (acts?: string[]): Promise<string> => {
  const authority = await power(acts);
  await agent.api('identity.answer-authority', { authority, accept: true });
  await agent.api('identity.act-for', { authority });
  return authority;
};
/** What stands in somebody's inbox: template and subject. */
async function told(account: string): Promise<string[]> {
  await province.settle();
  const rows = await province.app.db.all<{ template: string; subject: string }>(
    sql`select template, subject from notify.message where person_id = ${await province.person(account)} and channel = 'inbox' order by template, subject`,
  );
  return rows.map(({ template, subject }) => `${template}: ${subject}`);
}

test('Who is named in a power of attorney hears that their answer is waited for, and whoever waits what became of it', async () => {
  const authority = await power();
  assert.deepEqual(await told('doanhnghiep'), ['authority-offered: Nguyễn Thị Hoa Sen muốn ủy quyền cho bạn']);
  await agent.api('identity.answer-authority', { authority, accept: false });
  assert.deepEqual(await told('congdan'), [
    'authority-refused: Việc Phạm Quốc Khởi làm thay Nguyễn Thị Hoa Sen không được xác nhận',
  ]);
  const form = '/tai-khoan/dai-dien/khai-bao/';
  const declared = await agent.submit(
    await agent.get(`${form}uy-quyen`),
    {
      'subject.name': 'Nguyễn Thị Hoa Sen',
      'subject.idNumber': '000000000001',
      'paper.kind': 'power-of-attorney',
      'paper.number': '7/2026',
    },
    { form, files: [{ field: 'document', name: 'uy-quyen.pdf', data: pdf() }] },
  );
  assert.equal(declared.status, 303, declared.text);
  assert.ok((await told('congdan')).includes('authority-claimed: Phạm Quốc Khởi khai được bạn ủy quyền'));
});

test('In whose name another files hears of it, and finds the dossier in their list at once, with who filed it', async () => {
  const authority = await accepted();
  const filed = await file(province, agent, permit, house, { account: 'doanhnghiep' });
  const list = (await grantor.get('/ho-so')).text.replace(/\s+/g, ' ');
  assert.match(list, new RegExp(`${filed.reference}[\\s\\S]*?Nguyễn Thị Hoa Sen[\\s\\S]*?Phạm Quốc Khởi nộp thay`));
  assert.ok((await told('congdan')).includes('dossier-filed-for-you: Phạm Quốc Khởi đã nộp hồ sơ thay bạn'));
  assert.ok((await told('doanhnghiep')).some((one) => one.startsWith('dossier-filed: ')));
  await agent.get(`/ho-so/${filed.reference}`);
  const { component } = await province.app.db.one<{ component: string }>(
    sql`select id as component from one_stop.component where dossier_id = ${filed.id} and file is not null limit 1`,
  );
  await desk.api('one-stop.open-file', { componentId: component });
  const { entries } = await grantor.api('identity.list-seen', {});
  const looks = entries.filter((one) => one.matter === filed.reference).map((one) => `${one.name}: ${one.act.vi}`);
  assert.deepEqual(looks.toSorted(), ['Phạm Quốc Khởi: Xem hồ sơ', 'Trần Thu Cúc: Mở giấy tờ trong hồ sơ']);
  const shown = (await grantor.get('/tai-khoan/ai-da-xem')).text.replace(/<[^>]*>|\s+/g, ' ');
  assert.match(shown, /Phạm Quốc Khởi\s+người được bạn ủy quyền\s+Xem hồ sơ/);
  await grantor.api('identity.end-authority', { authority, reason: 'Xong' });
});

test('Who acts for another cannot end a dossier without its owner hearing of it', async () => {
  const authority = await accepted(['file', 'follow', 'withdraw']);
  const { id, reference } = await file(province, agent, permit, house, { account: 'doanhnghiep' });
  await agent.api('one-stop.withdraw-dossier', { id });
  const said = `dossier-withdrawn: Đã rút hồ sơ ${reference}`;
  for (const account of ['congdan', 'doanhnghiep']) {
    const theirs = (await told(account)).filter((one) => one.startsWith('dossier-withdrawn'));
    assert.deepEqual(theirs, [said], account);
  }
  await grantor.api('identity.end-authority', { authority, reason: 'Xong' });
});

test('What a form asks about a power of attorney that is registered is filled in from there', async () => {
  const authority = await accepted();
  const first = await begin(agent, permit, { thay: authority });
  const home = /^(.*)\/[^/]+$/.exec(first.url)![1]!;
  const page = (await agent.get(`${home}/proxy`)).text;
  const day = province.clock.now();
  const [year, month, date] = localDate(day).split('-').map(Number);
  const asked = (name: string) => new RegExp(`name="proxy\\.${name}"[^>]*value="([^"]*)"`).exec(page)?.[1];
  assert.deepEqual(['date.day', 'date.month', 'date.year', 'certifiedBy', 'validUntil.year'].map(asked), [
    `${date}`,
    `${month}`,
    `${year}`,
    'Cổng dịch vụ công',
    `${year! + 1}`,
  ]);
  assert.match(page, /Lấy từ việc ủy quyền đã ghi nhận/);
  await grantor.api('identity.end-authority', { authority, reason: 'Xong' });
});

test('Whoever files by a power that is registered brings no copy of it; whoever only says so does', async () => {
  const general = 'HNM.0011';
  const papers = async (under?: string) => {
    const first = await begin(agent, general, under ? { thay: under } : {});
    const { text } = await fillForm(province, agent, first, general, { capacity: 'attorney' });
    return /Giấy ủy quyền \(khi nộp thay/.test(text);
  };
  const authority = await accepted();
  assert.equal(await papers(authority), false);
  await agent.api('identity.act-for', { authority: null });
  assert.equal(await papers(), true);
  await grantor.api('identity.end-authority', { authority, reason: 'Xong' });
});

test('An answer to a request for supplement that was begun under a power goes no further once it is over', async () => {
  const authority = await accepted();
  const { id, reference } = await file(province, agent, permit, house, { account: 'doanhnghiep' });
  await desk.api('one-stop.request-supplement', {
    id,
    items: [{ name: 'Bản vẽ mặt bằng', reason: 'Còn thiếu' }],
    reason: 'Hồ sơ thiếu bản vẽ',
  });
  const address = `/ho-so/${reference}/bo-sung`;
  await province.settle();
  await province.app.db.run(sql`delete from notify.message`);
  const page = await agent.get(address);
  assert.match((await desk.get(`/ban-lam-viec/ho-so/${id}`)).text, /theo ủy quyền, đã ghi nhận trên hệ thống đến hết /);
  const { id: draft } = await agent.api('services.open-supplement', { reference });
  await grantor.api('identity.end-authority', { authority, reason: 'Tôi tự làm' });
  assert.match((await told('congdan')).join('\n'), new RegExp(`dossier-waits-for-you: Hồ sơ ${reference} đang chờ bạn`));
  assert.match((await desk.get(`/ban-lam-viec/ho-so/${id}`)).text, /theo ủy quyền, đã ghi nhận trên hệ thống, nay đã chấm dứt/);

  await assert.rejects(agent.api('services.file-supplement', { id: draft, note: 'x' }), problem('services.supplement-over'));
  await assert.rejects(agent.api('services.view-draft', { id: draft }), problem('services.authority-over'));
  const late = await agent.submit(page, { note: 'Gửi bản vẽ' }, { form: address });
  for (const shown of [late, await agent.get(address)]) {
    assert.equal(shown.status, 403);
    assert.match(shown.text, /Việc đại diện đã kết thúc[\s\S]*không còn được làm thay chủ hồ sơ/);
    assert.doesNotMatch(shown.text, /Hoa Sen|Bản vẽ mặt bằng/);
  }
  const forgotten = await agent.submit(late, {}, { form: `${address}/xoa` });
  assert.equal(forgotten.location, '/ho-so');
  assert.equal((await agent.get(address)).status, 404, 'nothing is left of it');

  const own = await grantor.get(address);
  const sent = await grantor.submit(own, { note: 'Tôi gửi bản vẽ tại quầy' }, { form: address });
  assert.equal(sent.location, `/ho-so/${reference}?bo-sung=xong`);
});

test('Those who represent a business hear when one is asked, answers, begins, is limited and ends, however that came about', async () => {
  const { businesses } = await agent.api('identity.list-my-businesses', {});
  const business = businesses[0]!.id;
  const { invitation } = await agent.api('identity.invite-representative', {
    business,
    name: 'Nguyễn Thị Hoa Sen',
    idNumber: '000000000001',
    title: 'kế toán',
    acts: ['file', 'follow'],
  });
  assert.deepEqual(await told('congdan'), ['representative-invited: Công ty TNHH Trình Diễn Sông Châu mời bạn làm kế toán']);
  await grantor.api('identity.answer-invitation', { invitation, accept: true });
  assert.deepEqual(await told('doanhnghiep'), [
    'invitation-answered: Nguyễn Thị Hoa Sen đã nhận lời đại diện Công ty TNHH Trình Diễn Sông Châu',
  ]);
  await province.app.db.run(sql`delete from notify.message`);
  const { representatives } = await agent.api('identity.list-representatives', { business });
  const { id: representative } = representatives.find((one) => one.title === 'kế toán')!;
  await agent.api('identity.limit-representative', { representative, acts: ['follow'], until: '2026-12-10' });
  province.clock.advance(60 * 86_400_000);
  await province.app.jobs
    .find(({ name }) => name === 'identity.lapse-authorities')!
    .run(jobContext(province.app, 'identity.lapse-authorities'), {});
  const both = [
    'representative-ended: Nguyễn Thị Hoa Sen thôi đại diện Công ty TNHH Trình Diễn Sông Châu',
    'representative-limited: Phạm vi Nguyễn Thị Hoa Sen đại diện Công ty TNHH Trình Diễn Sông Châu đã thay đổi',
  ];
  assert.deepEqual(await told('congdan'), both);
  assert.deepEqual(await told('doanhnghiep'), both);
  const { body } = await province.app.db.one<{ body: string }>(
    sql`select body from notify.message where template = 'representative-ended' and channel = 'inbox' limit 1`,
  );
  assert.match(body, /Lý do: hết thời hạn/);
});
