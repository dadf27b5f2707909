/** What an attacker tries at an OpenID provider (RFC 9700, OWASP ASVS 5 chapter 10), tried. */
import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { connect } from 'node:net';
import { after, before, describe, test } from 'node:test';
import { setTimeout } from 'node:timers/promises';
import { sql } from '@dinh/kernel';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { openProvince, type Province } from './province.ts';
import { begin, client, enter as enterThrough, onward, openParty, refusedWith, type RelyingParty } from './relying-party.ts';

let province: Province;
let party: RelyingParty;
let other: RelyingParty;

before(async () => {
  province = await openProvince(new Date().toISOString());
  party = await openParty(province);
  other = await openParty(province, { id: 'ung-dung-la' });
  await administer('identity.edit-client', {
    id: 'ung-dung-thu',
    scopes: ['openid', 'profile', 'offline_access', 'people.view-directory'],
  });
});
after(async () => {
  await party?.close();
  await other?.close();
  await province.close();
});

const administer = async (name: string, input: object) =>
  (await province.signIn('quantri')).api(name as never, input as never) as Promise<any>;
const enter = (account?: string, parameters?: Record<string, string>) => enterThrough(province, party, account, parameters);

/** Asks for a page of the provider. @returns the status, and where it leads */
async function ask(
  change: (url: URL) => void,
): Promise<{ status: number; to: string | undefined; text: string; policy: string }> {
  const person = await province.signIn('congdan');
  const { url } = await begin(party);
  change(url);
  const got = await person.get(String(url));
  const policy = got.headers.get('content-security-policy') ?? '';
  return { status: got.status, to: got.location, text: got.text, policy };
}

