// The smallest server there is: one page, nothing else. `node bare.ts PORT`
import Fastify from 'fastify';

const server = Fastify();
server.get('/', (_request, reply) => {
  reply.type('text/html; charset=utf-8').send('<!doctype html><title>Đình</title>');
});
await server.listen({ host: '127.0.0.1', port: Number(process.argv[2]) });
