import {
  type App,
  type Call,
  command,
  type CommandContext,
  dayAfter,
  job,
  localDate,
  newId,
  Refusal,
  shape,
  sql,
} from '@dinh/kernel';
import { Type } from 'typebox';
import { importNotFound } from '../errors.ts';
import { line, uuid } from '../fields.ts';
import { givePlaces, type NewPlace } from '../operations/give-places.ts';
import { entitle } from '../organisation/position-title.ts';
import { keepVersions } from '../organisation/versions.ts';
import { directoryChanged } from '../pack/units.ts';
import { noteFormerAddress } from '../sign-in/former-address.ts';
import { type Kind } from './columns.ts';

/** Lines of officials in one transaction. Units are few and stand on each other: all at once. */
const batch = 200;

interface Line {
  number: number;
  change: string;
  fields: Record<string, string>;
}

/** Carries out the next lines. Two programs take turns: the row of the import is locked. */
export const followImport = command({
  name: 'identity.follow-import',
  title: { vi: 'Nhập các dòng tiếp theo', en: 'Carry out the next lines' },
  may: 'system',
  input: shape({ id: uuid, alone: Type.Boolean() }),
  output: shape({ done: Type.Integer() }),
  subject: ({ id }) => `import:${id}`,
  async run(ctx, { id, alone }) {
    const stored = await ctx.db.maybe<{ kind: Kind; state: string; by: string | null; name: string }>(
      sql`select kind, state, created_by as by, name from identity.import where id = ${id} for update`,
    );
    if (stored?.state !== 'running') throw importNotFound();
    const lines = await ctx.db.all<Line>(
      sql`select number, change, fields from identity.import_row where import_id = ${id} and done_at is null and change in ('new', 'changed', 'ended')
          order by number limit ${stored.kind === 'units' ? 10_000 : alone ? 1 : batch}`,
    );
    // A place that ends hands its work over and may be refused: each by itself.
    const ends = (row: Line) => row.change === 'ended' || (row.fields['until'] ?? '') !== '';
    const first = lines.findIndex(ends);
    const now = first === 0 ? lines.slice(0, 1) : lines.slice(0, first < 0 ? undefined : first);
    if (now.length > 0) {
      if (stored.kind === 'units') await writeUnits(ctx, now);
      else await writeOfficials(ctx, now, stored);
      ctx.db.send(
        sql`update identity.import_row set done_at = ${ctx.now} where import_id = ${id} and number = any(${now.map(({ number }) => number)}::int[])`,
      );
    } else {
      ctx.db.send(sql`update identity.import set state = 'done', ended_at = ${ctx.now} where id = ${id}`);
    }
    ctx.note({ lines: now.length });
    ctx.emit({
      name: 'identity.import-moved',
      key: id,
      topics: [`import:${id}`],
      data: { lines: now.length },
    });
    return { done: now.length };
  },
});

