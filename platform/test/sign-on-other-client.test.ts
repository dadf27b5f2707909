/** The OpenID provider, seen by a client of other descent: oidc-client-ts, as applications in a browser use it. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, test } from 'node:test';
import { InMemoryWebStorage, OidcClient, WebStorageStateStore } from 'oidc-client-ts';
import { openProvince, type Province } from './province.ts';
import { walk } from './relying-party.ts';

let province: Province;
const redirectUri = 'http://127.0.0.1:4/back';
const origin = new URL(redirectUri).origin;

before(async () => {
  province = await openProvince(new Date().toISOString());
  await (
    await province.signIn('quantri')
  ).api('identity.register-client', {
    id: 'trang-web',
    kind: 'application',
    authMethod: 'none',
    name: { vi: 'Trang web', en: 'Web page' },
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [`${origin}/bye`],
    scopes: ['openid', 'profile', 'email', 'offline_access'],
  });
});
after(() => province.close());

test('An application without a secret, all of it in a browser, signs in, refreshes, revokes and signs out', async () => {
  const application = new OidcClient({
    authority: `${province.address}/oidc`,
    client_id: 'trang-web',
    redirect_uri: redirectUri,
    post_logout_redirect_uri: `${origin}/bye`,
    scope: 'openid profile offline_access',
    prompt: 'consent',
    loadUserInfo: true,
    filterProtocolClaims: false,
    stateStore: new WebStorageStateStore({ store: new InMemoryWebStorage() }),
  });
  const person = await province.signIn('congdan');
  const request = await application.createSigninRequest({});
  const back = await walk(person, request.url);
  const signedIn = await application.processSigninResponse(String(back));
  assert.match(String(signedIn.profile.name), /\p{L}+ \p{L}+/u);
  assert.equal(signedIn.profile['acr'], 'AS-4');

  const refreshed = await application.useRefreshToken({
    state: {
      refresh_token: signedIn.refresh_token!,
      profile: signedIn.profile,
      data: {},
      session_state: null,
    } as never,
  });
  assert.notEqual(refreshed.access_token, signedIn.access_token);
  await application.revokeToken(refreshed.refresh_token!, 'refresh_token');
  const me = () =>
    fetch(`${province.address}/oidc/me`, {
      headers: { authorization: `Bearer ${refreshed.access_token}`, origin },
    });
  assert.equal((await me()).status, 401);

  const out = await application.createSignoutRequest({ id_token_hint: refreshed.id_token! });
  assert.equal((await person.get(out.url)).status, 200);
});

test('An application on a telephone, which anybody can pretend to be, is asked about every time, whatever was allowed before', async () => {
  const redirect = 'http://127.0.0.1:5/back';
  await (
    await province.signIn('quantri')
  ).api('identity.register-client', {
    id: 'dien-thoai',
    kind: 'application',
    authMethod: 'none',
    native: true,
    consent: false,
    name: { vi: 'Ứng dụng điện thoại', en: 'Telephone' },
    redirectUris: [redirect],
  });
  const person = await province.signIn('congdan');
  const ask = async (prompt: Record<string, string> = {}, answer: 'yes' | 'no' = 'yes') => {
    const query = new URLSearchParams({
      client_id: 'dien-thoai',
      response_type: 'code',
      redirect_uri: redirect,
      scope: 'openid profile',
      state: 's',
      code_challenge: createHash('sha256').update('v'.repeat(50)).digest('base64url'),
      code_challenge_method: 'S256',
      ...prompt,
    });
    return (await walk(person, `${province.address}/oidc/auth?${query}`, answer)).searchParams;
  };
  assert.ok((await ask()).has('code'));
  assert.equal((await ask({ prompt: 'none' })).get('error'), 'interaction_required');
  assert.equal((await ask({}, 'no')).get('error'), 'access_denied', 'the question was asked again');
});

test('A browser lets only its own pages read what the provider answers', async () => {
  const asked = (from: string) =>
    fetch(`${province.address}/oidc/token`, {
      method: 'POST',
      headers: { origin: from },
      body: new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: 'trang-web',
        code: 'x',
        redirect_uri: redirectUri,
      }),
    });
  assert.equal((await asked(origin)).headers.get('access-control-allow-origin'), origin);
  assert.equal((await asked('https://attacker.example')).headers.get('access-control-allow-origin'), null);
});
