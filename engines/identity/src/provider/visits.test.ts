import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, request, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { once } from 'node:events';
import { after, before, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { Provider, type KoaContextWithOIDC } from 'oidc-provider';
import { letGo, noteContext } from './visits.ts';

let server: Server;
/** What the library does besides, for the test that is running. */
let work: (ctx: KoaContextWithOIDC) => Promise<void> = async () => {};
let context: KoaContextWithOIDC;
let closed: Promise<unknown>;

before(async () => {
  const provider = new Provider('http://127.0.0.1/oidc', { cookies: { keys: ['of the test'] } });
  provider.use(async (ctx, next) => {
    context = ctx as unknown as KoaContextWithOIDC;
    noteContext(context);
    await next();
    await work(context);
  });
  const serve = provider.callback();
  server = createServer((asked, answer) => {
    closed = once(answer, 'close');
    void serve(asked, answer).then(() => letGo(asked, answer));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
after(() => server.close());

/** What the library's own context of a request holds on to. */
const held = ({ oidc }: KoaContextWithOIDC): unknown => (oidc as { ctx?: unknown }).ctx;

const ask = (path = '/jwks'): ReturnType<typeof request> =>
  request({ port: (server.address() as AddressInfo).port, path, agent: false }).end();

test('What a request to the provider held is let go once its answer has gone out', async () => {
  work = async (ctx) => assert.ok(ctx.oidc.route === 'jwks' && held(ctx) === ctx, 'it is whole while it is served');
  const [answer] = (await once(ask(), 'response')) as [IncomingMessage];
  let body = '';
  for await (const chunk of answer.setEncoding('utf8')) body += chunk;
  assert.equal(answer.statusCode, 200);
  assert.ok(body.includes('"keys"'));
  await closed;
  const { req, res, request: asked, response } = context;
  assert.deepEqual([req, res, asked, response, held(context)], [undefined, undefined, undefined, undefined, undefined]);
});

test('A request that was broken off is served to its end with all that it needs', async () => {
  let seen: unknown;
  const served = new Promise<void>((done) => {
    work = async (ctx) => {
      leaving.destroy();
      await closed;
      await new Promise((wake) => setImmediate(wake));
      seen = ctx.req;
      done();
    };
  });
  const leaving = ask().on('error', () => {});
  await served;
  assert.ok(seen, 'whatever is still to be written (the audit trail) can be written');
  await eventually(() => assert.equal(context.req, undefined, 'and then it is let go too'));
});

test('An address that is none of the provider is answered as ever', async () => {
  work = async () => {};
  const [answer] = (await once(ask('/nowhere'), 'response')) as [IncomingMessage];
  answer.resume();
  await closed;
  assert.equal(answer.statusCode, 404);
});
