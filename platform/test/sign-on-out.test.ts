/** Signing out: of one application it is of all, and they are told. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import { openProvince, type Province, readForm, type Visitor } from './province.ts';
import { begin, client, onward, openParty, type RelyingParty, walk } from './relying-party.ts';

let province: Province;
let party: RelyingParty;
let framed: RelyingParty;

before(async () => {
  province = await openProvince(new Date().toISOString());
  party = await openParty(province);
  framed = await openParty(province, { id: 'ung-dung-khung', frontchannel: true });
});
after(async () => {
  await party?.close();
  await framed?.close();
  await province.close();
});

async function enter(person: Visitor, through: RelyingParty, parameters: Record<string, string> = {}) {
  const { url, checks } = await begin(through, parameters);
  return client.authorizationCodeGrant(through.config, await walk(person, url), checks);
}

/** The notices of sign-out that came to an application, verified as it would verify them. */
async function notices(through: RelyingParty) {
  const { issuer, jwks_uri: keys } = through.config.serverMetadata();
  const verified = through.notices.map((token) =>
    jwtVerify(token, createRemoteJWKSet(new URL(keys!)), {
      issuer,
      audience: through.config.clientMetadata().client_id,
      typ: 'logout+jwt',
      algorithms: ['ES256'],
    }),
  );
  return Promise.all(verified.map(async (one) => (await one).payload));
}

test('An application signs a person out: of the province too, which tells the others', async () => {
  const person = await province.signIn('congdan');
  const tokens = await enter(person, party);
  const others = await enter(person, framed);
  const out = client.buildEndSessionUrl(party.config, {
    id_token_hint: tokens.id_token!,
    post_logout_redirect_uri: party.redirectUri.replace('/back', '/bye'),
    state: 'xyz',
  });
  const asks = await person.get(String(out));
  assert.match(asks.text, /Bạn muốn đăng xuất\?/);
  const { action, fields } = readForm(asks.text, `${province.address}/oidc/session/end/confirm`);
  const left = await person.postForm(action!, { ...fields, logout: 'yes' });
  assert.equal(onward(left.text), `${party.redirectUri.replace('/back', '/bye')}?state=xyz`);
  // The application that wants to be told in the browser is, by a frame that the policy of the page lets in.
  const frame = /<iframe src="([^"]+)"/.exec(left.text)![1]!.replaceAll('&amp;', '&');
  assert.equal(new URL(frame).origin, new URL(framed.redirectUri).origin);
  assert.equal(new URL(frame).searchParams.get('sid'), others.claims()!['sid']);
  assert.ok(left.headers.get('content-security-policy')!.includes(`frame-src 'self' ${new URL(frame).origin}`));

  assert.equal((await person.get('/tai-khoan')).status, 303);
  // Told while the person waits, for two seconds and a half: on a slow machine it is told again, behind that.
  await province.settle();
  const [told] = await notices(party);
  assert.equal(told!.sub, tokens.claims()!.sub);
  assert.equal(told!['sid'], tokens.claims()!['sid']);
  assert.deepEqual(Object.keys(told!['events'] as object), ['http://schemas.openid.net/event/backchannel-logout']);
  await assert.rejects(client.fetchUserInfo(party.config, tokens.access_token, client.skipSubjectCheck));
});

test('Who does not want to sign out stays', async () => {
  const person = await province.signIn('congdan');
  const tokens = await enter(person, party);
  const asks = await person.get(String(client.buildEndSessionUrl(party.config, { id_token_hint: tokens.id_token! })));
  const { action, fields } = readForm(asks.text, `${province.address}/oidc/session/end/confirm`);
  const stayed = await person.postForm(action!, fields);
  assert.ok(stayed.location);
  assert.equal((await person.get('/tai-khoan')).status, 200);
});

test('Another page cannot sign somebody out', async () => {
  const person = await province.signIn('congdan');
  await enter(person, party);
  await person.get(`${province.address}/oidc/session/end`);
  const forged = await person.postForm(`${province.address}/oidc/session/end/confirm`, {
    logout: 'yes',
    xsrf: 'guess',
  });
  assert.equal(forged.status, 400);
  assert.equal((await person.get('/tai-khoan')).status, 200);
});

for (const [how, end] of Object.entries<(person: Visitor) => Promise<unknown>>({
  'on our own page': (person) => person.postForm('/dang-xuat', {}),
  everywhere: (person) => person.api('identity.sign-out-everywhere', { thisToo: true }),
  'because an administrator ends the sessions': async () =>
    (await province.signIn('quantri')).api('identity.end-sessions-of', {
      person: await province.person('congdan'),
      reason: 'Máy bị mất',
    }),
  'because the session runs out': async () => {
    await province.app.db.run(sql`update identity.session set idle_until = created_at where ended_at is null`);
    await province.app.db.run(sql`select graphile_worker.add_job('identity.end-provider-sessions', '{}'::json)`);
  },
}))
  test(`Applications are told of a sign-out ${how}`, async () => {
    const person = await province.signIn('congdan');
    const tokens = await enter(person, party);
    party.notices.length = 0;
    await end(person);
    await assert.rejects(client.fetchUserInfo(party.config, tokens.access_token, client.skipSubjectCheck));
    await province.settle();
    const told = await notices(party);
    assert.ok(told.some(({ sid }) => sid === tokens.claims()!['sid']));
  });

test('An application that cannot be reached is told later', async () => {
  const away = await openParty(province, { id: 'ung-dung-vang' });
  const person = await province.signIn('congdan');
  await enter(person, away);
  await away.close();
  await person.postForm('/dang-xuat', {});
  await province.settle();
  const { attempts } = await province.app.db.one<{ attempts: number }>(
    sql`select attempts from graphile_worker.jobs where task_identifier = 'identity.tell-client'`,
  );
  assert.ok(attempts >= 1);
});

test('What was allowed for longer than the sign-in outlives it', async () => {
  const person = await province.signIn('congdan');
  const tokens = await enter(person, party, { scope: 'openid profile offline_access', prompt: 'consent' });
  await person.postForm('/dang-xuat', {});
  await province.settle();
  assert.ok((await client.refreshTokenGrant(party.config, tokens.refresh_token!)).access_token);
});