async function writeOfficials(
  ctx: CommandContext,
  lines: readonly Line[],
  { by, name }: { by: string | null; name: string },
): Promise<void> {
  const today = localDate(ctx.now);
  const items = lines
    .filter(({ change }) => change !== 'ended')
    .map(({ fields: f }) => ({
      id: newId(ctx.now.getTime()),
      number: f['idNumber'],
      name: f['name'],
      birth: f['birthDate'] || null,
      gender: f['gender'] || null,
      phone: f['phone'] || null,
      email: f['email'] || null,
      account: f['account']?.toLowerCase() || null,
      unit: Number(f['unitId']),
      role: f['role'],
      title: f['title'] || null,
      title_en: f['titleEn'] || f['title'] || null,
      title_key: f['titleKey'] || null,
      main: /^(x|1|có|co|yes|true)$/i.test(f['main'] ?? ''),
      begins: f['from'] || today,
      reason: f['basis'] || `Nhập từ ${name}`,
      over: (f['until'] ?? '') !== '' && f['until']! < today,
    }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as x (id uuid, number text, name text, birth date, gender text, phone text,
    email text, account text, unit int, role text, begins date, over boolean)`;
  // An address that a table replaces hears of it, and the account is not got back by the new one alone.
  const replaced = await ctx.db.all<{ person: string; kind: 'email' | 'phone'; former: string }>(
    sql`select distinct on (p.id, v.kind) p.id as person, v.kind, v.former from ${given} join identity.person p on p.id_number = x.number and p.state <> 'closed'
          cross join lateral (values ('email', p.email, x.email), ('phone', p.phone, x.phone)) v (kind, former, next)
        where v.former is not null and v.next is not null and v.former <> v.next order by p.id, v.kind`,
  );
  for (const { person, kind, former } of replaced) await noteFormerAddress(ctx, person, kind, former);
  await ctx.db.run(
    sql`insert into identity.person as p (id, kind, name, id_number, birth_date, gender, phone, email, account, origin, created_at, created_by)
        select distinct on (number) id, 'official', name, number, birth, gender, phone, email, account, 'personnel', ${ctx.now}, ${by}::uuid from ${given} order by number
        on conflict (id_number) where id_number is not null do update set
          kind = case when p.kind = 'citizen' then 'official' else p.kind end,
          name = case when p.verified_level = 0 then excluded.name else p.name end,
          birth_date = case when p.verified_level = 0 then coalesce(excluded.birth_date, p.birth_date) else p.birth_date end,
          gender = case when p.verified_level = 0 then coalesce(excluded.gender, p.gender) else p.gender end,
          phone = coalesce(excluded.phone, p.phone), email = coalesce(excluded.email, p.email), account = coalesce(excluded.account, p.account),
          revision = p.revision + 1
        where p.state <> 'closed'`,
  );
  const missing = await ctx.db.all<{
    person: string;
    number: string;
    unit: number;
    role: string;
    first: boolean;
  }>(
    sql`select p.id as person, x.number, x.unit, x.role,
               not exists (select from identity.position o where o.person_id = p.id and (o.valid_to is null or o.valid_to > x.begins)) as first
        from ${given} join identity.person p on p.id_number = x.number and p.state <> 'closed'
        where not x.over and not exists (select from identity.position o where o.person_id = p.id and o.unit_id = x.unit and o.role = x.role and o.acting_as is null
          and (o.valid_to is null or o.valid_to > ${today}::date))`,
  );
  const byPlace = new Map(items.map((item) => [`${item.number}/${item.unit}/${item.role}`, item]));
  const places = missing.map(({ person, number, unit, role, first }): NewPlace => {
    const item = byPlace.get(`${number}/${unit}/${role}`)!;
    return {
      person,
      unit,
      role,
      ...(item.title && { title: { vi: item.title, en: item.title_en ?? item.title } }),
      ...(item.title_key && { titleKey: item.title_key }),
      main: item.main || first,
      from: item.begins,
      reason: item.reason.slice(0, 500),
    };
  });
  if (places.length > 0) {
    const given = await givePlaces(ctx, places);
    ctx.alsoDone(
      places.map(({ person, unit, role, from }, i) => ({
        operation: 'identity.give-position',
        subject: `person:${person}`,
        detail: { position: given[i], unit, role, from },
      })),
    );
    await ctx.db.run(entitle(given));
  }
  for (const row of lines) await end(ctx, row, today);
}

/** Ends a place that the file does not name, or with the last day that it gives. */
async function end(ctx: CommandContext, { change, fields }: Line, today: string): Promise<void> {
  const until = fields['until'] || undefined;
  if (change !== 'ended' && until === undefined) return;
  const place = await ctx.db.maybe<{ id: string; to: string | null }>(
    sql`select o.id, o.valid_to::text as "to" from identity.position o join identity.person p on p.id = o.person_id
        where (o.valid_to is null or o.valid_to > ${today}::date) and o.acting_as is null and ${
          change === 'ended'
            ? sql`o.id = ${fields['position']!}::uuid`
            : sql`p.id_number = ${fields['idNumber']!} and o.unit_id = ${Number(fields['unitId'])} and o.role = ${fields['role']!}`
        } limit 1`,
  );
  if (!place || (until !== undefined && place.to === dayAfter(until))) return;
  await ctx.call('identity.end-position', {
    position: place.id,
    reason: fields['basis'] || 'Không còn trong tệp nhân sự',
    ...(until !== undefined && until >= today && { lastDay: until }),
  });
}

async function writeUnits(ctx: CommandContext, lines: readonly Line[]): Promise<void> {
  const today = localDate(ctx.now);
  const items = lines.map(({ change, fields: f }) => ({
    fresh: change === 'new',
    code: f['code'],
    key: f['key'],
    parent: f['parent']?.toLowerCase() ?? null,
    name: f['name'],
    name_en: f['nameEn'] || null,
    kind: f['kind'] || null,
    level: f['level'] || null,
    begins: f['from'] || today,
    address: f['address'] || null,
    phone: f['phone'] || null,
    email: f['email'] || null,
  }));
  const given = sql`jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as x (fresh boolean, code text, key text, parent text, name text, name_en text, kind text,
    level text, begins date, address text, phone text, email text)`;
  await ctx.db.run(
    sql`insert into identity.unit (code, key, name_vi, name_en, kind, level, valid_from, address, phone, email, source, edited)
        select code, key, name, coalesce(name_en, name), kind, level, begins, address, phone, email, 'ours', true from ${given} where fresh on conflict do nothing`,
  );
  await ctx.db.run(
    sql`update identity.unit u set name_vi = x.name, name_en = coalesce(x.name_en, u.name_en), address = coalesce(x.address, u.address), phone = coalesce(x.phone, u.phone),
          email = coalesce(x.email, u.email), edited = true from ${given} where u.code = x.code and not x.fresh`,
  );
  await ctx.db.run(
    sql`update identity.unit u set parent_id = p.id from ${given} join identity.unit p on lower(p.code) = x.parent or lower(p.key) = x.parent
        where u.code = x.code and x.fresh and u.parent_id is null and u.id <> p.id`,
  );
  await ctx.db.run(
    sql`with recursive tree (id, path) as (
          select id, array[id] from identity.unit where parent_id is null
          union all select c.id, t.path || c.id from identity.unit c join tree t on c.parent_id = t.id)
        update identity.unit u set path = t.path from tree t where t.id = u.id and u.path is distinct from t.path`,
  );
  await keepVersions(ctx.db, today, 'Nhập từ tệp');
  await directoryChanged(ctx.db);
  ctx.db.afterCommit(() => ctx.app.revisions.forget());
}

/** A line that was refused when it was carried out: it is told beside the others, and the rest goes on. */
export const refuseImportRow = command({
  name: 'identity.refuse-import-row',
  title: { vi: 'Ghi nhận dòng không nhập được', en: 'Note a line that could not be carried out' },
  may: 'system',
  input: shape({ id: uuid, vi: line(500), en: line(500) }),
  output: shape({}),
  subject: ({ id }) => `import:${id}`,
  async run(ctx, { id, vi, en }) {
    await ctx.db.run(
      sql`update identity.import_row set change = 'wrong', done_at = ${ctx.now}, problems = ${JSON.stringify([{ column: '', vi, en }])}::jsonb
          where import_id = ${id} and number = (select min(number) from identity.import_row where import_id = ${id} and done_at is null and change in ('new', 'changed', 'ended'))`,
    );
    return {};
  },
});

/**
 * Carries an import out from where it stands; it may be broken off at any moment and called again. When a line of a batch is refused, its
 * lines are taken one by one, and only that one is left.
 */
export async function carryOut(app: App, id: string, call: Call): Promise<void> {
  let singly = 0;
  for (let done = 1; done > 0; singly = Math.max(0, singly - 1))
    try {
      ({ done } = await app.run(followImport, { id, alone: singly > 0 }, call));
    } catch (error) {
      // A database that is away, or a program that ends, is no fault of a line.
      if (!(error instanceof Refusal) || error.status >= 500 || error.code === 'identity.import-not-found') throw error;
      if (singly > 0)
        await app.run(
          refuseImportRow,
          { id, vi: error.sentence('vi').slice(0, 500), en: error.sentence('en').slice(0, 500) },
          call,
        );
      else singly = batch + 1;
    }
}

/** Every minute, and at once when one was begun. */
export const carryOutImports = job({
  name: 'identity.carry-out-imports',
  every: 1,
  async run({ app, call }) {
    const due = await app.db.all<{ id: string }>(
      sql`select id from identity.import where state = 'running' order by created_at, id`,
    );
    for (const { id } of due) await carryOut(app, id, call);
  },
});
