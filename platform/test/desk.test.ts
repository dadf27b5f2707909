import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually, says } from '@dinh/testing';
import { sql } from '@dinh/kernel';
import { file, openTask, pdf, statusOf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

/** What the summary at the top of a page says is wrong. */
const wrongs = (answer: { text: string }): string =>
  (/<div class="error-summary"[\s\S]*?<\/div>/.exec(answer.text)?.[0] ?? '').replace(/<[^>]+>|\s+/g, ' ');

before(async () => {
  province = await openProvince();
  [citizen, desk] = (await Promise.all(['congdan', 'motcua'].map((account) => province.signIn(account)))) as [Visitor, Visitor];
});
after(() => province.close());

test('D1 a paper dossier is received from one screen without the mouse, and its receipt printed', async () => {
  const screen = await province.browser({ as: 'motcua' });
  const { keyboard } = screen;
  const focus = () => screen.evaluate(() => document.activeElement?.getAttribute('name'));
  await screen.goto('/ban-lam-viec/tiep-nhan');
  await screen.waitForFunction(() => document.activeElement?.getAttribute('name') === 'tim-thu-tuc');
  await keyboard.type('giay phep xay dung');
  await says(screen.getByRole('option').first(), /^Cấp giấy phép xây dựng/); // not what a half of it has found
  await keyboard.press('ArrowDown');
  await Promise.all([screen.waitForURL(/thu-tuc=HNM/), keyboard.press('Enter')]);
  await keyboard.type('000000000001');
  await says(screen.getByRole('option').first(), /Nguyễn Thị Hoa Sen/);
  await keyboard.press('ArrowDown');
  await Promise.all([screen.waitForURL(/nguoi=[0-9a-f]/), keyboard.press('Enter')]);
  // What the directory knows is filled in; the cursor stands where something is missing.
  assert.equal(await screen.inputValue('[name="applicant.name"]'), 'Nguyễn Thị Hoa Sen');
  await screen.waitForFunction(() => document.activeElement?.getAttribute('name') === 'permitKind');
  await keyboard.press('Space');
  await keyboard.press('Tab');
  await keyboard.press('ArrowDown'); // the first kind of work: a house
  for (let hop = 0; hop < 12 && (await focus()) !== 'co'; hop++) {
    await keyboard.press('Tab');
    const name = await focus();
    if (name === 'floors') await keyboard.type('3');
    else if (name !== 'co') await keyboard.press('Space');
  }
  await screen.waitForFunction(() => document.querySelector('[data-fee]')?.textContent?.includes('75.000'));
  await keyboard.press('Space'); // the first paper is there
  for (let hop = 0; hop < 40 && (await focus()) !== 'phi'; hop++) await keyboard.press('Tab');
  await keyboard.press('Space'); // the fee was taken
  await Promise.all([screen.waitForURL(/xong=/), keyboard.press('Enter')]);
  await says(screen.locator('.banner').first(), /Đã tiếp nhận H25\.15-261118-\d{4}/);
  const receipt = await screen.getAttribute('a[href^="/giay-to/"]', 'href');
  await screen.waitForFunction((href) => document.activeElement?.getAttribute('href') === href, receipt);
  const paper = await desk.get(receipt!);
  assert.equal(paper.status, 200);
  assert.equal(Buffer.from(paper.bytes.subarray(0, 5)).toString(), '%PDF-');
  const { channel, applicant_id } = await province.app.db.one<{ channel: string; applicant_id: string }>(
    sql`select channel, applicant_id from one_stop.dossier order by submitted_at desc, id desc limit 1`,
  );
  assert.equal(channel, 'counter');
  assert.equal(applicant_id, await province.person('congdan'));
});

test('D1 an applicant whom nobody knows is made on the spot, and a scan goes with its paper', async () => {
  // What was sought in vain stands in its field already.
  const page = await desk.get(`/ban-lam-viec/tiep-nhan?thu-tuc=${permit}&tim-nguoi=000999000111`);
  assert.match(page.text, /Chưa có “000999000111” trong danh bạ/);
  assert.match(
    page.text,
    /name="applicant\.idNumber"[^>]*value="000999000111"|value="000999000111"[^>]*name="applicant\.idNumber"/,
  );
  const fields = {
    capacity: 'self',
    'applicant.name': 'Lò Thị Mẩy',
    'applicant.birthDate.day': '2',
    'applicant.birthDate.month': '9',
    'applicant.birthDate.year': '1990',
    'applicant.idNumber': '000999000111',
    'applicant.phone': '0900000999',
    'applicant.address.province': 'ubnd-tinh',
    'applicant.address.commune': 'phu-ly.phuong-quang-trung',
    'applicant.address.detail': 'Số 9',
    deliveryMethod: 'desk',
    permitKind: 'new',
    workKind: 'house',
    floors: '2',
    designAppraised: 'false',
    foreignInvestment: 'false',
    co: ['landPaper', 'drawings', 'designerCertificate'],
    phi: 'da-thu',
  };
  const known = async () => (await desk.api('identity.find-person', { query: '000999000111' })).persons as { id: string }[];
  const wrong = await desk.submit(
    page,
    { ...fields, 'applicant.phone': '12' },
    {
      form: '/ban-lam-viec/tiep-nhan/ho-so',
      files: [{ field: 'quet-landPaper', name: 'so-do.pdf', data: pdf() }],
    },
  );
  assert.equal(wrong.status, 422);
  assert.ok(wrong.text.includes('đã nhận: so-do.pdf'), wrongs(wrong)); // nothing that was brought is lost
  assert.deepEqual(await known(), [], 'nobody is made of what is about to be corrected');
  const sent = await desk.submit(wrong, fields, { form: '/ban-lam-viec/tiep-nhan/ho-so' });
  assert.equal(sent.status, 303, wrongs(sent));
  const id = /xong=([0-9a-f-]{36})/.exec(sent.location ?? '')![1]!;
  const { dossier, components, papers } = await desk.api('one-stop.view-dossier', { id });
  assert.equal(dossier.ownerName, 'Lò Thị Mẩy');
  assert.deepEqual(
    components.map((c: { key: string; origin: string }) => [c.key, c.origin]),
    [
      ['designerCertificate', 'paper'],
      ['drawings', 'paper'],
      ['landPaper', 'scan'],
    ],
  );
  assert.equal((await known())[0]?.id, dossier.applicantId);
  // The receipt names the papers in the order of the procedure.
  const { data } = await desk.api('one-stop.paper-facts', { id: papers[0].id });
  assert.deepEqual(
    data.components.map((c: { name: string }) => c.name.slice(0, 12)),
    ['Bản sao giấy', 'Bản vẽ thiết', 'Bản sao chứn'],
  );
  // What stands on the paper form alone is not said to be missing.
  const inside = await desk.get(`/ban-lam-viec/ho-so/${id}`);
  const form = /<section id="to-khai">[\s\S]*/.exec(inside.text)![0].split('id="cac-buoc"')[0]!;
  assert.match(inside.text, /Nộp bằng giấy: ở đây là các mục đã nhập tại quầy/);
  assert.doesNotMatch(form, /Chưa có/);
  // Once known, a whole number is enough: nobody is chosen from a list of one.
  const again = await desk.get(`/ban-lam-viec/tiep-nhan?thu-tuc=${permit}&tim-nguoi=000999000111`);
  assert.match(again.text, new RegExp(`name="nguoi" value="${dossier.applicantId}"`));
});

test('D1 a scan that cannot be taken is told at its paper, with all else that is wrong; what came with it is kept', async () => {
  const page = await desk.get(`/ban-lam-viec/tiep-nhan?thu-tuc=${permit}`);
  const wrong = await desk.submit(
    page,
    { co: ['landPaper', 'drawings'], 'applicant.phone': '12' },
    {
      form: '/ban-lam-viec/tiep-nhan/ho-so',
      files: [
        { field: 'quet-landPaper', name: 'so-do.pdf', data: pdf() },
        { field: 'quet-drawings', name: 'ban-ve.exe', data: Buffer.from('MZ none of them') },
      ],
    },
  );
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /<a href="#quet-drawings">[^<]*“ban-ve\.exe” không thuộc loại được nhận/);
  assert.match(wrongs(wrong) + wrong.text, /Hãy nhập số điện thoại có 10 hoặc 11 chữ số/);
  assert.match(wrong.text, /đã nhận: so-do\.pdf/);
  assert.match(wrong.text, /<input(?=[^>]* id="co-drawings")[^>]* checked/);
});

