import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { begin, fillForm, prepare, send } from './citizen.ts';
import { file, pdf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
const permit = 'HNM.6739-14';
const eicar = String.raw`X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*`;

before(async () => {
  province = await openProvince();
  citizen = await province.signIn('congdan');
});
after(() => province.close());

const draftBase = (url: string) => url.split('/').slice(0, 4).join('/');
test('S6 anyone with the code sees the status only; the owner sees the steps with departments and times', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  const desk = await province.signIn('motcua');
  const { code } = await desk.api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  assert.match((await citizen.get(`/ho-so/${filed.reference}/rut`)).text, /bạn đã nộp không được hoàn lại/);
  for (const number of [code, filed.reference, filed.reference.toLowerCase().replaceAll('-', '')]) {
    const open = await province.get(`/tra-cuu/${encodeURIComponent(number)}`);
    assert.equal(open.status, 200);
    assert.match(open.text, /Đang giải quyết/);
    assert.doesNotMatch(open.text, /Hoa Sen|0900000001|0912345678|congdan@/);
  }
  assert.equal((await province.get('/tra-cuu?ma=h25.01-261118-0001')).location, '/tra-cuu/H25.01-261118-0001');
  assert.equal((await province.get('/tra-cuu/AAAA-BBBB-CCCC')).status, 404);

  const mine = await citizen.get(`/ho-so/${filed.reference}`);
  assert.match(
    mine.text,
    /Tiếp nhận, kiểm tra hồ sơ[\s\S]*Bộ phận Tiếp nhận và Trả kết quả Sở Xây dựng[\s\S]*\d\d:\d\d, 18\/11\/2026/,
  );
  assert.match(mine.text, /còn 15 ngày làm việc/);
  assert.match(mine.text, /\/giay-to\/[0-9a-f-]{36}\.pdf/, 'the receipt');
  assert.doesNotMatch(mine.text, /Trần Thu Cúc/, 'officials are not named');
  const stranger = await province.signIn('congdan2');
  assert.equal((await stranger.get(`/ho-so/${filed.reference}`)).status, 404);
  assert.equal((await stranger.get(`/ho-so/${filed.reference}/tinh-hinh`)).status, 404);
});

test('S7 a parent files for a child: applicant, owner and contact are told apart', async () => {
  const owner = { name: 'Trần Bé Na', birthDate: '2015-06-01', relation: 'parent' };
  const check = await prepare(province, citizen, permit, {
    capacity: 'child',
    owner,
    contactIsApplicant: false,
    contact: { name: 'Nguyễn Văn Sáu', phone: '0922222222' },
  });
  assert.match(check.text, /Trần Bé Na/);
  const reference = await send(citizen, check, { pay: 'desk' });
  assert.match((await citizen.get(`/ho-so/${reference}/da-nop`)).text, /Nộp thay cho Trần Bé Na/);
  const page = (await citizen.get(`/ho-so/${reference}`)).text.replace(/\s+/g, ' ');
  assert.match(page, /Người nộp<\/dt> <dd class="summary-value"> Nguyễn Thị Hoa Sen/);
  assert.match(page, /Chủ hồ sơ<\/dt> <dd class="summary-value"> Trần Bé Na/);
  assert.match(page, /Liên hệ<\/dt> <dd class="summary-value"> Nguyễn Văn Sáu, 0922 ?222 ?222/);
});

