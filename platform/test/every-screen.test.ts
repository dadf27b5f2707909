/**
 * Every screen, as every kind of person: all pages of the program and the links that stand on them, in both languages.
 * What is asked of each: no fault, no link to where one may not go, whole HTML, one heading, and English in English.
 */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { may } from '@dinh/kernel';
import { type IsOwn, ownWords } from './own-words.ts';
import { openProvince, type Province, Visitor } from './province.ts';
import { readPage } from './read-html.ts';
import { everyState } from './states.ts';

const people = [
  'nobody',
  'congdan',
  'doanhnghiep',
  'motcua',
  'chuyenvien',
  'truongphong',
  'giamdoc',
  'vanthu',
  'quantri',
  'trungtam',
  'truongtrungtam',
  'kiemsoat',
  'nghiepvu',
  'thanhtra',
  'lanhdao',
] as const;
/** Of pages that are alike but for what they show, as many are looked at. */
const alike = 2;

let province: Province;
let isOwn: IsOwn;
let seeds: string[];
let routes: { path: string; pattern: RegExp; may: string }[];

before(async () => {
  province = await openProvince();
  const { app } = province;
  const { dossiers, draft } = await everyState(province);
  isOwn = await ownWords(app);
  routes = app.modules
    .flatMap((module) => module.pages ?? [])
    .filter((page) => page.method === 'GET')
    .map(({ path, may: rule }) => ({
      path,
      may: rule,
      pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/:\w+/g, '[^/]+')}$`),
    }))
    .sort((a, b) => a.path.split(':').length - b.path.split(':').length);
  seeds = Object.values(dossiers).flatMap(({ id, reference }) => [
    `/ban-lam-viec/ho-so/${id}`,
    `/ho-so/${reference}`,
    `/ho-so/${reference}/da-nop`,
    `/ho-so/${reference}/danh-gia`,
    `/tra-cuu/${reference}`,
  ]);
  seeds.push(draft, '/tim-kiem?q=giay%20phep', '/tim-kiem?q=zzzz', '/khong-co-trang-nay');
});
after(() => province.close());

const routeOf = (path: string): string => routes.find(({ pattern }) => pattern.test(path))?.path ?? path;

/** The kind of a page: its route, and what its query asks for. */
function kindOf(url: string): string {
  const [path = '', query = ''] = url.split('?');
  return `${routeOf(path)}?${[...new URLSearchParams(query).keys()].sort().join('&')}`;
}

const unspeakable = /\bundefined\b|\[object |\bNaN\b|Invalid Date|^null$/;

for (const account of people)
  test(`every screen stands for ${account}`, async () => {
    const { app } = province;
    const [reader, english] =
      account === 'nobody'
        ? [new Visitor(app, province.address), new Visitor(app, province.address)]
        : await Promise.all([province.signIn(account), province.signIn(account)]);
    await english.get('/?lang=en');
    const principal = await app.principals.principal(reader.session ?? '');
    const wrong: string[] = [];
    const seen = new Map<string, number>();
    const known = new Set<string>();
    const waiting: { url: string; from?: string }[] = [
      ...routes.filter((route) => !route.path.includes(':') && may(principal, route.may)).map(({ path }) => ({ url: path })),
      ...seeds.map((url) => ({ url })),
    ];

    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { url, from } = next;
      if (known.has(url)) continue; // most links stand on every page
      const kind = kindOf(url);
      const count = seen.get(kind) ?? 0;
      if (from !== undefined && count >= alike) continue;
      known.add(url);
      seen.set(kind, count + 1);
      const answer = await reader.get(url);
      const told = (what: string) => wrong.push(`${url} ${what}${from ? ` (linked on ${from})` : ''}`);
      if (answer.status >= 500) told(`answers ${answer.status}`);
      if (from !== undefined && answer.status >= 400) told(`answers ${answer.status}`);
      if (answer.location?.startsWith('/')) waiting.push({ url: answer.location.split('#')[0]!, from: url });
      if (!answer.headers.get('content-type')?.startsWith('text/html')) continue;
      if (!answer.text.startsWith('<!')) continue; // a part of a page
      const inEnglish = english.get(url); // while this one is read
      const page = readPage(answer.text);
      for (const fault of page.faults) told(fault);
      if (page.lang !== 'vi') told(`is in "${page.lang}"`);
      if (page.headings !== 1) told(`has ${page.headings} h1`);
      for (const { text } of page.texts) if (unspeakable.test(text)) told(`says: ${text}`);
      for (const link of page.links) {
        const to = new URL(link, `${province.address}${url}`);
        if (to.origin === province.address && !to.pathname.startsWith('/assets/') && !to.searchParams.has('lang'))
          waiting.push({ url: to.pathname + to.search, from: url });
      }
      const other = readPage((await inEnglish).text);
      if (other.lang !== 'en') told(`in English is in "${other.lang}"`);
      for (const fault of other.faults) told(`in English: ${fault}`);
      for (const { text, lang, where } of other.texts) {
        if (unspeakable.test(text)) told(`in English says: ${text}`);
        if (lang === 'en' && isOwn(text)) told(`says in English <${where}>: ${text}`);
      }
    }
    if (process.env['DINH_SCREENS']) console.log(account, known.size, [...seen.keys()].length);
    assert.deepEqual(wrong, []);
  });
