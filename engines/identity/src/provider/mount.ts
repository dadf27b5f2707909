import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';
import type { App, Mount } from '@dinh/kernel';
import { provider } from './provider.ts';
import { livingToken, looksLikeToken, readToken } from './tokens.ts';
import { noteVisit, type ProviderVisit } from './visits.ts';

const prefix = '/oidc';

/** The OpenID provider below `/oidc`. */
export const providerMount: Mount = {
  prefix,
  async serve(app, request, response, visit) {
    const { serve } = await provider(app);
    const { host, protocol } = new URL(app.config.publicUrl);
    // Addresses that the provider tells are those by which the public reaches us, whatever a request says of itself.
    request.headers.host = host;
    request.headers['x-forwarded-proto'] = protocol.slice(0, -1);
    delete request.headers['x-forwarded-host'];
    const all = request as IncomingMessage & { originalUrl?: string };
    all.originalUrl = request.url!;
    request.url = request.url!.slice(prefix.length);
    const { session } = visit.call.principal;
    noteVisit(request, { ...visit, session, token: await presentedToken(app, request) });
    const policy = String(response.getHeader('content-security-policy') ?? '');
    if (policy) response.setHeader('content-security-policy', `${policy}; script-src 'self'`);
    await serve(request, response);
  },
};

const aboutTokens = new Set(['/token/introspection', '/token/revocation']);

/**
 * Signed tokens are not kept, so the provider could neither look into one nor take it back. Where a request is about one,
 * it is read here and put before the provider as what it stands for, under the identifier that it carries.
 */
async function presentedToken(app: App, request: IncomingMessage): Promise<ProviderVisit['token']> {
  if (request.method !== 'POST' || !aboutTokens.has(request.url!.split('?')[0]!)) return undefined;
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  const body = await read(request, 56 * 1024);
  const form = new URLSearchParams(body.toString('utf8'));
  const [token, ...more] = form.getAll('token');
  let found: ProviderVisit['token'];
  if (token && more.length === 0 && looksLikeToken(token)) {
    const signed = await readToken(app, token);
    const bearer = signed && (await livingToken(app, signed));
    form.set('token', signed?.jti ?? 'not-ours');
    if (signed && bearer)
      found = {
        kind: bearer.person ? 'AccessToken' : 'ClientCredentials',
        payload: {
          kind: bearer.person ? 'AccessToken' : 'ClientCredentials',
          jti: signed.jti,
          iat: signed.issuedAt,
          exp: signed.expiresAt,
          clientId: signed.client,
          aud: signed.audience,
          scope: signed.scope,
          jkt: signed.jkt,
          'x5t#S256': signed.certificate,
          ...(bearer.person && {
            accountId: bearer.person,
            grantId: signed.grant,
            ...(signed.session && { sessionUid: signed.session, expiresWithSession: true }),
          }),
        },
      };
  }
  again(request, Buffer.from(form.toString()));
  return found;
}

async function read(request: IncomingMessage, limit: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= limit) chunks.push(chunk); // what is too long is read to its end and then refused
  }
  return size > limit ? Buffer.alloc(0) : Buffer.concat(chunks);
}

/** Lets a body be read once more. */
function again(request: IncomingMessage, body: Buffer): void {
  const stream = Readable.from([body]);
  request.headers['content-length'] = String(body.length);
  Object.defineProperty(request, 'readable', { get: () => stream.readable });
  request.iterator = (options) => stream.iterator(options);
}
