import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { localDate, sql } from '@dinh/kernel';
import { attachAll, begin, fillForm, send } from './citizen.ts';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';
import { carry } from './states.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
const permit = 'HNM.6739-14';
const house = { workKind: 'house', permitKind: 'new' };

before(async () => {
  province = await openProvince();
  [citizen, desk] = (await Promise.all(['congdan', 'motcua'].map((one) => province.signIn(one)))) as [Visitor, Visitor];
});
after(() => province.close());

const accountOf = async (person: string): Promise<string> =>
  (await province.app.db.one<{ account: string }>(sql`select account from identity.person where id = ${person}`)).account;

/** Days went by: whoever was signed in signs in again. */
async function signInAgain(): Promise<void> {
  [citizen, desk] = (await Promise.all(['congdan', 'motcua'].map((one) => province.signIn(one)))) as [Visitor, Visitor];
}

test('A1 the store of one’s papers is a click away from one’s dossiers', async () => {
  assert.match((await citizen.get('/ho-so')).text, /href="\/kho-giay-to"/);
  assert.match((await citizen.get('/kho-giay-to')).text, /class="breadcrumbs"[^]*href="\/ho-so"/);
});

test('A1 a result wanted by post becomes a parcel that the citizen follows to the door', async () => {
  const address = { deliveryMethod: 'post', deliveryName: 'Nguyễn Thị Hoa Sen', deliveryPhone: '0900000001' };
  const filed = await file(province, citizen, permit, { ...house, ...address });
  await carry(province, filed.id, 'return');
  await province.settle();
  const ready = await citizen.get(`/ho-so/${filed.reference}`);
  assert.match(ready.text, /Đã có kết quả/);
  assert.match(ready.text, /Chờ bàn giao cho bưu chính/);

  const { shipments } = await desk.api('delivery.list-shipments', { subject: `dossier:${filed.id}` });
  assert.equal(shipments.length, 1);
  const other = await province.signIn('congdan2');
  await assert.rejects(other.api('delivery.list-shipments', {}), /kernel\.not-allowed/);
  const handed = await desk.api('delivery.record-handover', { id: shipments[0].id });
  assert.match(handed.trackingCode!, /^VN\d{9}TN$/);
  await assert.rejects(desk.api('delivery.record-handover', { id: shipments[0].id }), /delivery\.not-at-that-point/);

  const follow = province.app.jobs.find((one) => one.name === 'delivery.follow-shipments')!;
  const system = { kind: 'system', id: 'test', name: 'test', grants: [], units: [], role: 'none' } as const;
  const call = { principal: system, lang: 'vi', origin: { channel: 'job', trace: 'test' } } as const;
  for (const hours of [1, 25]) {
    province.clock.advance(hours * 3_600_000);
    await follow.run({ app: province.app, now: province.clock.now(), call }, {});
  }
  await signInAgain();
  const page = await citizen.get(`/ho-so/${filed.reference}`);
  assert.match(page.text, /Đã phát[\s\S]*Đang vận chuyển[\s\S]*Bưu chính đã nhận/);
  assert.match(page.text, new RegExp(handed.trackingCode!));
});

test('A1 and S2 an earlier result is reused as a paper with one click', async () => {
  const form = { items: [{ kind: 'billboard', width: 10, height: 5 }] };
  const papers = await fillForm(province, citizen, await begin(citizen, 'HNM.1235'), 'HNM.1235', form);
  assert.match(papers.text, /Bạn đã có trong kho dữ liệu/);
  const [, value] = /name="_reuse" value="(buildingPermit:[0-9a-f-]{36})"/.exec(papers.text)!;
  const reused = await citizen.follow(await citizen.submit(papers, { _reuse: value! }, { form: '/nop-ho-so/' }));
  assert.match(reused.text, /Lấy từ kho dữ liệu của bạn/);
  const [, file] = /<a href="([^"]+\/tep\/[^"]+)"/.exec(reused.text)!;
  const paper = await citizen.get(file!);
  assert.equal(paper.headers.get('content-type'), 'application/pdf');
  const reference = await send(citizen, await attachAll(citizen, reused), { pay: 'desk' });
  assert.match((await citizen.get(`/ho-so/${reference}`)).text, /Giấy phép xây dựng/);
  const stranger = await province.signIn('congdan2');
  const theirs = (await begin(stranger, 'HNM.1235')).url.split('/').slice(0, 4).join('/');
  const [key, resultId] = value!.split(':') as [string, string];
  await assert.rejects(
    stranger.api('services.reuse-result', { id: theirs.split('/')[3]!, key, resultId }),
    /services\.result-unknown/,
  );
});

