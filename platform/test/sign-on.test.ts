/** The OpenID provider, seen by standard clients over HTTP. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { changeAssurance } from './assurance-rules.ts';
import { openProvince, type Province } from './province.ts';
import { begin, client, openParty, type RelyingParty, walk } from './relying-party.ts';

let province: Province;
let party: RelyingParty;

before(async () => {
  province = await openProvince(new Date().toISOString());
  party = await openParty(province);
});
after(async () => {
  await party?.close();
  await province.close();
});

test('Discovery tells what there is', async () => {
  const metadata = party.config.serverMetadata();
  assert.equal(metadata.issuer, `${province.address}/oidc`);
  assert.deepEqual(metadata.response_types_supported, ['code']);
  assert.deepEqual(metadata.code_challenge_methods_supported, ['S256']);
  assert.deepEqual(metadata.id_token_signing_alg_values_supported, ['ES256']);
  assert.equal(metadata.backchannel_logout_supported, true);
});

/** Signs somebody in through an application. */
async function enter(account: string, parameters: Record<string, string> = {}, through = party) {
  const person = await province.signIn(account);
  const { url, checks } = await begin(through, parameters);
  const back = await walk(person, url);
  const { resource } = parameters;
  const tokens = await client.authorizationCodeGrant(through.config, back, checks, resource ? { resource } : {});
  return { person, back, checks, tokens };
}

const offline = { scope: 'openid profile offline_access', prompt: 'consent' };
const api = () => `${province.address}/api`;

/** Asks the HTTP API with an access token. */
async function asked(token: string, path: string, scheme = 'Bearer'): Promise<{ status: number; body: any }> {
  const answer = await fetch(`${api()}/${path}`, { headers: { authorization: `${scheme} ${token}` } });
  return { status: answer.status, body: await answer.json() };
}

const refused = (code: string) => (error: unknown) =>
  (error as { error?: string }).error === code || assert.fail(`${String(error)} ${JSON.stringify((error as Error).cause ?? {})}`);

