import { type Context, permissionNames, shape, sql, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { dataClasses } from '../access/data-classes.ts';
import type { SourcedGrant } from '../access/grants.ts';
import type { Judged } from './asked.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

/** One grant in words: from where it comes, how far it goes, what narrows it, and whether it reaches the record. */
export const Because = shape({
  /** `place`, `account`, `delegation`, `deputy`, `emergency`, `machine`. */
  source: Type.String(),
  permission: words,
  scope: Type.String(),
  role: Type.Union([words, Type.Null()]),
  unit: Type.Union([words, Type.Null()]),
  /** In whose place. */
  behalfOf: Type.Union([Type.String(), Type.Null()]),
  until: Type.Union([Type.Any(), Type.Null()]),
  reason: Type.Union([Type.String(), Type.Null()]),
  /** Codes of procedures, names of units, codes of fields, names of classes. */
  procedures: Type.Array(Type.String()),
  under: Type.Array(words),
  fields: Type.Array(Type.String()),
  classes: Type.Array(words),
  myStep: Type.Boolean(),
  /** Names of steps, as processes have them. */
  steps: Type.Array(Type.String()),
  holds: Type.Boolean(),
  failing: Type.Array(Type.String(), {
    description: 'scope, procedures, under, fields, classes, when, steps: what does not hold',
  }),
});
export type Because = Static<typeof Because>;

/** Puts judged grants into words; the same for all, so that names are read once. */
export async function because(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  judged: readonly { readonly sourced: SourcedGrant; readonly judged: Judged }[],
): Promise<Because[]> {
  const of = <T>(pick: (one: SourcedGrant) => T | undefined) => [
    ...new Set(judged.flatMap(({ sourced }) => pick(sourced) ?? [])),
  ];
  const [roles, units, persons, classes] = await Promise.all([
    ctx.db.all<{ key: string; name: Text }>(
      sql`select key, json_build_object('vi', name_vi, 'en', name_en) as name from identity.role where key = any(${of((one) => one.role)}::text[])`,
    ),
    ctx.db.all<{ id: number; key: string; name: Text }>(
      sql`select id, key, json_build_object('vi', name_vi, 'en', name_en) as name from identity.unit
          where id = any(${of((one) => one.place?.unit)}::int[]) or key = any(${judged.flatMap(({ sourced }) => sourced.grant.under ?? [])}::text[])`,
    ),
    ctx.db.all<{ id: string; name: string }>(
      sql`select id, name from identity.person where id = any(${of((one) => one.grant.behalfOf)}::uuid[])`,
    ),
    dataClasses(ctx.app, ctx.now),
  ]);
  const roleNames = new Map(roles.map((one) => [one.key, one.name]));
  const unitNames = new Map(units.map((one) => [one.id, one.name]));
  const keyNames = new Map(units.map((one) => [one.key, one.name]));
  const personNames = new Map(persons.map((one) => [one.id, one.name]));
  const classNames = new Map(classes?.classes.map((one) => [one.key, one.name]));
  const permissions = permissionNames(ctx.app.modules);
  const named = (key: string): Text => ({ vi: key, en: key });
  return judged.map(({ sourced: { grant, role, place }, judged: { holds, failing } }) => ({
    source: sourceOf({ grant, role, ...(place && { place }) }),
    permission: { ...(permissions.get(grant.permission) ?? named(grant.permission)) },
    scope: grant.scope,
    role: role ? { ...(roleNames.get(role) ?? named(role)) } : null,
    unit: place ? { ...(unitNames.get(place.unit) ?? named(String(place.unit))) } : null,
    behalfOf: grant.behalfOf ? (personNames.get(grant.behalfOf) ?? '') : null,
    until: grant.until ?? place?.until ?? null,
    reason: grant.reason ?? null,
    procedures: [...(grant.procedures ?? [])],
    under: (grant.under ?? []).map((key) => ({ ...(keyNames.get(key) ?? named(key)) })),
    fields: [...(grant.fields ?? [])],
    classes: (grant.classes ?? []).map((key) => ({ ...(classNames.get(key) ?? named(key)) })),
    myStep: grant.when === 'my-step',
    steps: [...(grant.steps ?? [])],
    holds,
    failing: [...failing],
  }));
}

function sourceOf({ grant, place }: SourcedGrant): string {
  if (grant.reason !== undefined) return 'emergency';
  if (!place) return 'account';
  if (!place.behalfOf) return 'place';
  return place.until ? 'delegation' : 'deputy';
}
