import { type CommandContext, type Context, localDate, type Queries, sql } from '@dinh/kernel';
import type { Role } from '../access/directory.ts';
import { heldTogether } from '../errors.ts';
import { unitFacts } from './exceptions.ts';
import { separationRules } from './rules.ts';
import { type Conflict, conflictsOf, type Holding, holdingsOf } from './together.ts';

/**
 * The roles as they stand in this transaction.
 * @param now those that end later are among them: until then they are held. When absent only those that stay.
 */
export async function rolesNow(db: Queries, now?: Date): Promise<Map<string, Role>> {
  const rows = await db.all<Role>(
    sql`select key, permissions from identity.role where retired_on is null or retired_on > ${now ? localDate(now) : null}::date`,
  );
  return new Map(rows.map((role) => [role.key, role]));
}

/** The conflicts of these holdings under the rules of the day. */
export async function findConflicts(
  ctx: Pick<Context, 'app' | 'now' | 'db'>,
  holdings: readonly Holding[],
  roles: ReadonlyMap<string, Pick<Role, 'permissions'>>,
): Promise<Conflict[]> {
  const rules = (await separationRules(ctx.app, ctx.now))?.body.together ?? [];
  if (rules.length === 0 || holdings.length === 0) return [];
  const asked = rules.some(({ exceptions }) => exceptions?.length);
  const units = asked ? await unitFacts(ctx.db, [...new Set(holdings.map(({ unit }) => unit))], localDate(ctx.now)) : new Map();
  return conflictsOf(rules, roles, holdings, units);
}

/**
 * Called after places or authorities were given: refused when that made one person hold what one person must not, where they did not
 * before. Whoever acts in the place of the persons counts as well.
 * @param isNew tells what was just given
 * @throws heldTogether names the rule and the person
 */
export async function mustStaySeparate(
  ctx: CommandContext,
  given: string | readonly string[],
  isNew: (holding: Holding) => boolean,
): Promise<void> {
  const to = typeof given === 'string' ? [given] : given;
  const delegates = await ctx.db.all<{ id: string }>(
    sql`select distinct to_person as id from identity.delegation
        where from_person = any(${[...to]}::uuid[]) and revoked_at is null and valid_to > ${ctx.now}`,
  );
  const persons = [...to, ...delegates.map(({ id }) => id)];
  // Two who give one person something at the same time: the second sees what the first gave.
  await ctx.db.all(sql`select id from identity.person where id = any(${persons}::uuid[]) order by id for no key update`);
  const holdings = await holdingsOf(ctx.db, ctx.now, persons);
  const found = await findConflicts(ctx, holdings, await rolesNow(ctx.db, ctx.now));
  const excused = found.filter(({ excused: by }) => by);
  const fresh = found.filter(({ excused: by, oneAt, otherAt }) => !by && (isNew(oneAt) || isNew(otherAt)));
  if (fresh.length > 0) await refuseTogether(ctx, fresh[0]!);
  if (excused.length > 0) ctx.note({ excused: excused.map(({ rule, excused: by }) => `${rule}: ${by!.why.vi}`) });
}

/** @throws heldTogether */
export async function refuseTogether(ctx: Pick<CommandContext, 'db' | 'app'>, conflict: Conflict): Promise<never> {
  const { name } = await ctx.db.one<{ name: string }>(sql`select name from identity.person where id = ${conflict.person}`);
  throw heldTogether({ who: name, ruleVi: conflict.name.vi, ruleEn: conflict.name.en });
}
