import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { begin, fillForm, prepare, send } from './citizen.ts';
import { pdf } from './filing.ts';
import { openProvince, type Province, Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
const criminalRecord = 'HNM.1242';
const permit = 'HNM.6739-14';
const eicar = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
});
after(() => province.close());

const draftBase = (url: string) => url.split('/').slice(0, 4).join('/');
const dossiers = async (where = sql`true`) =>
  (await province.app.db.one<{ count: number }>(sql`select count(*)::int as count from one_stop.dossier where ${where}`)).count;

test('S1 a visitor is led to sign in and back to where they began', async () => {
  const start = await province.get(`/nop-ho-so/${criminalRecord}`);
  assert.match(start.text, /Đăng nhập để bắt đầu/);
  assert.match(start.text, new RegExp(`/dang-nhap\\?tiep=${encodeURIComponent(`/nop-ho-so/${criminalRecord}`)}`));
  const page = await province.get('/ho-so');
  assert.equal(page.location, `/dang-nhap?tiep=${encodeURIComponent('/ho-so')}`);
});

test('S1 what the account knows is filled in and says where it is from', async () => {
  const first = await begin(citizen, criminalRecord);
  const sent = await citizen.submit(first, { capacity: 'self' }, { form: '/nop-ho-so/' });
  const applicant = await citizen.get(sent.location!);
  assert.match(applicant.text, /value="Nguyễn Thị Hoa Sen"/);
  assert.match(applicant.text, /Lấy từ tài khoản của bạn/);

  const wrong = await citizen.submit(applicant, { 'applicant.name': '', 'applicant.phone': 'abc' }, { form: '/nop-ho-so/' });
  assert.equal(wrong.status, 422);
  assert.match(wrong.text, /class="error-summary"[\s\S]*href="#applicant-name"/);
  assert.match(wrong.text, /id="applicant-name-error"/);
  assert.match(wrong.text, /value="abc"/, 'what was typed is still there');

  // Emptied on purpose: it is not filled in again.
  const again = await citizen.get(applicant.url);
  assert.doesNotMatch(again.text, /value="Nguyễn Thị Hoa Sen"/);
});

test('S1 a half-filled form is found again on another device, and is nobody else’s', async () => {
  const first = await begin(citizen, permit);
  const next = await citizen.submit(first, { capacity: 'self' }, { form: '/nop-ho-so/' });
  const applicant = await citizen.get(next.location!);
  // What the island sends while a person types.
  const saved = await citizen.postForm(`${next.location}/luu`, {
    'applicant.name': 'Nguyễn Thị Hoa Sen',
    'applicant.phone': '0911111111',
  });
  assert.equal(saved.status, 200);
  assert.equal(applicant.status, 200);

  const otherDevice = await province.signIn('congdan');
  const list = await otherDevice.get('/ho-so');
  assert.match(list.text, /Đang làm dở/);
  const start = await otherDevice.get(`/nop-ho-so/${permit}`);
  const [, link] = /href="(\/nop-ho-so\/[^"]+)">Làm tiếp bản nháp/.exec(start.text)!;
  const page = await otherDevice.follow(await otherDevice.get(link!));
  assert.match(page.text, /value="0911111111"/);

  const stranger = await province.signIn('congdan2');
  assert.equal((await stranger.get(page.url)).status, 404);
  assert.equal((await stranger.postForm(page.url, { 'applicant.name': 'x' })).status, 404);
  assert.equal((await stranger.postForm(`${draftBase(page.url)}/xoa`, {})).status, 404);
});

test('S1 “save and go on later” keeps the page as it is, wrong or right', async () => {
  const first = await begin(citizen, permit);
  const next = await citizen.submit(first, { capacity: 'self' }, { form: '/nop-ho-so/' });
  const page = await citizen.get(next.location!);
  const later = await citizen.submit(page, { 'applicant.phone': '12', _later: '1' }, { form: '/nop-ho-so/' });
  assert.equal(later.location, '/ho-so');
  const resumed = await citizen.follow(await citizen.get(draftBase(page.url)));
  assert.equal(resumed.url, page.url);
  assert.match(resumed.text, /value="12"/);
});

test('S1 a draft is taken up at what comes next, not at what is done', async () => {
  const first = await begin(citizen, permit);
  const base = draftBase(first.url);
  const next = await citizen.submit(first, { capacity: 'self' }, { form: '/nop-ho-so/' });
  assert.equal((await citizen.get(base)).location, next.location);
  const papers = await fillForm(province, citizen, first, permit);
  assert.equal((await citizen.get(base)).location, papers.url, 'the form is done: its papers');
});

