import assert from 'node:assert/strict';
import { createSign, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, afterEach, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { createAuthority, issueCertificate, listRevoked, openKeyFolder, toPem } from '@dinh/signing';
import { eventually, follow, says, violations } from '@dinh/testing';
import type { Page } from 'playwright-core';
import { Authenticator } from './authenticator.ts';
import { type BrowserOptions, openProvince, Problem, type Province, Visitor } from './province.ts';

let province: Province;
before(async () => {
  province = await openProvince();
  // Passkeys are good for a name, and on this machine the name is localhost.
  (province.app.config as { publicUrl: string }).publicUrl = province.address.replace('127.0.0.1', 'localhost');
});
after(() => province.close());

let opened: Page[] = [];
async function browser(options: BrowserOptions = {}): Promise<Page> {
  const page = await province.browser(options);
  opened.push(page);
  return page;
}
afterEach(async () => {
  for (const page of opened) await page.context().close();
  opened = [];
});

const fitsNarrow = (page: Page) => page.evaluate('document.documentElement.scrollWidth <= innerWidth');

async function withPassword(page: Page, account: string, back = '/tai-khoan'): Promise<void> {
  await page.goto(`/dang-nhap?tiep=${encodeURIComponent(back)}`);
  await page.getByLabel('Số định danh hoặc tên tài khoản').fill(account);
  await page.getByLabel('Mật khẩu').fill('dinh');
  await follow(page.getByRole('button', { name: 'Đăng nhập', exact: true }));
}

async function addAuthenticator(page: Page): Promise<Authenticator> {
  await page.goto('/tai-khoan/bao-mat/them/ung-dung');
  await follow(page.getByRole('button', { name: 'Bắt đầu' }));
  const authenticator = new Authenticator(await page.locator('main code').innerText());
  await page.getByLabel('Mã xác thực').fill(authenticator.code(province.clock.now()));
  await follow(page.getByRole('button', { name: 'Thêm vào tài khoản' }));
  await says(page.locator('.banner'), /Đã thêm cách xác thực/);
  province.clock.advance(30_000);
  return authenticator;
}

test('Whoever types a password may look at it; it is hidden when it is sent, and without JavaScript there is no button', async () => {
  for (const [lang, show, hide] of [
    ['vi', 'Hiện mật khẩu', 'Ẩn mật khẩu'],
    ['en', 'Show password', 'Hide password'],
  ] as const) {
    const page = await browser({ width: 360 });
    await page.goto(`/dang-ky?lang=${lang}`);
    const field = page.locator('input[name=password]');
    await field.fill('bi mat 1');
    await page.getByRole('button', { name: show }).focus();
    await page.keyboard.press('Enter');
    await page.locator('input[name=password][type=text]').waitFor();
    assert.equal(await field.inputValue(), 'bi mat 1');
    assert.deepEqual(await violations(page), []);
    assert.equal(await fitsNarrow(page), true);
    await page.getByRole('button', { name: hide }).click();
    await page.locator('input[name=password][type=password]').waitFor();
    await page.getByRole('button', { name: show }).click();
    await page.locator('input[name=password][type=text]').waitFor();
    await page.evaluate(
      "document.addEventListener('submit', (event) => { event.preventDefault(); document.title = document.querySelector('input[name=password]').type })",
    );
    await page.evaluate("document.querySelector('main form').noValidate = true");
    await page.locator('main form button:not([type=button])').click();
    await eventually(async () => assert.equal(await page.title(), 'password'));
    await page.context().close();
  }
  const plain = await browser({ width: 360, javaScript: false });
  await plain.goto('/dang-nhap');
  assert.equal(await plain.locator('input[name=password]').getAttribute('type'), 'password');
  assert.equal(await plain.locator('[data-show-password]').isVisible(), false);
});

test('An act that asks for a level is confirmed in the middle, without JavaScript, and nothing that was typed is lost', async () => {
  const page = await browser({ width: 360, javaScript: false });
  await withPassword(page, 'quantri', '/tai-khoan/bao-mat');
  assert.equal(await fitsNarrow(page), true);
  const authenticator = await addAuthenticator(page);
  // Only the password in this browser: AS-2.
  await page.context().clearCookies();
  await province.app.db.run(sql`update identity.person set two_steps = false where account = 'quantri'`);
  const id = await province.person('chuyenvien');
  await withPassword(page, 'quantri', `/quan-tri/nguoi/${id}`);
  // Their work as such takes two factors; this act takes them within the hour.
  await page.getByLabel('Mã xác thực').fill(authenticator.code(province.clock.now()));
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  await page.waitForURL(new RegExp(`/quan-tri/nguoi/${id}`));
  province.clock.advance(61 * 60_000);
  await page.locator('summary', { hasText: 'Giao chức vụ' }).click();
  await page.locator('#unit').selectOption({ index: 3 });
  await page.locator('#role').selectOption('specialist');
  await page.locator('#reason').fill('Quyết định số 12/QĐ-SXD');
  await follow(page.getByRole('button', { name: 'Giao chức vụ' }));

  await says(page.locator('h1'), /Xác thực thêm/);
  await says(page.locator('main'), /AS-3/);
  assert.equal(await fitsNarrow(page), true);
  await follow(page.getByRole('button', { name: 'English' }));
  await says(page.locator('h1'), /Confirm who you are/);
  await says(page.locator('main'), /AS-3[\s\S]*What you have just typed is kept/);
  assert.equal(await page.locator('.error-summary').count(), 0);
  assert.equal(await fitsNarrow(page), true);
  await follow(page.getByRole('button', { name: 'Tiếng Việt' }));
  await page.getByLabel('Mã xác thực').fill('000000');
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  await says(page.locator('.error-summary'), /Mã chưa đúng/);
  await page.getByLabel('Mã xác thực').fill(authenticator.code(province.clock.now()));
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  await page.waitForURL(new RegExp(`/quan-tri/nguoi/${id}`));
  const given = await province.app.db.one<{ count: number }>(
    sql`select count(*)::int as count from identity.position where person_id = ${id} and reason = 'Quyết định số 12/QĐ-SXD'`,
  );
  assert.equal(given.count, 1);
});

test('What was carried out after such a question does not come back as something half typed', async () => {
  const page = await browser({ as: 'quantri' });
  const authenticator = await addAuthenticator(page);
  const id = await province.person('chuyenvien2');
  await page.goto(`/quan-tri/nguoi/${id}`);
  province.clock.advance(61 * 60_000);
  await page.locator('summary', { hasText: 'Giao chức vụ' }).click();
  await page.locator('#unit').selectOption({ index: 3 });
  await page.locator('#role').selectOption('specialist');
  await page.locator('#reason').fill('Quyết định số 13/QĐ-SXD');
  await follow(page.getByRole('button', { name: 'Giao chức vụ' }));
  await page.getByLabel('Mã xác thực').fill('000000');
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  await says(page.locator('.error-summary'), /Mã chưa đúng/);
  await page.getByLabel('Mã xác thực').fill(authenticator.code(province.clock.now()));
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  await page.waitForURL(`**/quan-tri/nguoi/${id}*`);
  for (const go of [async () => {}, async () => page.goto(`/quan-tri/nguoi/${id}`)]) {
    await go();
    assert.equal(await page.getByText('điền lại những gì').count(), 0);
    assert.equal(await page.locator('#reason').inputValue(), '');
  }
});

test('An official who signs in for the first time adds a second way, and is then where they wanted to be', async () => {
  const page = await browser({ width: 360 });
  await withPassword(page, 'chuyenvien', '/ho-so');
  await page.waitForURL(/\/ho-so$/);
  for (const path of ['/cong-viec', '/quan-tri/don-vi', '/ban-lam-viec/ho-so/00000000-0000-7000-8000-000000000000']) {
    await page.goto(path);
    await page.waitForURL(/xac-thuc-them\?muc=3&hai-yeu-to=1/);
  }
  await page.goto('/ban-lam-viec');
  await says(page.locator('main'), /cần hai yếu tố[\s\S]*chưa có cách thứ hai/);
  assert.equal(await fitsNarrow(page), true);
  assert.deepEqual(await violations(page), []);
  await follow(page.getByRole('link', { name: 'Thêm cách xác thực' }));
  await follow(page.getByRole('link', { name: 'Ứng dụng xác thực' }));
  await follow(page.getByRole('button', { name: 'Bắt đầu' }));
  const authenticator = new Authenticator(await page.locator('main code').innerText());
  await page.getByLabel('Mã xác thực').fill(authenticator.code(province.clock.now()));
  await follow(page.getByRole('button', { name: 'Thêm vào tài khoản' }));
  await page.waitForURL(/ban-lam-viec|cong-viec/);
  assert.doesNotMatch(await page.locator('h1').innerText(), /Xác thực thêm/);

  await page.context().clearCookies();
  await withPassword(page, 'chuyenvien', '');
  await page.waitForURL(/buoc-hai/);
});

test('Whoever has to show a code first goes on to adding a factor, and that code is not taken for the one of the new factor', async () => {
  const idNumber = '035190000991';
  const [email, password] = ['them.cach@vidu.vn', 'cây đa bến nước'];
  const program = new Visitor(province.app, province.address);
  const asked = await program.api('identity.sign-up', {
    name: 'Lê Thị Thêm',
    idNumber,
    birthDate: '1990-09-05',
    phone: '0912345991',
    email,
    password,
  });
  await program.api('identity.finish-sign-up', { proof: asked.proof, code: asked.code! });
  // Signed in anew with the password alone: AS-1, where the account has an address that was confirmed.
  const page = await browser({ width: 360 });
  await page.goto('/dang-nhap?tiep=/tai-khoan/bao-mat/them/ung-dung');
  await page.getByLabel('Số định danh hoặc tên tài khoản').fill(idNumber);
  await page.getByLabel('Mật khẩu').fill(password);
  await follow(page.getByRole('button', { name: 'Đăng nhập', exact: true }));
  await follow(page.getByRole('button', { name: 'Bắt đầu' }));
  const why = await page.locator('main').innerText();
  assert.match(
    why,
    /Việc “Bắt đầu thêm cách xác thực” đổi cách vào tài khoản[\s\S]*Mật khẩu chưa đủ/,
    'it says for what, and why',
  );
  assert.equal(await page.getByRole('button', { name: 'Mật khẩu' }).count(), 0, 'what is not enough is not offered');
  // Who has none of these any more reads what to do next.
  await page.locator('summary', { hasText: 'Tôi không còn cách nào trong số này' }).click();
  await says(page.locator('#lost-second'), /chưa có mã dự phòng[\s\S]*Mang căn cước đến bộ phận một cửa/);
  assert.deepEqual(await violations(page), []);
  assert.equal(await fitsNarrow(page), true);
  await follow(page.getByRole('button', { name: /Gửi mã tới thư điện tử/ }));
  const code = /\b\d{6}\b/.exec(await page.locator('main').innerText())![0];
  await page.getByLabel('Mã xác thực').fill(code);
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  assert.equal(await page.locator('.error-summary').count(), 0);
  const authenticator = new Authenticator(await page.locator('main code').innerText());
  await page.getByLabel('Mã xác thực').fill(authenticator.code(province.clock.now()));
  await follow(page.getByRole('button', { name: 'Thêm vào tài khoản' }));
  await says(page.locator('.banner'), /Đã thêm cách xác thực/);
});

test('The screens of factors and steps stand for whoever reads them by a machine', async () => {
  const page = await browser({ width: 360 });
  await withPassword(page, 'motcua');
  const authenticator = await addAuthenticator(page);
  const begin = ['ung-dung', 'khoa', 'dien-thoai', 'thu', 'chung-thu'].map((kind) => `them/${kind}`);
  for (const path of ['', '/ma-du-phong', ...begin.map((one) => `/${one}`)]) {
    await page.goto(`/tai-khoan/bao-mat${path}`);
    assert.deepEqual(await violations(page), [], path);
    assert.equal(await fitsNarrow(page), true, path);
  }
  for (const kind of ['ung-dung', 'chung-thu', 'khoa']) {
    await page.goto(`/tai-khoan/bao-mat/them/${kind}`);
    await follow(page.getByRole('button', { name: 'Bắt đầu' }));
    assert.deepEqual(await violations(page), [], kind);
    assert.equal(await fitsNarrow(page), true, kind);
  }
  await page.goto('/xac-thuc-them?muc=3&tiep=/tai-khoan');
  assert.deepEqual(await violations(page), []);
  await page.context().clearCookies();
  await withPassword(page, 'motcua');
  await page.waitForURL(/buoc-hai/);
  assert.deepEqual(await violations(page), []);
  assert.equal(await fitsNarrow(page), true);
  await page.getByLabel('Mã xác thực').fill(authenticator.code(province.clock.now()));
  await follow(page.getByRole('button', { name: 'Tiếp tục' }));
  await page.waitForURL(/\/tai-khoan$/);
});

test('The API says which level is missing, and the same act is done once it was shown', async () => {
  const program = new Visitor(province.app, province.address);
  const { token } = await program.api('identity.sign-in', { account: 'giamdoc', password: 'dinh' });
  const ask = (visitor: Visitor) =>
    visitor.rawApi('identity.delegate-authority', {
      toPerson: '00000000-0000-7000-8000-000000000000',
      from: '2026-11-19',
      until: '2026-11-20',
      reason: 'Đi công tác',
    });
  const before = await ask(new Visitor(province.app, province.address, token));
  assert.equal(before.status, 401);
  assert.match(before.headers.get('www-authenticate')!, /acr_values="AS-3"$/);
  assert.deepEqual((JSON.parse(before.text) as Problem['problem']).details, {
    level: 3,
    factors: 2,
    operation: 'identity.delegate-authority',
  });

  const official = await province.signIn('giamdoc');
  province.clock.advance(7 * 3_600_000);
  await official.api('identity.view-profile', {});
  province.clock.advance(2 * 3_600_000);
  const refused = await ask(official);
  assert.equal(refused.status, 401);
  assert.equal(
    refused.headers.get('www-authenticate'),
    'Bearer error="insufficient_user_authentication", error_description="A higher level of assurance is needed", acr_values="AS-3", max_age=28800',
  );
  const problem = JSON.parse(refused.text) as Problem['problem'];
  assert.deepEqual(
    [problem.code, problem.details],
    ['kernel.assurance-needed', { level: 3, minutes: 480, operation: 'identity.delegate-authority' }],
  );
});

test('A service of level 4 asks before anything is typed, and lets in whoever has shown it', async () => {
  const page = await browser({ javaScript: false });
  await province.app.db.run(sql`update identity.person set verified_level = 1 where account = 'congdan'`);
  await withPassword(page, 'congdan', '/nop-ho-so/HNM.1242');
  await says(page.locator('main'), /Bạn cần thêm một cách đăng nhập thứ hai/);
  assert.equal(await page.getByRole('button', { name: 'Bắt đầu' }).count(), 0);
  await follow(page.getByRole('link', { name: 'Thêm cách xác thực' }));
  const authenticator = await addAuthenticator(page);
  assert.ok(authenticator);
  await page.goto('/nop-ho-so/HNM.1242');
  await follow(page.getByRole('button', { name: 'Bắt đầu' }));
  await page.waitForURL(/nop-ho-so\/HNM\.1242\/|\/nhap\/|ho-so/);
  assert.doesNotMatch(await page.locator('h1').innerText(), /Xác thực thêm/);
});

test('Every act that the pack names is an operation of the program', async () => {
  const rules = await province.app.definitions.at<{ acts: { operation: string }[] }>('assurance', 'province', '2026-11-18');
  assert.ok(rules!.body.acts.length > 5);
  for (const { operation } of rules!.body.acts) assert.ok(province.app.operation(operation), operation);
});

/** A browser with a security key or telephone of its own, as Chromium plays it. */
async function withKey(page: Page, account: string) {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('WebAuthn.enable');
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
  await page.goto(`${province.app.config.publicUrl}/dang-nhap`);
  await page.getByLabel('Số định danh hoặc tên tài khoản').fill(account);
  await page.getByLabel('Mật khẩu').fill('dinh');
  await follow(page.getByRole('button', { name: 'Đăng nhập', exact: true }));
  return { cdp, authenticatorId };
}

test('A passkey is made in the browser, signs in without a name, and reaches AS-4', async () => {
  const page = await browser({ width: 360 });
  const { cdp, authenticatorId } = await withKey(page, 'vanthu');
  const at = (path: string) => page.goto(province.app.config.publicUrl + path);
  await at('/tai-khoan/bao-mat/them/khoa');
  await follow(page.getByRole('button', { name: 'Bắt đầu' }));
  await page.getByLabel('Tên để nhận ra').fill('Máy ở bàn làm việc');
  assert.deepEqual(await violations(page), []);
  await follow(page.getByRole('button', { name: 'Tạo khóa truy cập' }));
  await page.waitForURL(/xong=them/);
  await says(page.locator('main'), /Máy ở bàn làm việc/);

  await page.context().clearCookies();
  await at('/dang-nhap?tiep=/tai-khoan/bao-mat');
  assert.deepEqual(await violations(page), []);
  await follow(page.getByRole('button', { name: 'Dùng khóa truy cập' }));
  await page.waitForURL(({ pathname }) => pathname === '/tai-khoan/bao-mat');
  const session = (await page.context().cookies()).find(({ name }) => name === 'dinh_session')!.value;
  const principal = await province.app.principals.principal(session);
  assert.deepEqual([principal.assurance?.level, principal.assurance?.factors], [4, ['hwk', 'user']]);
  await says(page.locator('main li', { hasText: /^\s*Thiết bị này/ }), /bằng khóa truy cập “Máy ở bàn làm việc” · AS-4/);

  // The password alone now waits for the second step; the key is one.
  await page.context().clearCookies();
  await at('/dang-nhap');
  await page.getByLabel('Số định danh hoặc tên tài khoản').fill('vanthu');
  await page.getByLabel('Mật khẩu').fill('dinh');
  await follow(page.getByRole('button', { name: 'Đăng nhập', exact: true }));
  await page.waitForURL(/buoc-hai/);
  await follow(page.getByRole('button', { name: 'Dùng khóa truy cập' }));
  await follow(page.getByRole('button', { name: 'Dùng khóa truy cập' }));
  await page.waitForURL(/ban-lam-viec/);

  // A device without the key says so in words, and other ways stay.
  await cdp.send('WebAuthn.clearCredentials', { authenticatorId });
  await page.context().clearCookies();
  await at('/dang-nhap');
  await cdp.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified: false });
  await page.getByRole('button', { name: 'Dùng khóa truy cập' }).click();
  await page.getByText('Chưa dùng được khóa truy cập').waitFor();
});

