/** Systems at the API: registered on screens, with keys that change without a gap, with the rights that they need and no others. */
import assert from 'node:assert/strict';
import { X509Certificate } from 'node:crypto';
import { after, before, test } from 'node:test';
import { localDate, sql } from '@dinh/kernel';
import { decodeJwt, exportSPKI, generateKeyPair, SignJWT } from 'jose';
import { changeAssurance } from './assurance-rules.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let administrator: Visitor;
const header = 'x-client-certificate';
const home = '/quan-tri/he-thong';

before(async () => {
  province = await openProvince(new Date().toISOString(), { clientCertificateHeader: header });
  administrator = await province.signIn('quantri');
});
after(() => province.close());

type Key = CryptoKey;

async function assertion(id: string, key: Key): Promise<Record<string, string>> {
  // The clock of the test stands still; those who sign go by the world's.
  province.clock.advance(Date.now() - province.clock.now().getTime());
  const now = Math.floor(Date.now() / 1000);
  return {
    client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
    client_assertion: await new SignJWT({ jti: crypto.randomUUID() })
      .setProtectedHeader({ alg: 'ES256' })
      .setIssuer(id)
      .setSubject(id)
      .setAudience(`${province.address}/oidc`)
      .setIssuedAt(now)
      .setExpirationTime(now + 60)
      .sign(key),
  };
}

async function token(body: Record<string, string>, headers: Record<string, string> = {}) {
  const answer = await fetch(`${province.address}/oidc/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ grant_type: 'client_credentials', ...body }),
  });
  const read = (await answer.json()) as { access_token?: string; error?: string; scope?: string };
  return { status: answer.status, ...read };
}

async function asked(bearer: string, path: string, headers: Record<string, string> = {}): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${province.address}/api/${path}`, {
    headers: { authorization: `Bearer ${bearer}`, ...headers },
  });
  return { status: answer.status, body: await answer.json() };
}

async function register(id: string, more: Record<string, string> = {}) {
  const page = await administrator.get(`${home}/dang-ky`);
  const sent = await administrator.submit(page, {
    id,
    nameVi: `Hệ thống ${id}`,
    contact: 'may@vidu.vn',
    boundTokens: 'no', // the tests of bound ones say so
    ...more,
  });
  assert.equal(sent.location, `${home}/${id}`, /<main[\s\S]*<\/main>/.exec(sent.text)?.[0]?.slice(0, 900));
}

const press = async (id: string, act: string, fields: Record<string, string>) => {
  const sent = await administrator.submit(await administrator.get(`${home}/${id}`), fields, {
    form: `${home}/${id}/${act}`,
  });
  assert.equal(sent.location, `${home}/${id}`, `${act}: ${/error-summary[\s\S]{0,600}/.exec(sent.text)?.[0]}`);
};

test('The key by which the provider signs is changed on a screen: the new one is published and waits, the one before signs on', async () => {
  const published = async () => {
    const answer = await fetch(`${province.address}/oidc/jwks`);
    return ((await answer.json()) as { keys: { kid: string }[] }).keys.map(({ kid }) => kid);
  };
  const before = await published();
  const page = await administrator.get(`${home}/khoa-ky`);
  assert.match(page.text, /Đang ký/);
  const sent = await administrator.submit(page, {}, { form: `${home}/khoa-ky` });
  const after = await published();
  assert.equal(after.length, before.length + 1);
  assert.ok(before.every((kid) => after.includes(kid)));
  const fresh = after.find((kid) => !before.includes(kid))!;
  const shown = (await administrator.follow(sent)).text;
  assert.match(shown, new RegExp(`${fresh}[^]*?Sẽ ký tiếp theo`));
  assert.match(shown, new RegExp(`${before[0]}[^]*?Đang ký`));
});

