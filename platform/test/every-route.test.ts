/** What holds for every route of the program, whoever adds one: the list comes from the modules, not from here. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Operation, type Page, sql } from '@dinh/kernel';
import type { FastifyInstance } from 'fastify';
import { apiPath } from '../src/web/api-path.ts';
import { createWeb } from '../src/web/server.ts';
import { file } from './filing.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
let server: FastifyInstance;
let pages: readonly Page[];
let operations: readonly Operation[];
let real: Readonly<Record<string, string>>;
const sessions: Record<string, string> = {};
const faults: unknown[] = [];

before(async () => {
  province = await openProvince();
  const { app } = province;
  const silent = { error: (fault: unknown) => faults.push(fault), warn() {}, info() {}, debug() {} };
  (app as { log: unknown }).log = silent;
  server = await createWeb(app);
  pages = app.modules.flatMap((m) => m.pages ?? []);
  operations = app.modules.flatMap((m) => m.operations ?? []).filter((o) => o.api !== false);
  const citizen = await province.signIn('congdan');
  const filed = await file(province, citizen, 'HNM.6739-14', { workKind: 'house', permitKind: 'new' });
  real = { id: filed.id, reference: filed.reference, code: 'HNM.6739-14', key: 'so-xay-dung' };
  for (const account of ['congdan', 'chuyenvien', 'quantri']) sessions[account] = (await province.signIn(account)).session!;
});
after(async () => {
  await server.close();
  await province.close();
});

const cookie = (account: string) => ({ cookie: `dinh_session=${sessions[account]}` });
/** The address of a route, with things that exist where it asks for one. */
const addressOf = (path: string): string =>
  path.replace(/:(\w+)|\*/g, (_, name: string) => encodeURIComponent(real[name] ?? real['id']!));
const inject = (request: { method: 'GET' | 'POST'; url: string; headers?: Record<string, string>; payload?: string }) =>
  server.inject({ remoteAddress: '127.0.0.1', ...request });
/** How often which commands were carried out. */
async function done(): Promise<Record<string, number>> {
  const commands = operations.filter((o) => o.kind === 'command').map((o) => o.name);
  const rows = await province.app.db.all<{ operation: string; count: number }>(
    sql`select operation, count(*)::int as count from audit.entry where outcome = 'done' and operation = any(${commands}) group by 1 order by 1`,
  );
  return Object.fromEntries(rows.map(({ operation, count }) => [operation, count]));
}
type Answer = Awaited<ReturnType<typeof inject>>;
/** Every page as each of the persons sees it. */
let seen: { page: Page; account: string; answer: Answer }[];

test('What another site makes a browser send is refused by every form and every operation, and changes nothing', async () => {
  const foreign: Record<string, string>[] = [
    { 'sec-fetch-site': 'cross-site', origin: 'https://xau.example' },
    { 'sec-fetch-site': 'same-site', origin: 'https://khac.localhost' },
    { 'sec-fetch-site': 'cross-site', origin: 'null' },
    { origin: 'https://xau.example' },
    { origin: 'null' },
    { referer: 'https://xau.example/localhost:80/' },
    { 'sec-fetch-site': 'cross-site', origin: 'https://xau.example', authorization: 'Basic YTpi' },
    { authorization: 'Basic YTpi', origin: 'https://xau.example' },
    {},
  ];
  const before = await done();
  const wrong: string[] = [];
  let turn = 0;
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const routes = [
    ...pages.filter((page) => page.method === 'POST').map((page) => addressOf(page.path)),
    ...operations.filter((o) => o.kind === 'command').map((o) => apiPath(o)),
  ];
  assert.ok(routes.length > 200);
  for (const url of routes)
    // Three ways for each: what decides is one function, but every route must ask it.
    for (const headers of [0, 1, 2].map(() => foreign[turn++ % foreign.length]!)) {
      const all = { ...form, ...headers, ...cookie('quantri') };
      const { statusCode, body } = await inject({ method: 'POST', url, headers: all, payload: 'a=b' });
      // Who may not even look at a page is told that first.
      const said = url.startsWith('/api/') ? /platform\.other-site/ : /trang khác|không có quyền/i;
      if (statusCode !== 403 || !said.test(body))
        wrong.push(`${url} ${JSON.stringify(headers)}: ${statusCode} ${body.slice(0, 200)}`);
    }
  assert.deepEqual(wrong, []);
  assert.deepEqual(await done(), before);
});

