import { newId, type Queries, type Sql, sql, type Transaction, startOfDay } from '@dinh/kernel';
import { settleActing } from '../deputies/acting.ts';
import { keepVersions } from '../organisation/versions.ts';
import { placeUnits } from '../organisation/tree.ts';
import { entitle } from '../organisation/position-title.ts';
import type { Plan, WholeLine } from './plan.ts';
import { Successors } from './successors.ts';

export interface Carried {
  readonly plan: Plan;
  readonly lines: readonly WholeLine[];
  readonly day: string;
  readonly basis: string;
  readonly source: string;
  readonly now: Date;
}

/**
 * The directory as it is from the day on: units begin, change and end, successors are written down, and people go to their
 * new places. In one transaction: who may see what changes for everybody at the same moment, and nothing is ever nobody's.
 * @returns how many places and delegations followed, by the part under which they are counted before
 */
export async function changeDirectory(tx: Transaction, carried: Carried): Promise<ReadonlyMap<string, number>> {
  await beginUnits(tx, carried);
  await changeUnits(tx, carried);
  await endUnits(tx, carried);
  await placeUnits(tx);
  await keepVersions(tx, carried.day, carried.basis);
  const places = await movePlaces(tx, carried);
  await appoint(tx, carried);
  const delegations = await moveDelegations(tx, carried);
  await moveDeputies(tx, carried);
  return new Map([
    ['identity.positions', places],
    ['identity.delegations', delegations],
  ]);
}

async function beginUnits(tx: Queries, { plan, day, source }: Carried): Promise<void> {
  const items = plan.begins.map((unit) => ({
    ...unit,
    name_vi: unit.name.vi,
    name_en: unit.name.en,
    hours_vi: unit.hours?.vi,
    hours_en: unit.hours?.en,
  }));
  await tx.run(
    sql`insert into identity.unit (code, key, name_vi, name_en, kind, level, valid_from, address, phone, email, hours_vi, hours_en, edited, source)
        select code, key, name_vi, name_en, kind, level, ${day}::date, address, phone, email, hours_vi, hours_en, true, ${source}
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (code text, key text, name_vi text, name_en text, kind text, level text,
          address text, phone text, email text, hours_vi text, hours_en text)`,
  );
}

/** Parents of what begins and of what moves; new names and identifiers. */
async function changeUnits(tx: Queries, { plan }: Carried): Promise<void> {
  const items = [
    ...plan.begins.map(({ key, parent }) => ({ key, parent })),
    ...plan.changes.map(({ unit, parent, name, code }) => ({
      key: unit,
      parent,
      code,
      name_vi: name?.vi,
      name_en: name?.en,
    })),
  ];
  await tx.run(
    sql`update identity.unit u set parent_id = coalesce(p.id, u.parent_id), code = coalesce(i.code, u.code), name_vi = coalesce(i.name_vi, u.name_vi),
          name_en = coalesce(i.name_en, u.name_en), edited = true
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (key text, parent text, code text, name_vi text, name_en text)
          left join identity.unit p on p.key = i.parent
        where u.key = i.key`,
  );
}

async function endUnits(tx: Queries, { lines, day }: Carried): Promise<void> {
  const successors = new Successors(lines);
  await tx.run(
    sql`update identity.unit set valid_to = ${day}::date, edited = true
        where key = any(${[...successors.from]}::text[]) and valid_from < ${day}::date`,
  );
  await tx.run(
    sql`insert into identity.unit_successor (from_unit, to_unit, day, archive)
        select f.id, t.id, ${day}::date, i.archive
        from jsonb_to_recordset(${JSON.stringify(successors.pairs())}::jsonb) as i ("from" text, "to" text, archive boolean)
          join identity.unit f on f.key = i."from" join identity.unit t on t.key = i."to"
        on conflict (from_unit, to_unit) do update set day = excluded.day, archive = excluded.archive`,
  );
}

/** Places `o` that are held on a day, or will be. */
export const placesThatFollow = (day: string): Sql => sql`(o.valid_to is null or o.valid_to > ${day}::date)`;
/** Delegations `d` that are in force on a day, or will be. */
export const delegationsThatFollow = (day: string): Sql => sql`(d.revoked_at is null and d.valid_to > ${startOfDay(day)})`;