describe('Signing in', () => {
  test('A person signs in through an application, which learns what they allowed', async () => {
    const { tokens } = await enter('congdan', { scope: 'openid profile phone' });
    const claims = tokens.claims()!;
    assert.match(claims.sub, /^[\w-]{43}$/);
    assert.equal(claims['acr'], 'AS-4');
    assert.deepEqual(claims['amr'], ['demonstration']);
    const info = await client.fetchUserInfo(party.config, tokens.access_token, claims.sub);
    assert.match(String(info.name), /\p{L}+ \p{L}+/u);
    assert.match(String(info.phone_number), /^\+84\d{9}$/);
    assert.equal(info.email, undefined);
  });

  test('Who is not signed in is asked to, and then goes on to the application', async () => {
    const nobody = await province.browser({ width: 1280 });
    const { url, checks } = await begin(party);
    await nobody.route(`${party.redirectUri}**`, (route) => route.fulfill({ body: 'back' }));
    await nobody.goto(String(url));
    await nobody.click('button:has-text("Hoàng Đức Tùng")');
    await nobody.click('button:has-text("Đồng ý")');
    await nobody.waitForURL(`${party.redirectUri}**`);
    await client.authorizationCodeGrant(party.config, new URL(nobody.url()), checks);
  });

  test('What was allowed once is not asked again; what is new is', async () => {
    const { person } = await enter('doanhnghiep', { scope: 'openid profile' });
    const again = await begin(party, { scope: 'openid profile', prompt: 'none' });
    assert.ok((await walk(person, again.url)).searchParams.has('code'));
    const more = await begin(party, { scope: 'openid profile email', prompt: 'none' });
    assert.equal((await walk(person, more.url)).searchParams.get('error'), 'consent_required');
  });

  test('Who does not allow it is brought back with a refusal', async () => {
    const person = await province.signIn('giamdoc');
    const { url, checks } = await begin(party, { scope: 'openid profile email' });
    const back = await walk(person, url, 'no');
    await assert.rejects(client.authorizationCodeGrant(party.config, back, checks), refused('access_denied'));
  });

  test('The same person has another identifier at another host, and the same at the same', async () => {
    const other = await openParty(province, { id: 'ung-dung-khac' });
    const [one, again, elsewhere] = [
      (await enter('congdan')).tokens.claims()!.sub,
      (await enter('congdan')).tokens.claims()!.sub,
      (await enter('congdan', {}, other)).tokens.claims()!.sub,
    ];
    assert.equal(one, again);
    assert.notEqual(one, elsewhere);
    await other.close();
  });

  test('An official’s units and positions are told where they allow it', async () => {
    const { tokens } = await enter('giamdoc', { scope: 'openid official' });
    const info = await client.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub);
    const positions = info['positions'] as { unit: string; role: string; title: string }[];
    assert.ok(positions[0]!.title.length > 3);
    assert.deepEqual(info['units'], [...new Set(positions.map(({ unit }) => unit))]);
  });

  test('An application that wants to know anew has the person sign in anew', async () => {
    const { person, tokens } = await enter('congdan');
    province.clock.advance(2000);
    const { url } = await begin(party, { prompt: 'login' });
    let [at, last]: [string | undefined, string] = [String(url), ''];
    for (let hop = 0; hop < 4 && at; hop++) [at, last] = [(await person.get(at)).location, at];
    assert.match(last, /^\/dang-nhap\?/, 'though they are signed in');
    const same = await begin(party);
    assert.ok((await walk(person, same.url)).searchParams.has('code'), 'who asks for nothing gets its answer');
    assert.ok(tokens);
  });

  test('A level that is not reached is told to the application when it is essential', async () => {
    const person = await province.signIn('congdan');
    await province.app.db.run(
      sql`update identity.session set level = 2, factors = '{pwd}' where person_id = ${await province.person('congdan')}`,
    );
    const claims = JSON.stringify({ id_token: { acr: { essential: true, values: ['AS-3'] } } });
    const { url } = await begin(party, { claims });
    assert.equal((await walk(person, url)).searchParams.get('error'), 'unmet_authentication_requirements');
    const wished = await begin(party, { acr_values: 'AS-3' });
    const tokens = await client.authorizationCodeGrant(party.config, await walk(person, wished.url), wished.checks);
    assert.equal(tokens.claims()!['acr'], 'AS-2');
  });

  test('Requests may be pushed, and are good once', async () => {
    const person = await province.signIn('congdan');
    const { checks, url } = await begin(party);
    const pushed = await client.buildAuthorizationUrlWithPAR(party.config, Object.fromEntries(url.searchParams));
    const back = await walk(person, pushed);
    assert.ok(await client.authorizationCodeGrant(party.config, back, checks));
    const again = await person.get(String(pushed));
    assert.equal(again.location === undefined || !again.location.includes('code='), true);
  });
});

