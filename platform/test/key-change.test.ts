/** The signing key of the OpenID provider is changed while applications hold sessions and ask, and the process is killed in the middle. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { anonymous, sql } from '@dinh/kernel';
import { createLocalJWKSet, decodeProtectedHeader, type JSONWebKeySet, jwtVerify } from 'jose';
import { House } from './house-on-fire.ts';
import type { Province } from './province.ts';
import { readForm } from './province.ts';
import { begin, client, onward, openParty, type RelyingParty, walk } from './relying-party.ts';
import { Visitor } from './visitor.ts';

let house: House;
let party: RelyingParty;
/** Somebody by the button of the demonstration, in a browser of their own. */
async function signIn(account: string): Promise<Visitor> {
  const { id } = await house.app.db.one<{ id: string }>(sql`select id from identity.person where account = ${account}`);
  const origin = { channel: 'web' as const, address: '127.0.0.1', trace: 'keys' };
  const { token } = await house.app.run(
    'identity.sign-in-demonstration',
    { person: id },
    { principal: anonymous, lang: 'vi', origin },
  );
  return new Visitor(house.app, house.address, token);
}
before(async () => {
  house = await House.build({ samePlace: true });
  await house.start();
  party = await openParty({ address: house.address, signIn } as unknown as Province);
});
after(async () => {
  await party?.close();
  await house.close();
});

async function enter(person: Visitor) {
  const { url, checks } = await begin(party, { scope: 'openid profile offline_access', prompt: 'consent' });
  return client.authorizationCodeGrant(party.config, await walk(person, url), checks);
}
const published = async () =>
  (await (await fetch(`${house.address}/oidc/jwks`)).json()) as JSONWebKeySet & { keys: { kid: string }[] };
const kidOf = (token: string | undefined) => decodeProtectedHeader(token!).kid;
const active = async (token: string) => (await client.tokenIntrospection(party.config, token)).active;

test('While the key is changed everybody goes on: applications that keep our keys, tokens of before, introspection, refreshing, sign-out', async () => {
  const person = await signIn('congdan');
  const before = await enter(person);
  const kept = createLocalJWKSet(await published());
  const verify = async (token: string | undefined) =>
    jwtVerify(token!, kept, { issuer: `${party.config.serverMetadata().issuer}` });
  const over = { now: false };
  const failed: string[] = [];
  let asked = 0;
  const load = (async () => {
    while (!over.now) {
      await active(before.access_token).then(
        (is) => (is ? (asked += 1) : failed.push('not active')),
        (error: unknown) => failed.push(String(error)),
      );
    }
  })();
  const administrator = await signIn('quantri');
  const { kid, signsFrom } = await administrator.api('identity.rotate-signing-key', { compromised: false });
  assert.ok(
    (await published()).keys.some((key) => key.kid === kid),
    'it is read by whoever asks from now on',
  );
  assert.ok(new Date(signsFrom).getTime() > Date.now() + 24 * 3_600_000);
  const since = await enter(await signIn('congdan'));
  await verify(since.id_token);
  assert.equal(kidOf(since.id_token), kidOf(before.id_token));
  const refreshed = await client.refreshTokenGrant(party.config, before.refresh_token!);
  await verify(refreshed.id_token);
  for (let tries = 0; asked < 20 && tries < 600; tries++) await sleep(50);
  over.now = true;
  await load;
  assert.deepEqual(failed, []);
  assert.ok(asked >= 20, 'there was load');

  const out = client.buildEndSessionUrl(party.config, {
    id_token_hint: before.id_token!,
    post_logout_redirect_uri: party.redirectUri.replace('/back', '/bye'),
  });
  const asks = await person.get(String(out));
  const { action, fields } = readForm(asks.text, `${house.address}/oidc/session/end/confirm`);
  const left = await person.postForm(action!, { ...fields, logout: 'yes' });
  assert.equal(onward(left.text), party.redirectUri.replace('/back', '/bye'));
  assert.equal((await person.get('/tai-khoan')).status, 303);
});

test('Killed in the middle of a change: the keys are whole, one signs, and what was signed before holds', async () => {
  const before = await enter(await signIn('congdan'));
  const administrator = await signIn('quantri');
  for (let n = 0; n < 2; n++) {
    // The change that waits is of the test before: each of these would make another.
    await house.app.db.run(sql`delete from identity.signing_key where signs_from > now()`);
    const change = administrator.api('identity.rotate-signing-key', { compromised: false }).catch(() => undefined);
    await sleep(n * 20);
    await house.kill();
    await change;
    await house.start();
    const { keys } = await published();
    const rows = await house.app.db.all<{ kid: string; open: boolean }>(
      sql`select kid, ends_at is null as open from identity.signing_key order by signs_from`,
    );
    assert.deepEqual(new Set(keys.map(({ kid }) => kid)), new Set(rows.map(({ kid }) => kid)), 'all of them are published');
    assert.ok(rows.filter(({ open }) => open).length <= 1);
    assert.equal(await active(before.access_token), true);
    const since = await enter(await signIn('congdan'));
    assert.equal(kidOf(since.id_token), kidOf(before.id_token));
    await client.fetchUserInfo(party.config, before.access_token, before.claims()!.sub);
  }
});

test('A key that somebody else has signs nothing any more, at once: what it signed is refused, and signing in goes on', async () => {
  const before = await enter(await signIn('congdan'));
  const administrator = await signIn('quantri');
  const { kid } = await administrator.api('identity.rotate-signing-key', { compromised: true });
  assert.deepEqual(
    (await published()).keys.map((key) => key.kid),
    [kid],
  );
  const since = await enter(await signIn('congdan'));
  assert.equal(kidOf(since.id_token), kid);
  const { keys } = await published();
  await assert.rejects(jwtVerify(before.id_token!, createLocalJWKSet({ keys })));
  await jwtVerify(since.id_token!, createLocalJWKSet({ keys }));
});
