/** What is tried with tokens once they are there (RFC 9068, RFC 9449, RFC 9700; OWASP ASVS 5 chapters 9 and 10). */
import assert from 'node:assert/strict';
import { createHash, createHmac } from 'node:crypto';
import { after, before, describe, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openProvince, type Province } from './province.ts';
import { begin, client, enter as enterThrough, openParty, refusedWith, type RelyingParty } from './relying-party.ts';

let province: Province;
let party: RelyingParty;

before(async () => {
  province = await openProvince(new Date().toISOString());
  party = await openParty(province, {
    scopes: ['openid', 'profile', 'offline_access', 'people.view-directory'],
  });
});
after(async () => {
  await party?.close();
  await province.close();
});

const administer = async (name: string, input: object) =>
  (await province.signIn('quantri')).api(name as never, input as never) as Promise<any>;
const enter = (account?: string, parameters?: Record<string, string>) => enterThrough(province, party, account, parameters);

const api = () => `${province.address}/api`;
const atApi = async (token: string, path = 'identity/list-officials') =>
  (await fetch(`${api()}/${path}`, { headers: { authorization: `Bearer ${token}` } })).status;

async function tokenForApi() {
  const { back, checks } = await enter('giamdoc', { scope: 'openid people.view-directory', resource: api() });
  const tokens = await client.authorizationCodeGrant(party.config, back, checks, { resource: api() });
  assert.equal(await atApi(tokens.access_token), 200);
  return tokens.access_token;
}