test('P11 the citizen sees what they owe, pays it, and the clock goes on', async () => {
  const filed = await file(province, citizen, 'HNM.1118');
  await carry(province, filed.id, 'notify-duty');
  const task = await openTask(province.app, filed.id);
  const specialist = await province.signIn(await accountOf(task.assignee!));
  await specialist.api('one-stop.complete-step', {
    taskId: task.id,
    version: task.version,
    outcome: 'notify',
    duty: {
      amount: 1_250_000,
      reason: 'Lệ phí trước bạ nhà, đất',
      inputs: { taxableValue: 500_000_000 },
    },
  });
  await signInAgain();
  const waiting = await citizen.get(`/ho-so/${filed.reference}`);
  assert.match(waiting.text, /Chờ bạn nộp tiền/);
  assert.match(waiting.text, /Bạn cần nộp 1\.250\.000\s*đ/);
  assert.match(waiting.text, /Lệ phí trước bạ nhà, đất/);
  assert.match(waiting.text, /Tạm dừng tính hạn/);
  assert.doesNotMatch(waiting.text, /Hẹn \d\d:\d\d/, 'a date that moves is not promised');
  const seen = await specialist.get(`/ban-lam-viec/ho-so/${filed.id}`);
  assert.match(seen.text, /tạm dừng tính hạn từ [^;]+; còn [^;]+ làm việc, tính tiếp khi đã nộp tiền/);
  const away = await citizen.postForm(`/ho-so/${filed.reference}/thanh-toan`, {});
  const back = await citizen.postForm(away.location!, { behaviour: 'twice' });
  await province.settle();
  const paid = await citizen.get(`/ho-so/${filed.reference}`);
  assert.match(paid.text, /Đang giải quyết/);
  assert.doesNotMatch(paid.text, /Bạn cần nộp|Tạm dừng/);
  assert.match(paid.text, /Bạn đã thực hiện nghĩa vụ tài chính/);
  // Who comes back when it is noted already is told of this payment, and not of the fee that they paid before.
  const told = await citizen.follow(back);
  assert.match(told.text, /Đã nhận 1\.250\.000\s*đ/);
  const { dueAt } = (await specialist.api('one-stop.view-dossier', { id: filed.id })).dossier;
  const day = localDate(new Date(dueAt)).split('-').reverse().join('/');
  const { messages } = await citizen.api('notify.my-messages', { limit: 5 });
  const word = messages.find(({ subject }) => /hồ sơ \S+ được giải quyết tiếp/.test(subject))!;
  assert.match(word.body, new RegExp(`Thời hạn giải quyết được tính tiếp. Ngày hẹn trả kết quả: ${day}`));
});

test('A2 the citizen rates once, and the public page shows the figures of the unit', async () => {
  const filed = await file(province, citizen, permit, house);
  assert.equal(
    (await citizen.get(`/ho-so/${filed.reference}/danh-gia`)).location,
    `/ho-so/${filed.reference}`,
    'not before it is settled',
  );
  await carry(province, filed.id);
  const page = await citizen.get(`/ho-so/${filed.reference}/danh-gia`);
  const half = await citizen.submit(page, { dossier: '5' }, { form: `/ho-so/${filed.reference}/danh-gia` });
  assert.equal(half.status, 422);
  assert.match(half.text, /Bạn chọn một mức cho: Cơ quan giải quyết/);
  const rated = await citizen.submit(
    half,
    { agency: '4', official: '5', comment: 'Nhanh' },
    { form: `/ho-so/${filed.reference}/danh-gia` },
  );
  assert.equal(rated.status, 303);
  assert.match((await citizen.follow(rated)).text, /Cảm ơn bạn đã đánh giá/);
  assert.doesNotMatch((await citizen.get(`/ho-so/${filed.reference}`)).text, /Cảm ơn bạn đã đánh giá/);
  assert.equal((await citizen.get(`/ho-so/${filed.reference}/danh-gia`)).location, `/ho-so/${filed.reference}`, 'once only');
  const open = await province.get('/danh-gia');
  assert.match(open.text, /Sở Xây dựng/);
  assert.match(open.text, /100 %/);
  assert.doesNotMatch(open.text, /Hoa Sen|Nhanh/);
  assert.match((await province.get('/danh-gia?ky=nam-truoc')).text, /Chưa có đánh giá trong kỳ này/);
});