test('A system is registered on a screen, given a key and a permission, and acts within it', async () => {
  await register('kho-du-lieu');
  const pair = await generateKeyPair('ES256', { extractable: true });
  await press('kho-du-lieu', 'them-khoa', { key: await exportSPKI(pair.publicKey), days: '90' });
  const unit = await province.unit('so-xay-dung').catch(() => province.unit('so-tu-phap'));
  await press('kho-du-lieu', 'giao-quyen', { permission: 'people.view-directory', scope: 'all' });
  await press('kho-du-lieu', 'giao-quyen', {
    permission: 'one-stop.view-dossier',
    scope: 'unit-tree',
    unit: String(unit),
  });

  const got = await token(await assertion('kho-du-lieu', pair.privateKey));
  assert.equal(got.status, 200);
  assert.equal((await asked(got.access_token!, 'identity/list-officials')).status, 200);
  assert.equal((await asked(got.access_token!, 'people/list-persons')).status, 403);
  assert.equal((await asked(got.access_token!, 'identity/list-sessions')).status, 403);
  const entries = await province.app.db.all<{ operation: string; principal: string }>(
    sql`select operation, principal from audit.entry where principal = 'machine:kho-du-lieu' order by at`,
  );
  assert.ok(entries.some(({ operation }) => operation === 'identity.issue-token'));
  assert.ok(entries.some(({ operation }) => operation === 'people.list-persons'));
  const { jti } = decodeJwt(got.access_token!);
  const ofToken = await province.app.db.all<{ outcome: string; detail: string }>(
    sql`select outcome, detail from audit.entry where operation = 'identity.issue-token' and detail like ${`%${jti}%`}`,
  );
  assert.deepEqual(
    ofToken.map(({ outcome }) => outcome),
    ['done'],
    'each token stands in the trail once',
  );

  // A token may ask for less than the system has.
  const less = await token({
    ...(await assertion('kho-du-lieu', pair.privateKey)),
    scope: 'one-stop.view-dossier',
  });
  assert.equal((await asked(less.access_token!, 'identity/list-officials')).body.code, 'kernel.scope-needed');
  await press('kho-du-lieu', 'bo-quyen', {});
  const page = await administrator.get(`${home}/kho-du-lieu`);
  assert.match(page.text, /Dùng lần cuối/);
});

test('Two keys are good at once; the old one is revoked when the new one serves', async () => {
  await register('doi-khoa');
  const [old, fresh] = await Promise.all([1, 2].map(() => generateKeyPair('ES256', { extractable: true })));
  const add = async ({ publicKey }: { publicKey: CryptoKey }) =>
    press('doi-khoa', 'them-khoa', { key: await exportSPKI(publicKey), days: '30' });
  await add(old!);
  const { id } = await province.app.db.one<{ id: string }>(sql`select id from identity.client_key where client_id = 'doi-khoa'`);
  await add(fresh!);
  for (const { privateKey } of [old!, fresh!]) assert.equal((await token(await assertion('doi-khoa', privateKey))).status, 200);
  await press('doi-khoa', 'thu-hoi-khoa', { key: id });
  assert.equal((await token(await assertion('doi-khoa', old!.privateKey))).status, 401);
  assert.equal((await token(await assertion('doi-khoa', fresh!.privateKey))).status, 200);
});

test('A change made by another process works at once', async () => {
  await register('may-khac');
  const pair = await generateKeyPair('ES256', { extractable: true });
  await press('may-khac', 'them-khoa', { key: await exportSPKI(pair.publicKey), days: '30' });
  assert.equal((await token(await assertion('may-khac', pair.privateKey))).status, 200);
  // As another process leaves it: nobody here is told.
  await province.app.db.run(sql`update identity.client set revision = revision + 1 where id = 'may-khac'`);
  await province.app.db.run(sql`update identity.client_key set revoked_at = valid_from where client_id = 'may-khac'`);
  assert.equal((await token(await assertion('may-khac', pair.privateKey))).status, 401);
});

test('What is registered on the screen has its tokens bound to a key of its own unless one says otherwise', async () => {
  const page = await administrator.get(`${home}/dang-ky`);
  const sent = await administrator.submit(page, { id: 'gan-khoa', nameVi: 'Hệ thống gắn khóa' });
  assert.equal(sent.location, `${home}/gan-khoa`);
  const pair = await generateKeyPair('ES256', { extractable: true });
  await press('gan-khoa', 'them-khoa', { key: await exportSPKI(pair.publicKey), days: '90' });
  assert.match((await administrator.get(sent.location)).text, /Khóa của hệ thống \(DPoP\)/);
  assert.equal((await token(await assertion('gan-khoa', pair.privateKey))).status, 400);
  await press('gan-khoa', 'sua', { boundTokens: 'no' });
  assert.equal((await token(await assertion('gan-khoa', pair.privateKey))).status, 200);
});

