import { type CommandContext, isDay, localDate, reach, sql, where } from '@dinh/kernel';
import { settleActing } from '../deputies/acting.ts';
import { periodWrong, personNotFound, positionHeld, roleNotFound, roleTooWide, titleNotFound, unitNotFound } from '../errors.ts';
import { entitle, type PositionTitle } from '../organisation/position-title.ts';
import { mustStaySeparate } from '../separation/refuse.ts';
import { actor, rightsChanged } from './actor.ts';

/** A place to be given, as `give-position` takes it. */
export interface NewPlace {
  readonly person: string;
  readonly unit: number;
  readonly role: string;
  readonly title?: { readonly vi: string; readonly en: string };
  readonly titleKey?: string;
  readonly main?: boolean;
  readonly from?: string;
  readonly until?: string;
  readonly reason?: string;
}

interface Found {
  readonly person: boolean;
  readonly unit: boolean;
  readonly role: { vi: string; en: string; wide: boolean } | null;
  readonly held: boolean;
}

/**
 * Gives places, all or none, with as many statements for many as for one. What each of them needs is what `give-position` says, whose
 * errors it throws; the audit entries are the caller's.
 * @returns the ids of the places, in their order
 */
export async function givePlaces(ctx: CommandContext, places: readonly NewPlace[]): Promise<string[]> {
  const today = localDate(ctx.now);
  const mine = reach(ctx.principal, 'people.manage-position');
  for (const { from = today, until } of places)
    if (!isDay(from) || (until !== undefined && (!isDay(until) || until < from))) throw periodWrong();
  const asked = places.map(({ person, unit, role, from = today }, n) => ({ n, person, unit, role, from }));
  const found = await ctx.db.all<Found>(
    sql`select exists (select from identity.person p where p.id = x.person and p.state <> 'closed') as person,
               exists (select from identity.unit u where u.id = x.unit and u.valid_from <= x."from"
                       and (u.valid_to is null or u.valid_to > x."from") and ${where(mine, { unit: sql`u.id` })}) as unit,
               (select json_build_object('vi', r.name_vi, 'en', r.name_en, 'wide', r.permissions @> '[{"scope": "all"}]')
                from identity.role r where r.key = x.role and r.place = 'unit' and (r.retired_on is null or r.retired_on > x."from")) as role,
               exists (select from identity.position o where o.person_id = x.person and o.unit_id = x.unit and o.role = x.role
                and (o.valid_to is null or o.valid_to > x."from")) as held
        from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as x (n int, person uuid, unit int, role text, "from" date) order by x.n`,
  );
  const items = await Promise.all(
    places.map(async (place, i) => {
      const { person, unit, role, held } = found[i]!;
      if (!unit) throw unitNotFound();
      if (!person) throw personNotFound();
      if (!role) throw roleNotFound();
      if (role.wide && !mine.all) throw roleTooWide();
      if (held) throw positionHeld();
      const from = place.from ?? today;
      const named =
        place.titleKey === undefined
          ? undefined
          : await ctx.app.definitions.at<PositionTitle>('position-title', place.titleKey, from);
      if (place.titleKey !== undefined && !named?.body.roles.includes(place.role)) throw titleNotFound();
      const title = place.title ?? named?.body.name ?? role;
      return { ...place, id: ctx.newId(), from, title_vi: title.vi, title_en: title.en };
    }),
  );
  const main = new Map(items.flatMap(({ person, id, main: one }) => (one ? [[person, id] as const] : [])));
  if (main.size > 0)
    ctx.db.send(sql`update identity.position set main = false where person_id = any(${[...main.keys()]}::uuid[]) and main`);
  const rows = items.map((item) => ({ ...item, main: main.get(item.person) === item.id }));
  await ctx.db.run(
    sql`insert into identity.position (id, person_id, unit_id, role, title_vi, title_en, title_key, main, valid_from, valid_to, reason, created_at, created_by)
        select id, person, unit, role, title_vi, title_en, "titleKey", main, "from", until + 1, reason, ${ctx.now}, ${actor(ctx)}::uuid
        from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as x (id uuid, person uuid, unit int, role text, title_vi text, title_en text,
          "titleKey" text, main boolean, "from" date, until date, reason text)`,
  );
  // A title that was typed as the catalogue has it is that one: who is head or deputy is read from there.
  await ctx.db.run(entitle(items.map(({ id }) => id)));
  const persons = [...new Set(items.map(({ person }) => person))];
  const given = new Set(items.map(({ person, unit, role }) => `${person} ${unit} ${role}`));
  await mustStaySeparate(ctx, persons, ({ person, behalfOf, unit, role }) => given.has(`${behalfOf ?? person} ${unit} ${role}`));
  ctx.db.send(sql`update identity.person set kind = 'official' where id = any(${persons}::uuid[]) and kind = 'citizen'`);
  await settleActing(ctx.db, ctx.now);
  rightsChanged(ctx.db, persons, ctx.now);
  ctx.enqueue('identity.return-delegated-work', {});
  for (const { id, person, unit, role, from, until } of items)
    ctx.emit({
      name: 'identity.position-given',
      key: id,
      topics: [`person:${person}`, `unit:${unit}`],
      data: { person, unit, role, from, until },
    });
  return items.map(({ id }) => id);
}
