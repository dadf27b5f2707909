import { checker, newId, type PackFolder, type PackPart, type Placed, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { Appointment, Plan, PlanUnit, UnitChange } from './plan.ts';

const columns = {
  begins: [
    'code',
    'key',
    'parent_key',
    'name_vi',
    'name_en',
    'kind',
    'level',
    'address',
    'phone',
    'email',
    'symbol',
  ],
  lines: ['from', 'to', 'fields', 'areas', 'archive'],
  appointments: ['account', 'unit', 'role', 'title_vi', 'title_en', 'main'],
} as const;

const Head = shape({
  key: Type.String({ pattern: '^[a-z0-9]+(-[a-z0-9]+)*$', maxLength: 60 }),
  title: shape({ vi: Type.String({ minLength: 2 }), en: Type.String({ minLength: 2 }) }),
  basis: Type.Optional(Type.String()),
  day: Type.Optional(Type.String({ format: 'date' })),
  source: Type.String({ minLength: 2 }),
  changes: Type.Optional(Type.Array(UnitChange)),
  begins: Type.Optional(Type.String({ description: 'table of units that begin' })),
  lines: Type.String({ description: 'table of who goes on with what' }),
  appointments: Type.Optional(Type.String({ description: 'table of who gets which place' })),
});

/** One plan of a pack. */
export interface PackSuccession {
  readonly key: string;
  readonly title: { vi: string; en: string };
  readonly basis: string;
  readonly day: string | undefined;
  readonly source: string;
  readonly body: Plan;
}

/**
 * `successions/*.yaml` with their tables: plans of reorganisation that come with a pack, as drafts. A plan that somebody has
 * changed or that has been carried out is left alone.
 */
export const successionsPart: PackPart<Placed<PackSuccession>[]> = {
  name: 'successions',
  after: ['units', 'roles', 'positions', 'people'],
  async read(folder) {
    const found: Placed<PackSuccession>[] = [];
    for (const file of await folder.files('successions', '.yaml')) {
      const document = await folder.yaml(file);
      const fits = checker(Head);
      if (!document) continue;
      const { value } = document;
      if (!fits.Check(value)) {
        for (const { instancePath, message } of fits.Errors(value))
          folder.problem(
            file,
            document.line(instancePath.split('/').filter(Boolean)),
            `${instancePath || 'plan'}: ${message}`,
          );
        continue;
      }
      const head = value as Static<typeof Head>;
      const beside = (name: string) => `successions/${name}`;
      const body: Plan = {
        changes: head.changes ?? [],
        begins: head.begins ? await units(folder, beside(head.begins)) : [],
        lines: await lines(folder, beside(head.lines)),
        appointments: head.appointments ? await appointments(folder, beside(head.appointments)) : [],
      };
      found.push({
        value: {
          key: head.key,
          title: head.title,
          basis: head.basis ?? '',
          day: head.day,
          source: head.source,
          body,
        },
        file,
        line: 1,
      });
    }
    return found;
  },
  check(items, others, folder) {
    const standing = new Set((others('units') as { value: { key: string } }[]).map(({ value }) => value.key));
    for (const { value, file } of items) {
      const there = new Set([...standing, ...value.body.begins.map(({ key }) => key)]);
      const named = [
        ...value.body.lines.flatMap(({ from, to }) => [from, to]),
        ...value.body.begins.map(({ parent }) => parent),
        ...value.body.changes.flatMap(({ unit, parent }) => [unit, parent]),
        ...value.body.appointments.map(({ unit }) => unit),
      ];
      for (const key of new Set(named))
        if (key !== undefined && !there.has(key)) folder.problem(file, 1, `there is no unit "${key}"`);
    }
  },
  async load({ tx, now, report }, items) {
    for (const { value } of items) {
      const written = await tx.maybe<{ added: boolean }>(
        sql`insert into identity.succession as s (id, key, title_vi, title_en, basis, day, body, source, created_at, changed_at)
            values (${newId(now.getTime())}, ${value.key}, ${value.title.vi}, ${value.title.en}, ${value.basis}, ${value.day ?? null}::date,
                    ${JSON.stringify(value.body)}::jsonb, ${value.source}, ${now}, ${now})
            on conflict (key) do update set (title_vi, title_en, basis, day, body, source, changed_at) =
              (excluded.title_vi, excluded.title_en, excluded.basis, excluded.day, excluded.body, excluded.source, excluded.changed_at)
            where s.state = 'draft' and s.author_id is null and (s.title_vi, s.basis, s.body, s.source) is distinct from
              (excluded.title_vi, excluded.basis, excluded.body, excluded.source)
            returning xmax = 0 as added`,
      );
      report('successions', value.key, written ? (written.added ? 'added' : 'changed') : 'unchanged');
    }
  },
  async save() {
    // What is carried out stands in the directory itself; a plan is no part of what is in force.
  },
};

async function units(folder: PackFolder, file: string): Promise<PlanUnit[]> {
  const rows = await folder.table(file, columns.begins);
  return rows.flatMap(({ value: v, line }) =>
    fitting(folder, file, line, PlanUnit, {
      key: v.key,
      code: v.code,
      parent: v.parent_key,
      name: { vi: v.name_vi, en: v.name_en || v.name_vi },
      kind: v.kind,
      level: v.level,
      ...given({ address: v.address, phone: v.phone, email: v.email, symbol: v.symbol }),
    }),
  );
}

async function lines(folder: PackFolder, file: string): Promise<Plan['lines']> {
  const rows = await folder.table(file, columns.lines);
  const list = (text: string) => text.split(/[\s,;]+/).filter(Boolean);
  return rows.map(({ value: v }) => ({
    from: v.from,
    ...given({ to: v.to }),
    ...(v.fields && { fields: list(v.fields) }),
    ...(v.areas && { areas: list(v.areas) }),
    ...(v.archive && { archive: v.archive === 'yes' }),
  }));
}

async function appointments(folder: PackFolder, file: string): Promise<Appointment[]> {
  const rows = await folder.table(file, columns.appointments);
  return rows.flatMap(({ value: v, line }) =>
    fitting(folder, file, line, Appointment, {
      account: v.account,
      unit: v.unit,
      role: v.role,
      title: { vi: v.title_vi, en: v.title_en || v.title_vi },
      ...(v.main && { main: v.main === 'yes' }),
    }),
  );
}

function fitting<T>(
  folder: PackFolder,
  file: string,
  line: number,
  schema: Parameters<typeof checker>[0],
  value: T,
): T[] {
  const fits = checker(schema);
  if (fits.Check(value)) return [value];
  for (const { instancePath, message } of fits.Errors(value))
    folder.problem(file, line, `${instancePath || 'line'}: ${message}`);
  return [];
}

const given = <T extends Record<string, string>>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Partial<T>;