test('D1 what another desk receives is told when the procedure is chosen, with where to send the applicant', async () => {
  const code = 'HNM.0011';
  const elsewhere = await desk.get(`/ban-lam-viec/tiep-nhan?thu-tuc=${code}`);
  assert.match(elsewhere.text, /Thủ tục này nộp tại [^.]*khu công nghiệp[^.]*, nơi bạn không tiếp nhận/);
  assert.doesNotMatch(elsewhere.text, /name="applicant\.name"/, 'nothing is typed for it');
  const tried = await desk.rawApi('one-stop.receive-dossier', { procedure: code, data: {}, components: [], channel: 'counter' });
  assert.equal(tried.status, 403);
  assert.match(tried.text, /one-stop\.not-your-desk/);
  // Whoever receives for all agencies does.
  const centre = await province.signIn('trungtam');
  assert.match((await centre.get(`/ban-lam-viec/tiep-nhan?thu-tuc=${code}`)).text, /name="applicant\.name"/);
});

test('D1 a commune is found in a long list by a part of its name, without accents', async () => {
  const screen = await province.browser({ as: 'motcua' });
  await screen.goto(`/ban-lam-viec/tiep-nhan?thu-tuc=${permit}`);
  await screen.getByLabel('Xã, phường, thị trấn').fill('quang trung');
  await screen.waitForSelector('[role=option]:has-text("Phường Quang Trung")');
  await screen.keyboard.press('ArrowDown');
  await screen.keyboard.press('Enter');
  const chosen = screen.locator('select[name="applicant.address.commune"]');
  await eventually(async () => assert.equal(await chosen.inputValue(), 'phu-ly.phuong-quang-trung'));
});

