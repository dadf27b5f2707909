// A bare Fastify that knows a few pages by heart.
import Fastify from 'fastify';
import { obey } from './phase.ts';

obey(async ({ address, pages }: { address: string; pages: readonly { path: string; body: string }[] }) => {
  const server = Fastify();
  const known = new Map(pages.map(({ path, body }) => [path, Buffer.from(body)]));
  for (const path of new Set(pages.map((p) => p.path.split('?')[0]!)))
    server.get(path, (request, reply) => {
      reply.type('text/html; charset=utf-8').send(known.get(request.url));
    });
  const { hostname, port } = new URL(address);
  await server.listen({ host: hostname, port: Number(port) });
  process.send!({ listening: address });
});
