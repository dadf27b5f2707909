/** A small province for tests: six units, four roles, and persons who sign in with "dinh". */
import {
  type AdjustableClock,
  adjustableClock,
  anonymous,
  type App,
  type Call,
  createApp,
  localDate,
  migrateApp,
  type Module,
  publishDefinition,
  type Queries,
  readConfig,
  readKeys,
  sql,
  startApp,
} from '@dinh/kernel';
import { testDatabase } from '@dinh/testing';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { module, type Principals } from './index.ts';
import { type People, type PersonItem, peoplePart } from './pack/people.ts';
import { type RoleItem, rolesPart } from './pack/roles.ts';
import { type UnitRow, unitsPart } from './pack/units.ts';
import type { PeopleRules } from './people/rules.ts';

export interface House {
  readonly app: App;
  readonly clock: AdjustableClock;
  readonly principals: Principals;
  /** Somebody's id and unit ids by key. */
  id(account: string): Promise<string>;
  unit(key: string): Promise<number>;
  as(account: string): Promise<Call>;
  /** Loads the little pack again. @returns how many items were added, changed, unchanged. */
  load(change?: (pack: Pack) => void): Promise<Record<string, number>>;
  close(): Promise<void>;
}

export interface Pack {
  units: UnitRow[];
  roles: RoleItem[];
  people: People;
}

export const nobody: Call = {
  principal: anonymous,
  lang: 'vi',
  origin: { channel: 'web', address: '127.0.0.1', agent: 'Firefox on Linux', trace: 'test' },
};

const from = '2020-01-01';
const unitRow = (code: string, key: string, parent: string, name: string, kind: string, level: string): UnitRow => ({
  file: 'units.tsv',
  line: 1,
  value: {
    code,
    key,
    parent_key: parent,
    name_vi: name,
    name_en: `${name} (en)`,
    kind,
    level,
    valid_from: from,
    valid_to: '',
    address: '',
    phone: '',
    email: '',
    hours_vi: '',
    hours_en: '',
    source: 'ours',
  },
});

const paper = (key: string, number: 'identity' | 'needed' | 'optional', ...proves: string[]) => ({
  key,
  name: { vi: key, en: key },
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
    paper('guardianship', 'needed', 'child', 'ward'),
    paper('power-of-attorney', 'needed', 'attorney'),
    paper('business-registration', 'needed', 'business'),
    paper('death-certificate', 'needed', 'death'),
  ],
  kept: [{ what: { vi: 'Hồ sơ', en: 'Dossiers' }, why: { vi: 'Lưu trữ', en: 'Archive' }, source: 'ours' }],
} as PeopleRules;