test('D2 papers stand in the order of the procedure and are read beside the dossier, one after the other', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  const screen = await province.browser({ as: 'motcua' });
  await screen.goto(`/ban-lam-viec?ho-so=${filed.id}`);
  const papers = screen.locator('#tep');
  assert.match(await papers.innerText(), /Đơn đề nghị cấp giấy phép xây dựng \(tờ khai điện tử\)/);
  assert.doesNotMatch(await papers.innerText(), /Chưa có: Đơn đề nghị/, 'the form itself is there');
  const first = papers.locator('.files a').first();
  assert.equal(await first.innerText(), 'Bản sao giấy tờ chứng minh quyền sử dụng đất');
  await first.click();
  await says(screen.locator('#khung-xem strong'), /^Bản sao giấy tờ chứng minh quyền sử dụng đất$/);
  assert.match((await screen.getAttribute('#khung-xem iframe', 'src')) ?? '', /^\/tep\//);
  await screen.locator('.pane-list').waitFor({ state: 'hidden' }); // the list gives its place
  assert.equal(await screen.evaluate(() => document.scrollingElement?.scrollTop), 0, 'the bar stays in sight');
  await screen.keyboard.press('.');
  await screen.waitForFunction(() => document.querySelector('#khung-xem strong')?.textContent?.startsWith('Bản vẽ'));
  await screen.keyboard.press('Escape');
  await screen.locator('#khung-xem').waitFor({ state: 'detached' });
  await screen.locator('.pane-list').waitFor();
});

