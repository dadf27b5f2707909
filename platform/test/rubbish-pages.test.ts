/** R4: bad input. Every page gets rubbish in its address and form, when what operations took of it is already there. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Page } from '@dinh/kernel';
import { hostile } from './rubbish.ts';
import {
  askers,
  askOperations,
  credentials,
  inject,
  isOurs,
  known,
  look,
  province,
  type Request,
  requests,
  tell,
  type Wrong,
} from './rubbish-askers.ts';

const pageRequests = Math.max(12, Math.floor(requests / 5));

test('R4 no rubbish in an address or a form makes a page fail or leak', async () => {
  await askOperations(() => true, 10); // what they take of it stands on the pages
  const wrong = new Map<string, Wrong[]>();
  const pages = province.app.modules.flatMap((m) => m.pages ?? []);
  for (const [number, page] of pages.entries()) {
    if (!isOurs(number)) continue;
    const found: Wrong[] = [];
    const signedIn = await credentials();
    const random = fc.sample(fc.tuple(fc.nat(), fc.nat(), fc.nat(), fc.nat()), {
      numRuns: pageRequests,
      seed: 911 + number,
    });
    for (const [i, dice] of random.entries()) {
      const asker = askers[i % askers.length]!;
      const request = rubbishRequest(page, dice);
      look(
        found,
        await inject({ ...request, headers: { ...request.headers, ...signedIn[i % askers.length] } }),
        asker,
        request,
        false,
      );
    }
    if (found.length > 0) wrong.set(`${page.method} ${page.path}`, found);
  }
  assert.equal(wrong.size, 0, tell(wrong));
});

test('R4 what is no request at all is answered in words', async () => {
  const wrong: Wrong[] = [];
  const json = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
  const bodies: [string | Buffer, Record<string, string>][] = [
    ['{', json],
    ['', json],
    ['"text"', json],
    ['null', json],
    ['['.repeat(100_000), json],
    ['{"a":'.repeat(5000) + '1' + '}'.repeat(5000), json],
    [Buffer.from([0xff, 0xfe, 0x00]), json],
    ['x'.repeat(2_000_000), json],
    ['{}', { ...json, 'content-type': 'text/xml' }],
    ['{}', { ...json, 'content-type': 'application/json; charset=utf-16' }],
    ['{}', { ...json, 'idempotency-key': 'short' }],
    ['{}', { ...json, 'idempotency-key': 'k'.repeat(500) }],
    ['{}', { ...json, authorization: 'Bearer \u00ff\u00fe' }],
    ['{}', { ...json, cookie: 'dinh_session=%00; dinh_lang=%zz' }],
    ['a=%00&b=%zz', { ...json, 'content-type': 'application/x-www-form-urlencoded' }],
    ['--x\r\nbroken', { ...json, 'content-type': 'multipart/form-data; boundary=x' }],
  ];
  for (const url of ['/api/one-stop/submit-dossier', '/api/identity/sign-in', '/api/no/such', '/api/%00'])
    for (const [payload, headers] of bodies) {
      const answer = await inject({ method: 'POST', url, headers, payload });
      look(wrong, answer, '', { url, payload: String(payload).slice(0, 60), headers }, true);
      if (answer.statusCode < 400)
        wrong.push({ what: `taken: ${answer.statusCode}`, input: `${url} ${String(payload).slice(0, 60)}` });
    }
  assert.equal(wrong.length, 0, tell(new Map([['', wrong]])));
});

const names = [
  'q',
  'tiep',
  'cursor',
  'trang',
  'id',
  'unit',
  'status',
  'late',
  'from',
  'to',
  'day',
  'ngay',
  'page',
  'key',
  'reference',
  'person',
  'account',
  'password',
  'name',
  'birthDate',
  'reason',
  'outcome',
  'version',
  'taskId',
  'task',
  'data',
  'applicant.name',
  'a[0].b',
  '__proto__',
  'constructor',
  '_key',
  'lang',
  'queue',
];

function rubbishRequest(page: Page, [a, b, c, d]: readonly number[]): Request {
  const texts = [
    ...hostile.filter((one) => typeof one === 'string').map((one) => one.slice(0, 190).toWellFormed()),
    ...known.uuids,
    ...known.texts,
  ];
  const pick = (dice: number): string => texts[dice % texts.length]!;
  const path = page.path.replace(/:\w+|\*/g, () => encodeURIComponent(pick(a!) || 'x'));
  const field = (n: number): [string, string] => [names[(b! + n * 7) % names.length]!, pick(c! + n * 13)];
  const fields = new URLSearchParams(Array.from({ length: d! % 12 }, (_, n) => field(n)));
  if (page.method === 'GET') return { method: 'GET', url: `${path}?${fields.toString()}` };
  const headers = { 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
  if (d! % 3 > 0) return { method: 'POST', url: path, headers, payload: fields.toString() };
  const parts = [...fields].map(([name, text]) => `--x\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${text}\r\n`);
  const upload = `--x\r\nContent-Disposition: form-data; name="file"; filename="${encodeURIComponent(pick(c!))}.pdf"\r\nContent-Type: application/pdf\r\n\r\n${pick(b!)}\r\n`;
  return {
    method: 'POST',
    url: path,
    headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: `${parts.join('')}${upload}--x--\r\n`,
  };
}
