import type { IncomingMessage } from 'node:http';
import type { App, Mount } from '@dinh/kernel';
import { provider } from './provider.ts';
import { livingToken, looksLikeToken, readToken } from './tokens.ts';
import { letGo, noteVisit, type ProviderVisit } from './visits.ts';

const prefix = '/oidc';

/** The OpenID provider below `/oidc`. */
export const providerMount: Mount = {
  prefix,
  async serve(app, request, response, visit) {
    const made = provider(app);
    const { serve, host, protocol } = made instanceof Promise ? await made : made;
    // Addresses that the provider tells are those by which the public reaches us, whatever a request says of itself.
    request.headers.host = host;
    request.headers['x-forwarded-proto'] = protocol;
    delete request.headers['x-forwarded-host'];
    const all = request as IncomingMessage & { originalUrl?: string };
    all.originalUrl = request.url!;
    request.url = request.url!.slice(prefix.length);
    const { session } = visit.call.principal;
    const body = request.method === 'POST' ? handOver(request, inOnePiece(request)) : undefined;
    const token = body && aboutTokens.test(request.url) ? await presentedToken(app, request, body) : undefined;
    noteVisit(request, { ...visit, session, token });
    const policy = String(response.getHeader('content-security-policy') ?? '');
    if (policy) response.setHeader('content-security-policy', `${policy}; script-src 'self'`);
    await serve(request, response);
    letGo(request, response);
  },
};

const aboutTokens = /^\/token\/(introspection|revocation)(\?|$)/;
/** As many bytes as the library takes. */
const mostBytes = 56 * 1024;

/**
 * Signed tokens are not kept, so the provider could neither look into one nor take it back. Where a request is about one,
 * it is read here and put before the provider as what it stands for, under the identifier that it carries.
 */
async function presentedToken(app: App, request: IncomingMessage, given: Promise<Buffer>): Promise<ProviderVisit['token']> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(request.headers['content-type'] ?? '')) return undefined;
  const body = await given;
  if (body.length > mostBytes) return undefined; // the library refuses it
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
  const changed = Buffer.from(form.toString());
  request.headers['content-length'] = String(changed.length);
  void handOver(request, Promise.resolve(changed));
  return found;
}

/**
 * A body from the events of its request: to go through it by the iterator of the stream costs more than all that is done
 * with a form. Of one that is too long the first part comes, which is too long as well.
 */
function inOnePiece(request: IncomingMessage): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    const give = () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks));
    const take = (chunk: Buffer): void => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= mostBytes) return;
      request.off('data', take);
      give();
    };
    request.on('data', take).once('end', give).once('error', reject);
    request.once('close', () => {
      if (!request.complete) reject(new Error('the request was broken off'));
    });
  });
}

/** Lets the library read this body. */
function handOver(request: IncomingMessage, body: Promise<Buffer>): Promise<Buffer> {
  body.catch(() => {}); // told to the library when it reads; it need not read at all
  Object.defineProperty(request, 'readable', { value: true });
  request.iterator = () => new OnePiece(body);
  return body;
}

const over = Promise.resolve({ value: undefined, done: true } as const);

/** Goes through a body that is one piece; a generator would cost as much as reading the form. */
class OnePiece {
  #body: Promise<Buffer> | undefined;

  constructor(body: Promise<Buffer>) {
    this.#body = body;
  }

  [Symbol.asyncIterator](): this {
    return this;
  }

  next(): Promise<IteratorResult<Buffer, undefined>> {
    const body = this.#body;
    this.#body = undefined;
    return body ? body.then((value) => ({ value, done: false })) : over;
  }

  async [Symbol.asyncDispose](): Promise<void> {}
}
