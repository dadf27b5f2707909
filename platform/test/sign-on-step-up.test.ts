/** An application asks for more than a sign-in has shown: the person shows what is missing and goes on, and the tokens tell the truth. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import * as client from 'openid-client';
import { Authenticator } from './authenticator.ts';
import { changeAssurance } from './assurance-rules.ts';
import { openProvince, type Province, Visitor } from './province.ts';
import { begin, openParty, type RelyingParty, walk } from './relying-party.ts';

let province: Province;
let party: RelyingParty;
let app: RelyingParty;
let telephone: Authenticator;
const account = 'congdan2';

before(async () => {
  province = await openProvince(new Date().toISOString());
  party = await openParty(province);
  app = await openParty(province, {
    id: 'ung-dung-muc',
    scopes: ['openid', 'offline_access', 'services.list-drafts'],
  });
  const owner = await byPassword();
  const { proof, seed } = await owner.api('identity.begin-factor', { kind: 'totp' });
  telephone = new Authenticator(seed!);
  await owner.api('identity.add-factor', { kind: 'totp', proof, code: telephone.code(now()) });
  // The second step is asked for when something asks for it, not at every sign-in.
  await province.app.db.run(sql`update identity.person set two_steps = false, verified_level = 1 where account = ${account}`);
});
after(async () => {
  await Promise.all([party?.close(), app?.close()]);
  await province.close();
});

/** As if two minutes had gone by since everybody's sign-in: the provider's own clock is the world's. */
async function later(): Promise<void> {
  await province.app.db.run(
    sql`update identity.session set created_at = created_at - interval '2 minutes', proved_at = proved_at - interval '2 minutes'`,
  );
  await province.app.db.run(sql`update identity.factor set counter = 0`);
}

const now = () => province.app.clock.now();
const seconds = () => Math.floor(now().getTime() / 1000);

/** The province's clock stands still, that of the provider's library does not. */
const catchUp = () => province.clock.advance(Math.max(0, Date.now() + 1000 - now().getTime()));

async function byPassword(): Promise<Visitor> {
  catchUp();
  await province.app.db.run(sql`delete from identity.attempt`);
  const visitor = new Visitor(province.app, province.address);
  const page = await visitor.get('/dang-nhap');
  const sent = await visitor.submit(page, { account, password: 'dinh' }, { form: '/dang-nhap' });
  assert.equal(sent.status, 303, sent.text.slice(0, 300));
  return visitor;
}

const tokensOf = async (person: Visitor, { url, checks }: Awaited<ReturnType<typeof begin>>) =>
  (await client.authorizationCodeGrant(party.config, await walk(person, url), checks)).claims()!;

/** Follows a request to the page on which something is to be shown. */
async function asked(person: Visitor, url: URL): Promise<{ at: string; text: string }> {
  let at = String(url);
  for (let hop = 0; hop < 6; hop++) {
    const got = await person.get(at);
    if (got.location === undefined) return { at, text: got.text };
    at = got.location;
  }
  throw new Error('the way does not end');
}

const essential = (acr: string) => JSON.stringify({ id_token: { acr: { essential: true, values: [acr] } } });