describe('Signed tokens', () => {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  test('are good as they are, and in no other way', async () => {
    const token = await tokenForApi();
    const header = decodeProtectedHeader(token);
    const payload = decodeJwt(token);
    const [, body, signature] = token.split('.');
    assert.equal(await atApi(`${part({ ...header, alg: 'none' })}.${body}.`), 401);
    assert.equal(await atApi(`${part({ ...header, alg: 'none' })}.${body}.${signature}`), 401);
    const { keys } = (await (await fetch(`${province.address}/oidc/jwks`)).json()) as { keys: object[] };
    const head = `${part({ ...header, alg: 'HS256' })}.${body}`;
    assert.equal(await atApi(`${head}.${createHmac('sha256', JSON.stringify(keys[0])).update(head).digest('base64url')}`), 401);
    const wider = part({ ...payload, scope: 'openid people.view-directory people.manage-person' });
    assert.equal(await atApi(`${token.split('.')[0]}.${wider}.${signature}`), 401);
    const pair = await generateKeyPair('ES256');
    for (const more of [{}, { jwk: await exportJWK(pair.publicKey) }, { kid: 'x' }, { jku: 'https://attacker.example' }])
      assert.equal(
        await atApi(
          await new SignJWT(payload)
            .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', ...header, ...more } as never)
            .sign(pair.privateKey),
        ),
        401,
      );
  });

  test('An ID token, a token for userinfo and a code are no tokens for the API', async () => {
    const { back, checks } = await enter('giamdoc');
    const tokens = await client.authorizationCodeGrant(party.config, back, checks);
    for (const wrong of [tokens.id_token!, tokens.access_token, back.searchParams.get('code')!])
      assert.equal(await atApi(wrong), 401);
    const forApi = await tokenForApi();
    await assert.rejects(client.fetchUserInfo(party.config, forApi, client.skipSubjectCheck));
  });

  test('A token for another audience is not made, and none is taken', async () => {
    const { url } = await begin(party, { scope: 'openid', resource: 'https://another.example/api' });
    const got = await (await province.signIn('congdan')).get(String(url));
    assert.equal(new URL(got.location!).searchParams.get('error'), 'invalid_target');
    // One that we signed ourselves, for somebody else.
    const token = await tokenForApi();
    const was = province.app.config.publicUrl;
    const config = province.app.config as { publicUrl: string };
    config.publicUrl = 'https://another.example';
    const elsewhere = await atApi(token).finally(() => (config.publicUrl = was));
    assert.equal(elsewhere, 401);
    assert.equal(await atApi(token), 200);
  });

  test('A DPoP proof is good once, for its method, address and time', async () => {
    province.clock.advance(Date.now() - province.clock.now().getTime());
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const jwk = await exportJWK(publicKey);
    const now = () => Math.floor(Date.now() / 1000);
    const proof = (claims: object, header: object = {}) =>
      new SignJWT({ jti: crypto.randomUUID(), htm: 'GET', iat: now(), ...claims } as never)
        .setProtectedHeader({ alg: 'ES256', typ: 'dpop+jwt', jwk, ...header } as never)
        .sign(privateKey);
    await administer('identity.register-client', {
      id: 'may-dpop',
      kind: 'machine',
      authMethod: 'client_secret_basic',
      name: { vi: 'Máy', en: 'Machine' },
    });
    await administer('identity.set-client-permissions', {
      id: 'may-dpop',
      permissions: [{ permission: 'people.view-directory', scope: 'all' }],
    });
    const { secret } = await administer('identity.add-client-key', { client: 'may-dpop', days: 1 });
    const ask = async () =>
      fetch(`${province.address}/oidc/token`, {
        method: 'POST',
        headers: {
          authorization: `Basic ${Buffer.from(`may-dpop:${secret}`).toString('base64')}`,
          dpop: await proof({ htm: 'POST', htu: `${province.address}/oidc/token` }),
        },
        body: new URLSearchParams({ grant_type: 'client_credentials' }),
      });
    const answer = await ask();
    const { access_token: token, token_type: type } = (await answer.json()) as Record<string, string>;
    assert.equal(type, 'DPoP');
    const url = `${api()}/identity/list-officials`;
    const ath = createHash('sha256').update(token!).digest('base64url');
    const use = async (shown: string, scheme = 'DPoP') =>
      (await fetch(url, { headers: { authorization: `${scheme} ${token}`, dpop: shown } })).status;
    const good = await proof({ htu: url, ath });
    assert.equal(await use(good), 200);
    assert.equal(await use(good), 401, 'shown a second time');
    const both = await proof({ htu: url, ath });
    const statuses = await Promise.all([use(both), use(both), use(both)]);
    assert.equal(statuses.filter((status) => status === 200).length, 1, 'at the same moment');
    const stranger = await generateKeyPair('ES256', { extractable: true });
    for (const [what, wrong] of Object.entries({
      'another method': await proof({ htu: url, ath, htm: 'POST' }),
      'another address': await proof({ htu: `${api()}/identity/list-units`, ath }),
      'another token': await proof({ htu: url, ath: ath.replace(/^./, (c) => (c === 'A' ? 'B' : 'A')) }),
      'no token': await proof({ htu: url }),
      'too old': await proof({ htu: url, ath, iat: now() - 400 }),
      'of a time to come': await proof({ htu: url, ath, iat: now() + 400 }),
      'another type': await proof({ htu: url, ath }, { typ: 'jwt' }),
      'a key that it does not bear': await proof({ htu: url, ath }, { jwk: await exportJWK(stranger.publicKey) }),
      nothing: '',
    }))
      assert.equal(await use(wrong), 401, what);
    assert.equal(await use(await proof({ htu: url, ath }), 'Bearer'), 401, 'as if it were not bound');
    // A clock that is a minute off is no attack.
    assert.equal(await use(await proof({ htu: url, ath, iat: now() - 60 })), 200);
    assert.equal(await use(await proof({ htu: url, ath, iat: now() + 60 })), 200);
  });

  test('Refreshing ends with the consent, however often it was done', async () => {
    const { back, checks } = await enter('congdan', {
      scope: 'openid profile offline_access',
      prompt: 'consent',
    });
    const tokens = await client.authorizationCodeGrant(party.config, back, checks);
    const next = await client.refreshTokenGrant(party.config, tokens.refresh_token!);
    const { exp, iat } = await province.app.db.one<{ exp: number; iat: number }>(
      sql`select (payload->>'exp')::int as exp, (payload->>'iat')::int as iat from identity.provider_state where kind = 'Grant' order by expires_at desc limit 1`,
    );
    assert.ok(exp - iat <= 90 * 86_400);
    // As if ninety days had gone by.
    await province.app.db.run(
      sql`update identity.provider_state set payload = jsonb_set(payload, '{exp}', to_jsonb((payload->>'iat')::int - 1)), expires_at = expires_at - interval '90 days'
          where kind = 'Grant'`,
    );
    await assert.rejects(client.refreshTokenGrant(party.config, next.refresh_token!), refusedWith('invalid_grant'));
  });

  test('They end, and a clock that stands still does not keep them', async () => {
    const token = await tokenForApi();
    // It ends by the world's clock, behind which that of the province has been left by all that was done.
    province.clock.advance(Date.now() - province.clock.now().getTime() + 11 * 60_000);
    assert.equal(await atApi(token), 401);
    province.clock.advance(-11 * 60_000);
  });

  test('A key that was given away is withdrawn at once, one that is changed serves on', async () => {
    const before = await tokenForApi();
    const next = await administer('identity.rotate-signing-key', { compromised: false });
    assert.equal(await atApi(before), 200);
    const meanwhile = await tokenForApi();
    assert.equal(decodeProtectedHeader(before).kid, decodeProtectedHeader(meanwhile).kid, 'it is published before it signs');
    assert.equal((await administer('identity.rotate-signing-key', { compromised: false })).kid, next.kid, 'once is enough');
    // The provider reads its own clock: two days later is now.
    await province.app.db.run(sql`update identity.signing_key set signs_from = ${province.clock.now()} where kid = ${next.kid}`);
    await province.app.db.run(sql`update kernel.revision set number = number + 1 where topic = 'identity-signing-keys'`);
    province.app.revisions.forget();
    const since = await tokenForApi();
    assert.equal(decodeProtectedHeader(since).kid, next.kid);
    await administer('identity.rotate-signing-key', { compromised: true });
    assert.equal(await atApi(since), 401);
    await tokenForApi();
    const { keys } = (await (await fetch(`${province.address}/oidc/jwks`)).json()) as {
      keys: { kid: string }[];
    };
    assert.equal(keys.length, 1);
  });

  test('Private keys are in the database only under a key that it does not have', async () => {
    const rows = await province.app.db.all<{ key: Buffer }>(sql`select private_key as key from identity.signing_key`);
    for (const { key } of rows) assert.throws(() => JSON.parse(key.toString()));
    assert.ok(rows.every(({ key }) => !key.includes(Buffer.from([0x30, 0x13, 0x06, 0x07]))));
  });

  test('Nothing in the database lets its reader act', async () => {
    const { back, checks } = await enter('congdan', {
      scope: 'openid profile offline_access',
      prompt: 'consent',
    });
    const code = back.searchParams.get('code')!;
    const tokens = await client.authorizationCodeGrant(party.config, back, checks);
    const rows = await province.app.db.all<{ text: string }>(sql`select s::text as text from identity.provider_state s`);
    const all = rows.map(({ text }) => text).join('\n');
    for (const secret of [code, tokens.access_token, tokens.refresh_token!]) assert.ok(!all.includes(secret));
  });
});
