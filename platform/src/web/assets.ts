import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { notFound } from '@dinh/kernel';
import { assetsDir } from '@dinh/ui';
import type { FastifyInstance } from 'fastify';

const types: Record<string, string> = {
  css: 'text/css; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  svg: 'image/svg+xml',
  png: 'image/png',
  json: 'application/json; charset=utf-8',
  map: 'application/json; charset=utf-8',
};

/** Styles, scripts and fonts; their names carry a hash of their content, so browsers keep them for ever. */
export function mountAssets(server: FastifyInstance): void {
  let known: Promise<Set<string>> | undefined;
  server.get<{ Params: { name: string } }>('/assets/:name', async (request, reply) => {
    const { name } = request.params;
    // Only names that stand in the folder: no path can lead out of it.
    known ??= readdir(assetsDir).then((names) => new Set(names));
    if (!(await known).has(name)) throw notFound();
    const path = join(assetsDir, name);
    const squeezed = request.headers['accept-encoding']?.includes('br') && (await known).has(`${name}.br`);
    reply
      .header('cache-control', 'public, max-age=31536000, immutable')
      .type(types[name.split('.').at(-1)!] ?? 'application/octet-stream');
    if (squeezed) reply.header('content-encoding', 'br').header('vary', 'accept-encoding');
    const file = squeezed ? `${path}.br` : path;
    return reply.header('content-length', (await stat(file)).size).send(createReadStream(file));
  });
}