test('D2 a new dossier shows at once to everybody who watches the queue, and list and counter agree', async () => {
  const watchers = await Promise.all([province.browser({ as: 'motcua' }), province.browser({ as: 'motcua', width: 360 })]);
  for (const one of watchers) {
    await one.goto('/ban-lam-viec?hang=tiep-nhan');
    await one.waitForSelector('[data-live-state="up"]');
  }
  const filed = await file(province, citizen, permit, house);
  await province.app.events.drain();
  for (const one of watchers) {
    await one.waitForSelector(`#hs-${filed.id}`);
    await one.waitForFunction(
      () =>
        document.querySelector('#hang-doi .queues a[aria-current] .count')?.textContent ===
        String(document.querySelectorAll('#danh-sach [data-row]').length),
    );
  }
  // Accepted by one, it leaves the queue of the other.
  await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  await province.app.events.drain();
  for (const one of watchers) await one.waitForSelector(`#hs-${filed.id}`, { state: 'detached' });
});

test('D3 one request for supplement names everything; a refusal has its own form; no clock runs before acceptance', async () => {
  const filed = await file(province, citizen, permit, house);
  const page = await desk.get(`/ban-lam-viec/ho-so/${filed.id}`);
  const sent = await desk.submit(
    page,
    { thieu: ['landPaper'], khac: 'Ảnh chụp hiện trạng\nBản đồ vị trí', 'ly-do': 'Bổ sung trong một lần' },
    { form: `/ban-lam-viec/ho-so/${filed.id}/viec/request-supplement` },
  );
  assert.equal(sent.status, 303, wrongs(sent));
  const { supplements, papers, dossier } = await desk.api('one-stop.view-dossier', { id: filed.id });
  assert.equal(supplements[0].items.length, 3);
  assert.equal(dossier.status, 5);
  assert.equal(dossier.dueAt, null);
  assert.equal((await citizen.get(`/giay-to/${papers[0].id}.pdf`)).status, 200);
  assert.equal((await province.get(`/giay-to/${papers[0].id}.pdf`)).status, 303);
  const other = await province.signIn('congdan2');
  assert.equal((await other.get(`/giay-to/${papers[0].id}.pdf`)).status, 404);

  const second = await file(province, citizen, permit, house);
  const refused = await desk.submit(
    await desk.get(`/ban-lam-viec/ho-so/${second.id}`),
    { 'ly-do': 'Không thuộc thẩm quyền' },
    { form: `/ban-lam-viec/ho-so/${second.id}/viec/refuse` },
  );
  assert.equal(refused.status, 303);
  assert.equal(await statusOf(province.app, second.id), 3);
});