test('S1 what an account still lacks for a procedure is told before one begins, with the way to it', async () => {
  const asked = await province.api('identity.sign-up', {
    name: 'Lê Thị Mới',
    idNumber: '035190000771',
    birthDate: '1990-09-05',
    phone: '0912345771',
    password: 'cây đa bến nước',
  });
  const { opened } = await province.api('identity.finish-sign-up', { proof: asked.proof, code: asked.code! });
  const newcomer = new Visitor(province.app, province.address, opened!.token);
  const start = await newcomer.get(`/nop-ho-so/${criminalRecord}`);
  assert.match(start.text, /Danh tính của bạn cần được đối chiếu trước/);
  assert.match(start.text, /mang căn cước đến Bộ phận Một cửa/);
  assert.doesNotMatch(start.text, />Bắt đầu</);
  assert.match((await newcomer.get(`/nop-ho-so/${criminalRecord}?lang=en`)).text, /Your identity must be/);
  assert.match((await newcomer.get('/nop-ho-so/HNM.0905?lang=vi')).text, />Bắt đầu</, 'any account will do');
  assert.match(
    (await province.get(`/nop-ho-so/${criminalRecord}`)).text,
    /cần tài khoản đã đối chiếu với căn cước/,
    'nobody opens an account in vain',
  );
});

test('S3 on a page in English the matter and why the fee is what it is are said in English', async () => {
  const check = await prepare(province, citizen, criminalRecord, {
    beneficiaryGroup: 'none',
    certificateNumber: '1',
    copies: 3,
  });
  const english = await citizen.get(`${check.url}?lang=en`);
  assert.match(english.text, /Criminal-record certificate/);
  assert.match(english.text, /copies from the third on, 5,000 đồng a copy/);
  assert.doesNotMatch(english.text, /phiếu từ phiếu thứ ba/);
  await citizen.get(`${check.url}?lang=vi`);
});

test('S1 a draft is deleted only after it was asked', async () => {
  const first = await begin(citizen, 'HNM.1235');
  const base = draftBase(first.url);
  const ask = await citizen.get(`${base}/xoa`);
  assert.match(ask.text, /Xóa bản nháp này\?/);
  const gone = await citizen.submit(ask, {}, { form: base });
  assert.equal(gone.location, '/ho-so');
  assert.equal((await citizen.get(first.url)).status, 404);
});

test('S2 wrong type, virus and oversize are refused in words, and the good file stays', async () => {
  const papers = await fillForm(province, citizen, await begin(citizen, criminalRecord), criminalRecord, {
    beneficiaryGroup: 'student',
  });
  assert.match(papers.text, /Nhận PDF, JPG, PNG\. Mỗi tệp không quá 10\s*MB/, 'limits are told before');
  const sent = await citizen.submit(
    papers,
    {},
    {
      form: '/nop-ho-so/',
      files: [
        { field: 'identityPaper', name: 'can-cuoc.pdf', data: pdf() },
        { field: 'feeRelief', name: 'the.pdf', data: 'đây là chữ, không phải PDF' },
        { field: 'feeRelief', name: 'vi-rut.pdf', data: eicar },
      ],
    },
  );
  assert.equal(sent.status, 422);
  assert.match(sent.text, /Tên tệp “the\.pdf” ghi một loại được nhận nhưng bên trong không phải/);
  assert.match(sent.text, /Tệp “vi-rut\.pdf” chứa mã độc/);
  assert.match(sent.text, />can-cuoc\.pdf</, 'the good one is attached');

  const big = await citizen.submit(
    papers,
    {},
    {
      form: '/nop-ho-so/',
      files: [{ field: 'feeRelief', name: 'to.pdf', data: Buffer.concat([pdf(), Buffer.alloc(11 * 1024 * 1024)]) }],
    },
  );
  assert.equal(big.status, 422);
  assert.match(big.text, /Tệp “to\.pdf” nặng 11 MB, vượt giới hạn 10 MB/);

  // The script of the page sends one file at a time, and gets a line or a sentence.
  const base = draftBase(papers.url);
  const line = await citizen.postForm(`${base}/giay-to/feeRelief`, {}, [
    { field: 'feeRelief', name: 'the-sinh-vien.pdf', data: pdf() },
  ]);
  assert.equal(line.status, 200);
  assert.match(line.text, /<li class="file">[\s\S]*the-sinh-vien\.pdf/);
  const refusal = await citizen.postForm(`${base}/giay-to/feeRelief`, {}, [{ field: 'feeRelief', name: 'x.pdf', data: eicar }]);
  assert.equal(refusal.status, 422);
  assert.match(JSON.parse(refusal.text).title, /mã độc/);

  const now = await citizen.get(papers.url);
  const [, id] = /name="_remove" value="([^"]+)"/.exec(now.text)!;
  const removed = await citizen.submit(now, { _remove: id! }, { form: base });
  assert.equal(removed.location, `${base}/giay-to`);
  assert.doesNotMatch((await citizen.get(papers.url)).text, />can-cuoc\.pdf</);
  const missing = await citizen.get(`${base}/kiem-tra`);
  assert.match(missing.text, /Bạn cần thêm: Bản chụp thẻ căn cước/);
});