test('S7 by power of attorney: the paper is asked for', async () => {
  const code = (
    await province.app.db.one<{ code: string }>(
      sql`select code from procedures.procedure where not worked_out and kind = 'issue' order by code limit 1`,
    )
  ).code;
  const papers = await fillForm(province, citizen, await begin(citizen, code), code, {
    capacity: 'attorney',
  });
  assert.match(papers.text, /Giấy ủy quyền \(khi nộp thay người khác\)/);
  const forSelf = await fillForm(province, citizen, await begin(citizen, code), code, { capacity: 'self' });
  assert.doesNotMatch(forSelf.text, /Giấy ủy quyền \(khi nộp thay/);
});

test('S7 a representative files for the business, whose facts are filled in', async () => {
  const director = await province.signIn('doanhnghiep');
  const start = await director.get(`/nop-ho-so/${permit}`);
  const [, thay] = /value="([0-9a-f-]{36})"[^>]*\/><label[^>]*>Công ty TNHH Trình Diễn Sông Châu/.exec(start.text)!;
  const first = await begin(director, permit, { thay });
  assert.match(first.text, /value="business"[^>]*checked/);
  const base = draftBase(first.url);
  await director.submit(first, {}, { form: base });
  const owner = await director.get(`${base}/owner`);
  assert.match(owner.text, /value="Công ty TNHH Trình Diễn Sông Châu"/);
  assert.match(owner.text, /value="0000000001"/);
  assert.match(owner.text, /Lấy từ thông tin doanh nghiệp bạn đại diện/);
  const notMine = await citizen.postForm(`/nop-ho-so/${permit}`, { thay: thay! });
  assert.ok(notMine.status >= 400 && notMine.status < 500);
});

test('D3 the citizen adds everything that was asked for, once', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  const desk = await province.signIn('motcua');
  await desk.api('one-stop.request-supplement', {
    id: filed.id,
    items: [
      { component: 'landPaper', name: 'Bản sao giấy tờ đất', reason: 'Ảnh mờ, không đọc được số tờ' },
      { name: 'Ảnh hiện trạng khu đất', reason: 'Chưa có' },
    ],
    reason: 'Hồ sơ chưa đủ để tiếp nhận',
  });
  const asked = await citizen.get(`/ho-so/${filed.reference}`);
  assert.match(asked.text, /Bạn cần bổ sung[\s\S]*Bản sao giấy tờ đất[\s\S]*Ảnh hiện trạng khu đất/);
  const page = await citizen.get(`/ho-so/${filed.reference}/bo-sung`);
  const nothing = await citizen.submit(page, {}, { form: `/ho-so/${filed.reference}/bo-sung` });
  assert.equal(nothing.status, 422);
  assert.match(nothing.text, /Bạn chưa đính kèm gì/);
  const half = await citizen.submit(
    page,
    { note: 'Xin gửi lại' },
    {
      form: `/ho-so/${filed.reference}/bo-sung`,
      files: [
        { field: 'landPaper', name: 'dat.pdf', data: pdf() },
        { field: 'bo-sung-2', name: 'vi-rut.jpg', data: eicar },
      ],
    },
  );
  assert.equal(half.status, 422);
  assert.match(half.text, />dat\.pdf</);
  assert.match(half.text, /Xin gửi lại/);
  const sent = await citizen.submit(
    half,
    {},
    {
      form: `/ho-so/${filed.reference}/bo-sung`,
      files: [{ field: 'bo-sung-2', name: 'anh.pdf', data: pdf() }],
    },
  );
  assert.equal(sent.status, 303);
  const after = await citizen.follow(sent);
  assert.match(after.text, /Đã gửi bổ sung/);
  assert.match(after.text, /Chờ tiếp nhận/);
  assert.match(after.text, />anh\.pdf</);
  assert.equal((await citizen.get(`/ho-so/${filed.reference}/bo-sung`)).location, `/ho-so/${filed.reference}`);
});

test('P6 the citizen withdraws after being asked', async () => {
  const reference = await send(citizen, await prepare(province, citizen, 'HNM.1235'), { pay: 'desk' });
  const ask = await citizen.get(`/ho-so/${reference}/rut`);
  assert.match(ask.text, /Rút hồ sơ này\?/);
  const done = await citizen.follow(await citizen.submit(ask, { reason: 'Tôi đổi ý' }, { form: `/ho-so/${reference}/rut` }));
  assert.match(done.text, /Đã rút/);
  assert.equal((await citizen.get(`/ho-so/${reference}/rut`)).location, `/ho-so/${reference}`);
});
