import { createHmac, hkdfSync } from 'node:crypto';
import type { App } from '@dinh/kernel';
import type { Configuration, KoaContextWithOIDC } from 'oidc-provider';
import { findAccount } from './account.ts';
import { acrValues, levelAsked, levelOfAcr } from './assurance.ts';
import { own, ownMetadata } from './clients.ts';
import { grantFor } from './consent.ts';
import { errorScreen, signedOutScreen, signOutScreen } from './screens.ts';
import { apiScopes, knowledge } from './scopes.ts';
import { signersOf } from './signer.ts';
import type { SigningKeys } from './signing-keys.ts';
import { signingAlgorithm } from './signing-keys.ts';
import { apiOf } from './tokens.ts';

/** How long what the provider gives out is good, seconds. */
export const lives = {
  code: 60,
  accessToken: 10 * 60,
  idToken: 3600,
  interaction: 3600,
  grant: 90 * 24 * 3600,
  refreshToken: 14 * 24 * 3600,
  session: 8 * 24 * 3600, // longer than any session of ours, whose end is told
} as const;

/** Seconds by which somebody's clock may be off. */
const tolerance = 15;

type Library = typeof import('oidc-provider');

/** Secrets of the provider that all processes share, each for one use, derived from the installation's. */
const derived = (app: App, use: string): Buffer =>
  Buffer.from(hkdfSync('sha256', app.keys.secret, Buffer.alloc(0), `dinh identity.provider ${use}`, 32));

/**
 * All that oidc-provider is told; what is left out is its default, which is off or strict.
 * @param signing called when all of a token is known, before it is signed
 */