test('S3 the fee is computed from what was declared; paid online, it is charged once', async () => {
  const check = await prepare(province, citizen, criminalRecord, { beneficiaryGroup: 'none', copies: 3 });
  assert.match(check.text, /205\.000\s*đ/);
  const reference = await send(citizen, check, { pay: 'online' });
  const done = await citizen.get(`/ho-so/${reference}/da-nop`);
  const away = await citizen.submit(done, {}, { form: `/ho-so/${reference}/thanh-toan` });
  assert.match(away.location!, /^\/thanh-toan\/thu-nghiem\//);

  // Interrupted: the payer closes the window after paying, and the provider never calls.
  await citizen.postForm(away.location!, { behaviour: 'silent' });
  const waiting = await citizen.get(`/ho-so/${reference}?thanh-toan=pending`);
  assert.match(waiting.text, /xin đừng trả lại/);
  // Whoever comes back by another way is told the same, and the list says that the fee is not there yet.
  assert.match((await citizen.get(`/ho-so/${reference}`)).text, /xin đừng trả lại/);
  assert.match((await citizen.get('/ho-so')).text, /Chưa nộp phí/);
  province.clock.advance(3 * 60_000);
  const { reconcile } = { reconcile: province.app.jobs.find((one) => one.name === 'payments.reconcile')! };
  await reconcile.run(
    {
      app: province.app,
      now: province.clock.now(),
      call: {
        principal: { kind: 'system', id: 'test', name: 'test', grants: [], units: [], role: 'none' },
        lang: 'vi',
        origin: { channel: 'job', trace: 'test' },
      },
    },
    {},
  );
  await province.settle();
  const paid = await citizen.get(`/ho-so/${reference}?thanh-toan=paid`);
  assert.match(paid.text, /Đã nhận 205\.000\s*đ/);
  assert.match(paid.text, /BL2026-\d{7}/);
  assert.doesNotMatch((await citizen.get('/ho-so')).text, /Chưa nộp phí/);
  assert.match((await citizen.get(`/ho-so/${reference}/rut`)).text, /205\.000\s*đ bạn đã nộp được hoàn lại/);
  const twice = await citizen.postForm(`/ho-so/${reference}/thanh-toan`, {});
  assert.equal(twice.location, `/ho-so/${reference}?thanh-toan=paid`);
  const { count } = await province.app.db.one<{ count: number }>(
    sql`select count(*)::int as count from payments.payment p join one_stop.dossier d on p.subject = 'dossier:' || d.id where d.reference = ${reference} and p.state = 'paid'`,
  );
  assert.equal(count, 1);
});

test('S3 a payment that failed says so and can be tried again', async () => {
  const reference = await send(citizen, await prepare(province, citizen, criminalRecord, { beneficiaryGroup: 'none' }), {
    pay: 'online',
  });
  const away = await citizen.postForm(`/ho-so/${reference}/thanh-toan`, {});
  const back = await citizen.follow(await citizen.postForm(away.location!, { behaviour: 'fail' }));
  assert.match(back.text, /Thanh toán không thành công/);
  assert.match(back.text, /Tiền của bạn chưa bị trừ/);
  const again = await citizen.postForm(`/ho-so/${reference}/thanh-toan`, {});
  const paid = await citizen.follow(await citizen.postForm(again.location!, { behaviour: 'prompt' }));
  assert.match(paid.text, /Đã nhận tiền/);
});

test('S4 a double click, a second tab and a retry make one dossier', async () => {
  const before = await dossiers();
  const check = await prepare(province, citizen, criminalRecord, { beneficiaryGroup: 'none' });
  const tab = await citizen.get(check.url);
  const references = await Promise.all([
    send(citizen, check, { pay: 'desk' }),
    send(citizen, check, { pay: 'desk' }),
    send(citizen, tab, { pay: 'desk' }),
    send(citizen, tab, { pay: 'online' }),
  ]);
  references.push(await send(citizen, check, { pay: 'desk' }));
  assert.equal(new Set(references).size, 1);
  assert.equal(await dossiers(), before + 1);
  assert.equal((await citizen.get(check.url)).location, `/ho-so/${references[0]}`, 'the old page leads to the dossier');
});

test('S5 the reference cannot be guessed and is told at once', async () => {
  const reference = await send(citizen, await prepare(province, citizen, 'HNM.1235'), { pay: 'desk' });
  assert.match(reference, /^[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}-[2-9A-HJ-NP-Z]{4}$/);
  const done = await citizen.get(`/ho-so/${reference}/da-nop`);
  assert.match(done.text, /Đã nộp hồ sơ/);
  assert.match(done.text, /Việc tiếp theo/);
  await province.settle();
  assert.match((await citizen.get('/thong-bao')).text, new RegExp(reference));
});