test('D4 paper goes to the agency the same day, after 15:00 at the start of the next; the hand-over is recorded', async () => {
  const receive = async () => {
    const { procedure } = await desk.api('procedures.view-procedure', { code: 'HNM.6739-14' });
    assert.ok(procedure.channels.includes('counter'));
    const page = await desk.get(`/ban-lam-viec/tiep-nhan?thu-tuc=${permit}&nguoi=${await province.person('congdan')}`);
    const sent = await desk.submit(
      page,
      {
        permitKind: 'new',
        workKind: 'house',
        floors: '2',
        designAppraised: 'false',
        foreignInvestment: 'false',
        phi: 'da-thu',
      },
      { form: '/ban-lam-viec/tiep-nhan/ho-so' },
    );
    assert.equal(sent.status, 303, wrongs(sent));
    return /xong=([0-9a-f-]{36})/.exec(sent.location ?? '')![1]!;
  };
  const due = async (id: string) => new Date((await desk.api('one-stop.view-dossier', { id })).handOvers[0].dueAt).toISOString();
  const morning = await receive();
  assert.equal(await due(morning), '2026-11-18T10:00:00.000Z');
  province.clock.set('2026-11-18T15:30:00+07:00');
  const late = await receive();
  assert.equal(await due(late), '2026-11-19T01:30:00.000Z');
  // The desk sees what it has yet to hand over, and by when.
  const waiting = async () => {
    const { text } = await desk.get('/ban-lam-viec?hang=ban-giao');
    const { papers } = await desk.api('one-stop.count-queues', {});
    return { ids: [...text.matchAll(/id="hs-([0-9a-f-]{36})"/g)].map(([, id]) => id), papers, text };
  };
  const before = await waiting();
  assert.ok(before.ids.includes(morning));
  assert.equal(before.ids.at(-1), late, 'in the order in which they came');
  assert.equal(before.papers, before.ids.length);
  assert.match(before.text, /17:00, 18\/11\/2026[^]*08:30, 19\/11\/2026/);
  // Of the acts for many at once a queue offers those that fit it.
  const offered = (text: string) => [...text.matchAll(/ban-lam-viec\/nhieu\/([a-z-]+)"/g)].map(([, act]) => act);
  assert.deepEqual(new Set(offered(before.text)), new Set(['ban-giao']));
  await file(province, citizen, permit, undefined, { payAtDesk: true });
  const { text: unaccepted } = await desk.get('/ban-lam-viec?hang=tiep-nhan');
  assert.ok(offered(unaccepted).includes('tiep-nhan') && !offered(unaccepted).includes('ban-giao'));

  const asked = await desk.postForm('/ban-lam-viec/nhieu/ban-giao', { chon: [morning, late] });
  assert.match(asked.text, /Bàn giao hồ sơ giấy \(2\)/);
  const done = await desk.submit(asked, {}, { form: '/ban-lam-viec/nhieu/ban-giao' });
  assert.match(done.text, /2 hồ sơ đã xong/);
  // Ticked by mistake: it is taken back, and done again.
  const undone = await desk.submit(done, {}, { form: '/ban-lam-viec/nhieu/ban-giao-lai' });
  assert.match(undone.text, /Hoàn tác bàn giao hồ sơ giấy[^]*2 hồ sơ đã xong/);
  assert.equal((await waiting()).papers, before.papers);
  await desk.postForm('/ban-lam-viec/nhieu/ban-giao', { chon: [morning, late], lam: '1' });
  const again = await desk.postForm('/ban-lam-viec/nhieu/ban-giao', { chon: [morning], lam: '1' });
  assert.match(again.text, /0 hồ sơ đã xong/);
  const { handOvers, history } = await desk.api('one-stop.view-dossier', { id: morning });
  assert.ok(handOvers[0].madeAt);
  assert.equal(history.at(-1).act, 'handed-over');
  const left = await waiting();
  assert.deepEqual([left.papers, left.ids.includes(late)], [before.papers - 2, false]);
  // The paper that goes with the dossier says so.
  const sheet = await desk.api('one-stop.control-sheet', { id: morning });
  const given = sheet.data.steps.find((step: { note: string }) => step.note.startsWith('Bàn giao hồ sơ giấy'));
  assert.deepEqual([given.to, given.outcome], ['Sở Xây dựng', 'on-time']);
});

test('D6 a procedure settled at once has no receipt unless it is asked for', async () => {
  const educationDesk = await province.signIn('trungtam');
  const receive = async (more: Record<string, string>) => {
    const page = await educationDesk.get(`/ban-lam-viec/tiep-nhan?thu-tuc=HNM.1426&nguoi=${await province.person('congdan')}`);
    const facts = { examYear: '2010', requesterRelation: 'self', ...more };
    const sent = await educationDesk.submit(page, facts, { form: '/ban-lam-viec/tiep-nhan/ho-so' });
    assert.equal(sent.status, 303, wrongs(sent));
    // At the centre they see what they have received for another agency.
    assert.match((await educationDesk.get(sent.location!)).text, /Đã tiếp nhận H25\.03-/);
    return /xong=([0-9a-f-]{36})/.exec(sent.location ?? '')![1]!;
  };
  const receipts = async (id: string) =>
    province.app.db.all(sql`select 1 as one from one_stop.paper where dossier_id = ${id} and template = 'receipt'`);
  const at = await receive({});
  assert.equal((await receipts(at)).length, 0);
  const { handOvers } = await educationDesk.api('one-stop.view-dossier', { id: at });
  assert.deepEqual(handOvers, [], 'it stays at the desk');
  assert.equal((await receipts(await receive({ giay: 'on' }))).length, 1);
});

test('D8 a number is taken by field, called, called again, served; the board shows it and how long people wait', async () => {
  const unit = await province.unit('so-xay-dung.desk');
  const kiosk = await province.get(`/lay-so?quay=${unit}`);
  const field = /name="linh-vuc" value="([^"]+)"/.exec(kiosk.text)![1]!;
  const take = async () =>
    province.nobody.submit(await province.get(`/lay-so?quay=${unit}`), { 'linh-vuc': field }, { form: '/lay-so' });
  const first = await take();
  const ticket = /so=([0-9a-f-]{36})/.exec(first.location ?? '')![1]!;
  await take();
  assert.match((await province.get(first.location!)).text, /001/);
  const paper = await province.get(`/lay-so/${ticket}.pdf`);
  assert.equal(Buffer.from(paper.bytes.subarray(0, 5)).toString(), '%PDF-');

  const hall = await province.browser();
  await hall.goto(`/bang-goi-so/${unit}`);
  await hall.waitForSelector('[data-live-state="up"]');
  province.clock.advance(4 * 60_000);
  const press = async (act: string) => {
    const page = await desk.get('/ban-lam-viec/goi-so?ten=3');
    const { fields } = (await import('./province.ts')).readForm(page.text, '/ban-lam-viec/goi-so');
    return desk.postForm(`/ban-lam-viec/goi-so/${act}`, fields);
  };
  await press('tiep');
  await province.app.events.drain();
  await hall.waitForFunction(() => document.querySelector('#bang')?.textContent?.includes('001'));
  assert.match((await hall.textContent('#bang'))!, /Quầy 3/);
  await press('goi-lai');
  await press('phuc-vu');
  await press('xong');
  const board = await province.api('one-stop.ticket-board', { desk: unit });
  assert.equal(board.served, 1);
  assert.equal(board.waiting, 1);
  assert.equal(board.fields[0]?.minutes, 4);
  await assert.rejects(desk.api('one-stop.serve-ticket', { id: ticket }), /one-stop\.ticket-changed/);
  const citizenTries = await citizen.rawApi('one-stop.call-next', { desk: unit, counter: '1' });
  assert.equal(citizenTries.status, 403);
});