describe('Tokens', () => {
  test('A refresh token is good once; using it again takes everything back', async () => {
    const { tokens } = await enter('congdan', offline);
    const first = tokens.refresh_token!;
    const second = await client.refreshTokenGrant(party.config, first);
    assert.notEqual(second.refresh_token, first);
    await client.fetchUserInfo(party.config, second.access_token, client.skipSubjectCheck);
    await assert.rejects(client.refreshTokenGrant(party.config, first), refused('invalid_grant'));
    // Whoever stole the first, or whoever held it rightly: neither goes on.
    await assert.rejects(client.refreshTokenGrant(party.config, second.refresh_token!), refused('invalid_grant'));
    await assert.rejects(client.fetchUserInfo(party.config, second.access_token, client.skipSubjectCheck));
  });

  test('Of two who use a refresh token at the same moment one is refused, and then nobody goes on', async () => {
    const { tokens } = await enter('congdan', offline);
    const both = await Promise.allSettled([1, 2].map(() => client.refreshTokenGrant(party.config, tokens.refresh_token!)));
    const won = both.filter((one) => one.status === 'fulfilled');
    assert.ok(won.length <= 1);
    for (const { value } of won)
      await assert.rejects(client.refreshTokenGrant(party.config, value.refresh_token!), refused('invalid_grant'));
  });

  test('What a token is worth is told to the application that holds it, until it is taken back', async () => {
    const { tokens } = await enter('congdan', offline);
    const told = await client.tokenIntrospection(party.config, tokens.access_token);
    assert.equal(told.active, true);
    assert.equal(told.scope, 'openid profile offline_access');
    await client.tokenRevocation(party.config, tokens.refresh_token!);
    assert.equal((await client.tokenIntrospection(party.config, tokens.access_token)).active, false);
    assert.equal((await client.tokenIntrospection(party.config, tokens.refresh_token!)).active, false);
  });

  test('An application acts at the API for whoever allowed it, within what was allowed and no further', async () => {
    const { tokens } = await forApi('giamdoc', 'openid people.view-directory');
    const token = tokens.access_token;
    assert.equal((await asked(token, 'identity/list-officials')).status, 200);
    const more = await asked(token, 'identity/list-sessions');
    assert.equal(more.status, 403);
    assert.equal(more.body.code, 'kernel.scope-needed');
    assert.equal(
      (
        await fetch(`${province.address}/tai-khoan`, {
          headers: { authorization: `Bearer ${token}` },
          redirect: 'manual',
        })
      ).status,
      303,
    );
    const { detail } = await province.app.db.one<{ detail: string }>(
      sql`select detail from audit.entry where operation = 'identity.list-sessions' and outcome = 'refused' order by at desc limit 1`,
    );
    assert.deepEqual(JSON.parse(detail), { client: 'ung-dung-api' });
  });

  for (const [how, end] of Object.entries({
    'the person signs out': async (person: string) => (await signedIn(person)).inside('identity.sign-out', {}),
    'the person takes their consent back': async (person: string) => {
      const visitor = await signedIn(person);
      const { consents } = await visitor.api('identity.list-consents', {});
      await visitor.api('identity.revoke-consent', {
        consent: consents.find((c) => c.client === 'ung-dung-api')!.id!,
      });
    },
    'the application is suspended': async () => {
      await (await signedIn('quantri')).api('identity.suspend-client', { id: 'ung-dung-api', reason: 'Thử' });
    },
    'all its tokens are revoked': async () => {
      await (await signedIn('quantri')).api('identity.revoke-client-tokens', { id: 'ung-dung-api' });
    },
    'the person is suspended': async (person: string) => {
      await (
        await signedIn('quantri')
      ).api('identity.suspend-person', { person: await province.person(person), reason: 'Thử việc' });
    },
  }))
    test(`A token is dead at once when ${how}`, async () => {
      const { tokens } = await forApi('truongphong', 'openid people.view-directory');
      const token = tokens.access_token;
      assert.equal((await asked(token, 'identity/list-officials')).status, 200);
      await end('truongphong');
      assert.equal((await asked(token, 'identity/list-officials')).status, 401);
      // One that is suspended may not even ask.
      const told = client.tokenIntrospection(apiParty!.config, token).then(
        ({ active }) => active,
        () => false,
      );
      assert.equal(await told, false);
      await province.app.db.run(sql`update identity.client set state = 'active'`);
      await province.app.db.run(sql`update identity.person set state = 'active'`);
    });

  test('A signed token that is revoked is dead at once, though it is kept nowhere', async () => {
    const { tokens } = await forApi('truongphong', 'openid people.view-directory');
    const token = tokens.access_token;
    assert.equal((await client.tokenIntrospection(apiParty!.config, token)).active, true);
    await client.tokenRevocation(apiParty!.config, token);
    assert.equal((await asked(token, 'identity/list-officials')).status, 401);
    assert.equal((await client.tokenIntrospection(apiParty!.config, token)).active, false);
  });

  test('Another application learns nothing of a token and cannot revoke it', async () => {
    const { tokens } = await enter('congdan');
    const other = await openParty(province, { id: 'ung-dung-la' });
    assert.equal((await client.tokenIntrospection(other.config, tokens.access_token)).active, false);
    await assert.rejects(client.tokenRevocation(other.config, tokens.access_token), refused('invalid_request'));
    assert.equal((await client.tokenIntrospection(party.config, tokens.access_token)).active, true);
    await other.close();
  });

  test('A token that is bound to a key is worth nothing without it', async () => {
    const handle = client.getDPoPHandle(apiParty!.config, await client.randomDPoPKeyPair('ES256'));
    const person = await province.signIn('giamdoc');
    const { url, checks } = await begin(apiParty!, {
      scope: 'openid people.view-directory',
      resource: api(),
    });
    const back = await walk(person, url);
    const tokens = await client.authorizationCodeGrant(apiParty!.config, back, checks, { resource: api() }, { DPoP: handle });
    assert.equal(tokens.token_type, 'dpop');
    const token = tokens.access_token;
    assert.equal((await asked(token, 'identity/list-officials')).status, 401);
    assert.equal((await asked(token, 'identity/list-officials', 'DPoP')).status, 401);
    const to = new URL(`${api()}/identity/list-officials`);
    const answer = await client.fetchProtectedResource(apiParty!.config, token, to, 'GET', undefined, undefined, {
      DPoP: handle,
    });
    assert.equal(answer.status, 200);
    const thief = client.getDPoPHandle(apiParty!.config, await client.randomDPoPKeyPair('ES256'));
    const stolen = await client
      .fetchProtectedResource(apiParty!.config, token, to, 'GET', undefined, undefined, { DPoP: thief })
      .then(
        (got) => got.status,
        (error: { status?: number }) => error.status,
      );
    assert.equal(stolen, 401);
  });

  test('Where a pack asks it of all, a token that is bound to nothing opens nothing', async () => {
    const free = (await forApi('truongphong', 'openid people.view-directory')).tokens.access_token;
    const handle = client.getDPoPHandle(apiParty!.config, await client.randomDPoPKeyPair('ES256'));
    const { url, checks } = await begin(apiParty!, {
      scope: 'openid people.view-directory',
      resource: api(),
    });
    const back = await walk(await province.signIn('truongphong'), url);
    const bound = (await client.authorizationCodeGrant(apiParty!.config, back, checks, { resource: api() }, { DPoP: handle }))
      .access_token;
    const withProof = async (): Promise<number> => {
      const to = new URL(`${api()}/identity/list-officials`);
      return client.fetchProtectedResource(apiParty!.config, bound, to, 'GET', undefined, undefined, { DPoP: handle }).then(
        ({ status }) => status,
        (error: { status?: number }) => error.status ?? 0,
      );
    };
    assert.deepEqual([(await asked(free, 'identity/list-officials')).status, await withProof()], [200, 200]);
    await changeAssurance(province, { boundTokens: { of: ['person'] } });
    assert.deepEqual([(await asked(free, 'identity/list-officials')).status, await withProof()], [401, 200]);
    await changeAssurance(province, { boundTokens: { of: ['machine'] } });
    assert.equal((await asked(free, 'identity/list-officials')).status, 200);
    await changeAssurance(province, { boundTokens: undefined });
  });
});

let apiParty: RelyingParty | undefined;
const visitors = new Map<string, Awaited<ReturnType<Province['signIn']>>>();

/** The session by which somebody entered the application, or a new one. */
const signedIn = async (account: string) => visitors.get(account) ?? province.signIn(account);

async function forApi(account: string, scope: string) {
  apiParty ??= await openParty(province, {
    id: 'ung-dung-api',
    scopes: ['openid', 'profile', 'offline_access', 'people.view-directory', 'one-stop.view-dossier'],
  });
  const entered = await enter(account, { scope, resource: api() }, apiParty);
  visitors.set(account, entered.person);
  return entered;
}
