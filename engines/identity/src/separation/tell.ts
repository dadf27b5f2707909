import { type App, job, localDate, type Queries, sql, type Transaction } from '@dinh/kernel';
import { findConflicts, rolesNow } from './refuse.ts';
import { type Conflict, holdingsOf } from './together.ts';

/** So many are named in one message; all of them stand on the list to which it leads. */
const named = 20;

interface Recipient {
  personId: string;
  name: string;
  email: string | null;
  /** Units that they reach with all below; null for the whole province. */
  units: number[] | null;
}

/**
 * Tells whoever gives and ends places that somebody holds together what the rules keep apart: what would come about is refused, but a
 * new or stricter rule, an exception that holds no more, or a unit that has grown finds people who hold it already. Each is told
 * once, within the hour, by e-mail and in the inbox, to those who can put it right.
 */
export const tellOfConflicts = job({
  name: 'identity.tell-of-conflicts',
  every: 60,
  async run({ app, now }) {
    await app.db.transaction(async (tx) => {
      const holdings = await holdingsOf(tx, now);
      const standing = (await findConflicts({ app, now, db: tx }, holdings, await rolesNow(tx, now))).filter(
        ({ excused }) => !excused,
      );
      const pairs = JSON.stringify(standing.map(({ person, rule }) => ({ person, rule })));
      const listed = sql`jsonb_to_recordset(${pairs}::jsonb) as now (person uuid, rule text)`;
      await tx.run(
        sql`delete from identity.conflict_told t where not exists (select from ${listed} where now.person = t.person_id and now.rule = t.rule)`,
      );
      const fresh = await tx.all<{ person: string; rule: string }>(
        sql`insert into identity.conflict_told (person_id, rule, at) select now.person, now.rule, ${now} from ${listed}
            on conflict do nothing returning person_id as person, rule`,
      );
      if (fresh.length === 0) return;
      const isFresh = new Set(fresh.map(({ person, rule }) => `${person} ${rule}`));
      await tell(
        { app, now, db: tx },
        standing.filter(({ person, rule }) => isFresh.has(`${person} ${rule}`)),
      );
    });
  },
});

async function tell(ctx: { app: App; now: Date; db: Transaction }, conflicts: Conflict[]): Promise<void> {
  const persons = await ctx.db.all<{ id: string; name: string }>(
    sql`select id, name from identity.person where id = any(${conflicts.map(({ person }) => person)}::uuid[])`,
  );
  const names = new Map(persons.map(({ id, name }) => [id, name]));
  const places = conflicts.flatMap(({ oneAt, otherAt }) => [oneAt.unit, otherAt.unit]);
  const paths = new Map(
    (
      await ctx.db.all<{ id: number; path: number[] }>(
        sql`select id, path from identity.unit where id = any(${[...new Set(places)]}::int[])`,
      )
    ).map(({ id, path }) => [id, path]),
  );
  for (const to of await recipients(ctx.db, localDate(ctx.now))) {
    const theirs = conflicts.filter(
      ({ oneAt, otherAt }) =>
        to.units === null || [oneAt, otherAt].some(({ unit }) => paths.get(unit)?.some((above) => to.units!.includes(above))),
    );
    if (theirs.length === 0) continue;
    const lines = theirs
      .slice(0, named)
      .map(({ person, name }) => `- ${names.get(person) ?? ''}: ${name.vi}`)
      .concat(theirs.length > named ? ['- …'] : []);
    await ctx.app.messenger.tell(ctx, {
      template: 'duties-not-apart',
      to: { personId: to.personId, name: to.name, ...(to.email && { email: to.email }) },
      data: { count: String(theirs.length), who: lines.join('\n') },
      about: 'separation:province',
      link: '/quan-tri/tach-nhiem-vu?tinh-trang=trai',
    });
  }
}

/** Who gives and ends places now, and in which units. */
async function recipients(db: Queries, today: string): Promise<Recipient[]> {
  return db.all<Recipient>(
    sql`select p.id as "personId", p.name, p.email,
               case when bool_or(a.permission ->> 'scope' = 'all') then null else array_agg(distinct o.unit_id) end as units
        from identity.person p join identity.position o on o.person_id = p.id join identity.role r on r.key = o.role
          cross join lateral jsonb_array_elements(r.permissions) as a (permission)
        where p.state = 'active' and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
          and (r.retired_on is null or r.retired_on > ${today}::date) and a.permission ->> 'permission' = 'people.manage-position'
        group by p.id order by p.id`,
  );
}