test('D8 whoever was away when called is called again later, to whichever counter is free; a counter has one person at a time', async () => {
  const unit = await province.unit('trung-tam-hanh-chinh-cong');
  const centre = await province.signIn('trungtam');
  const kiosk = `/lay-so?quay=${unit}`;
  const english = await province.get(`${kiosk}&lang=en`);
  assert.match(english.text, />\s*Department of Justice/);
  const take = async (field: string) =>
    province.nobody.submit(await province.get(kiosk), { 'linh-vuc': field }, { form: '/lay-so' });
  await take('Sở Tư pháp');
  await take('Sở Xây dựng');
  await take('Sở Tư pháp');
  const board = () => province.api('one-stop.ticket-board', { desk: unit });
  let screen = await centre.get(`/ban-lam-viec/goi-so?quay=${unit}&ten=4`);
  const press = async (act: string, fields: Record<string, string> = {}) => {
    const { fields: known } = (await import('./province.ts')).readForm(screen.text, '/ban-lam-viec/goi-so');
    const sent = await centre.postForm(`/ban-lam-viec/goi-so/${act}`, { ...known, ...fields });
    return (screen = await centre.get(sent.location!));
  };
  await press('tiep', { 'linh-vuc': 'Sở Xây dựng' });
  assert.match(screen.text, /002<\/strong>\s*Sở Xây dựng/, 'a counter calls those of its field');
  await press('tiep');
  assert.match(screen.text, /Không còn ai chờ ở lĩnh vực đã chọn/);
  await press('tiep', { 'linh-vuc': '' });
  let now = await board();
  assert.deepEqual([now.called.map((one) => one.number), now.missed.map((one) => one.number)], [[1], [2]]);
  const [away] = now.missed;
  assert.match(screen.text, new RegExp(`value="${away!.id}"[^>]*>\\s*Gọi lại 002`));
  await press('phuc-vu');
  await press('goi-lai', { so: away!.id, ten: '5' });
  now = await board();
  assert.deepEqual(
    now.called.map((one) => [one.number, one.counter]),
    [[2, '5']],
  );
  assert.equal(now.served, 1);
  assert.match(screen.url, new RegExp(`quay=${unit}`), 'the desk of the address stays');
});