/** Where people go whose unit gives way: with the rest of its work, in the same role, unless they are appointed elsewhere. */
async function movePlaces(tx: Queries, { plan, lines, day, basis, now }: Carried): Promise<number> {
  const successors = new Successors(lines);
  const rest = successors.from.map((from) => ({ from, to: successors.rest(from) ?? null }));
  const persons = plan.appointments.flatMap((a) => a.person ?? []);
  const accounts = plan.appointments.flatMap((a) => a.account?.toLowerCase() ?? []);
  const held = await tx.all<{ id: string }>(
    sql`select o.id from identity.position o join identity.unit u on u.id = o.unit_id
        where u.key = any(${rest.map((one) => one.from)}::text[]) and ${placesThatFollow(day)} order by o.id`,
  );
  if (held.length === 0) return 0;
  const ids = held.map(({ id }) => ({ id, next: newId(now.getTime()) }));
  // Written first as they go on, then the old ones end. What a title says of the old unit it says of the new one.
  await tx.run(
    sql`with goes as (
          select o.*, i.next, f.name_vi as from_vi, f.name_en as from_en, t.id as to_unit, t.name_vi as to_vi, t.name_en as to_en
          from jsonb_to_recordset(${JSON.stringify(ids)}::jsonb) as i (id uuid, next uuid)
            join identity.position o on o.id = i.id join identity.person p on p.id = o.person_id
            join identity.unit f on f.id = o.unit_id
            join jsonb_to_recordset(${JSON.stringify(rest)}::jsonb) as r ("from" text, "to" text) on r."from" = f.key
            join identity.unit t on t.key = r."to"
          where o.acting_as is null and not (p.id = any(${persons}::uuid[]) or (p.account is not null and lower(p.account) = any(${accounts}::text[]))))
        insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, title_key, main, valid_from, valid_to, reason, created_at)
        select distinct on (person_id, to_unit, role) next, person_id, to_unit, role, replace(title_vi, from_vi, to_vi), replace(title_en, from_en, to_en),
               title_key, main, greatest(valid_from, ${day}::date), valid_to, ${basis}, ${now}
        from goes g
        where not exists (select from identity.position h where h.person_id = g.person_id and h.unit_id = g.to_unit and h.role = g.role
                          and h.valid_from <= ${day}::date and (h.valid_to is null or h.valid_to > ${day}::date))
        order by person_id, to_unit, role, main desc, valid_from`,
  );
  await tx.run(
    sql`update identity.position set valid_to = greatest(valid_from, ${day}::date), reason = coalesce(reason, ${basis})
        where id = any(${held.map(({ id }) => id)}::uuid[])`,
  );
  return held.length;
}

async function appoint(tx: Queries, { plan, day, basis, now }: Carried): Promise<void> {
  const items = plan.appointments.map((a) => ({
    id: newId(now.getTime()),
    person: a.person,
    account: a.account?.toLowerCase(),
    unit: a.unit,
    role: a.role,
    title_vi: a.title.vi,
    title_en: a.title.en,
    main: a.main ?? true,
  }));
  await tx.run(
    sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, main, valid_from, reason, created_at)
        select i.id, p.id, u.id, i.role, i.title_vi, i.title_en, i.main, ${day}::date, ${basis}, ${now}
        from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as i (id uuid, person uuid, account text, unit text, role text,
          title_vi text, title_en text, main boolean)
          join identity.person p on p.id = i.person or lower(p.account) = i.account join identity.unit u on u.key = i.unit
        where not exists (select from identity.position h where h.person_id = p.id and h.unit_id = u.id and h.role = i.role
                          and (h.valid_to is null or h.valid_to > ${day}::date))`,
  );
  await tx.run(entitle());
}

/** What was handed over within a unit is handed over within its successor; where the unit is divided, within none. */
async function moveDelegations(tx: Queries, { lines, day }: Carried): Promise<number> {
  const successors = new Successors(lines);
  const rest = successors.from.map((from) => ({ from, to: successors.rest(from) ?? null }));
  return tx.run(
    sql`update identity.delegation d set unit_id = t.id
        from jsonb_to_recordset(${JSON.stringify(rest)}::jsonb) as r ("from" text, "to" text)
          join identity.unit f on f.key = r."from" join identity.unit t on t.key = r."to"
        where d.unit_id = f.id and ${delegationsThatFollow(day)}`,
  );
}

/**
 * Standing deputies stand in for the post that follows: the same role with the rest of the work. Whom a vacant post had in its holder's
 * stead is found anew.
 */
async function moveDeputies(tx: Transaction, { lines, day, now }: Carried): Promise<void> {
  const successors = new Successors(lines);
  const rest = successors.from.map((from) => ({ from, to: successors.rest(from) ?? null }));
  await tx.run(
    sql`update identity.standing_deputy d set unit_id = t.id, title_vi = replace(d.title_vi, f.name_vi, t.name_vi), title_en = replace(d.title_en, f.name_en, t.name_en)
        from jsonb_to_recordset(${JSON.stringify(rest)}::jsonb) as r ("from" text, "to" text)
          join identity.unit f on f.key = r."from" join identity.unit t on t.key = r."to"
        where d.unit_id = f.id and (d.valid_to is null or d.valid_to > ${day}::date)`,
  );
  const morning = startOfDay(day);
  await settleActing(tx, morning > now ? morning : now);
}
