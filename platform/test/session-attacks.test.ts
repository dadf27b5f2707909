/** What is tried at sign-ins and sessions (OWASP ASVS 5, chapters 6 and 7), on the real program. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { after, before, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { sha256, sql } from '@dinh/kernel';
import { openProvince, type Province, Visitor } from './province.ts';
import { begin, client, openParty, type RelyingParty, walk } from './relying-party.ts';

let province: Province;
let party: RelyingParty;
const log: string[] = [];
const idNumber = '035090004711';
const passwords = {
  first: 'bảy con mèo leo rào',
  wrong: 'tám con mèo leo rào',
  next: 'chín con mèo leo rào',
};

before(async () => {
  province = await openProvince(new Date().toISOString());
  const keep = (...said: unknown[]) => void log.push(inspect(said, { depth: 20, maxStringLength: null }));
  (province.app as { log: unknown }).log = { error: keep, warn: keep, info: keep, debug: keep, trace: keep };
  party = await openParty(province, { subject: 'public' });
  const page = await province.get('/dang-ky');
  const who = new Visitor(province.app, province.address);
  const asked = await who.submit(page, {
    name: 'Lê Thị Thử',
    idNumber,
    'birthDate.day': '2',
    'birthDate.month': '3',
    'birthDate.year': '1990',
    phone: '0912345678',
    email: 'thu@vidu.vn',
    password: passwords.first,
  });
  const sent = await who.follow(asked);
  const [code = ''] = /\b\d{6}\b(?=<)/.exec(sent.text) ?? [];
  const opened = await who.submit(sent, { code }, { form: '/dang-ky/ma' });
  assert.equal(opened.status, 303, /error-summary[\s\S]{0,600}/.exec(sent.text + opened.text)?.[0]);
});
after(async () => {
  await party?.close();
  await province.close();
});

const visitor = (session?: string) => new Visitor(province.app, province.address, session);
async function signIn(who: Visitor, password = passwords.first, account: string = idNumber) {
  await province.app.db.run(sql`delete from identity.attempt`);
  return who.submit(await who.get('/dang-nhap?lai=1'), { account, password }, { form: '/dang-nhap' });
}
async function signedIn(): Promise<Visitor> {
  const who = visitor();
  const sent = await signIn(who);
  assert.equal(sent.status, 303, sent.text.slice(0, 300));
  return who;
}
/** That a session was seen is noted behind the answer. */
async function noted(): Promise<void> {
  const seen = sql`select 1 as one from identity.session where seen_at = ${province.clock.now()}`;
  await eventually(async () => assert.equal((await province.app.db.all(seen)).length > 0, true, 'it is not noted'));
}

const isIn = async (session: string | undefined) =>
  (await visitor(session).get('/tai-khoan')).status === 200 &&
  (await visitor(session).rawApi('identity.view-profile', {})).status === 200 &&
  (
    await fetch(`${province.address}/api/identity/view-profile`, {
      headers: { authorization: `Bearer ${session}` },
    })
  ).status === 200;

test('A session that was put into a browser is not the one that is signed in: the secret is new at sign-in and at every further proof', async () => {
  // One that nobody gave out is nothing, and is not taken over by signing in.
  const planted = 'A'.repeat(43);
  const victim = visitor(planted);
  assert.equal((await victim.get('/tai-khoan')).status, 303);
  await signIn(victim);
  assert.notEqual(victim.session, planted);
  assert.equal(await isIn(planted), false);
  assert.equal(await isIn(victim.session), true);

  // One of the attacker's own stays the attacker's.
  const attacker = await province.signIn('congdan2');
  const second = visitor(attacker.session);
  await signIn(second);
  assert.notEqual(second.session, attacker.session);
  const { name } = await attacker.api('identity.view-profile', {});
  assert.notEqual(name, 'Lê Thị Thử');

  const before = victim.session;
  const page = await victim.get('/xac-thuc-them?muc=1&phut=1&tiep=/tai-khoan');
  const asked = page.text.includes('name="xt.password"')
    ? page
    : await victim.submit(page, { 'xt.way': 'password' }, { form: '/xac-thuc-them' });
  const sent = await victim.submit(
    { ...asked, url: '/xac-thuc-them' },
    { 'xt.password': passwords.first, 'xt.kind': 'password' },
    { form: '/xac-thuc-them' },
  );
  assert.equal(sent.status, 303, /<main[\s\S]*<\/main>/.exec(sent.text)?.[0]);
  assert.notEqual(victim.session, before);
  assert.equal(await isIn(before), false, 'whoever had the one before is out');
  assert.equal(await isIn(victim.session), true);
});

