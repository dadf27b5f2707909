/** Screens that demand something say why and how, and each has a way back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Province, Visitor } from './province.ts';

let province: Province;
before(async () => void (province = await openProvince()));
after(() => province.close());

test('Whoever signs in by a temporary password is told why they choose another, until they have', async () => {
  const desk = await province.signIn('motcua');
  const { account, password } = await desk.api('identity.issue-password', {
    person: await province.person('congdan2'),
    papersSeen: true,
  });
  const citizen = new Visitor(province.app, province.address);
  const why = /Bạn vừa đăng nhập bằng mật khẩu tạm[\s\S]*Mật khẩu tạm/;
  const opened = await citizen.submit(await citizen.get('/dang-nhap'), { account, password });
  assert.equal(opened.location, '/tai-khoan/mat-khau');
  const page = await citizen.get('/tai-khoan/mat-khau');
  assert.match(page.text, why);
  const form = '/tai-khoan/mat-khau';
  const weak = await citizen.submit(page, { password, newPassword: '12345678' }, { form });
  assert.match(weak.text, why, 'also when it is asked again');
  await citizen.submit(page, { password, newPassword: 'ba con vịt qua cầu' }, { form });
  assert.doesNotMatch((await citizen.get('/tai-khoan/mat-khau')).text, /mật khẩu tạm/i);
});

test('A file with codes that there are not leads to the lists of codes', async () => {
  const admin = await province.signIn('quantri');
  const header = 'Số định danh,Họ và tên,Mã đơn vị,Mã vai trò';
  const form = '/quan-tri/nhap-tep/moi';
  const sent = await admin.submit(
    await admin.get(form),
    { kind: 'officials' },
    {
      form,
      files: [{ field: 'file', name: 'loi.csv', data: `${header}\n001085000001,Lê An,so-xay-dungg,chuyen-vien` }],
    },
  );
  const { text } = await admin.follow(sent);
  assert.match(text, /Gần nhất là “so-xay-dung”/);
  assert.match(text, /href="\/quan-tri\/don-vi">Danh mục đơn vị, có mã/);
  assert.match(text, /href="\/quan-tri\/vai-tro\?dang=xlsx">Tải danh sách vai trò, có mã/);
});

test('Emergency access has a way back to one’s own work, before and after', async () => {
  const official = await province.signIn('sct.giamdoc');
  for (const page of ['/khan-cap', '/khan-cap?xong=1']) {
    const { text } = await official.get(page);
    const back = /<a[^>]*href="([^"]+)"[^>]*>\s*Không mở nữa/.exec(text)?.[1];
    assert.ok(back);
    assert.equal((await official.get(back)).status, 200);
  }
  assert.match((await official.get('/khan-cap?xong=1')).text, /Không còn xem được nữa\. <a href="\/[^"]*">/);
});