export function configuration(
  app: App,
  library: Library,
  keys: SigningKeys,
  certificateOf: (ctx: KoaContextWithOIDC) => string | undefined,
  signing: (ctx: KoaContextWithOIDC) => void,
): Configuration {
  const { errors } = library;
  return {
    jwks: {
      keys: signersOf(library, keys),
    },
    acrValues: [...acrValues],
    scopes: Object.keys(knowledge),
    claims: {
      ...Object.fromEntries(Object.entries(knowledge).map(([scope, { claims }]) => [scope, [...claims]])),
      // How sure we are of somebody goes along with who it is.
      openid: [...knowledge['openid']!.claims, 'acr', 'amr', 'auth_time'],
      iss: null,
      sid: null,
    },
    subjectTypes: ['pairwise', 'public'],
    pairwiseIdentifier: (_ctx, account, client) =>
      createHmac('sha256', derived(app, 'pairwise'))
        .update(`${(client as unknown as { sectorIdentifier: string }).sectorIdentifier}\n${account}`)
        .digest('base64url'),
    findAccount: (_ctx, id) => findAccount(app, id),
    loadExistingGrant: (ctx) => grantFor(app, ctx),
    interactions: { url: (_ctx, { uid }) => `/cap-quyen/${uid}`, policy: policy(library) },
    responseTypes: ['code'],
    pkce: { required: () => true },
    rotateRefreshToken: true,
    revokeGrantPolicy: () => true,
    // Ours, and nothing weaker; what is not named here cannot be asked for.
    enabledJWA: {
      idTokenSigningAlgValues: [signingAlgorithm],
      userinfoSigningAlgValues: [signingAlgorithm],
      clientAuthSigningAlgValues: ['ES256', 'PS256', 'RS256', 'EdDSA'],
      dPoPSigningAlgValues: ['ES256', 'EdDSA'],
    },
    clientDefaults: { id_token_signed_response_alg: signingAlgorithm, grant_types: [], response_types: [] },
    clientAuthMethods: ['none', 'client_secret_basic', 'private_key_jwt', 'self_signed_tls_client_auth'],
    extraClientMetadata: { properties: [...ownMetadata] },
    clockTolerance: tolerance,
    // A proof is made for the moment: one that is good for long, or from a time to come, could be kept.
    assertJwtClientAuthClaimsAndHeader: (_ctx, { exp, iat }) => {
      const now = app.clock.now().getTime() / 1000;
      if (Number(exp) > now + 600 || (iat !== undefined && Number(iat) > now + tolerance))
        throw new errors.InvalidClientAuth('the client assertion must be made for this moment');
    },
    conformIdTokenClaims: true,
    allowOmittingSingleRegisteredRedirectUri: false,
    enableHttpPostMethods: false,
    clientBasedCORS: (ctx, origin, client) =>
      (ctx.oidc.route === 'userinfo' || client.clientAuthMethod === 'none') &&
      (client.redirectUris ?? []).some((uri) => URL.parse(uri)?.origin === origin),
    cookies: {
      names: { session: 'dinh_oidc', interaction: 'dinh_oidc_step', resume: 'dinh_oidc_resume' },
      keys: [derived(app, 'cookies').toString('base64url')],
      long: { httpOnly: true, sameSite: 'lax', signed: true, path: '/' },
      short: { httpOnly: true, sameSite: 'lax', signed: true },
    },
    discovery: {
      ui_locales_supported: ['vi', 'en'],
      frontchannel_logout_supported: true,
      frontchannel_logout_session_supported: true,
    },
    ttl: {
      AccessToken: lives.accessToken,
      ClientCredentials: lives.accessToken,
      AuthorizationCode: lives.code,
      IdToken: lives.idToken,
      Interaction: lives.interaction,
      Grant: lives.grant,
      RefreshToken: lives.refreshToken,
      Session: lives.session,
    },
    formats: {
      customizers: {
        // By these the API asks whether the token still stands; see `livingToken`.
        jwt: (ctx, token, jwt) => {
          signing(ctx);
          const { grantId, expiresWithSession, sessionUid } = token as {
            grantId?: string;
            expiresWithSession?: boolean;
            sessionUid?: string;
          };
          if (grantId) jwt.payload['grant'] = grantId;
          if (expiresWithSession) jwt.payload['session'] = sessionUid;
          if (token.kind === 'AccessToken') Object.assign(jwt.payload, shownAt(ctx));
        },
      },
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      externalSigningSupport: { enabled: true, ack: 'experimental-01' },
      claimsParameter: { enabled: true },
      pushedAuthorizationRequests: { enabled: true },
      dPoP: { enabled: true, nonceSecret: derived(app, 'dpop') },
      mTLS: {
        enabled: true,
        certificateBoundAccessTokens: true,
        selfSignedTlsClientAuth: true,
        getCertificate: certificateOf,
      },
      // Only whoever a token is meant for, or came to, learns what it is worth.
      introspection: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) =>
          token.clientId === client.clientId || (client.clientAuthMethod !== 'none' && own(client).dinh_kind === 'machine'),
      },
      revocation: {
        enabled: true,
        allowedPolicy: (_ctx, client, token) => {
          if (token.clientId !== client.clientId)
            throw new errors.InvalidRequest('client is not authorized to revoke the presented token');
          return true;
        },
      },
      backchannelLogout: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: signOutScreen,
        postLogoutSuccessSource: signedOutScreen,
      },
      resourceIndicators: {
        enabled: true,
        // A machine acts at our API; an application asks for it by name, else its token is for userinfo.
        defaultResource: (_ctx, client, oneOf) => {
          if (oneOf) return oneOf;
          return own(client).dinh_kind === 'machine' ? apiOf(app) : (undefined as unknown as string);
        },
        getResourceServerInfo: (_ctx, resource, client) => {
          if (resource !== apiOf(app)) throw new errors.InvalidTarget();
          const known = apiScopes(app);
          return {
            scope: own(client)
              .dinh_scopes.filter((scope) => known.has(scope))
              .join(' '),
            audience: resource,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: signingAlgorithm } },
          };
        },
      },
    },
    renderError: errorScreen,
    // Clients are entered by administrators, never by themselves, and stand in the province's own networks: their private
    // addresses are allowed. Redirects are not followed, and nothing of the answer is shown to anybody.
    fetch: (url, options) => {
      const { dispatcher: _, ...rest } = (options ?? {}) as RequestInit & { dispatcher?: unknown };
      return fetch(url, rest);
    },
  };
}

/**
 * How sure of the person the sign-in was from which a token comes (RFC 9068, 2.2.1): by this the API knows whether the level
 * that an act asks for was shown, and when (RFC 9470).
 */
function shownAt({ oidc }: KoaContextWithOIDC): object {
  const { acr, amr, authTime } = oidc.entities.RefreshToken ?? oidc.entities.AuthorizationCode ?? {};
  return { acr, amr, auth_time: authTime };
}

/** When somebody is asked for more than their session already tells. */
function policy({ interactionPolicy }: Library) {
  const { base, Check } = interactionPolicy;
  const prompts = base();
  const checks = prompts.get('login')!.checks;
  // A higher level than the one asked for will do, which the checks of the library do not know.
  checks.remove('essential_acr');
  checks.remove('essential_acrs');
  checks.add(
    new Check('acr', 'the requested level of assurance was not reached', 'unmet_authentication_requirements', (ctx) => {
      const { level, essential } = levelAsked(ctx.oidc.params ?? {});
      // Whoever was asked once and came back with less has no more to show: the application sees what it got.
      const enough = (levelOfAcr(ctx.oidc.acr) ?? 0) >= level || (!essential && ctx.oidc.result?.login);
      return enough ? Check.NO_NEED_TO_PROMPT : Check.REQUEST_PROMPT;
    }),
  );
  return prompts;
}