test('Looking at a page changes nothing: no GET carries out a command', async () => {
  const before = await done();
  seen = [];
  for (const page of pages.filter(({ method }) => method === 'GET'))
    for (const account of Object.keys(sessions)) {
      const answer = await inject({ method: 'GET', url: addressOf(page.path), headers: cookie(account) });
      assert.ok(answer.statusCode < 500, page.path);
      seen.push({ page, account, answer });
    }
  assert.deepEqual(await done(), before);
});

test('Every answer keeps out of foreign frames, out of caches, and gives the browser no room to guess', async () => {
  const wrong: string[] = [];
  const answers = seen.map(({ page, answer }): [string, Answer] => [page.path, answer]);
  for (const url of [
    ...operations.filter(({ kind }) => kind === 'query').map((o) => apiPath(o)),
    '/khong-co-trang-nay',
    '/api/khong/co',
  ])
    answers.push([url, await inject({ method: 'GET', url, headers: cookie('quantri') })]);
  const public_ = new Set(['/manifest.webmanifest', '/thu-tuc/:code/to-khai.pdf']);
  for (const [url, { headers }] of answers) {
    const policy = String(headers['content-security-policy']);
    const told = (what: string, good: boolean) => good || wrong.push(`${url}: ${what}`);
    told('frames', /frame-ancestors 'self'/.test(policy) && headers['x-frame-options'] === 'SAMEORIGIN');
    for (const part of [/default-src 'self'/, /object-src 'none'/, /base-uri 'none'/])
      told(`policy ${policy}`, part.test(policy) && !/unsafe-|\*/.test(policy));
    told('nosniff', headers['x-content-type-options'] === 'nosniff');
    told('referrer', headers['referrer-policy'] === 'same-origin');
    told(`cache ${headers['cache-control']}`, headers['cache-control'] === 'no-store' || public_.has(url));
    told('server', headers['server'] === undefined && headers['x-powered-by'] === undefined);
  }
  assert.deepEqual(wrong, []);
});

test('No address that is asked for, and no field, sends a browser to another site', async () => {
  const elsewhere = [
    'https://xau.example/',
    '//xau.example/',
    '/\\xau.example',
    '\\\\xau.example',
    '/\t/xau.example',
    '/%2f%2fxau.example',
    '/%5cxau.example',
    'https:xau.example',
    'javascript:alert(1)',
    '/..//xau.example',
    ' //xau.example',
    '/@xau.example',
  ];
  const names = ['tiep', 've', 'bo', 'xt.to', 'xt.back', 'back', 'next', 'return', 'url', 'to', 'redirect_uri', 'q'];
  const wrong: string[] = [];
  const look = (location: unknown, what: string) => {
    if (typeof location !== 'string') return;
    const to = new URL(location, 'http://localhost:80/a/b');
    if (to.host !== 'localhost' || !/^https?:$/.test(to.protocol)) wrong.push(`${what} leads to ${location}`);
  };
  for (const page of pages) {
    // One request per page brings all names; which of the addresses stands in which changes from page to page.
    for (let turn = 0; turn < 2; turn++) {
      const fields = new URLSearchParams(names.map((name, i) => [name, elsewhere[(i + turn * 5) % elsewhere.length]!]));
      const url = addressOf(page.path);
      const request =
        page.method === 'GET'
          ? { method: 'GET' as const, url: `${url}?${fields.toString()}`, headers: cookie('quantri') }
          : {
              method: 'POST' as const,
              url,
              headers: {
                ...cookie('quantri'),
                'sec-fetch-site': 'same-origin',
                'content-type': 'application/x-www-form-urlencoded',
              },
              payload: fields.toString(),
            };
      if (/dang-xuat|bao-mat|dong-tai-khoan/.test(page.path) && page.method === 'POST') continue;
      const { headers } = await inject(request);
      look(headers['location'], `${page.method} ${page.path}`);
    }
  }
  // Where one comes back to after signing in, each name with each address.
  for (const to of elsewhere) {
    const person = await province.person('congdan');
    const sent = await inject({
      method: 'POST',
      url: '/dang-nhap/trinh-dien',
      headers: { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
      payload: new URLSearchParams({ person, tiep: to }).toString(),
    });
    look(sent.headers['location'], `signing in, then ${to}`);
    look((await inject({ method: 'GET', url: `/${to}` })).headers['location'], `the address /${to}`);
    const signedIn = { method: 'GET' as const, url: `/dang-nhap?tiep=${encodeURIComponent(to)}` };
    look((await inject({ ...signedIn, headers: cookie('congdan') })).headers['location'], `/dang-nhap ${to}`);
  }
  assert.deepEqual(wrong, []);
});

test('Behind TLS cookies go over TLS alone, no other host can set them, and browsers remember to ask by TLS', async () => {
  const person = await province.person('congdan');
  const tls = { 'x-forwarded-proto': 'https' };
  const sent = await inject({
    method: 'POST',
    url: '/dang-nhap/trinh-dien',
    headers: { ...tls, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ person }).toString(),
  });
  const line = [sent.headers['set-cookie']].flat().find((one) => one?.includes('dinh_session='))!;
  assert.match(line, /^__Host-dinh_session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+; Secure$/);
  assert.match(String(sent.headers['strict-transport-security']), /max-age=31536000/);
  const secret = /=([\w-]{43})/.exec(line)![1]!;
  const at = async (name: string, headers: Record<string, string>) =>
    (await inject({ method: 'GET', url: '/tai-khoan', headers: { ...headers, cookie: `${name}=${secret}` } })).statusCode;
  assert.equal(await at('__Host-dinh_session', tls), 200);
  // What a neighbour under the same domain has set is not ours, even when the session is good.
  assert.equal(await at('dinh_session', tls), 303);

  const plain = await inject({ method: 'GET', url: '/?lang=en' });
  assert.equal(plain.headers['strict-transport-security'], undefined);
  assert.match(String(plain.headers['set-cookie']), /^dinh_lang=en; Path=\/; HttpOnly; SameSite=Lax; Max-Age=\d+$/);
});

