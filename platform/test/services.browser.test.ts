import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { follow, says, violations } from '@dinh/testing';
import { attachAll, begin, fillForm, prepare, send } from './citizen.ts';
import { file, pdf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

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

test('S1 the form is whole without JavaScript on a screen of 320 pixels', async () => {
  const page = await province.browser({ as: 'congdan', width: 320, javaScript: false });
  await page.goto(`/nop-ho-so/${criminalRecord}`);
  await follow(page.getByRole('button', { name: 'Bắt đầu' }));
  await follow(page.getByRole('button', { name: 'Tiếp tục' }).last());
  await says(page.locator('.error-summary'), /Bạn cần xem lại/);
  await page.getByLabel('Cho chính tôi').check();
  await follow(page.getByRole('button', { name: 'Tiếp tục' }).last());
  assert.equal(await page.getByLabel('Họ và tên').inputValue(), 'Nguyễn Thị Hoa Sen');
  const base = page.url().split('/').slice(0, 6).join('/');

  // A question that hangs on an answer of the same page comes with the next look at it, filled in.
  await page.goto(`${base}/delivery`);
  await page.getByLabel('Bản giấy gửi qua bưu chính').check();
  await follow(page.getByRole('button', { name: 'Tiếp tục' }).last());
  assert.equal(await page.getByLabel('Người nhận', { exact: true }).inputValue(), 'Nguyễn Thị Hoa Sen');
  assert.equal(await page.evaluate('document.documentElement.scrollWidth <= innerWidth'), true);
});

test('S2 a file is sent at once with its line; a refused one says why and nothing else is lost', async () => {
  const papers = await fillForm(province, citizen, await begin(citizen, criminalRecord), criminalRecord, {
    beneficiaryGroup: 'student',
  });
  const page = await province.browser({ as: 'congdan', width: 360 });
  await page.goto(papers.url);
  const input = page.locator('input[name="identityPaper"]');
  await input.setInputFiles({ name: 'can-cuoc.pdf', mimeType: 'application/pdf', buffer: pdf() });
  await page.locator('#identityPaper-files .file').waitFor();
  await input.setInputFiles({ name: 'vi-rut.pdf', mimeType: 'application/pdf', buffer: Buffer.from(eicar) });
  await page.locator('.upload-line .field-error').waitFor();
  await says(page.locator('.upload-line .field-error'), /mã độc/);
  await says(page.locator('#identityPaper-files'), /can-cuoc\.pdf/);
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  await page.waitForURL(/kiem-tra$/);
  await says(page.locator('main'), /can-cuoc\.pdf/);
});

test('S2 whoever is signed out while attaching is told to sign in, not to try again later', async () => {
  const visitor = await province.signIn('congdan');
  const papers = await fillForm(province, visitor, await begin(visitor, criminalRecord), criminalRecord);
  const page = await province.browser({ as: 'congdan' });
  await page.goto(papers.url);
  await page.context().clearCookies({ name: 'dinh_session' });
  await page
    .locator('input[name="identityPaper"]')
    .setInputFiles({ name: 'can-cuoc.pdf', mimeType: 'application/pdf', buffer: pdf() });
  const line = page.locator('.upload-line .field-error');
  await line.waitFor();
  await says(line, /can-cuoc\.pdf.*đăng nhập/);
  await line.getByRole('link', { name: 'Đăng nhập' }).click();
  assert.equal(new URL(page.url()).searchParams.get('tiep'), papers.url);
});

test('S1 a session that ends in the middle of a form loses nothing', async () => {
  const first = await begin(citizen, permit);
  const sent = await citizen.submit(first, { capacity: 'self' }, { form: '/nop-ho-so/' });
  const page = await province.browser({ as: 'congdan' });
  await page.goto(sent.location!);
  await citizen.api('identity.sign-out-everywhere', {});
  await page.getByLabel('Nơi cấp giấy tờ').fill('Công an tỉnh Hà Nam');
  await follow(page.getByRole('button', { name: 'Tiếp tục' }).last());
  // The page says so, and leads to the sign-in and from there back to the form, with what was typed.
  await page.getByText('Xin đăng nhập để tiếp tục').waitFor();
  await page.getByText('Những gì bạn vừa nhập được giữ trên máy này').waitFor();
  await follow(page.getByRole('link', { name: 'Đăng nhập' }).first());
  citizen = await province.signIn('congdan');
  await page.context().addCookies([{ name: 'dinh_session', value: citizen.session!, url: province.address }]);
  await page.goto(new URL(page.url()).searchParams.get('tiep')!);
  assert.equal(await page.getByLabel('Nơi cấp giấy tờ').inputValue(), 'Công an tỉnh Hà Nam');
});

test('S1 a connection that breaks while a page is sent loses nothing, wherever one looks before one comes back', async () => {
  const sent = await citizen.submit(await begin(citizen, permit), { capacity: 'self' }, { form: '/nop-ho-so/' });
  const page = await province.browser({ as: 'congdan' });
  await page.goto(sent.location!);
  const form = page.url();
  await page.getByLabel('Nơi cấp giấy tờ').fill('Công an tỉnh Hà Nam');
  await page.route('**', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
  await page.waitForURL(/^chrome-error:/);
  await page.goto('/ho-so');
  await page.goto(form);
  assert.equal(await page.getByLabel('Nơi cấp giấy tờ').inputValue(), 'Công an tỉnh Hà Nam');
  // Once it has arrived it is not put back any more.
  await page.unroute('**');
  await Promise.all([page.waitForURL((to) => to.href !== form), page.getByRole('button', { name: 'Tiếp tục' }).last().click()]);
  const kept = await page.evaluate(() => Object.keys(sessionStorage).filter((key) => key.includes('applicant')));
  assert.deepEqual(kept, []);
});

test('S1 what was typed into an entry that was added, and into a question that had just appeared, comes back, too', async () => {
  const page = await province.browser({ as: 'congdan' });
  const first = await begin(citizen, 'HNM.1235');
  const items = first.url.replace(/[^/]*$/, 'items');
  await page.goto(items);
  await page.route('**', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()));
  await page.getByRole('button', { name: 'Thêm' }).click();
  await page.fill('[name="items[0].quantity"]', '1');
  await page.locator('[name="items[1].kind"][value=billboard]').check();
  await page.fill('[name="items[1].width"]', '10');
  await page.fill('[name="items[1].height"]', '4');
  await page.fill('[name="buildingPermitNumber"]', '01/GPXD');
  await page.getByRole('button', { name: 'Tiếp tục' }).last().click();
  await page.waitForURL(/^chrome-error:/);
  await page.goto(items);
  assert.equal(await page.inputValue('[name="items[1].width"]'), '10');
  assert.equal(await page.inputValue('[name="buildingPermitNumber"]'), '01/GPXD');
  assert.equal(await page.locator('[name="items[1].kind"][value=billboard]').isChecked(), true);
  await page.getByText('Phần vừa điền lại chưa được lưu').waitFor();
  // Whoever does not want it has the page as it was.
  await page.getByRole('button', { name: 'Bỏ phần điền lại' }).click();
  await page.waitForFunction(() => !document.querySelector('[name="items[1].width"]'));
});

test('S1 a page that comes back with an error does not say that it put back what is written there in another way', async () => {
  const page = await province.browser({ as: 'congdan' });
  const first = await begin(citizen, permit);
  await page.goto(first.url.replace(/[^/]*$/, 'applicant'));
  await page.getByLabel('Nơi cấp giấy tờ').fill(' Công an tỉnh Hà Nam '.normalize('NFD'));
  await page.fill('[name="applicant.idIssuedOn.day"]', '5');
  await page.fill('[name="applicant.idIssuedOn.month"]', '9');
  await page.fill('[name="applicant.idIssuedOn.year"]', '2021');
  await page.getByLabel('Họ và tên').fill('');
  await follow(page.getByRole('button', { name: 'Tiếp tục' }).last());
  await page.locator('.error-summary').waitFor();
  assert.equal(await page.inputValue('[name="applicant.idIssuedOn.day"]'), '05');
  assert.equal(await page.getByText('Chúng tôi đã điền lại').count(), 0);
});

test('S6 the owner’s page follows the dossier without being loaded again', async () => {
  const filed = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  const page = await province.browser({ as: 'congdan' });
  await page.goto(`/ho-so/${filed.reference}`);
  await says(page.locator('#standing'), /Chờ tiếp nhận/);
  await page.waitForFunction(() => document.documentElement.dataset['liveState'] === 'up');
  await (await province.signIn('motcua')).api('one-stop.accept-dossier', { id: filed.id, feeTaken: true });
  await province.app.events.drain();
  await page.getByText('còn 15 ngày làm việc').waitFor();
});

test('S1 to S7: no page of a citizen has an axe violation or is wider than a small phone', async () => {
  const reference = await send(citizen, await prepare(province, citizen, criminalRecord, { beneficiaryGroup: 'none' }), {
    pay: 'online',
  });
  const papers = await fillForm(province, citizen, await begin(citizen, criminalRecord), criminalRecord);
  const check = await attachAll(citizen, papers);
  const base = check.url.split('/').slice(0, 4).join('/');
  const asked = await file(province, citizen, permit, { workKind: 'house', permitKind: 'new' });
  await (
    await province.signIn('motcua')
  ).api('one-stop.request-supplement', {
    id: asked.id,
    items: [{ component: 'landPaper', name: 'Bản sao giấy tờ đất', reason: 'Ảnh mờ' }],
    reason: 'Chưa đủ để tiếp nhận',
  });
  await province.settle();
  const page = await province.browser({ as: 'congdan', width: 320 });
  for (const path of [
    `/nop-ho-so/${criminalRecord}`,
    `${base}/filing`,
    `${base}/applicant`,
    papers.url,
    check.url,
    `${base}/xoa`,
    '/ho-so',
    `/ho-so/${reference}`,
    `/ho-so/${reference}/da-nop`,
    `/ho-so/${reference}/rut`,
    `/ho-so/${reference}/to-khai`,
    `/ho-so/${asked.reference}`,
    `/ho-so/${asked.reference}/bo-sung`,
    '/tra-cuu',
    `/tra-cuu/${reference}`,
    '/tra-cuu/KHONG-CO',
    '/danh-gia',
    '/thong-bao',
    '/ho-so?lang=en',
  ]) {
    await page.goto(path);
    assert.deepEqual(await violations(page), [], path);
    const over = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    assert.ok(Number(over) <= 0, `${path} is ${String(over)} px too wide`);
  }
});
