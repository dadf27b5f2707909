import { fold, query, reach, shape, sql, where } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { line, nullable, uuid } from '../fields.ts';
import { findConflicts, rolesNow } from './refuse.ts';
import { noSeparation, SeparationRules, separationRules } from './rules.ts';
import { type Holding, holdingsOf } from './together.ts';

const text = shape({ vi: Type.String(), en: Type.String() });
const place = shape({
  permission: Type.String(),
  role: text,
  unit: text,
  from: Type.String(),
  to: nullable(Type.String()),
  /** In whose place it is held. */
  behalfOf: nullable(Type.String()),
  /** As the standing deputy of the post. */
  deputy: Type.Boolean(),
});

const ConflictRow = shape({
  person: uuid,
  name: Type.String(),
  rule: Type.String(),
  ruleName: text,
  one: place,
  other: place,
  /** Why it is allowed; null where it is not. */
  excused: nullable(text),
});
export type ConflictRow = Static<typeof ConflictRow>;

const viewing = 'people.view-person';

/**
 * Who holds what one person must not hold together, by the names of persons; those that an exception of a rule allows as well, said
 * so. Persons with a place in reach only.
 */
export const listConflicts = query({
  name: 'identity.list-conflicts',
  title: { vi: 'Người giữ quyền phải tách riêng', en: 'Duties that are not separate' },
  may: viewing,
  audit: true,
  input: shape({
    query: Type.Optional(line(120)),
    rule: Type.Optional(line(60)),
    /** True: only those that no exception allows. */
    open: Type.Optional(Type.Boolean()),
  }),
  output: shape({ conflicts: Type.Array(ConflictRow), open: Type.Integer() }),
  async run(ctx, input) {
    const mine = reach(ctx.principal, viewing);
    const several = await ctx.db.all<{ id: string }>(
      sql`select p.id from identity.person p where p.state <> 'closed'
            and (exists (select from identity.position o where o.person_id = p.id and ${where(mine, { unit: sql`o.unit_id` })}))`,
    );
    const holdings = await holdingsOf(ctx.db, ctx.now, mine.all ? undefined : several.map(({ id }) => id));
    const found = await findConflicts(ctx, holdings, await rolesNow(ctx.db, ctx.now));
    const names = await namesOf(
      ctx.db,
      found.flatMap(({ oneAt, otherAt }) => [oneAt, otherAt]),
    );
    const words = fold(input.query ?? '')
      .split(/\s+/)
      .filter(Boolean);
    const at = (permission: string, holding: Holding) => ({
      permission,
      role: names.roles.get(holding.role)!,
      unit: names.units.get(holding.unit)!,
      from: holding.from,
      to: holding.to,
      behalfOf: holding.behalfOf && (names.persons.get(holding.behalfOf) ?? ''),
      deputy: holding.deputy,
    });
    const conflicts = found
      .map((c): ConflictRow => ({
        person: c.person,
        name: names.persons.get(c.person) ?? '',
        rule: c.rule,
        ruleName: c.name,
        one: at(c.one, c.oneAt),
        other: at(c.other, c.otherAt),
        excused: c.excused ? c.excused.why : null,
      }))
      .filter(
        (c) =>
          (input.rule === undefined || c.rule === input.rule) &&
          (!input.open || c.excused === null) &&
          words.every((word) => fold(c.name).includes(word)),
      )
      .sort((a, b) => fold(a.name).localeCompare(fold(b.name)) || a.rule.localeCompare(b.rule));
    return { conflicts, open: conflicts.filter(({ excused }) => !excused).length };
  },
});

async function namesOf(db: Parameters<typeof holdingsOf>[0], holdings: readonly Holding[]) {
  type Named = { vi: string; en: string };
  const persons = [...new Set(holdings.flatMap((h) => (h.behalfOf ? [h.person, h.behalfOf] : [h.person])))];
  const units = [...new Set(holdings.map(({ unit }) => unit))];
  const [people, places, roles] = await Promise.all([
    db.all<{ id: string; name: string }>(sql`select id, name from identity.person where id = any(${persons}::uuid[])`),
    db.all<Named & { id: number }>(
      sql`select id, name_vi as vi, name_en as en from identity.unit where id = any(${units}::int[])`,
    ),
    db.all<Named & { key: string }>(sql`select key, name_vi as vi, name_en as en from identity.role`),
  ]);
  return {
    persons: new Map(people.map(({ id, name }) => [id, name])),
    units: new Map(places.map(({ id, vi, en }) => [id, { vi, en }])),
    roles: new Map(roles.map(({ key, vi, en }) => [key, { vi, en }])),
  };
}

/** The rules of separation in force, as the pack or an officer wrote them. */
export const viewSeparation = query({
  name: 'identity.view-separation',
  title: { vi: 'Quy tắc tách nhiệm vụ', en: 'Rules of separation' },
  may: viewing,
  input: shape({}),
  output: shape({ rules: SeparationRules }),
  async run(ctx) {
    return { rules: (await separationRules(ctx.app, ctx.now))?.body ?? noSeparation };
  },
});