describe('Codes', () => {
  test('A code that is used twice is refused, and what came of it is taken back', async () => {
    const { back, checks } = await enter();
    const tokens = await client.authorizationCodeGrant(party.config, back, checks);
    await assert.rejects(client.authorizationCodeGrant(party.config, back, checks), refusedWith('invalid_grant'));
    await assert.rejects(client.fetchUserInfo(party.config, tokens.access_token, client.skipSubjectCheck));
  });

  test('Of many who use a code at the same moment at most one gets something, and it is taken back', async () => {
    const { back, checks } = await enter();
    const all = await Promise.allSettled(
      Array.from({ length: 8 }, () => client.authorizationCodeGrant(party.config, back, checks)),
    );
    const won = all.filter((one) => one.status === 'fulfilled');
    assert.ok(won.length <= 1);
    for (const { value } of won)
      await assert.rejects(client.fetchUserInfo(party.config, value.access_token, client.skipSubjectCheck));
  });

  test('A code is worth nothing to another application', async () => {
    const { back, checks } = await enter();
    const stolen = new URL(`${other.redirectUri}?${back.searchParams}`);
    await assert.rejects(client.authorizationCodeGrant(other.config, stolen, checks), refusedWith('invalid_grant'));
  });

  test('A code is worth nothing without what its request was begun with', async () => {
    const { back, checks } = await enter();
    const wrong = { ...checks, pkceCodeVerifier: client.randomPKCECodeVerifier() };
    await assert.rejects(client.authorizationCodeGrant(party.config, back, wrong), refusedWith('invalid_grant'));
    const none = { expectedNonce: checks.expectedNonce, expectedState: checks.expectedState };
    await assert.rejects(client.authorizationCodeGrant(party.config, back, none), refusedWith('invalid_grant'));
  });

  test('A code ends after a minute', async () => {
    const { back, checks } = await enter();
    await province.app.db.run(
      sql`update identity.provider_state set payload = jsonb_set(payload, '{exp}', to_jsonb((payload->>'exp')::int - 90)), expires_at = expires_at - interval '90 seconds'
          where kind = 'AuthorizationCode'`,
    );
    await assert.rejects(client.authorizationCodeGrant(party.config, back, checks), refusedWith('invalid_grant'));
  });

  test('An answer that was mixed up with another is seen by the application', async () => {
    const [one, two] = [await enter(), await enter()];
    await assert.rejects(
      client.authorizationCodeGrant(party.config, one.back, {
        ...one.checks,
        expectedState: two.checks.expectedState,
      }),
    );
    const swapped = new URL(one.back);
    swapped.searchParams.set('iss', 'https://another.example');
    await assert.rejects(client.authorizationCodeGrant(party.config, swapped, one.checks));
    await assert.rejects(
      client.authorizationCodeGrant(party.config, one.back, {
        ...one.checks,
        expectedNonce: two.checks.expectedNonce,
      }),
    );
  });

  test('A step of one browser cannot be taken in another', async () => {
    const victim = await province.signIn('congdan');
    const attacker = await province.signIn('doanhnghiep');
    const { url } = await begin(party);
    const step = (await attacker.get(String(url))).location!;
    assert.match(step, /^\/cap-quyen\//);
    assert.equal((await victim.get(step)).status, 410);
    assert.equal((await victim.postForm(step, { answer: 'yes' })).status, 410);
  });
});

describe('Requests', () => {
  const tricks: Record<string, (right: string) => string> = {
    'another host': () => 'https://attacker.example/back',
    'a longer path': (right) => `${right}/../../evil`,
    'a query added': (right) => `${right}?next=https://attacker.example`,
    'a fragment': (right) => `${right}#x`,
    'somebody before the host': (right) => right.replace('http://', 'http://attacker@'),
    'another port': (right) => right.replace(/:\d+/, ':1'),
    'upper case': (right) => right.toUpperCase(),
    'a script': () => 'javascript:alert(1)',
    'a host without a scheme': () => '//attacker.example/back',
    'no address at all': () => 'back',
    nothing: () => '',
  };
  for (const [name, make] of Object.entries(tricks))
    test(`An address to come back to is taken exactly: ${name}`, async () => {
      const got = await ask((url) => url.searchParams.set('redirect_uri', make(party.redirectUri)));
      assert.equal(got.status, 400);
      assert.equal(got.to, undefined);
      assert.doesNotMatch(got.policy, /attacker/, 'nor may a form of the page that refuses be sent there');
    });

  test('Two addresses are none', async () => {
    const got = await ask((url) => url.searchParams.append('redirect_uri', 'https://attacker.example/'));
    assert.equal(got.status, 400);
    assert.equal(got.to, undefined);
  });

  test('An application that is not known gets nothing, and its name is not written into the page', async () => {
    const got = await ask((url) => url.searchParams.set('client_id', '<script>alert(1)</script>'));
    assert.equal(got.status, 400);
    assert.ok(!got.text.includes('<script>alert'));
  });

  const errorOf = (to: string | undefined) => new URL(to!).searchParams.get('error');

  test('Without PKCE, or with its plain form, nothing is begun', async () => {
    const without = await ask((url) => {
      url.searchParams.delete('code_challenge');
      url.searchParams.delete('code_challenge_method');
    });
    assert.equal(errorOf(without.to), 'invalid_request');
    const plain = await ask((url) => url.searchParams.set('code_challenge_method', 'plain'));
    assert.equal(errorOf(plain.to), 'invalid_request');
  });

  test('Tokens do not come through the browser', async () => {
    for (const type of ['token', 'id_token', 'code id_token', 'id_token token']) {
      const got = await ask((url) => url.searchParams.set('response_type', type));
      // The answer to those goes into the fragment.
      const at = new URL(got.to!);
      const error = at.searchParams.get('error') ?? new URLSearchParams(at.hash.slice(1)).get('error');
      assert.ok(['unsupported_response_type', 'unauthorized_client'].includes(error!), `${type}: ${error}`);
    }
  });

  test('What is not switched on cannot be asked for: implicit, password, device, registration', async () => {
    const found = (await (await fetch(`${province.address}/oidc/.well-known/openid-configuration`)).json()) as Record<
      string,
      string[] | undefined
    >;
    assert.deepEqual(found['response_types_supported'], ['code']);
    assert.deepEqual(found['grant_types_supported']?.toSorted(), ['authorization_code', 'client_credentials', 'refresh_token']);
    for (const none of ['registration_endpoint', 'device_authorization_endpoint']) assert.equal(found[none], undefined);
    for (const path of ['reg', 'device/auth', 'backchannel'])
      assert.equal(
        (await fetch(`${province.address}/oidc/${path}`, { method: 'POST', body: new URLSearchParams() })).status,
        404,
      );
    const { secret } = await administer('identity.add-client-key', { client: 'ung-dung-thu', days: 1 });
    for (const grant of ['password', 'implicit', 'urn:ietf:params:oauth:grant-type:device_code']) {
      const answer = await fetch(`${province.address}/oidc/token`, {
        method: 'POST',
        headers: { authorization: `Basic ${Buffer.from(`ung-dung-thu:${secret}`).toString('base64')}` },
        body: new URLSearchParams({ grant_type: grant, username: 'congdan', password: 'dinh' }),
      });
      assert.equal(answer.status, 400);
      assert.equal(((await answer.json()) as { error: string }).error, 'unsupported_grant_type');
    }
  });

  test('The question for consent says who asks, for what, where it leads and for how long', async () => {
    const person = await province.signIn('doanhnghiep');
    const { url } = await begin(party, { prompt: 'consent', scope: 'openid profile offline_access' });
    let page = await person.get(String(url));
    for (let hop = 0; hop < 6; hop++) {
      const next = page.location ?? onward(page.text);
      if (next) page = await person.get(next);
    }
    const text = /<main[\s\S]*<\/main>/.exec(page.text)![0].replace(/<[^>]+>/g, ' ');
    assert.match(text, /Ứng dụng thử/);
    assert.match(text, /Phạm Quốc Khởi/);
    assert.ok(text.includes(new URL(party.redirectUri).host));
    assert.match(text, /Biết họ tên, ngày sinh/);
    assert.match(text, /90 ngày/);
    assert.match(text, /Đồng ý[\s\S]*Không đồng ý/);
  });

  test('Where we are reached is not for a request to say', async () => {
    const answer = await fetch(`${province.address}/oidc/.well-known/openid-configuration`, {
      headers: { 'x-forwarded-host': 'attacker.example', 'x-forwarded-proto': 'https' },
    });
    assert.ok(!(await answer.text()).includes('attacker.example'));
  });

  test('The pages of the provider are in no other page’s frame', async () => {
    const got = await (await province.signIn('congdan')).get(String((await begin(party)).url));
    const page = await (await province.signIn('congdan')).get('/dang-nhap?lai=1');
    assert.match(got.headers.get('content-security-policy')!, /frame-ancestors 'self'/);
    assert.match(page.headers.get('content-security-policy')!, /frame-ancestors 'self'/);
  });

  test('Rubbish is refused, whatever it is', async () => {
    const paths = [
      '/oidc',
      '/oidc/',
      '/oidc/x',
      '/oidc/auth',
      '/oidc/auth/x',
      '/oidc/token',
      '/oidc/me',
      '/oidc/request',
      '/oidc/token/introspection',
      '/oidc/token/revocation',
      '/oidc/session/end',
      '/oidc/session/end/confirm',
      '/oidc/jwks',
    ];
    const bodies = [
      '',
      '\u0000',
      'grant_type=x',
      'grant_type=client_credentials&client_id=%00',
      `token=${'a.b.c'}`,
      `token=${'x'.repeat(60_000)}`,
      'token=a&token=b',
      '{"a":1}',
    ];
    for (const path of paths)
      for (const method of ['GET', 'POST', 'PUT', 'DELETE', 'OPTIONS'])
        for (const body of method === 'POST' ? bodies : [undefined])
          for (const type of ['application/x-www-form-urlencoded', 'application/json']) {
            const answer = await fetch(province.address + path, {
              method,
              redirect: 'manual',
              headers: {
                authorization: 'Basic !!',
                cookie: 'dinh_oidc=x; dinh_oidc_step=%; dinh_session=x',
                ...(body !== undefined && { 'content-type': type }),
              },
              ...(body !== undefined && { body }),
            });
            assert.ok(answer.status < 500, `${method} ${path} ${body?.slice(0, 40)}: ${answer.status}`);
          }
  });

  test('A form that breaks off, or has no end, harms nobody', async () => {
    const { hostname, port } = new URL(province.address);
    for (const path of ['/oidc/token', '/oidc/token/introspection', '/oidc/jwks']) {
      const socket = connect(Number(port), hostname);
      socket.on('error', () => {});
      const head = `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100\r\n\r\n`;
      await new Promise((sent) => socket.write(`${head}token=a`, sent));
      await setTimeout(50);
      socket.destroy();
      const endless = await fetch(province.address + path, {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new Blob(['token=', 'x'.repeat(2_000_000)]).stream(),
        duplex: 'half',
      } as RequestInit).then(
        ({ status }) => status,
        () => 400, // the connection is closed under it
      );
      assert.ok(endless >= 400 && endless < 500, `${path}: ${endless}`);
    }
    assert.equal((await fetch(`${province.address}/oidc/jwks`)).status, 200);
  });
});

describe('Clients', () => {
  const basic = (id: string, secret: string) => ({
    authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
  });
  const token = async (headers: Record<string, string>, body: Record<string, string>) => {
    const answer = await fetch(`${province.address}/oidc/token`, {
      method: 'POST',
      headers,
      body: new URLSearchParams(body),
    });
    return {
      status: answer.status,
      body: (await answer.json()) as { error?: string; access_token?: string },
    };
  };

  test('Nor is a request pushed, a token asked about or revoked by whoever does not prove to be a client', async () => {
    const { back, checks } = await enter();
    const tokens = await client.authorizationCodeGrant(party.config, back, checks);
    const asks: Record<string, Record<string, string>> = {
      request: { response_type: 'code', redirect_uri: party.redirectUri, scope: 'openid' },
      'token/revocation': { token: tokens.access_token },
      'token/introspection': { token: tokens.access_token },
    };
    for (const [path, fields] of Object.entries(asks))
      for (const headers of [basic('ung-dung-thu', 'guess'), basic('khong-co', 'x'), {}]) {
        const answer = await fetch(`${province.address}/oidc/${path}`, {
          method: 'POST',
          headers,
          body: new URLSearchParams({ ...fields, client_id: 'ung-dung-thu' }),
        });
        assert.ok([400, 401].includes(answer.status), `${path}: ${answer.status}`);
        assert.match(((await answer.json()) as { error: string }).error, /^invalid_(client|request)$/);
      }
    assert.ok(await client.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub), 'it was not revoked');
  });

  test('A scope that an application was not given is not asked for in its name', async () => {
    const got = await ask((url) => url.searchParams.set('scope', 'openid email'));
    assert.equal(new URL(got.to!).searchParams.get('error'), 'invalid_scope');
  });

  test('Whoever knows no secret gets nothing', async () => {
    const asks = { grant_type: 'client_credentials' };
    assert.equal((await token(basic('ung-dung-thu', 'guess'), asks)).status, 401);
    assert.equal((await token(basic('ung-dung-thu', 'only its hash is kept'), asks)).status, 401);
    assert.equal((await token(basic('khong-co', 'x'), asks)).status, 401);
    assert.equal((await token({}, { ...asks, client_id: 'ung-dung-thu' })).status, 401);
  });

  test('An application of people does not act in its own name', async () => {
    const { secret } = await administer('identity.add-client-key', { client: 'ung-dung-thu', days: 1 });
    const got = await token(basic('ung-dung-thu', secret), { grant_type: 'client_credentials' });
    assert.equal(got.body.error, 'invalid_request');
  });

  describe('that sign', () => {
    let key: CryptoKey;
    let jwk: object;
    const claims = (change: Record<string, unknown> = {}) => ({
      iss: 'may-ky',
      sub: 'may-ky',
      aud: `${province.address}/oidc`,
      jti: crypto.randomUUID(),
      exp: Math.floor(Date.now() / 1000) + 60,
      iat: Math.floor(Date.now() / 1000),
      ...change,
    });
    /** The clock of the province stands still, those who sign go by the world's: a proof of now must not be one of a time to come. */
    const itIsNow = () => province.clock.advance(Date.now() - province.clock.now().getTime());
    const by = async (assertion: string) => {
      itIsNow();
      return token(
        {},
        {
          grant_type: 'client_credentials',
          client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
          client_assertion: assertion,
        },
      );
    };
    const signed = (payload: object, header: object = {}) =>
      new SignJWT(payload as never).setProtectedHeader({ alg: 'ES256', ...header } as never).sign(key);

    before(async () => {
      itIsNow();
      const pair = await generateKeyPair('ES256', { extractable: true });
      key = pair.privateKey;
      jwk = await exportJWK(pair.publicKey);
      await administer('identity.register-client', {
        id: 'may-ky',
        kind: 'machine',
        authMethod: 'private_key_jwt',
        name: { vi: 'Máy', en: 'Machine' },
      });
      await administer('identity.add-client-key', { client: 'may-ky', key: JSON.stringify(jwk), days: 30 });
    });

    test('get a token by a proof of their key, which is good once', async () => {
      const assertion = await signed(claims());
      assert.equal((await by(assertion)).status, 200);
      assert.equal((await by(assertion)).status, 401);
      const fresh = await signed(claims());
      const both = await Promise.all([by(fresh), by(fresh), by(fresh)]);
      assert.equal(both.filter(({ status }) => status === 200).length, 1);
    });

    test('are refused without a signature, or by one made of the public key', async () => {
      const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
      const none = `${part({ alg: 'none' })}.${part(claims())}.`;
      assert.equal((await by(none)).status, 401);
      const head = `${part({ alg: 'HS256' })}.${part(claims())}`;
      const secret = JSON.stringify(jwk);
      assert.equal((await by(`${head}.${createHmac('sha256', secret).update(head).digest('base64url')}`)).status, 401);
    });

    test('are refused a proof for somebody else, of another time, or that is too long good', async () => {
      const now = Math.floor(Date.now() / 1000);
      for (const change of [
        { aud: 'https://another.example' },
        { exp: now - 60 },
        { exp: undefined },
        { exp: now + 86_400 },
        { jti: undefined },
        { iss: 'ung-dung-thu' },
        { nbf: now + 600 },
        { iat: now + 600 },
      ])
        assert.equal((await by(await signed(claims(change)))).status, 401, JSON.stringify(change));
      // A clock that is some seconds off is no attack.
      assert.equal((await by(await signed(claims({ iat: now + 8, nbf: now + 8 })))).status, 200);
    });
  });
});
