// The floor of `token`: oidc-provider alone with its in-memory adapter, behind the same Fastify, giving out tokens of the same form.
import { generateKeyPairSync } from 'node:crypto';
import Fastify from 'fastify';
import Provider from 'oidc-provider';
import { obey } from './phase.ts';

export interface TokenFloorOrder {
  readonly address: string;
  readonly id: string;
  readonly secret: string;
  readonly scope: string;
}

obey(async ({ address, id, secret, scope }: TokenFloorOrder) => {
  const key = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey.export({ format: 'jwk' });
  const resource = `${address}/api`;
  const provider = new Provider(`${address}/oidc`, {
    clients: [
      {
        client_id: id,
        client_secret: secret,
        grant_types: ['client_credentials'],
        response_types: [],
        redirect_uris: [],
        id_token_signed_response_alg: 'ES256',
      },
    ],
    jwks: { keys: [{ ...key, alg: 'ES256', use: 'sig' } as never] },
    enabledJWA: { idTokenSigningAlgValues: ['ES256'] },
    clientDefaults: { id_token_signed_response_alg: 'ES256' },
    ttl: { ClientCredentials: 600 },
    cookies: { keys: [secret] },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => resource,
        getResourceServerInfo: () => ({
          scope,
          audience: resource,
          accessTokenFormat: 'jwt',
          jwt: { sign: { alg: 'ES256' } },
        }),
      },
    },
  });
  const serve = provider.callback();
  const server = Fastify();
  server.register(async (mounted) => {
    mounted.removeAllContentTypeParsers();
    mounted.addContentTypeParser('*', (_request, payload, done) => done(null, payload));
    mounted.all('/oidc/*', (request, reply) => {
      reply.hijack();
      const { raw } = request;
      (raw as { originalUrl?: string }).originalUrl = raw.url!;
      raw.url = raw.url!.slice('/oidc'.length);
      void serve(raw, reply.raw);
    });
  });
  const { hostname, port } = new URL(address);
  await server.listen({ host: hostname, port: Number(port) });
  process.send!({ listening: address });
});