function pack(): Pack {
  const place = (unit: string, role: string, vi: string) => ({ unit, role, title: { vi, en: vi } });
  const official = (account: string, name: string, ...positions: ReturnType<typeof place>[]): PersonItem => ({
    account,
    kind: 'official',
    name,
    positions,
  });
  const persons: PersonItem[] = [
    {
      account: 'congdan',
      kind: 'citizen',
      name: 'Nguyễn Thị Hoa Sen',
      idNumber: '000000000001',
      birthDate: '1988-04-12',
      phone: '0900000001',
      demonstration: { order: 1, vi: 'Công dân', en: 'Citizen' },
    },
    {
      account: 'doanhnghiep',
      kind: 'business',
      name: 'Phạm Quốc Khởi',
      idNumber: '000000000002',
      represents: [{ business: 'song-chau', title: 'Giám đốc', verified: true }],
    },
    official('motcua', 'Trần Thu Cúc', place('so-xd.desk', 'desk', 'Công chức một cửa')),
    official('chuyenvien', 'Lê Minh Trúc', place('so-xd.phong', 'specialist', 'Chuyên viên')),
    official('giamdoc', 'Hoàng Đức Tùng', place('so-xd', 'head', 'Giám đốc Sở Xây dựng')),
    official('phogiamdoc', 'Vũ Thị Quế', place('so-xd.phong', 'specialist', 'Chuyên viên')),
    official('quantri', 'Ngô Gia Lộc', place('tinh', 'administrator', 'Quản trị')),
  ];
  return {
    units: [
      unitRow('H99', 'tinh', '', 'Tỉnh Thử', 'province', 'province'),
      unitRow('H99.02', 'so-xd', 'tinh', 'Sở Xây dựng', 'department', 'province'),
      unitRow('H99.02.02', 'so-xd.desk', 'so-xd', 'Bộ phận Một cửa', 'desk', 'section'),
      unitRow('H99.02.11', 'so-xd.phong', 'so-xd', 'Phòng Quản lý xây dựng', 'section', 'section'),
      unitRow('H99.03', 'so-yt', 'tinh', 'Sở Y tế', 'department', 'province'),
    ],
    roles: [
      {
        key: 'citizen',
        name: { vi: 'Công dân', en: 'Citizen' },
        source: 'ours',
        permissions: { 'test.view': 'own' },
      },
      {
        key: 'official',
        name: { vi: 'Cán bộ', en: 'Official' },
        source: 'ours',
        permissions: { 'people.view-directory': 'all' },
      },
      {
        key: 'desk',
        name: { vi: 'Một cửa', en: 'Desk' },
        source: 'ours',
        permissions: { 'people.register-person': 'unit' },
      },
      {
        key: 'specialist',
        name: { vi: 'Chuyên viên', en: 'Specialist' },
        source: 'ours',
        permissions: { 'test.view': ['assigned', 'unit'] },
      },
      {
        key: 'head',
        name: { vi: 'Lãnh đạo', en: 'Head' },
        source: 'ours',
        permissions: {
          'test.view': 'unit-tree',
          'test.approve': 'assigned',
          'people.manage-position': 'unit-tree',
          'identity.delegate-authority': 'own',
        },
      },
      {
        key: 'administrator',
        name: { vi: 'Quản trị', en: 'Administrator' },
        source: 'ours',
        permissions: {
          'people.manage-position': 'all',
          'people.manage-person': 'all',
          'people.manage-unit': 'all',
          'identity.manage-client': 'all',
          'people.view-person': 'all',
          'people.register-person': 'all',
          'people.merge-person': 'all',
          'people.end-session': 'all',
          'audit.view-trail': 'all',
        },
      },
    ],
    people: {
      password: 'dinh',
      businesses: [{ key: 'song-chau', taxCode: '0000000001', name: 'Công ty Sông Châu' }],
      persons: persons.map((value) => ({ value, file: 'people.yaml', line: 1 })),
    },
  };
}

/** Opens a house of its own on a fresh database. @param modules further modules under test. */
export async function openHouse(start = '2026-11-20T09:00:00+07:00', modules: readonly Module[] = []): Promise<House> {
  const all = [module, ...modules];
  const { url } = await testDatabase({
    key: all.map((m) => m.name).join(),
    migrate: async (to) => void (await migrateApp(to, all)),
  });
  const folder = await mkdtemp(join(tmpdir(), 'dinh-identity-'));
  const clock = adjustableClock(start);
  const config = { ...readConfig({ LOG_LEVEL: 'silent' }, folder), demonstration: true };
  const app = createApp({
    config,
    databaseUrl: url,
    keys: await readKeys(join(folder, 'keys')),
    modules: all,
    clock,
  });
  const stop = await startApp(app, ['web']);
  const principals = app.principals as Principals;
  const one = async <T extends object>(query: ReturnType<typeof sql>) => (app.db as Queries).one<T>(query);
  const id = async (account: string) =>
    (await one<{ id: string }>(sql`select id from identity.person where account = ${account}`)).id;
  const house: House = {
    app,
    clock,
    principals,
    id,
    unit: async (key) => (await one<{ id: number }>(sql`select id from identity.unit where key = ${key}`)).id,
    as: async (account) => ({
      ...nobody,
      principal: await principals.ofPerson(await id(account)),
    }),
    async load(change) {
      const items = pack();
      change?.(items);
      const counts: Record<string, number> = {};
      await app.db.transaction(async (tx) => {
        const now = clock.now();
        const load = {
          app,
          tx,
          now,
          today: localDate(now),
          report: (part: string, _: string, what: string) =>
            void (counts[`${part} ${what}`] = (counts[`${part} ${what}`] ?? 0) + 1),
          problem: (file: string, line: number, reason: string) => {
            throw new Error(`${file}:${line}: ${reason}`);
          },
          define: async () => {},
        };
        await unitsPart.load(load, items.units);
        const value = { roles: items.roles };
        await rolesPart.load(load, { file: 'roles.yaml', value, text: JSON.stringify(value), line: () => 1 });
        await peoplePart.load(load, items.people);
        await publishDefinition(tx, now, {
          kind: 'people-rules',
          key: 'province',
          body: rules,
          source: 'ours',
          origin: 'pack',
          effectiveFrom: from,
        });
      });
      return counts;
    },
    async close() {
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
  await house.load();
  return house;
}
