import type { App } from '@dinh/kernel';
import type * as Library from 'openid-client';
import { upstreamAway, upstreamOfOrganisation, upstreamWrong } from '../errors.ts';
import { isOrganisation, readPerson, type UpstreamPerson } from './claims.ts';
import type { IdentityProvider } from './definition.ts';
import { KeptKeys } from './kept-keys.ts';
import { standInAlgorithm, standInClient, standInPath } from './stand-in.ts';

/** Seconds for which an answer is waited for. */
const patience = 8;
/** Seconds by which its clock may be off. */
const tolerance = 60;

/** Where the provider sends people back to; to be registered there. */
export const returnTo = (app: App, key: string): string => `${app.config.publicUrl}/dang-nhap/ve/${key}`;

/** What discovery told is asked anew after this long, milliseconds. */
const keptFor = 3_600_000;

interface Known {
  readonly body: IdentityProvider;
  readonly publicUrl: string;
  readonly at: number;
  readonly configuration: Maker;
  readonly keys: KeptKeys;
}

/** Makes what the library asks a provider by; anew for each exchange, since it would keep the provider's keys there. */
type Maker = (fetch?: Library.CustomFetch) => Library.Configuration;

const known = new WeakMap<App, Map<string, Known>>();

/** What was said of a provider, found out and kept; asked anew when the pack says something else. @throws upstreamAway */
async function knownOf(app: App, provider: IdentityProvider): Promise<Known> {
  let kept = known.get(app);
  if (!kept) known.set(app, (kept = new Map()));
  const { publicUrl } = app.config;
  const found = kept.get(provider.key);
  const at = app.clock.now().getTime();
  if (found?.body === provider && found.publicUrl === publicUrl && at - found.at < keptFor) return found;
  const configuration = await make(app, provider).catch((cause: unknown) => {
    // What it told an hour ago is better than nothing.
    if (found?.body === provider && found.publicUrl === publicUrl) return found.configuration;
    throw upstreamAway({ name: provider.name.vi }, { cause });
  });
  const keys = found?.body === provider && found.publicUrl === publicUrl ? found.keys : new KeptKeys(app.clock);
  const now = { body: provider, publicUrl, at, configuration, keys };
  kept.set(provider.key, now);
  return now;
}

async function make(app: App, provider: IdentityProvider): Promise<Maker> {
  const client = await import('openid-client');
  const standIn = provider.standIn === true && app.config.demonstration;
  const issuer = standIn ? app.config.publicUrl + standInPath : provider.issuer;
  const id = standIn ? standInClient.id : provider.clientId;
  const secret = () => (standIn ? standInClient.secret : secretOf(provider));
  const auth =
    provider.clientAuth === 'none' && !standIn
      ? client.None()
      : provider.clientAuth === 'client_secret_post' && !standIn
        ? client.ClientSecretPost(secret())
        : client.ClientSecretBasic(secret());
  const metadata = { [client.clockTolerance]: tolerance } as Partial<Library.ClientMetadata>;
  let server: Library.ServerMetadata;
  if (standIn || provider.discovery) {
    const found = await client.discovery(new URL(issuer), id, metadata, auth, {
      timeout: patience,
      ...(standIn && { execute: [client.allowInsecureRequests] }),
    });
    server = found.serverMetadata();
  } else {
    const { authorization, token, jwks, userinfo } = provider.endpoints!;
    server = {
      issuer,
      authorization_endpoint: authorization,
      token_endpoint: token,
      jwks_uri: jwks,
      ...(userinfo && { userinfo_endpoint: userinfo }),
    };
  }
  // Which signatures count is said by the province and not by whoever answers.
  const told = {
    ...server,
    id_token_signing_alg_values_supported: standIn ? [standInAlgorithm] : provider.algorithms,
  };
  return (fetch) => {
    const config = new client.Configuration(told, id, metadata, auth);
    if (standIn) client.allowInsecureRequests(config);
    config.timeout = patience;
    if (fetch) config[client.customFetch] = fetch;
    // The signature is verified although the token came straight from the provider.
    client.enableNonRepudiationChecks(config);
    return config;
  };
}

