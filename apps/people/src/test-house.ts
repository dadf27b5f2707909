/** A small province for tests of these screens, loaded through identity's own readers of packs. */
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  adjustableClock,
  anonymous,
  type App,
  type Call,
  createApp,
  execute,
  localDate,
  migrateApp,
  type Operation,
  type PackFolder,
  type Page,
  type PageContext,
  type PageResult,
  publishDefinition,
  readConfig,
  readKeys,
  startApp,
} from '@dinh/kernel';
import { module as identity, type Principals } from '@dinh/identity';
import { testDatabase } from '@dinh/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { module } from './index.ts';

const units = [
  ['H99', 'tinh', '', 'Tỉnh Thử', 'province', 'province'],
  ['H99.02', 'so-xd', 'tinh', 'Sở Xây dựng', 'department', 'province'],
  ['H99.02.11', 'so-xd.phong', 'so-xd', 'Phòng Quản lý xây dựng', 'section', 'section'],
  ['H99.03', 'so-yt', 'tinh', 'Sở Y tế', 'department', 'province'],
].map(([code, key, parent_key, name, kind, level]) => ({
  code,
  key,
  parent_key,
  name_vi: name,
  name_en: `${name} (en)`,
  kind,
  level,
  valid_from: '2020-01-01',
  valid_to: '',
  address: '',
  phone: '',
  source: 'ours',
}));

const role = (key: string, permissions: object) => ({
  key,
  name: { vi: `Vai ${key}`, en: key },
  source: 'ours',
  permissions,
});
const roles = [
  role('citizen', {}),
  role('official', { 'people.view-directory': 'all' }),
  role('specialist', { 'test.act': 'assigned' }),
  role('head', {
    'test.approve': 'unit-tree',
    'people.view-person': 'unit-tree',
    'people.end-session': 'unit-tree',
    'identity.delegate-authority': 'own',
  }),
  role('administrator', {
    'people.view-person': 'all',
    'people.manage-position': 'all',
    'people.manage-person': 'all',
    'people.manage-unit': 'all',
    'people.end-session': 'all',
    'people.register-person': 'all',
    'identity.manage-client': 'all',
    'people.manage-delegation': 'all',
    'audit.view-trail': 'all',
  }),
];

const official = (account: string, name: string, unit: string, held: string) => ({
  account,
  kind: 'official',
  name,
  positions: [{ unit, role: held, title: { vi: `Chức ${held}`, en: held } }],
});
const persons = [
  {
    account: 'congdan',
    kind: 'citizen',
    name: 'Nguyễn Thị Hoa Sen',
    idNumber: '000000000001',
    phone: '0900000001',
  },
  { account: 'congdan2', kind: 'citizen', name: '=HYPERLINK("x")', idNumber: '000000000002' },
  official('chuyenvien', 'Lê Minh Trúc', 'so-xd.phong', 'specialist'),
  official('giamdoc', 'Hoàng Đức Tùng', 'so-xd', 'head'),
  official('bacsi', 'Đỗ Văn Sồi', 'so-yt', 'specialist'),
  official('quantri', 'Ngô Gia Lộc', 'tinh', 'administrator'),
];

const paper = (key: string, number: string, ...proves: string[]) => ({
  key,
  name: { vi: `Giấy ${key}`, en: key },
  proves,
  number,
  source: 'ours',
});
const rules = {
  adultAge: 18,
  attorneyYears: 1,
  delegationMonths: 12,
  papers: [
    paper('citizen-card', 'identity', 'identity'),
    paper('passport', 'needed', 'identity'),
    paper('birth-certificate', 'optional', 'child'),
    paper('power-of-attorney', 'needed', 'attorney'),
    paper('business-registration', 'needed', 'business'),
    paper('death-certificate', 'needed', 'death'),
  ],
  kept: [{ what: { vi: 'Hồ sơ', en: 'Dossiers' }, why: { vi: 'Lưu trữ', en: 'Archive' }, source: 'ours' }],
};

const documents: Record<string, unknown> = {
  'roles.yaml': { roles },
  'people.yaml': { persons },
  'people-rules.yaml': rules,
};
const folder: PackFolder = {
  files: async () => [],
  text: async () => '',
  exists: async (file) => file in documents,
  table: async (file) => units.map((value, i) => ({ value: value as never, file, line: i + 2 })),
  yaml: async (file) => ({ file, text: '', value: documents[file] as never, line: () => 1 }),
  problem: (file, line, reason) => {
    throw new Error(`${file}:${line}: ${reason}`);
  },
};