test('Signing out ends the session itself: whoever kept its secret, or goes back, is nobody', async () => {
  const who = await signedIn();
  const secret = who.session;
  assert.equal(await isIn(secret), true);
  const sent = await who.postForm('/dang-xuat', {});
  assert.equal(sent.location, '/');
  assert.equal(who.session, undefined, 'the cookie is taken back');
  assert.equal(await isIn(secret), false);
  const again = await visitor(secret).get('/tai-khoan');
  assert.equal(again.location, `/dang-nhap?tiep=${encodeURIComponent('/tai-khoan')}`);
  assert.equal(again.headers.get('cache-control'), 'no-store');
});

test('A session ends after eight idle hours and after seven days, in pages, at the API and at the provider', async () => {
  const who = await signedIn();
  const { url } = await begin(party);
  await walk(who, url);
  province.clock.advance(8 * 3_600_000 + 1000);
  assert.equal(await isIn(who.session), false);
  const again = await who.get(String((await begin(party)).url));
  assert.match(again.location ?? '', /^\/cap-quyen\//);
  assert.match((await who.get(again.location!)).location ?? '', /^\/dang-nhap\?/);
  province.clock.advance(-8 * 3_600_000 - 1000);

  const busy = await signedIn();
  const start = province.clock.now().getTime();
  for (let hours = 0; hours < 7 * 24; hours += 7) {
    assert.equal(await isIn(busy.session), true, `${hours} h`);
    await noted();
    province.clock.advance(7 * 3_600_000);
  }
  assert.equal(await isIn(busy.session), false);
  province.clock.advance(start - province.clock.now().getTime());
});

test('Sessions stand beside each other, each is seen by its owner alone, and one ends without the others', async () => {
  const [phone, desk] = [await signedIn(), await signedIn()];
  const { sessions } = await desk.api('identity.list-sessions', {});
  const other = await province.signIn('congdan');
  const { sessions: theirs } = await other.api('identity.list-sessions', {});
  assert.ok(!theirs.some(({ id }) => sessions.some((one) => one.id === id)));
  const mine = (await phone.api('identity.list-sessions', {})).sessions.find(({ current }) => current)!;
  assert.equal((await other.rawApi('identity.end-session', { session: mine.id })).status, 404);
  assert.equal(await isIn(phone.session), true);
  await desk.api('identity.end-session', { session: mine.id });
  assert.equal(await isIn(phone.session), false);
  assert.equal(await isIn(desk.session), true);
});

test('One’s own sessions are found, sorted, taken along as a file and printed; nobody else’s are among them', async () => {
  const who = await signedIn();
  await signedIn();
  const list = '/tai-khoan/bao-mat/thiet-bi';
  const rows = (text: string) => [...text.matchAll(/name="session" value="/g)].length;
  const all = await who.get(list);
  assert.ok(rows(all.text) > 0);
  assert.match(all.text, /Thiết bị này/);
  assert.equal(rows((await who.get(`${list}?tim=127.0.0.1`)).text), rows(all.text));
  const none = await who.get(`${list}?tim=khong%25co_dau`);
  assert.equal(rows(none.text), 0);
  assert.match(none.text, /Không có thiết bị nào như vậy/);
  assert.match((await who.get(`${list}?xep=created`)).text, /aria-sort="ascending"/);
  const csv = await who.get(`${list}?dang=csv`);
  assert.equal(csv.text.trim().split('\n').length, rows(all.text) + 2, 'a heading, this one, and the others');
  assert.equal((await who.get(`${list}?dang=xlsx`)).status, 200);
  assert.equal((await who.get(`${list}?dang=in`)).status, 200);
  const other = await province.signIn('congdan');
  assert.equal(rows((await other.get(list)).text) < rows(all.text), true);
});

test('Passwords are typed unseen, may be pasted and filled in by a program, and have room for a long phrase', async () => {
  const who = await signedIn();
  const token = 'x'.repeat(43);
  await province.app.db.run(
    sql`insert into identity.recovery (id, person_id, kind, address, cancel, open, started_at, ready_at, until)
        select gen_random_uuid(), id, 'email', 'thu@vidu.vn', ${sha256('c')}, ${sha256(token)}, ${province.clock.now()}, ${province.clock.now()},
          ${new Date(province.clock.now().getTime() + 60_000)} from identity.person where id_number = ${idNumber}`,
  );
  const pages = [
    await province.get('/dang-nhap'),
    await province.get('/dang-ky'),
    await province.get(`/lay-lai/m/${token}`),
    await who.get('/tai-khoan/mat-khau'),
  ];
  let fields = 0;
  for (const { url, text } of pages)
    for (const [whole] of text.matchAll(/<input\b[^>]*name="(?:password|newPassword)"[^>]*>/g)) {
      fields++;
      assert.match(whole, /type="password"/, url);
      assert.match(whole, /autocomplete="(current|new)-password"/, url);
      assert.doesNotMatch(whole, /onpaste|autocomplete="off"|readonly|pattern=/, url);
      const most = /maxlength="(\d+)"/.exec(whole)?.[1];
      assert.ok(most === undefined || Number(most) >= 128, url);
    }
  assert.ok(fields >= 4, `${fields} fields`);
});

test('There are no accounts with a password that others know', async () => {
  // The made-up persons of the demonstration have one; they are nobody as soon as the program serves the world.
  const { count } = await province.app.db.one<{ count: number }>(
    sql`select count(*)::int as count from identity.person where password_hash is not null and demonstration is null and account <> ${idNumber}`,
  );
  assert.equal(count, 0);
  const config = province.app.config as { demonstration: boolean };
  config.demonstration = false;
  try {
    for (const account of ['admin', 'root', 'quantri', 'giamdoc', 'congdan'])
      for (const password of [account, 'admin', 'dinh'])
        assert.equal((await signIn(visitor(), password, account)).status, 422, `${account} ${password}`);
    assert.equal((await visitor().postForm('/dang-nhap/trinh-dien', { person: await province.person('quantri') })).status, 403);
  } finally {
    config.demonstration = true;
  }
});

test('Codes by SMS stand behind what is safer, and their risk is told where one adds a telephone', async () => {
  const who = await signedIn();
  const { text } = await who.get('/tai-khoan/bao-mat');
  const [authenticator, passkey, telephone] = ['ung-dung', 'khoa', 'dien-thoai'].map((one) =>
    text.indexOf(`bao-mat/them/${one}`),
  );
  assert.ok(authenticator! > 0 && authenticator! < passkey! && passkey! < telephone!);
  const add = await who.get('/tai-khoan/bao-mat/them/dien-thoai');
  assert.match(add.text, /SIM bị đổi; ứng dụng xác thực và khóa truy cập an toàn hơn/);
  assert.match((await who.get('/tai-khoan/bao-mat/them/dien-thoai?lang=en')).text, /SIM is swapped/);
  await who.get('/tai-khoan/bao-mat?lang=vi');
});

test('No question and no hint stands for a password', async () => {
  const texts = [await province.get('/dang-nhap?lang=en'), await province.get('/lay-lai-tai-khoan?lang=en')];
  for (const { text } of texts)
    assert.doesNotMatch(/<main[\s\S]*<\/main>/.exec(text)![0], /security question|maiden|first pet|password hint/i);
  const columns = await province.app.db.all<{ name: string }>(
    sql`select column_name as name from information_schema.columns where table_schema = 'identity' and column_name ~ '(hint|question|answer$)'`,
  );
  assert.deepEqual(columns, []);
});

test('Of a whole run no secret comes into the log, the audit trail or the events', async () => {
  const secrets: Record<string, string> = { ...passwords };
  let who = await signedIn();
  await signIn(visitor(), passwords.wrong);
  secrets['session'] = who.session!;
  const sent = await who.api('identity.ask-factor', { kind: 'email' });
  const shown = { kind: 'email', proof: sent.proof, code: (secrets['shown code'] = sent.code!) } as const;
  who = visitor((secrets['shown session'] = (await who.api('identity.show-factor', shown)).token));

  const begun = await who.api('identity.begin-factor', { kind: 'phone', phone: '0912345679' });
  secrets['code'] = begun.code!;
  const raised = await who.api('identity.add-factor', {
    kind: 'phone',
    proof: begun.proof,
    code: begun.code!,
  });
  who = visitor((secrets['raised session'] = raised.token));
  const seed = await who.api('identity.begin-factor', { kind: 'totp' });
  secrets['seed'] = seed.seed!;
  const { codes } = await who.api('identity.make-recovery-codes', {});
  for (const [i, code] of codes.entries()) secrets[`recovery ${i}`] = code;

  await province.app.db.run(sql`update identity.person set created_at = created_at - interval '30 days'`);
  await visitor().api('identity.begin-recovery', { account: idNumber });
  await province.settle();
  const links = await province.app.db.all<{ link: string }>(sql`select link from notify.message where link like '%/lay-lai/%'`);
  for (const [i, { link }] of links.entries()) secrets[`link ${i}`] = link.split('/').at(-1)!;
  if (links[0]) await visitor().get(new URL(links[0].link, province.address).pathname);

  const { back, checks } = await (async () => {
    const { url, checks: own } = await begin(party, {
      scope: 'openid profile offline_access',
      prompt: 'consent',
    });
    return { back: await walk(who, url), checks: own };
  })();
  secrets['authorization code'] = back.searchParams.get('code')!;
  secrets['verifier'] = checks.pkceCodeVerifier;
  const tokens = await client.authorizationCodeGrant(party.config, back, checks);
  await client.fetchUserInfo(party.config, tokens.access_token, client.skipSubjectCheck);
  const fresh = await client.refreshTokenGrant(party.config, tokens.refresh_token!);
  for (const [i, one] of [tokens, fresh].entries())
    Object.assign(secrets, {
      [`access ${i}`]: one.access_token,
      [`refresh ${i}`]: one.refresh_token!,
      [`id ${i}`]: one.id_token!.split('.').at(-1)!,
    });
  const administrator = await province.signIn('quantri');
  const key = await administrator.api('identity.add-client-key', { client: 'ung-dung-thu', days: 1 });
  secrets['client secret'] = key.secret!;

  // What goes wrong inside tells of itself, and not of what was brought.
  const operation = province.app.operation('identity.change-password') as { prepare: unknown };
  const was = operation.prepare;
  operation.prepare = (ctx: { db: { all(query: unknown): Promise<unknown> } }, input: { newPassword: string }) =>
    ctx.db.all(sql`select 1 from identity.person where no_such_column = ${input.newPassword}`);
  const broken = await who.rawApi('identity.change-password', {
    password: passwords.first,
    newPassword: passwords.next,
  });
  operation.prepare = was;
  assert.equal(broken.status, 500);
  assert.match(log.join('\n'), /no_such_column/, 'the fault is logged');

  const rows = await province.app.db.all<{ text: string }>(
    sql`select e::text as text from audit.entry e union all select (to_jsonb(v) - 'id' - 'xid')::text from kernel.event v union all select i::text from kernel.idempotency i
        union all select coalesce(convert_from(detail::text::bytea, 'UTF8'), '') from audit.entry`,
  );
  const all = [...log, ...rows.map(({ text }) => text)].join('\n');
  assert.ok(all.length > 10_000);
  for (const [what, secret] of Object.entries(secrets)) {
    assert.ok(secret.length >= 6, what);
    // Six figures may stand in the middle of any identifier or hash by chance.
    const at = /^\d{6}$/.test(secret) ? all.search(new RegExp(`(?<![\\w.-])${secret}(?![\\w-])`)) : all.indexOf(secret);
    assert.ok(at < 0, `${what} (${secret}) stands in: ${all.slice(Math.max(0, at - 200), at + 60)}`);
  }
});