function secretOf({ key }: IdentityProvider): string {
  const name = `DINH_UPSTREAM_SECRET_${key.toUpperCase().replaceAll('-', '_')}`;
  const secret = process.env[name];
  if (!secret) throw new Error(`${name} is not set`);
  return secret;
}

/** What is asked of the provider: the least of its levels that reaches ours, or what it is always asked. */
function acrFor({ levels, acrValues }: IdentityProvider, level: number | undefined): string | undefined {
  const reaching = levels.filter((one) => level !== undefined && one.level >= level);
  return reaching.sort((a, b) => a.level - b.level)[0]?.acr ?? acrValues;
}

export interface Begun {
  readonly url: string;
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
}

/** What is needed to send somebody to the provider. @param level that is to be reached @throws upstreamAway it cannot even be found out */
export async function begin(app: App, provider: IdentityProvider, level?: number): Promise<Begun> {
  const client = await import('openid-client');
  const { configuration } = await knownOf(app, provider);
  const config = configuration();
  const acr = acrFor(provider, level);
  const verifier = client.randomPKCECodeVerifier();
  const [state, nonce] = [client.randomState(), client.randomNonce()];
  const url = client.buildAuthorizationUrl(config, {
    redirect_uri: returnTo(app, provider.key),
    scope: provider.scope,
    state,
    nonce,
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(acr && { acr_values: acr }),
    // Whoever is asked for a level shows it now; otherwise a session of theirs at the provider is as good.
    ...(level !== undefined && { prompt: 'login' }),
  });
  return { url: url.href, state, nonce, verifier };
}

/**
 * Exchanges the answer for who it is: code, ID token (signature, issuer, audience, nonce, time), and userinfo, whose subject must be
 * the same.
 * @throws upstreamAway it does not answer, or with a fault of its own; upstreamWrong what it says is not to be believed
 */
export async function finish(
  app: App,
  provider: IdentityProvider,
  answer: URL,
  checks: { state: string; nonce: string; verifier: string },
): Promise<UpstreamPerson> {
  const client = await import('openid-client');
  const { configuration, keys } = await knownOf(app, provider);
  const config = configuration(keys.reader(configuration().serverMetadata().jwks_uri));
  try {
    const tokens = await client.authorizationCodeGrant(config, answer, {
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      pkceCodeVerifier: checks.verifier,
      idTokenExpected: true,
    });
    const claims = tokens.claims()!;
    // The library looks at the end of a token; one that was made tomorrow is no better.
    if (claims.iat > app.clock.now().getTime() / 1000 + tolerance) throw new Error('the ID token is of the future');
    const info = config.serverMetadata().userinfo_endpoint
      ? await client.fetchUserInfo(config, tokens.access_token, claims.sub)
      : {};
    // What the ID token says stands above: it is signed.
    const said = { ...info, ...claims };
    if (isOrganisation(provider, said)) throw upstreamOfOrganisation({ name: provider.name.vi });
    const person = readPerson(provider, said);
    if (!person) throw upstreamWrong({ name: provider.name.vi });
    return person;
  } catch (error) {
    throw judged(provider, error);
  }
}

/** Whether the provider is away, or says what is not to be believed. */
function judged(provider: IdentityProvider, error: unknown): unknown {
  const { code, name, status, cause } = error as {
    code?: string;
    name?: string;
    status?: number;
    cause?: { status?: number; name?: string; code?: string };
  };
  if (name === 'Refusal') return error;
  const answered = status ?? cause?.status;
  const away =
    code === 'OAUTH_TIMEOUT' ||
    name === 'TypeError' ||
    cause?.name === 'TimeoutError' ||
    (answered !== undefined && answered >= 500);
  return (away ? upstreamAway : upstreamWrong)({ name: provider.name.vi }, { cause: error });
}
