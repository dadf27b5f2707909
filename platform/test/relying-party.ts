/** An application of somebody else's, as standard clients are: it knows the provider's address and nothing more. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import * as client from 'openid-client';
import type { Province, Visitor } from './province.ts';

export interface RelyingParty {
  readonly config: client.Configuration;
  readonly redirectUri: string;
  /** What was posted to its address for sign-outs. */
  readonly notices: string[];
  close(): Promise<void>;
}

export interface PartyOptions {
  readonly id?: string;
  readonly scopes?: string[];
  readonly consent?: boolean;
  readonly subject?: 'pairwise' | 'public';
  readonly frontchannel?: boolean;
}

/** Registers an application with the province and makes a client of it by `openid-client`. */
export async function openParty(province: Province, options: PartyOptions = {}): Promise<RelyingParty> {
  const notices: string[] = [];
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += String(chunk)));
    request.on('end', () => {
      if (request.url === '/signed-out') notices.push(new URLSearchParams(body).get('logout_token') ?? '');
      response.end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  const own = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const id = options.id ?? 'ung-dung-thu';
  const redirectUri = `${own}/back`;
  const administrator = await province.signIn('quantri');
  await administrator.api('identity.register-client', {
    id,
    kind: 'application',
    authMethod: 'client_secret_basic',
    name: { vi: 'Ứng dụng thử', en: 'Trial application' },
    redirectUris: [redirectUri],
    postLogoutRedirectUris: [`${own}/bye`],
    backchannelLogoutUri: `${own}/signed-out`,
    ...(options.frontchannel && { frontchannelLogoutUri: `${own}/frame` }),
    scopes: options.scopes ?? ['openid', 'profile', 'email', 'phone', 'official', 'offline_access'],
    consent: options.consent ?? true,
    subject: options.subject ?? 'pairwise',
  });
  const { secret } = await administrator.api('identity.add-client-key', { client: id, days: 30 });
  const config = await client.discovery(
    new URL(`${province.address}/oidc`),
    id,
    { id_token_signed_response_alg: 'ES256' },
    client.ClientSecretBasic(secret!),
    { execute: [client.allowInsecureRequests] },
  );
  return { config, redirectUri, notices, close: () => closeServer(server) };
}

async function closeServer(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

export interface Started {
  readonly url: URL;
  readonly checks: { pkceCodeVerifier: string; expectedNonce: string; expectedState: string };
}

/** The address to which the application sends a person, and what it remembers of it. */
export async function begin(party: RelyingParty, parameters: Record<string, string> = {}): Promise<Started> {
  const pkceCodeVerifier = client.randomPKCECodeVerifier();
  const checks = {
    pkceCodeVerifier,
    expectedNonce: client.randomNonce(),
    expectedState: client.randomState(),
  };
  const url = client.buildAuthorizationUrl(party.config, {
    redirect_uri: party.redirectUri,
    scope: 'openid profile',
    code_challenge: await client.calculatePKCECodeChallenge(pkceCodeVerifier),
    code_challenge_method: 'S256',
    nonce: checks.expectedNonce,
    state: checks.expectedState,
    ...parameters,
  });
  return { url, checks };
}

/**
 * Goes with a browser from the application to the provider and back: follows redirects and the pages that go on by
 * themselves, and answers the question for consent.
 * @returns where the application would be called, with its parameters
 */
export async function walk(visitor: Visitor, start: URL | string, answer: 'yes' | 'no' = 'yes'): Promise<URL> {
  let at = String(start);
  for (let hop = 0; hop < 12; hop++) {
    const got = await visitor.get(at);
    let next = got.location ?? onward(got.text);
    if (!next && got.text.includes('name="answer"'))
      next = onward((await visitor.submit(got, { answer }, { form: '/cap-quyen/' })).text);
    if (!next)
      throw new Error(
        `the way ends at ${at}: ${got.status} ${/<main[\s\S]*<\/main>/.exec(got.text)?.[0] ?? got.text.slice(0, 500)}`,
      );
    if (next.startsWith('http') && !next.includes('/oidc/') && !next.includes('/cap-quyen/')) return new URL(next);
    at = next;
  }
  throw new Error('the way does not end');
}

/** Where a page goes by itself. */
export function onward(text: string): string | undefined {
  const found = /http-equiv="refresh" content="\d+;url=([^"]+)"/.exec(text)?.[1];
  return found?.replaceAll('&amp;', '&').replaceAll('&#39;', "'");
}

export { client };

/** Signs somebody in and leads them to the application. @returns the address to which they come back */
export async function enter(
  province: Province,
  party: RelyingParty,
  account = 'congdan',
  parameters: Record<string, string> = {},
): Promise<{ person: Visitor; back: URL; checks: Started['checks'] }> {
  const person = await province.signIn(account);
  const { url, checks } = await begin(party, parameters);
  return { person, back: await walk(person, url), checks };
}

/** Passes errors of `openid-client` that carry one of these codes, for `assert.rejects`. */
export const refusedWith =
  (...codes: string[]) =>
  (error: unknown): true => {
    const { error: code = '', cause } = error as { error?: string; cause?: unknown };
    if (codes.includes(code)) return true;
    throw new Error(`${String(error)} ${JSON.stringify(cause ?? {})}`);
  };