test('A secret is told once, and only its hash is kept', async () => {
  await register('ma-bi-mat', { authMethod: 'client_secret_basic' });
  const sent = await administrator.submit(
    await administrator.get(`${home}/ma-bi-mat`),
    { days: '30' },
    { form: `${home}/ma-bi-mat/them-khoa` },
  );
  const secret = /client_secret[\s\S]*?<code>([\w-]{43})<\/code>/.exec(sent.text)![1]!;
  const basic = { authorization: `Basic ${Buffer.from(`ma-bi-mat:${secret}`).toString('base64')}` };
  assert.equal((await token({}, basic)).status, 200);
  const { text } = await province.app.db.one<{ text: string }>(
    sql`select string_agg(k::text, '') as text from identity.client_key k where client_id = 'ma-bi-mat'`,
  );
  assert.ok(!text.includes(secret));
  assert.ok(!(await administrator.get(`${home}/ma-bi-mat`)).text.includes(secret));
});

test('A certificate that the proxy hands on is a key, and the tokens had by it are bound to it', async () => {
  await register('chung-thu', { authMethod: 'self_signed_tls_client_auth' });
  await administrator.api('identity.edit-client', { id: 'chung-thu', boundTokens: 'mtls' });
  await administrator.api('identity.set-client-permissions', {
    id: 'chung-thu',
    permissions: [{ permission: 'people.view-directory', scope: 'all' }],
  });
  const [mine, others] = [await certificate('mine'), await certificate('others')];
  await press('chung-thu', 'them-khoa', { key: mine, days: '30' });
  const shown = (pem: string) => ({ [header]: encodeURIComponent(pem) });
  const got = await token({ client_id: 'chung-thu' }, shown(mine));
  assert.equal(got.status, 200);
  assert.equal((await token({ client_id: 'chung-thu' }, shown(others))).status, 401);
  assert.equal((await token({ client_id: 'chung-thu' })).status, 401);
  const at = async (headers?: Record<string, string>) =>
    (await asked(got.access_token!, 'identity/list-officials', headers)).status;
  assert.equal(await at(shown(mine)), 200);
  assert.equal(await at(shown(others)), 401);
  assert.equal(await at(), 401);
  assert.equal(await at({ [header]: 'rubbish%' }), 401);
});

test('Where a pack asks it of systems, one’s token that is bound to nothing opens nothing, at the API and for SCIM', async () => {
  await register('khong-buoc', { authMethod: 'client_secret_basic' });
  const { secret } = await administrator.api('identity.add-client-key', { client: 'khong-buoc', days: 1 });
  await administrator.api('identity.set-client-permissions', {
    id: 'khong-buoc',
    permissions: ['people.view-directory', 'people.provision-person'].map((permission) => ({
      permission,
      scope: 'all' as const,
    })),
  });
  const basic = { authorization: `Basic ${Buffer.from(`khong-buoc:${secret}`).toString('base64')}` };
  const free = (await token({}, basic)).access_token!;
  await register('buoc', { authMethod: 'self_signed_tls_client_auth' });
  await administrator.api('identity.edit-client', { id: 'buoc', boundTokens: 'mtls' });
  await administrator.api('identity.set-client-permissions', {
    id: 'buoc',
    permissions: [{ permission: 'people.view-directory', scope: 'all' }],
  });
  const mine = await certificate('buoc');
  await press('buoc', 'them-khoa', { key: mine, days: '30' });
  const shown = { [header]: encodeURIComponent(mine) };
  const bound = (await token({ client_id: 'buoc' }, shown)).access_token!;
  const statuses = async () => [
    (await asked(free, 'identity/list-officials')).status,
    (
      await fetch(`${province.address}/scim/v2/Users?count=1`, {
        headers: { authorization: `Bearer ${free}` },
      })
    ).status,
    (await asked(bound, 'identity/list-officials', shown)).status,
  ];
  assert.deepEqual(await statuses(), [200, 200, 200]);
  for (const [of, wanted] of [
    [['person'], [200, 200, 200]],
    [['machine'], [401, 401, 200]],
    [
      ['person', 'machine'],
      [401, 401, 200],
    ],
  ] as const) {
    await changeAssurance(province, { boundTokens: { of } });
    assert.deepEqual(await statuses(), wanted, of.join());
  }
  await changeAssurance(province, { boundTokens: undefined });
  assert.deepEqual(await statuses(), [200, 200, 200]);
});

