import { checker, newId, type PackFolder, type PackPart, type PackSave, type Placed, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { Appointment, Plan, PlanUnit, UnitChange } from './plan.ts';

const columns = {
  begins: ['code', 'key', 'parent_key', 'name_vi', 'name_en', 'kind', 'level', 'address', 'phone', 'email', 'symbol'],
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
          folder.problem(file, document.line(instancePath.split('/').filter(Boolean)), `${instancePath || 'plan'}: ${message}`);
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
  save: saveSuccessions,
};

/** Plans that are still to come. What is carried out stands in the directory itself. */
async function saveSuccessions(save: PackSave): Promise<void> {
  const plans = await save.db.all<PackSuccession & { id: string; key: string | null }>(
    sql`select id, key, jsonb_build_object('vi', title_vi, 'en', title_en) as title, basis, day::text as day, body, source
        from identity.succession where state in ('draft', 'proposed', 'approved') order by key, id`,
  );
  // In a pack persons are named by their accounts.
  const persons = plans.flatMap(({ body }) => body.appointments.flatMap(({ person }) => person ?? []));
  const accounts = new Map(
    (
      await save.db.all<{ id: string; account: string }>(
        sql`select id, account from identity.person where id = any(${persons}::uuid[])`,
      )
    ).map(({ id, account }) => [id, account]),
  );
  for (const { id, key: known, title, basis, day, body, source } of plans) {
    const key = known ?? `plan-${id.slice(-12)}`;
    const file = (name: string): string => `${key}-${name}.tsv`;
    save.table(
      `successions/${file('lines')}`,
      columns.lines,
      body.lines.map(({ from, to, fields, areas, archive }) => ({
        from,
        to,
        fields: fields?.join(' '),
        areas: areas?.join(' '),
        archive: archive === undefined ? '' : archive ? 'yes' : 'no',
      })),
    );
    if (body.begins.length > 0)
      save.table(
        `successions/${file('units')}`,
        columns.begins,
        body.begins.map(({ parent, name, hours: _hours, ...unit }) => ({
          ...unit,
          parent_key: parent,
          name_vi: name.vi,
          name_en: name.en,
        })),
      );
    if (body.appointments.length > 0)
      save.table(
        `successions/${file('appointments')}`,
        columns.appointments,
        body.appointments.map(({ account, person, title: called, main, ...place }) => ({
          ...place,
          account: account ?? (person && accounts.get(person)),
          title_vi: called.vi,
          title_en: called.en,
          main: main === undefined ? '' : main ? 'yes' : 'no',
        })),
      );
    save.yaml(`successions/${key}.yaml`, {
      key,
      title,
      ...(basis && { basis }),
      ...(day && { day }),
      source,
      ...(body.begins.length > 0 && { begins: file('units') }),
      lines: file('lines'),
      ...(body.appointments.length > 0 && { appointments: file('appointments') }),
      ...(body.changes.length > 0 && { changes: body.changes }),
    });
  }
}

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

function fitting<T>(folder: PackFolder, file: string, line: number, schema: Parameters<typeof checker>[0], value: T): T[] {
  const fits = checker(schema);
  if (fits.Check(value)) return [value];
  for (const { instancePath, message } of fits.Errors(value)) folder.problem(file, line, `${instancePath || 'line'}: ${message}`);
  return [];
}

const given = <T extends Record<string, string>>(values: T): Partial<T> =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== '')) as Partial<T>;