for (const [how, parameters] of [
  ['by acr_values', { acr_values: 'AS-3' }],
  ['as essential', { claims: essential('AS-3') }],
] as const)
  test(`A higher level asked for ${how} is reached by the factor that is missing; acr, amr and auth_time tell it`, async () => {
    const person = await byPassword();
    const before = await tokensOf(person, await begin(party));
    assert.deepEqual([before['acr'], before['amr']], ['AS-2', ['pwd']]);
    await later();
    const request = await begin(party, parameters);
    const { at, text } = await asked(person, request.url);
    assert.match(at, /^\/xac-thuc-them\?muc=3&tiep=%2Fcap-quyen%2F/);
    const page = await person.get(at);
    const form = text.includes('name="xt.code"')
      ? page
      : await person.submit(page, { 'xt.way': 'totp' }, { form: '/xac-thuc-them' });
    const shown = await person.submit(form, { 'xt.code': telephone.code(now()) }, { form: '/xac-thuc-them' });
    assert.match(String(shown.location), /^\/cap-quyen\//, shown.text.slice(0, 400));
    const claims = (
      await client.authorizationCodeGrant(party.config, await walk(person, shown.location!), request.checks)
    ).claims()!;
    assert.equal(claims['acr'], 'AS-3');
    assert.deepEqual([...(claims['amr'] as string[])].toSorted(), ['otp', 'pwd']);
    assert.ok(Math.abs(Number(claims['auth_time']) - seconds()) <= 60, 'not of two minutes ago');
    // It stays in the session: the next request is not asked again.
    assert.equal((await tokensOf(person, await begin(party, parameters)))['acr'], 'AS-3');
  });

test('Nobody is asked without a page to ask on, and a level that the account cannot reach is told at once', async () => {
  const person = await byPassword();
  await tokensOf(person, await begin(party));
  const silent = await begin(party, { acr_values: 'AS-3', prompt: 'none' });
  assert.match(
    String((await walk(person, silent.url)).searchParams.get('error')),
    /^(login_required|unmet_authentication_requirements)$/,
  );
  const never = await begin(party, { claims: essential('AS-4') });
  assert.equal((await walk(person, never.url)).searchParams.get('error'), 'unmet_authentication_requirements');
  const wished = await tokensOf(person, await begin(party, { acr_values: 'AS-4' }));
  assert.equal(wished['acr'], 'AS-2', 'what was only wished for is told as it is');
});

for (const [how, parameters] of [
  ['max_age', { max_age: '30' }],
  ['prompt=login', { prompt: 'login' }],
] as const)
  test(`With ${how} the person signs in anew and auth_time is that of the new sign-in`, async () => {
    const person = await byPassword();
    await tokensOf(person, await begin(party));
    await later();
    const request = await begin(party, parameters);
    const { at } = await asked(person, request.url);
    assert.match(at, /^\/dang-nhap\?lai=1&tiep=%2Fcap-quyen%2F/);
    catchUp();
    await province.app.db.run(sql`delete from identity.attempt`);
    const page = await person.get(at);
    const sent = await person.submit(page, { account, password: 'dinh' }, { form: '/dang-nhap' });
    assert.match(String(sent.location), /^\/cap-quyen\//);
    const claims = (
      await client.authorizationCodeGrant(party.config, await walk(person, sent.location!), {
        ...request.checks,
        ...('max_age' in parameters && { maxAge: 30 }),
      })
    ).claims()!;
    assert.ok(Math.abs(Number(claims['auth_time']) - seconds()) <= 60, 'not of two minutes ago');
  });

test('An act that asks for a level is refused to an application, whose person shows what is missing, and then done: now, and not for ever', async () => {
  await changeAssurance(province, {
    acts: [{ operation: 'services.list-drafts', level: 3, minutes: 2, source: 'ours' }],
  });
  const api = `${province.address}/api`;
  const wanted = { scope: 'openid offline_access services.list-drafts', resource: api, prompt: 'consent' };
  const tokens = async (person: Visitor, parameters: Record<string, string> = {}) => {
    const { url, checks } = await begin(app, { ...wanted, ...parameters });
    const back = await walk(person, url);
    return client.authorizationCodeGrant(app.config, back, checks, { resource: api });
  };
  const ask = async (token: string) => {
    const answer = await fetch(`${api}/services/list-drafts`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return { status: answer.status, says: answer.headers.get('www-authenticate'), text: await answer.text() };
  };
  const person = await byPassword();
  const first = await tokens(person);
  const refusal = await ask(first.access_token);
  assert.equal(refusal.status, 401, refusal.text);
  assert.match(refusal.says!, /^Bearer error="insufficient_user_authentication", .*acr_values="AS-3", max_age=120$/);

  const shown = await person.get('/xac-thuc-them?muc=3&tiep=/tai-khoan');
  const form = shown.text.includes('name="xt.code"')
    ? shown
    : await person.submit(shown, { 'xt.way': 'totp' }, { form: '/xac-thuc-them' });
  await province.app.db.run(sql`update identity.factor set counter = 0`);
  assert.equal((await person.submit(form, { 'xt.code': telephone.code(now()) }, { form: '/xac-thuc-them' })).status, 303);
  // What was shown later is for what is allowed later: the token of before says what it said.
  assert.equal((await ask(first.access_token)).status, 401);
  const second = await tokens(person, { acr_values: 'AS-3' });
  const done = await ask(second.access_token);
  assert.equal(done.status, 200, done.text);
  // A token that was refreshed is as sure, and its sign-in grows old.
  const refreshed = await client.refreshTokenGrant(app.config, second.refresh_token!, { resource: api });
  assert.equal((await ask(refreshed.access_token)).status, 200);
  province.clock.advance(130_000);
  const old = await ask(refreshed.access_token);
  assert.deepEqual([old.status, old.says!.endsWith('max_age=120')], [401, true], old.text);
});