test('A passkey signature of another challenge, or shown a second time, is refused', async () => {
  const page = await browser();
  await withKey(page, 'truongphong');
  await page.goto(`${province.app.config.publicUrl}/tai-khoan/bao-mat/them/khoa`);
  await follow(page.getByRole('button', { name: 'Bắt đầu' }));
  await follow(page.getByRole('button', { name: 'Tạo khóa truy cập' }));
  await page.waitForURL(/xong=them/);
  await page.context().clearCookies();
  await page.goto(`${province.app.config.publicUrl}/dang-nhap`);
  const [request] = await Promise.all([
    page.waitForRequest((one) => one.url().endsWith('/dang-nhap/khoa') && one.method() === 'POST'),
    page.getByRole('button', { name: 'Dùng khóa truy cập' }).click(),
  ]);
  const sent = new URLSearchParams(request.postData() ?? '');
  await page.waitForURL(/ban-lam-viec/);
  const nobody = new Visitor(province.app, province.address);
  const show = (proof: string) =>
    nobody.rawApi('identity.sign-in-by-key', {
      kind: 'passkey',
      proof,
      response: JSON.parse(sent.get('xt.response')!) as Record<string, unknown>,
    } as never);
  assert.equal((await show(sent.get('xt.proof')!)).status, 422);
  const { proof } = await nobody.api('identity.begin-sign-in', { kind: 'passkey' });
  const answer = await show(proof);
  assert.equal(answer.status, 422);
  assert.match(answer.text, /identity.proof-failed/);
});