test('P12 the page of the dossier says that its result was revoked, before anything else of it', async () => {
  const filed = await file(province, citizen, permit, house);
  await carry(province, filed.id);
  assert.match((await citizen.get(`/ho-so/${filed.reference}`)).text, />\s*Đã có kết quả/);
  const result = await province.app.db.one<{ id: string }>(sql`select id from results.result where dossier_id = ${filed.id}`);
  const head = await province.signIn('giamdoc');
  await head.api('results.revoke-result', { id: result.id, reason: 'Cấp sai đối tượng' });
  const { text } = await citizen.get(`/ho-so/${filed.reference}`);
  const [, banners = ''] = /id="standing"([\s\S]*?)<dl/.exec(text)!;
  assert.match(banners, /Kết quả đã bị thu hồi, không còn giá trị/);
  assert.match(banners, new RegExp(`href="/ket-qua/${result.id}"`));
  assert.doesNotMatch(banners, /banner-done/);
  assert.match((await citizen.get(`/ho-so/${filed.reference}?lang=en`)).text, /was revoked/);
  await citizen.get('/ho-so?lang=vi');
});

test('P6 a withdrawn dossier promises nothing any more; S6 its procedure is called in the language of the reader', async () => {
  const { reference } = await file(province, citizen, permit, house);
  const ask = await citizen.get(`/ho-so/${reference}/rut`);
  const { text } = await citizen.follow(await citizen.submit(ask, { reason: 'Nộp nhầm' }, { form: `/ho-so/${reference}/rut` }));
  assert.match(text, /Đã rút/);
  assert.match(text, /Kết thúc lúc/);
  assert.doesNotMatch(text, /Có khi hồ sơ được tiếp nhận|Có kết quả lúc/);
  assert.match((await province.get(`/tra-cuu/${reference}?lang=en`)).text, /Building permit/);
  assert.match((await citizen.get(`/ho-so/${reference}/to-khai?lang=en`)).text, /<p>Building permit/);
  await begin(citizen, permit);
  assert.match((await citizen.get('/ho-so?lang=en')).text, /card-title" href="[^"]+">Building permit/);
  assert.match((await citizen.get('/ho-so?lang=en')).text, /Building permit/);
  await citizen.get('/ho-so?lang=vi');
});

test('R4 strange addresses and forms on the citizens’ pages give one clear error, never a fault', async () => {
  const filed = await file(province, citizen, permit, house);
  const reference = filed.reference;
  const base = (await begin(citizen, permit)).url.split('/').slice(0, 4).join('/');
  const rubbish = ['x', '%00', "'; drop table services.draft; --", '<script>', '0'.repeat(199), '../../etc', 'ÿ', '-1'];
  const paths = rubbish.flatMap((one) => {
    const text = encodeURIComponent(one);
    return [
      `/nop-ho-so/${text}`,
      `/nop-ho-so/${permit}/${text}`,
      `/nop-ho-so/${permit}/${text}/filing`,
      `${base}/${text}`,
      `${base}/tep/${text}`,
      `/ho-so/${text}`,
      `/ho-so/${reference}/tep/${text}`,
      `/ho-so/${reference}/bo-sung/tep/${text}`,
      `/tra-cuu/${text}`,
      `/tra-cuu?ma=${text}`,
      `/ho-so?tu=${text}`,
      `/ho-so?q=${text}`,
      `/danh-gia?ky=${text}`,
    ];
  });
  for (const path of paths) {
    const answer = await citizen.get(path);
    assert.ok(answer.status < 500, `${path} → ${answer.status}`);
    assert.doesNotMatch(answer.text, /<script>(?!<)/, path);
  }
  const posts: [string, Record<string, string | string[]>][] = [
    [`${base}/filing`, { capacity: ['a', 'b'], _add: 'x'.repeat(500), _shown: 'y' }],
    [`${base}/filing`, { ['n'.repeat(400)]: '1' }],
    [`${base}/filing/luu`, { capacity: 'x'.repeat(60_000) }],
    [`${base}/nosuch`, { a: '1' }],
    [`${base}/giay-to`, { _remove: 'x', _reuse: 'y' }],
    [`${base}/giay-to`, { _reuse: `landPaper:${'0'.repeat(8)}-0000-0000-0000-000000000000` }],
    [`${base}/kiem-tra`, { pay: 'x' }],
    [`/nop-ho-so/${permit}`, { business: 'x' }],
    [`/ho-so/${reference}/bo-sung`, { note: 'x'.repeat(5000) }],
    [`/ho-so/${reference}/rut`, { reason: 'x'.repeat(5000) }],
    [`/ho-so/${reference}/danh-gia`, { dossier: '9', agency: 'x', official: '' }],
    [`/ho-so/${reference}/thanh-toan`, { provider: 'nobody' }],
  ];
  for (const [path, fields] of posts) {
    const answer = await citizen.postForm(path, fields);
    assert.ok(answer.status < 500, `${path} → ${answer.status}`);
    const anonymous = await province.postForm(path, fields);
    assert.ok(anonymous.status < 500, `nobody: ${path} → ${anonymous.status}`);
  }
});

test('P12 the clerk hears what waits to be stamped, the holder what is in force; the first paper leads to the last', async () => {
  await signInAgain();
  const filed = await file(province, citizen, permit, house);
  await carry(province, filed.id);
  await signInAgain();
  const [head, clerk] = await Promise.all(['giamdoc', 'vanthu'].map((one) => province.signIn(one)));
  const told = async (who: Visitor, result: string) => {
    await province.settle();
    const { messages } = await who.api('notify.my-messages', { limit: 20 });
    return messages.find(({ link }) => link?.endsWith(`/ket-qua/${result}`))?.subject;
  };
  const first = await province.app.db.one<{ id: string; code: string }>(
    sql`select id, code from results.result where dossier_id = ${filed.id}`,
  );
  const correction = await head!.api('results.correct-result', {
    id: first.id,
    reason: 'Ghi sai số tầng',
    values: { floors: 7 },
  });
  const at = `/xac-nhan/${first.code}`;
  assert.doesNotMatch((await province.get(at)).text, /Xem bản đang có hiệu lực/, 'not stamped yet');
  assert.match((await told(clerk!, correction.id)) ?? '', /^Chờ vào sổ, đóng dấu: bản đính chính của kết quả số/);
  await clerk!.postForm(`/ban-lam-viec/ket-qua/${correction.id}/dong-dau`, {});
  assert.match((await told(citizen, correction.id)) ?? '', /^Bản đính chính số \S+ đã có hiệu lực/);
  const replacement = await head!.api('results.replace-result', {
    id: correction.id,
    reason: 'Cấp lại',
    values: { floors: 8 },
  });
  await clerk!.postForm(`/ban-lam-viec/ket-qua/${replacement.id}/dong-dau`, {});
  const { code } = await province.app.db.one<{ code: string }>(sql`select code from results.result where id = ${replacement.id}`);
  assert.match((await province.get(at)).text, new RegExp(`href="/xac-nhan/${code}"`));
});

test('S3 the receipt of what was paid is printed at the desk and by who paid, and by nobody else', async () => {
  await signInAgain();
  const filed = await file(province, citizen, permit, house);
  const { paymentId } = await desk.api('one-stop.collect-fee', { id: filed.id });
  const address = `/bien-lai/${paymentId}.pdf`;
  assert.match(
    (await desk.get(`/ban-lam-viec/ho-so/${filed.id}?xong=collect-fee`)).text,
    new RegExp(`href="${address}"[^>]*>In biên lai`),
  );
  assert.match((await citizen.get(`/ho-so/${filed.reference}`)).text, new RegExp(`href="${address}"`));
  for (const who of [desk, citizen]) assert.equal((await who.get(address)).text.slice(0, 5), '%PDF-');
  const { data } = await desk.inside('one-stop.fee-receipt', { payment: paymentId });
  assert.deepEqual([data.total, data.method, data.collector.name], [75_000, 'Tại Bộ phận Một cửa', 'Trần Thu Cúc']);
  const other = await province.signIn('congdan2');
  assert.equal((await other.get(address)).status, 404);
  assert.equal((await province.get(address)).location?.startsWith('/dang-nhap'), true);
});
