import { type Context, may, query, reach, shape, sql, type Sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { reviewed, reviewingEmergency } from '../emergency/review.ts';
import { likePairs, undecided } from '../people/merging/likeness.ts';
import { inReach } from './administer-person.ts';

const number = Type.Optional(Type.Integer());

/**
 * What waits for an administrator, by how many: proposals of others that the viewer may decide, accesses in emergencies that they
 * review, records that may be the same person, and work that nobody can do any more. What they may not decide is left out.
 * It counts and names nobody, so that it needs no entry of who was looked at.
 */
export const countWaiting = query({
  name: 'identity.count-waiting',
  title: { vi: 'Đếm việc quản trị đang chờ', en: 'Count what waits for administrators' },
  may: 'signed-in',
  input: shape({}),
  output: shape({
    roles: number,
    successions: number,
    imports: number,
    merges: number,
    duplicates: number,
    emergencies: number,
    stranded: number,
  }),
  async run(ctx) {
    const parts = Object.entries(partsOf(ctx)).filter(([, part]) => part !== undefined);
    if (parts.length === 0) return {};
    const counts = parts.map(([name, part]) => sql`(select count(*)::int from ${part!}) as ${sql.raw(name)}`);
    return ctx.db.one<Record<string, number>>(sql`select ${sql.join(counts)}`);
  },
});

/** Each as the table that is counted, with what it is narrowed to. */
function partsOf(ctx: Context): Record<string, Sql | undefined> {
  const { principal } = ctx;
  const me = sql`${principal.id}::uuid`;
  const whole = (permission: string): boolean => reach(principal, permission).all;
  const merging = may(principal, 'people.merge-person');
  const placing = reach(principal, 'people.manage-position');
  return {
    roles: whole('people.approve-role')
      ? sql`identity.role_change c where c.state = 'proposed' and c.proposed_by <> ${me}`
      : undefined,
    successions: whole('people.approve-succession')
      ? sql`identity.succession s where s.state = 'proposed' and s.author_id is distinct from ${me}`
      : undefined,
    imports: whole('people.approve-import')
      ? sql`identity.import i where i.state = 'waiting' and i.created_by is distinct from ${me}`
      : undefined,
    merges: merging ? sql`identity.merge m where m.state = 'proposed' and m.proposed_by <> ${me}` : undefined,
    duplicates: merging ? sql`${likePairs} where ${undecided}` : undefined,
    emergencies: may(principal, reviewingEmergency)
      ? sql`identity.emergency e where e.reviewed_at is null and ${reviewed(ctx)}`
      : undefined,
    stranded: may(principal, 'people.manage-position')
      ? sql`identity.stranded s left join identity.person p on p.id = s.person_id
            where ${sql.any([sql`p.id is not null and ${inReach(ctx, 'people.manage-position')}`, sql`p.id is null and ${where(placing, { unit: sql`s.unit_id` })}`])}`
      : undefined,
  };
}