test('An official signs in with the certificate of a trusted authority that bears their name, and with no other', async () => {
  const { app, clock } = province;
  const from = new Date(clock.now().getTime() - 24 * 3_600_000);
  const folder = await openKeyFolder(join(app.config.dataFolder, 'keys', 'signing'));
  const authority = (name: string) => createAuthority({ commonName: name, country: 'VN' }, { from, years: 5 });
  const trusted = await authority('Gốc thử');
  await folder.put('root', trusted);
  const named = (by: typeof trusted, commonName: string) =>
    issueCertificate(by, { commonName, country: 'VN' }, { from, years: 2 }, 'ecdsa-p256');
  const own = await named(trusted, 'Dương Hữu Phước');
  const { name } = await app.db.one<{ name: string }>(sql`select name from identity.person where account = 'lanhdao'`);
  assert.equal(name, 'Dương Hữu Phước');

  const page = await browser({ javaScript: false });
  await withPassword(page, 'lanhdao', '/tai-khoan/bao-mat/them/chung-thu');
  const sign = (key: typeof own, text: string) =>
    createSign('sha256').update(text, 'utf8').sign(key.privateKey).toString('base64');
  const add = async (key: typeof own) => {
    await page.goto('/tai-khoan/bao-mat/them/chung-thu');
    await follow(page.getByRole('button', { name: 'Bắt đầu' }));
    const text = await page.locator('main .inset code').innerText();
    await page.getByLabel('Chứng thư số (PEM)').fill(key.chain.map(toPem).join(''));
    await page.getByLabel('Chữ ký (base64)').fill(sign(key, text));
    await follow(page.getByRole('button', { name: 'Thêm vào tài khoản' }));
  };
  await add(await named(trusted, 'Ngô Gia Lộc'));
  await says(page.locator('main'), /không mang tên bạn/);
  await add(await named(await authority('Gốc lạ'), 'Dương Hữu Phước'));
  await says(page.locator('main'), /không do cơ quan được tin cậy cấp/);
  const stolen = { ...own, privateKey: generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey };
  await add(stolen);
  await says(page.locator('main'), /Chưa xác nhận được/);
  await add(own);
  await says(page.locator('.banner'), /Đã thêm/);
  await says(page.locator('main'), /Gốc thử · dùng được đến \d{2}\/11\/2028/);

  const { fingerprint256 } = new X509Certificate(own.chain[0]!);
  const signIn = async (key: typeof own) => {
    await page.context().clearCookies();
    await page.goto('/dang-nhap/chung-thu');
    await follow(page.getByRole('button', { name: 'Bắt đầu' }));
    const text = await page.locator('main .inset code').innerText();
    await page.getByLabel('Dấu vân tay').fill(fingerprint256);
    await page.getByLabel('Chữ ký (base64)').fill(sign(key, text));
    await follow(page.getByRole('button', { name: 'Đăng nhập', exact: true }));
  };
  const refused = async (key: typeof own, words: RegExp) => {
    await signIn(key);
    await says(page.locator('.error-summary'), words);
    assert.equal(await page.getByLabel('Dấu vân tay').inputValue(), fingerprint256);
    assert.equal((await page.context().cookies()).filter(({ name }) => name === 'dinh_session').length, 0);
  };
  // Whoever has the key is told why it opens nothing; whoever has not is told nothing of it.
  const lists = join(app.config.dataFolder, 'keys', 'signing', 'crl');
  await mkdir(lists);
  const stranger = await authority('Gốc thử');
  await writeFile(join(lists, 'la.crl'), await listRevoked(stranger, [own.chain[0]!], clock.now()));
  await refused(stolen, /Chưa xác nhận được/);
  await writeFile(join(lists, 'thu.crl'), await listRevoked(trusted, [own.chain[0]!], clock.now()));
  await refused(own, /bị thu hồi/);
  await refused(stolen, /Chưa xác nhận được/);
  await rm(join(lists, 'thu.crl'));

  await signIn(own);
  const session = (await page.context().cookies()).find((one) => one.name === 'dinh_session')!.value;
  const principal = await app.principals.principal(session);
  assert.deepEqual([principal.name, principal.assurance?.level], ['Dương Hữu Phước', 4]);

  clock.advance(2 * 366 * 24 * 3_600_000);
  await refused(own, /đã hết hạn/);
});