test('Whoever shows nothing at the API, or what is worth nothing, or too little, is told so as RFC 6750 and RFC 9449 say', async () => {
  const told = async (authorization: string | undefined, path = 'identity/list-officials') => {
    const { status, headers } = await fetch(`${province.address}/api/${path}`, {
      headers: authorization === undefined ? {} : { authorization },
    });
    return [status, headers.get('www-authenticate')];
  };
  const dpop = 'DPoP algs="ES256 EdDSA"';
  assert.deepEqual(await told(undefined), [401, `Bearer, ${dpop}`]);
  for (const worthless of ['x', 'a.b.c'])
    assert.deepEqual(await told(`Bearer ${worthless}`), [401, `Bearer error="invalid_token", ${dpop}`]);
  assert.deepEqual(await told('DPoP a.b.c'), [401, 'Bearer, DPoP error="invalid_token", algs="ES256 EdDSA"']);
  await register('it-quyen', { authMethod: 'client_secret_basic' });
  const { secret } = await administrator.api('identity.add-client-key', { client: 'it-quyen', days: 1 });
  await administrator.api('identity.set-client-permissions', {
    id: 'it-quyen',
    permissions: ['people.view-directory', 'people.view-person'].map((permission) => ({
      permission,
      scope: 'all' as const,
    })),
  });
  const basic = { authorization: `Basic ${Buffer.from(`it-quyen:${secret}`).toString('base64')}` };
  const little = (await token({ scope: 'people.view-person' }, basic)).access_token!;
  assert.deepEqual(await told(`Bearer ${little}`), [403, 'Bearer error="insufficient_scope"']);
});

/** What comes of a stream of sign-in events until a line fits, or it ends. */
async function heard(answer: Response, fits?: RegExp): Promise<{ text: string; ended: boolean }> {
  const reader = answer.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return { text, ended: true };
    text += value;
    if (fits?.test(text)) {
      await reader.cancel();
      return { text, ended: false };
    }
  }
}

test('A system follows sign-in events by its token: it goes on behind the last one, and hears no more once it may not', async () => {
  await register('giam-sat');
  const pair = await generateKeyPair('ES256', { extractable: true });
  await press('giam-sat', 'them-khoa', { key: await exportSPKI(pair.publicKey), days: '90' });
  const { access_token: without } = await token(await assertion('giam-sat', pair.privateKey));
  const stream = (bearer: string, headers: Record<string, string> = {}, path = 'sign-in-events', method = 'GET') =>
    fetch(`${province.address}/streams/${path}`, {
      method,
      headers: { authorization: `Bearer ${bearer}`, ...headers },
      signal: AbortSignal.timeout(120_000), // also while it is read
    });
  assert.equal((await stream(without!)).status, 403);
  await press('giam-sat', 'giao-quyen', { permission: 'identity.watch-sign-ins', scope: 'all' });
  const { access_token: bearer } = await token(await assertion('giam-sat', pair.privateKey));
  const none = await stream('nothing');
  assert.deepEqual([none.status, none.headers.get('www-authenticate')!.startsWith('Bearer')], [401, true]);
  const wrong = await Promise.all([
    stream(bearer!, { 'last-event-id': 'x' }),
    stream(bearer!, {}, 'others'),
    stream(bearer!, {}, 'sign-in-events', 'POST'),
  ]);
  assert.deepEqual(
    wrong.map(({ status }) => status),
    [422, 404, 405],
  );

  const events = await stream(bearer!, { accept: 'text/event-stream' });
  assert.match(events.headers.get('content-type')!, /^text\/event-stream/);
  const first = await heard(events, /event: identity\.signed-in\ndata: .*\n\n/);
  const [, last] = /^id: (\d+\.\d+)\nevent: identity\.signed-in\n/m.exec(first.text)!;

  const lines = await stream(bearer!, { 'last-event-id': last! });
  assert.match(lines.headers.get('content-type')!, /^application\/jsonl/);
  await administrator.rawApi('identity.sign-in', { account: 'giamdoc', password: 'sai rồi' });
  await province.settle();
  const { text } = await heard(lines, /sign-in-refused/);
  const told = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  assert.ok(told.every(({ cursor }) => cursor !== last));
  assert.equal(told.at(-1).event, 'identity.sign-in-refused');

  const open = await stream(bearer!, { 'last-event-id': told.at(-1).cursor });
  const over = heard(open);
  await press('giam-sat', 'tam-ngung', { reason: 'Hết hợp đồng' });
  assert.equal((await over).ended, true, 'it ends with the right to it');
  assert.equal((await stream(bearer!)).status, 401);
});