const call = (address: string): Call => ({
  principal: anonymous,
  lang: 'vi',
  origin: { channel: 'web', address, trace: 'test' },
});

export interface House {
  readonly app: App;
  as(account: string): Promise<Call>;
  id(account: string): Promise<string>;
  /** Opens an address, or posts a form to it, as this person. @returns the page's answer and its text. */
  open(account: string, path: string, form?: Record<string, string>): Promise<PageResult & { text: string }>;
  close(): Promise<void>;
}

export async function openHouse(): Promise<House> {
  const modules = [identity, module];
  const { url } = await testDatabase({
    key: 'people',
    migrate: async (to) => void (await migrateApp(to, modules)),
  });
  const home = await mkdtemp(join(tmpdir(), 'dinh-people-'));
  const clock = adjustableClock('2026-11-20T09:00:00+07:00');
  const config = { ...readConfig({ LOG_LEVEL: 'silent' }, home), demonstration: true };
  const app = createApp({
    config,
    databaseUrl: url,
    keys: await readKeys(join(home, 'keys')),
    modules,
    clock,
  });
  const stop = await startApp(app, ['web']);
  await app.db.transaction(async (tx) => {
    const now = clock.now();
    for (const part of identity.packParts ?? [])
      await part.load(
        {
          app,
          tx,
          now,
          today: localDate(now),
          report: () => {},
          problem: (file, line, reason) => {
            throw new Error(`${file}:${line}: ${reason}`);
          },
          define: async (_, item) =>
            void (await publishDefinition(tx, now, {
              ...item,
              origin: 'pack',
              effectiveFrom: '2020-01-01',
            })),
        },
        await part.read(folder),
      );
  });
  const id = async (account: string) => {
    const { token } = await app.run('identity.sign-in', { account, password: 'dinh' }, call(account));
    return (await app.principals.principal(token)).id;
  };
  const as = async (account: string): Promise<Call> => ({
    ...call('127.0.0.1'),
    principal: await (app.principals as Principals).ofPerson(await id(account)),
  });
  return {
    app,
    as,
    id,
    async open(account, path, form) {
      const caller = await as(account);
      const { page, params } = route(form ? 'POST' : 'GET', path);
      const ctx = context(app, caller, path, params, form);
      const answer = await page.run(ctx);
      const body = 'body' in answer ? answer.body : '';
      return { ...answer, text: body instanceof Readable ? (await buffer(body)).toString() : String(body) };
    },
    async close() {
      await stop();
      await rm(home, { recursive: true, force: true });
    },
  };
}

function route(method: string, path: string): { page: Page; params: Record<string, string> } {
  const parts = path.split('?')[0]!.split('/');
  const found = (module.pages ?? []).find((page) => {
    const wanted = page.path.split('/');
    return (
      page.method === method && wanted.length === parts.length && wanted.every((w, i) => w.startsWith(':') || w === parts[i])
    );
  });
  if (!found) throw new Error(`no page ${method} ${path}`);
  const names = found.path.split('/').map((w, i) => [w.slice(1), parts[i]!, w.startsWith(':')] as const);
  return {
    page: found,
    params: Object.fromEntries(names.filter(([, , is]) => is).map(([name, value]) => [name, value])),
  };
}

function context(
  app: App,
  call: Call,
  url: string,
  params: Record<string, string>,
  form: Record<string, string> | undefined,
): PageContext {
  const run = (what: string | Operation, input: unknown) =>
    execute(app, typeof what === 'string' ? app.operation(what) : what, input, call);
  return {
    app,
    now: app.clock.now(),
    principal: call.principal,
    lang: call.lang,
    origin: call.origin,
    db: app.db,
    note: () => {},
    subject: () => {},
    concern: () => {},
    actFor: () => {},
    newId: () => '',
    rooms: [],
    setCookie: () => {},
    formKey: 'key-of-this-form',
    method: form ? 'POST' : 'GET',
    url,
    asked: url,
    params,
    form: form ?? {},
    files: [],
    cookies: {},
    position: app.events.position,
    site: { name: { vi: 'Tỉnh Thử', en: 'Trial' }, phone: '0', version: '0' },
    viewer: { name: call.principal.name },
    query: Object.fromEntries(new URLSearchParams(url.split('?')[1] ?? '')),
    run,
  } as PageContext;
}