test('D3 what an act still needs is told at its field, which has the focus', async () => {
  const filed = await file(province, citizen, permit, house);
  const here = `/ban-lam-viec/ho-so/${filed.id}`;
  const screen = await province.browser({ as: 'motcua' });
  const focusIs = (id: string) => screen.waitForFunction((wanted) => document.activeElement?.id === wanted, id);
  const send = async (key: string) => {
    await screen.goto(here);
    await screen.keyboard.press(key);
    await Promise.all([screen.waitForURL(/\/viec\//), screen.keyboard.press('Control+Enter')]);
  };
  await send('c');
  await focusIs('refuse-ly-do');
  assert.match((await screen.textContent('#refuse-ly-do-error'))!, /Xin ghi rõ lý do/);
  await send('b');
  await focusIs('request-supplement-thieu');
  await screen.keyboard.press('Space');
  await Promise.all([screen.waitForEvent('load'), screen.keyboard.press('Control+Enter')]);
  await focusIs('request-supplement-ly-do');
  await send('t');
  await focusIs('accept-phi'); // the fee that is still owed
  const items = [{ component: 'landPaper', name: 'Giấy tờ đất', reason: '' }];
  await desk.api('one-stop.request-supplement', { id: filed.id, items, reason: 'Thiếu trang 2' });
  await send('b');
  await focusIs('supply-co-landPaper'); // nothing was ticked
  assert.equal(await statusOf(province.app, filed.id), 5);
  await screen.context().close();
});

test('Whoever comes second is told who did what, beside the dossier as it stands, and keeps what was typed', async () => {
  const filed = await file(province, citizen, permit, house);
  const page = await desk.get(`/ban-lam-viec/ho-so/${filed.id}`);
  await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  const sent = await desk.submit(
    page,
    { 'ly-do': 'Không thuộc thẩm quyền của Sở' },
    { form: `/ban-lam-viec/ho-so/${filed.id}/viec/refuse` },
  );
  assert.equal(sent.status, 409);
  assert.match(sent.text, /Trần Thu Cúc/);
  assert.match(sent.text, /Không thuộc thẩm quyền của Sở/);
  assert.match(sent.text, /Đang xử lý|Được tiếp nhận/);
  assert.equal(await statusOf(province.app, filed.id), 4);
});

test('An applicant sees neither the desk nor the inside of a dossier, also by its address', async () => {
  const filed = await file(province, citizen, permit, house);
  assert.equal((await citizen.get('/ban-lam-viec')).status, 403);
  assert.equal((await citizen.get(`/ban-lam-viec/ho-so/${filed.id}`)).status, 403);
  assert.equal((await citizen.get(`/ban-lam-viec/ho-so/${filed.id}/phieu-kiem-soat.pdf`)).status, 403);
  const task = await openTask(province.app, filed.id);
  const tried = await citizen.postForm(`/ban-lam-viec/ho-so/${filed.id}/viec/accept?viec=${task.id}`, {});
  assert.equal(tried.status, 403);
});