test('What is no key, a private key, and an address that would be a hole are refused in words', async () => {
  await register('sai-khoa');
  const pair = await generateKeyPair('ES256', { extractable: true });
  const { exportPKCS8 } = await import('jose');
  for (const [key, says] of [
    ['rubbish', /không phải khóa công khai/],
    [await exportPKCS8(pair.privateKey), /khóa bí mật/],
  ] as const) {
    const sent = await administrator.submit(
      await administrator.get(`${home}/sai-khoa`),
      { key, days: '3' },
      { form: `${home}/sai-khoa/them-khoa` },
    );
    assert.equal(sent.status, 422);
    assert.match(sent.text, says);
  }
  for (const uri of [
    'http://vidu.vn/back',
    'https://169.254.169.254/x',
    'https://a@vidu.vn/',
    'https://vidu.vn/#x',
    'javascript:alert(1)',
  ])
    await assert.rejects(
      administrator.api('identity.register-client', {
        id: 'dia-chi-sai',
        kind: 'application',
        authMethod: 'none',
        name: { vi: 'x', en: 'x' },
        redirectUris: [uri],
      }),
      /422 identity.wrong-input/,
    );
});

test('Only who may look after systems sees them', async () => {
  const official = await province.signIn('chuyenvien');
  assert.equal((await official.get(home)).status, 403);
  assert.equal((await official.get(`${home}/kho-du-lieu`)).status, 403);
  await assert.rejects(official.api('identity.add-client-key', { client: 'kho-du-lieu', days: 1 }), /403/);
  const list = await administrator.get(`${home}?q=kho%20du%20lieu`);
  assert.match(list.text, /kho-du-lieu/);
  assert.equal((await administrator.get(`${home}?dang=csv`)).status, 200);
});

/** A certificate signed by itself, made by the one tool for it that every system has. */
async function certificate(name: string): Promise<string> {
  const { execFileSync } = await import('node:child_process');
  const pem = execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-keyout',
      '/dev/null',
      '-subj',
      `/CN=${name}`,
      '-days',
      '60',
    ],
    { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] },
  );
  return new X509Certificate(pem).toString();
}

test('A unit that never was is refused, whoever names it', async () => {
  const unit = 2_147_483_647;
  const today = localDate(province.clock.now()); // of the world, on which this province goes by
  const found = await province.app.db.one<{ id: string }>(sql`select id from identity.person where account = 'giamdoc'`);
  const name = { vi: 'Máy', en: 'Machine' };
  await administrator.api('identity.register-client', {
    id: 'may-thu',
    kind: 'machine',
    authMethod: 'client_secret_basic',
    name,
  });
  const leader = await province.signIn('lanhdao');
  const asks: readonly [string, Record<string, unknown>, Visitor?][] = [
    ['identity.register-client', { id: 'may-la', kind: 'machine', authMethod: 'client_secret_basic', name, unit }],
    ['identity.edit-client', { id: 'may-thu', unit }],
    [
      'identity.set-client-permissions',
      { id: 'may-thu', permissions: [{ permission: 'people.view-directory', scope: 'unit', unit }] },
    ],
    ['identity.delegate-authority', { to: found.id, unit, from: today, until: today, reason: 'Đi công tác' }, leader],
  ];
  for (const [operation, input, who = administrator] of asks)
    await assert.rejects(who.api(operation as never, input as never), /identity\.unit-not-found/);
});
