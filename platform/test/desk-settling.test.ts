import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, sql } from '@dinh/kernel';
import { file, openTask, statusOf } from './filing.ts';
import { type Answer, openProvince, type Province, readForm, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let specialist: Visitor;
let sectionHead: Visitor;
let head: Visitor;
const permit = 'HNM.6739-14';

/** Everybody signs in (again): sessions end while the clock moves on. */
async function signInAll(): Promise<void> {
  [citizen, desk, specialist, sectionHead, head] = (await Promise.all(
    ['congdan', 'motcua', 'chuyenvien', 'truongphong', 'giamdoc'].map((account) => province.signIn(account)),
  )) as [Visitor, Visitor, Visitor, Visitor, Visitor];
}
before(async () => {
  province = await openProvince();
  await signInAll();
});
/** So many days later. */
async function later(days: number): Promise<void> {
  province.clock.advance(days * 86_400_000);
  await signInAll();
}
after(() => province.close());

const wrongs = (answer: Answer): string =>
  (/<div class="error-summary"[\s\S]*?<\/div>/.exec(answer.text)?.[0] ?? answer.text.slice(0, 300)).replace(/<[^>]+>|\s+/g, ' ');

/** Does an act with the form or button that the dossier's page offers for it. */
async function act(who: Visitor, id: string, name: string, fields: Record<string, string | string[]> = {}): Promise<Answer> {
  const page = await who.get(`/ban-lam-viec/ho-so/${id}`);
  const address = new RegExp(`(?:formaction|action)="(/ban-lam-viec/ho-so/${id}/viec/${name}\\?[^"]*)"`)
    .exec(page.text)?.[1]
    ?.replaceAll('&amp;', '&');
  assert.ok(address, `the page offers no ${name}`);
  const own = page.text.includes(`id="act-${name}"`) ? readForm(page.text, address.split('?')[0]).fields : {};
  return who.postForm(address, { ...own, ...fields });
}
const does = async (who: Visitor, id: string, name: string, fields?: Record<string, string | string[]>) => {
  const answer = await act(who, id, name, fields);
  assert.equal(answer.status, 303, wrongs(answer));
  return answer;
};
const view = (who: Visitor, id: string) => who.api('one-stop.view-dossier', { id });

/** A dossier that has been accepted and lies with the specialist. */
async function withSpecialist(): Promise<string> {
  const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await does(desk, id, 'accept', { phi: 'da-thu' });
  await does(sectionHead, id, 'assign', { nguoi: await province.person('chuyenvien') });
  return id;
}

test('P4 appraisal asks for a supplement within three days; the limit begins anew; later is a breach', async () => {
  const id = await withSpecialist();
  const before = (await view(specialist, id)).dossier.dueAt;
  await later(1);
  await does(specialist, id, 'request-supplement', { thieu: ['landPaper'], 'ly-do': 'Bản chụp mờ' });
  assert.equal(await statusOf(province.app, id), 5);
  await later(1);
  await does(desk, id, 'supply', { co: ['landPaper'] });
  const { dossier, papers } = await view(specialist, id);
  assert.ok(new Date(dossier.dueAt) > new Date(before));
  const paper = papers.find((one: { template: string }) => one.template === 'supplement-request')!;
  assert.equal((await specialist.get(`/giay-to/${paper.id}.pdf`)).status, 200);
  const breach = async (of: string) =>
    (await province.app.db.one<{ breach: string | null }>(sql`select breach from one_stop.dossier where id = ${of}`)).breach;
  assert.equal(await breach(id), null);

  const late = await withSpecialist();
  await later(7);
  await does(specialist, late, 'request-supplement', { thieu: ['landPaper'], 'ly-do': 'Bản chụp mờ' });
  assert.equal(await breach(late), 'supplement-late');
});

test('P5 one new date with an apology, at least a day before the limit; a second is not offered; the limit passes and the apology goes out', async () => {
  const id = await withSpecialist();
  const { dossier } = await view(specialist, id);
  const due = new Date(dossier.dueAt);
  const newDate = new Date(due.getTime() + 7 * 86_400_000).toISOString().slice(0, 10);
  const without = await act(specialist, id, 'extend', { ngay: newDate });
  assert.equal(without.status, 422);
  await does(specialist, id, 'extend', { ngay: newDate, 'ly-do': 'Cơ quan được lấy ý kiến chưa trả lời' });
  const page = await specialist.get(`/ban-lam-viec/ho-so/${id}`);
  assert.doesNotMatch(page.text, /viec\/extend/);
  const second = await specialist.postForm(`/ban-lam-viec/ho-so/${id}/viec/extend`, {
    ngay: newDate,
    'ly-do': 'Lần nữa',
  });
  assert.equal(second.status, 409);
  assert.match(second.text, /19\.9/);
  const paper = (await view(specialist, id)).papers.find((one: { template: string }) => one.template === 'apology-extension')!;
  assert.equal((await citizen.get(`/giay-to/${paper.id}.pdf`)).status, 200);
  // The head signs it and no deputy, whoever stands first among the places.
  await province.app.db.run(
    sql`update identity.position set id = '00000000-0000-0000-0000-000000000001' where unit_id = ${await province.unit('so-xay-dung')} and title_vi like 'Phó%'`,
  );
  const { data } = await specialist.api('one-stop.paper-facts', { id: paper.id });
  assert.equal(data.signer.position, 'Giám đốc Sở Xây dựng');

  const overdue = await withSpecialist();
  province.clock.set(new Date(new Date((await view(specialist, overdue)).dossier.dueAt).getTime() + 3_600_000).toISOString());
  await signInAll();
  const watch = province.app.jobs.find((one) => one.name === 'one-stop.watch-deadlines')!;
  await watch.run(jobContext(province.app, watch.name), {});
  await province.settle();
  const list = await specialist.get('/ban-lam-viec?hang=qua-han');
  assert.match(list.text, new RegExp(`hs-${overdue}`));
  await does(specialist, overdue, 'apologise', { 'ly-do': 'Thẩm định kéo dài' });
  const { history } = await view(specialist, overdue);
  assert.ok(history.some((one: { act: string }) => one.act === 'late'));
  assert.equal(history.at(-1).act, 'apologised');
});

test('P6 the desk records a withdrawal, the agency stops with a reason; both end the dossier', async () => {
  const taken = await withSpecialist();
  await does(desk, taken, 'withdraw', { 'ly-do': 'Người nộp đổi ý' });
  assert.equal(await statusOf(province.app, taken), 7);

  const stopped = await withSpecialist();
  const without = await act(specialist, stopped, 'stop', {});
  assert.equal(without.status, 422);
  assert.equal(await statusOf(province.app, stopped), 4);
  await does(specialist, stopped, 'stop', { 'ly-do': 'Dự án bị thu hồi' });
  assert.equal(await statusOf(province.app, stopped), 8);
  const paper = (await view(specialist, stopped)).papers.find((one: { template: string }) => one.template === 'stop-notice')!;
  assert.equal((await specialist.get(`/giay-to/${paper.id}.pdf`)).status, 200);
});

test('P9 whoever acts by delegation is told so before, and the record names both', async () => {
  const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await does(desk, id, 'accept', { phi: 'da-thu' });
  const day = province.clock.now().toISOString().slice(0, 10);
  await sectionHead.api('identity.delegate-authority', {
    to: await province.person('chuyenvien2'),
    from: day,
    until: new Date(Date.parse(day) + 5 * 86_400_000).toISOString().slice(0, 10),
    reason: 'Đi công tác',
  });
  const deputy = await province.signIn('chuyenvien2');
  const page = await deputy.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(page.text, /làm (việc này )?thay mặt Vũ Thị Quế/);
  await does(deputy, id, 'assign', { nguoi: await province.person('chuyenvien') });
  const { history } = await view(specialist, id);
  const last = history.findLast((one: { act: string }) => one.act === 'assign/assign')!;
  assert.equal(last.personName, 'Trịnh Văn Thông');
  assert.equal(last.behalfOf, 'Vũ Thị Quế');
  const { text } = await specialist.get(`/ban-lam-viec/ho-so/${id}`);
  const both = [...text.matchAll(/Trịnh Văn Thông \(thay mặt Vũ Thị Quế\)/g)];
  assert.equal(both.length, 2, 'in the list of steps and in the history');
  await province.settle();
  const { messages } = await deputy.api('notify.my-messages', { limit: 10 });
  assert.ok(messages.some(({ subject }: { subject: string }) => subject === 'Vũ Thị Quế ủy quyền cho bạn'));
});

test('P10 a visit is arranged, announced, reported and kept with the dossier', async () => {
  const id = await withSpecialist();
  const past = { id, at: '2026-11-17T09:00:00+07:00', place: 'Thôn 3', people: 'Chủ đầu tư', subject: 'Xem' };
  await assert.rejects(specialist.api('one-stop.arrange-visit', past), /one-stop\.visit-passed/);
  await does(specialist, id, 'arrange-visit', {
    ngay: '2027-01-12',
    gio: '09:00',
    noi: 'Thôn 3',
    ai: 'Chuyên viên và chủ đầu tư',
    'ly-do': 'Xem hiện trạng',
  });
  await province.settle();
  const told = await province.app.db.maybe(
    sql`select 1 as one from one_stop.history where dossier_id = ${id} and act = 'visit-arranged' and public`,
  );
  assert.ok(told);
  await does(specialist, id, 'report-visit', { 'ket-qua': 'not-in-order', 'ly-do': 'Lấn chỉ giới 0,5 m' });
  const page = await specialist.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(page.text, /Chưa đúng như hồ sơ/);
  assert.match(page.text, /Lấn chỉ giới 0,5 m/);
});

test('P13 work is given to somebody else, singly, many at once, and all of a person, with the reason kept', async () => {
  const ids = [await withSpecialist(), await withSpecialist(), await withSpecialist()];
  const other = await province.person('chuyenvien2');
  await does(sectionHead, ids[0]!, 'reassign', { nguoi: other, 'ly-do': 'Cân đối công việc' });
  assert.equal((await openTask(province.app, ids[0]!)).assignee, other);

  const asked = await sectionHead.postForm('/ban-lam-viec/nhieu/giao-lai', { chon: ids.slice(1, 2) });
  assert.match(asked.text, /Giao việc cho người khác \(1\)/);
  const unnamed = await sectionHead.submit(asked, { nguoi: '', 'ly-do': 'Nghỉ ốm' }, { form: '/ban-lam-viec/nhieu/giao-lai' });
  assert.match(wrongs(unnamed), /Xin chọn người nhận việc/);
  assert.match(unnamed.text, /id="nguoi-error"/, 'told at its field');
  const done = await sectionHead.submit(asked, { nguoi: other, 'ly-do': 'Nghỉ ốm' }, { form: '/ban-lam-viec/nhieu/giao-lai' });
  assert.match(done.text, /1 hồ sơ đã xong/);

  const page = await sectionHead.get(`/ban-lam-viec/phan-cong-lai?tu=${await province.person('chuyenvien')}`);
  // Nobody is offered to whom it would be refused.
  const offered = /<select[^>]*name="nguoi"[\s\S]*?<\/select>/.exec(page.text)![0];
  assert.match(offered, /Trịnh Văn Thông/);
  assert.doesNotMatch(offered, /Lê Minh Trúc|Trần Thu Cúc|Vũ Thị Quế/);
  const moved = await sectionHead.submit(
    page,
    { tu: await province.person('chuyenvien'), nguoi: other, 'ly-do': 'Nghỉ phép' },
    { form: '/ban-lam-viec/phan-cong-lai' },
  );
  assert.match(moved.location ?? '', /chuyen=\d+/);
  assert.equal((await openTask(province.app, ids[2]!)).assignee, other);
  const { history } = await view(sectionHead, ids[2]!);
  assert.equal(history.findLast((one: { act: string }) => one.act === 'reassigned').comment, 'Nghỉ phép');
});

test('P13 both sides hear of a move with its reason, the history says from whom to whom, and a move can be taken back', async () => {
  province.clock.advance(60_000);
  const id = await withSpecialist();
  const [from, other] = [await province.person('chuyenvien'), await province.person('chuyenvien2')];
  const receiver = await province.signIn('chuyenvien2');
  const holder = async () => (await openTask(province.app, id)).assignee;
  /** All that they were told of the dossier. */
  const heard = async (who: Visitor) => {
    const { messages } = await who.api('notify.my-messages', { limit: 20 });
    return messages
      .filter((one) => one.link === `/ban-lam-viec/ho-so/${id}`)
      .map(({ subject, body }) => `${subject} ${body}`)
      .join('\n');
  };
  const offered = /<select[^>]*id="reassign-nguoi"[\s\S]*?<\/select>/.exec(
    (await sectionHead.get(`/ban-lam-viec/ho-so/${id}`)).text,
  )![0];
  assert.doesNotMatch(offered, /Lê Minh Trúc/, 'who has it already');
  const same = await act(sectionHead, id, 'reassign', { nguoi: from, 'ly-do': 'Nhầm' });
  assert.equal(same.status, 422);
  assert.match(wrongs(same), /đang giữ việc này rồi/);
  const moved = await does(sectionHead, id, 'reassign', { nguoi: other, 'ly-do': 'Nghỉ ốm dài ngày' });
  assert.match(await heard(receiver), /Bạn nhận 1 việc từ Lê Minh Trúc [^]*Lý do: Nghỉ ốm dài ngày/);
  assert.match(await heard(specialist), /1 việc của bạn đã giao cho Trịnh Văn Thông [^]*Lý do: Nghỉ ốm dài ngày/);
  const shown = await sectionHead.get(moved.location!);
  assert.match(shown.text, /Lê Minh Trúc → Trịnh Văn Thông\. Nghỉ ốm dài ngày/);
  const undo = { form: '/ban-lam-viec/phan-cong-lai/hoan-tac' };
  province.clock.advance(1000); // which came last is told by the time
  const back = await sectionHead.submit(shown, {}, undo);
  assert.match((await sectionHead.get(back.location!)).text, /Đã xong: Hoàn tác việc giao cho người khác/);
  assert.equal(await holder(), from);
  assert.match(await heard(specialist), /Bạn nhận 1 việc từ Trịnh Văn Thông [^]*Hoàn tác: Nghỉ ốm dài ngày/);
  const twice = await sectionHead.submit(shown, {}, undo);
  assert.equal(twice.status, 409);
  assert.match(wrongs(twice), /Không còn việc nào hoàn tác được/);

  province.clock.advance(1000);
  const chosen = await sectionHead.postForm('/ban-lam-viec/nhieu/giao-lai', { chon: [id] });
  const many = await sectionHead.submit(chosen, { nguoi: other, 'ly-do': 'Quá tải' }, { form: '/ban-lam-viec/nhieu/giao-lai' });
  assert.equal(await holder(), other);
  province.clock.advance(1000);
  const backAgain = await sectionHead.submit(many, {}, undo);
  assert.match((await sectionHead.get(backAgain.location!)).text, /Đã hoàn tác: 1 việc trở về người giữ trước/);
  assert.equal(await holder(), from);

  province.clock.advance(1000);
  const page = await sectionHead.get(`/ban-lam-viec/phan-cong-lai?tu=${from}`);
  const all = await sectionHead.submit(
    page,
    { tu: from, nguoi: other, 'ly-do': 'Nghỉ phép' },
    { form: '/ban-lam-viec/phan-cong-lai' },
  );
  province.clock.advance(31 * 60_000);
  const late = await sectionHead.submit(await sectionHead.get(all.location!), {}, undo);
  assert.equal(late.status, 409, 'half an hour is over');
  assert.equal(await holder(), other);
});

test('The head of agency sees what the units below hold, prints it, and takes it away as a file with the same rows', async () => {
  const list = await head.get('/ban-lam-viec?hang=dang-giai-quyet');
  const shown = [...list.text.matchAll(/id="hs-/g)].length;
  assert.ok(shown > 0);
  const file = await head.get('/ban-lam-viec/xuat?hang=dang-giai-quyet&dang=csv');
  assert.equal(file.status, 200);
  assert.equal(file.text.trim().split('\r\n').length - 1, shown);
  assert.equal((await head.get('/ban-lam-viec/xuat?hang=dang-giai-quyet&dang=in')).status, 200);
  assert.equal((await desk.get('/ban-lam-viec/xuat?dang=xlsx')).status, 200);
  const { views } = await (async () => {
    await head.submit(
      await head.get('/ban-lam-viec?hang=qua-han&kenh=online'),
      { ten: 'Trực tuyến quá hạn' },
      { form: '/ban-lam-viec/bo-loc' },
    );
    return head.api('one-stop.list-views', {});
  })();
  assert.deepEqual(
    views.map((one) => [one.name, one.query]),
    [['Trực tuyến quá hạn', 'hang=qua-han&kenh=online']],
  );
});

test('Ctrl K finds dossiers, procedures and rooms', async () => {
  const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await does(desk, id, 'accept', { phi: 'da-thu' });
  const { dossier } = await view(desk, id);
  const found = JSON.parse((await desk.get(`/lenh?q=${dossier.code}`)).text) as { href: string }[];
  assert.ok(found.some((one) => one.href === `/ban-lam-viec/ho-so/${id}`));
  const rooms = JSON.parse((await desk.get('/lenh?q=tiep+nhan')).text) as { href: string }[];
  assert.ok(rooms.some((one) => one.href === '/ban-lam-viec/tiep-nhan'));
});

test('P1 by keyboard alone: open with J and Enter, accept with T, assign with P, and go on', async () => {
  await signInAll();
  const { id } = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  const counter = await province.browser({ as: 'motcua' });
  await counter.goto('/ban-lam-viec?hang=tiep-nhan');
  await counter.waitForSelector(`#hs-${id}`);
  await counter.keyboard.press('j');
  await Promise.all([counter.waitForURL(/ho-so=/), counter.keyboard.press('Enter')]);
  const opened = new URL(counter.url()).searchParams.get('ho-so')!;
  await counter.waitForFunction(() => document.querySelector('[data-key="t"]'));
  await counter.keyboard.press('t');
  await counter.waitForFunction(() => document.activeElement?.getAttribute('name') === 'phi');
  await counter.keyboard.press('Space'); // the fee is taken in the same act
  await Promise.all([counter.waitForURL(/xong=accept/), counter.keyboard.press('Control+Enter')]);
  assert.match((await counter.textContent('.banner'))!, /tiếp nhận/);
  assert.equal(await statusOf(province.app, opened), 4);

  const office = await province.browser({ as: 'truongphong' });
  await office.goto(`/ban-lam-viec?hang=cua-toi&ho-so=${opened}`);
  await office.keyboard.press('p');
  await office.waitForFunction(() => document.activeElement?.getAttribute('name') === 'nguoi');
  await Promise.all([office.waitForURL(/xong=assign/), office.keyboard.press('Control+Enter')]);
  assert.ok((await openTask(province.app, opened)).assignee);
  // Enter means what is typed, also before its list is there.
  await office.keyboard.press('Control+k');
  await office.waitForSelector('.palette [role=option]');
  await office.keyboard.type('dang giai quyet');
  await Promise.all([office.waitForURL(/hang=dang-giai-quyet/), office.keyboard.press('Enter')]);
});

test('The list follows what is typed into its first filter', async () => {
  const screen = await province.browser({ as: 'motcua' });
  await screen.goto('/ban-lam-viec?hang=tat-ca');
  await screen.waitForSelector('[data-row]');
  await screen.keyboard.press('/');
  await screen.keyboard.type('khong co ai ten nay');
  await screen.waitForFunction(() => document.querySelectorAll('#danh-sach [data-row]').length === 0);
  await screen.fill('#filter-q', 'hoa sen');
  await screen.waitForFunction(() => document.querySelectorAll('#danh-sach [data-row]').length > 0);
});

test('P7 what the specialist decides in the result is typed in with the proposal', async () => {
  await signInAll();
  const id = await withSpecialist();
  await does(specialist, id, 'no-consultation', { 'y-kien': 'Hồ sơ rõ' });
  await does(specialist, id, 'propose-approval', {
    'kq-conditions': 'Giữ khoảng lùi 3 m',
    'ly-do': 'Đủ điều kiện',
  });
  const { results } = await view(specialist, id);
  assert.equal(results.length, 1);
  const { filled } = await province.app.db.one<{ filled: unknown }>(
    sql`select filled from results.result where dossier_id = ${id}`,
  );
  assert.deepEqual(filled, { conditions: 'Giữ khoảng lùi 3 m' });
  assert.match((await sectionHead.get(`/ban-lam-viec/ho-so/${id}`)).text, /Đủ điều kiện/);
  // Sent back, it is mended and not typed anew.
  await does(sectionHead, id, 'send-back', { 'ly-do': 'Ghi rõ cốt nền' });
  const again = await specialist.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(again.text, /name="kq-conditions"[^>]*>\s*Giữ khoảng lùi 3 m</);
});

test('P7 what stands on the paper form alone is copied into the result with the proposal', async () => {
  await signInAll();
  const counter = await desk.get(`/ban-lam-viec/tiep-nhan?thu-tuc=${permit}&nguoi=${await province.person('congdan')}`);
  const fields = { permitKind: 'new', workKind: 'house', floors: '2', phi: 'da-thu' };
  const sent = await desk.submit(
    counter,
    { ...fields, designAppraised: 'false', foreignInvestment: 'false' },
    { form: '/ban-lam-viec/tiep-nhan/ho-so' },
  );
  const id = /xong=([0-9a-f-]{36})/.exec(sent.location ?? '')![1]!;
  await does(sectionHead, id, 'assign', { nguoi: await province.person('chuyenvien') });
  await does(specialist, id, 'no-consultation', {});
  const { text } = await specialist.get(`/ban-lam-viec/ho-so/${id}`);
  assert.match(text, /Hồ sơ nộp bằng giấy/);
  assert.match(text, /name="kq-landPlotNumber"/);
  assert.doesNotMatch(text, /name="kq-floors"/, 'what the counter typed in is not asked for again');
  const wrong = await act(specialist, id, 'propose-approval', { 'kq-height': 'cao' });
  assert.equal(wrong.status, 422);
  assert.match(wrongs(wrong), /Chiều cao \(m\): Xin ghi một con số/);
  await does(specialist, id, 'propose-approval', {
    'kq-landPlotNumber': '289',
    'kq-landArea': '113,5',
    'kq-siteAddress': 'Tổ 4, phường Quang Trung',
  });
  const { data } = await sectionHead.inside('one-stop.preview-result', { id });
  assert.deepEqual(
    [data.values.landPlotNumber, data.values.landArea, data.values.siteAddress, data.values.floors],
    ['289', 113.5, 'Tổ 4, phường Quang Trung', 2],
  );
});

test('Whoever comes second to a step is told in words how it was ended', async () => {
  await signInAll();
  const id = await withSpecialist();
  await does(specialist, id, 'no-consultation', {});
  const { text } = await specialist.get(`/ban-lam-viec/ho-so/${id}`);
  const address = /action="([^"]*viec\/propose-refusal\?[^"]*)"/.exec(text)![1]!.replaceAll('&amp;', '&');
  await does(specialist, id, 'propose-approval', {});
  const late = await specialist.postForm(address, { 'ly-do': 'Đất không đúng mục đích' });
  assert.equal(late.status, 409);
  assert.match(wrongs(late), /đã hoàn thành \(“Đề xuất phê duyệt”\)/);
});

test('P7 who reviews and who signs read the paper first, marked as a draft; the applicant does not', async () => {
  await signInAll();
  const id = await withSpecialist();
  await does(specialist, id, 'no-consultation', { 'y-kien': 'Hồ sơ rõ' });
  await does(specialist, id, 'propose-approval', { 'kq-conditions': 'Giữ khoảng lùi 4 m' });
  const address = `/ban-lam-viec/ho-so/${id}/du-thao.pdf`;
  for (const [who, step] of [
    [sectionHead, 'forward'],
    [head, 'sign'],
  ] as const) {
    assert.match((await who.get(`/ban-lam-viec/ho-so/${id}`)).text, new RegExp(address));
    const draft = await who.inside('one-stop.preview-result', { id });
    assert.equal(draft.data.draft, true);
    assert.match(JSON.stringify(draft.data.values), /Giữ khoảng lùi 4 m/);
    const paper = await who.get(address);
    assert.deepEqual([paper.status, paper.text.slice(0, 5)], [200, '%PDF-']);
    assert.ok([403, 404].includes((await citizen.get(address)).status));
    await does(who, id, step, {});
  }
  assert.doesNotMatch((await head.get(`/ban-lam-viec/ho-so/${id}`)).text, /du-thao\.pdf/);
});

test('P7 what waits for the head as a refusal is read as the refusal', async () => {
  const id = await withSpecialist();
  await does(specialist, id, 'no-consultation', { 'y-kien': 'Hồ sơ rõ' });
  await does(specialist, id, 'propose-refusal', { 'ly-do': 'Đất không đúng mục đích' });
  const draft = await sectionHead.inside('one-stop.preview-result', { id });
  assert.equal(draft.template, 'refusal');
  assert.deepEqual(draft.data.reasons, ['Đất không đúng mục đích']);
});

test('After a refusal the other language leads to a page that can be asked for', async () => {
  const admin = await province.signIn('quantri');
  const post = (referer?: string) =>
    fetch(`${province.address}/quan-tri/thu-di/khong-co`, {
      method: 'POST',
      headers: {
        cookie: `dinh_session=${admin.session}`,
        'sec-fetch-site': 'same-origin',
        ...(referer && { referer }),
      },
    });
  const switchOf = async (answer: Response) => /class="lang-switch"\s+href="([^"]*)"/.exec(await answer.text())?.[1];
  assert.equal(await switchOf(await post(`${province.address}/quan-tri/thu-di?q=a`)), '/quan-tri/thu-di?q=a&amp;lang=en');
  assert.equal(await switchOf(await post('https://example.test/quan-tri/thu-di')), '/?lang=en');
  assert.equal(await switchOf(await post()), '/?lang=en');
});
