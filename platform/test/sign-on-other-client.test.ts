/** The OpenID provider, seen by a client of other descent: oidc-client-ts, as applications in a browser use it. */
import assert from 'node:assert/strict';
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
