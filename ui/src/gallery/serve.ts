/** A small server for the gallery: for the browser tests, and for looking. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assetsDir } from '../assets.ts';
import { buildAssets } from '../build.ts';
import { toLang } from '../lang.ts';
import { errorPage } from '../pages/error.ts';
import { uploadedSample } from './content.ts';
import { sampleTable } from './figures.ts';
import { gallery } from './gallery.ts';
import { galleryDesk, galleryHome, galleryLedger, galleryQueues } from './rooms.ts';
import { site } from './sample.ts';

/** The policy under which everything here must work. */
export const policy = "default-src 'self'; frame-ancestors 'self'; base-uri 'none'; form-action 'self'";

export interface GalleryServer {
  readonly url: string;
  /** Tells every open page that a topic has changed; the queue's count goes up by one. */
  readonly change: (topic: string) => void;
  /** Bodies that were posted, newest last. */
  readonly posted: string[];
  readonly close: () => Promise<void>;
}

/** Serves the gallery on a free port of the loopback. */
export async function serveGallery(): Promise<GalleryServer> {
  await buildAssets();
  const listeners = new Set<ServerResponse>();
  const posted: string[] = [];
  let count = 18;
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    const lang = toLang(url.searchParams.get('lang'));
    response.setHeader('content-security-policy', policy);
    const send = (body: unknown, type = 'text/html; charset=utf-8') => response.setHeader('content-type', type).end(String(body));
    if (request.method === 'POST')
      return void receive(request, response, posted, () => send(uploadedSample(lang, 'Tệp đã gửi.pdf', 1000)));
    if (url.pathname.startsWith('/assets/')) return sendAsset(url.pathname, response);
    if (url.pathname === '/su-kien') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(': xin chào\n\n');
      listeners.add(response);
      return request.on('close', () => listeners.delete(response));
    }
    const pages: Record<string, () => unknown> = {
      '/gallery': () => gallery(lang),
      '/home': () => galleryHome(lang),
      '/desk': () => galleryDesk(lang, url.searchParams.has('open')),
      '/ledger': () => galleryLedger(lang),
      '/error': () => errorPage(lang, { status: 500, site, url: '/error', number: 'E7-20261121-0042' }),
      '/fragment/queues': () => galleryQueues(lang, count),
      '/fragment/list': () => sampleTable(lang, 24, { dense: true, narrow: false }),
    };
    const page = pages[url.pathname];
    if (page) return send(page());
    if (url.pathname === '/goi-y' || url.pathname === '/lenh') {
      return send(JSON.stringify([{ label: 'Cấp giấy phép xây dựng', href: '/home', hint: 'Sở Xây dựng' }]), 'application/json');
    }
    response.statusCode = 404;
    return send(errorPage(lang, { status: 404, site, url: url.pathname }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    posted,
    change(topic) {
      count += 1;
      for (const one of listeners) one.write(`event: change\ndata: ${JSON.stringify([topic])}\n\n`);
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function receive(request: IncomingMessage, response: ServerResponse, posted: string[], send: () => void): Promise<void> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  posted.push(Buffer.concat(parts).toString());
  if (request.headers['x-autosave']) response.writeHead(204).end();
  else if (request.headers['x-fragment']) send();
  else response.writeHead(303, { location: '/home' }).end();
}

const types: Record<string, string> = {
  js: 'text/javascript',
  css: 'text/css',
  woff2: 'font/woff2',
  ttf: 'font/ttf',
  svg: 'image/svg+xml',
};

function sendAsset(path: string, response: ServerResponse): void {
  const file = path.slice('/assets/'.length);
  const type = types[path.split('.').at(-1) ?? ''];
  if (!file || !type || file.includes('/')) return void response.writeHead(404).end();
  response.setHeader('content-type', type).end(readFileSync(`${assetsDir}/${file}`));
}