test('An error page and a problem document tell a number and nothing of what went wrong inside', async () => {
  const broken = new Error('password=hunter2 at /srv/dinh/kernel.ts: select * from identity.person');
  const page = pages.find(({ path }) => path === '/dang-ky')! as { run: Page['run'] };
  const operation = operations.find(({ name }) => name === 'identity.list-units')! as { run: unknown };
  const [wasPage, wasOperation] = [page.run, operation.run];
  page.run = () => Promise.reject(broken);
  operation.run = () => Promise.reject(broken);
  try {
    for (const url of ['/dang-ky', '/api/identity/list-units']) {
      const answer = await inject({ method: 'GET', url });
      assert.equal(answer.statusCode, 500);
      assert.doesNotMatch(answer.body, /hunter2|select|kernel\.ts|\bat \w+ \(/);
      assert.match(answer.body, /[\w-]{12}/);
    }
  } finally {
    Object.assign(page, { run: wasPage });
    Object.assign(operation, { run: wasOperation });
  }
  assert.ok(faults.length >= 2);
});

test('A fault is logged by the pattern of its address: the secret of a link does not come into the log', async () => {
  const page = pages.find(({ path, method }) => path === '/lay-lai/m/:token' && method === 'GET')! as {
    run: Page['run'];
  };
  const was = page.run;
  page.run = () => Promise.reject(new Error('broken'));
  faults.length = 0;
  await inject({ method: 'GET', url: `/lay-lai/m/${'s'.repeat(43)}` });
  page.run = was;
  assert.equal(faults.length, 1);
  assert.doesNotMatch(JSON.stringify(faults), /sssss/);
  assert.match(JSON.stringify(faults), /lay-lai\/m\/:token/);
});

test('Every page of those who are signed in has a way to sign out', () => {
  const wrong: string[] = [];
  for (const { page, account, answer } of seen) {
    const { statusCode, headers, body } = answer;
    if (page.may === 'anyone' || statusCode !== 200) continue;
    // Parts of a page, and sheets for the printer, have none.
    if (!String(headers['content-type']).startsWith('text/html') || !body.startsWith('<!')) continue;
    if (!page.path.endsWith('/in') && !body.includes('action="/dang-xuat"')) wrong.push(`${account}: ${page.path}`);
  }
  assert.ok(seen.length > 300);
  assert.deepEqual(wrong, []);
});
