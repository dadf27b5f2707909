import { inOfficeOn } from '@dinh/identity';
import { type CommandContext, type HandOver, type HeldWork, type Leaving, type Sql, sql } from '@dinh/kernel';

/** Drafts that are open, of whoever keeps no other place. */
const held = ({ person, place, day }: Leaving): Sql =>
  sql`s.author_id = ${person}::uuid and s.state in ('writing', 'waiting') and ${
    place
      ? sql`not exists (select from identity.v_official o where o.person_id = ${person}::uuid and ${inOfficeOn(day)}
              and not (o.unit_id = ${place.unit} and o.role = ${place.role}))`
      : sql`true`
  }`;

/** The receiver may write drafts, and has none of their own about the same. */
const fits = (to: string, day: string): Sql =>
  sql`exists (select from identity.v_official o join identity.v_role r on r.key = o.role cross join jsonb_array_elements(r.permissions) p
        where o.person_id = ${to}::uuid and ${inOfficeOn(day)} and p->>'permission' ~ '^(studio|procedures)\\.edit-')
      and not exists (select from studio.draft x where x.author_id = ${to}::uuid and x.kind = s.kind and x.key = s.key and x.state in ('writing', 'waiting'))`;

/**
 * Open drafts of definitions: they go on under the receiver where that one may write them; otherwise what is still being written is
 * withdrawn, which keeps its text, and what waits for a decision waits on.
 */
export const draftsHandedOver: HeldWork = {
  key: 'studio.drafts',
  title: { vi: 'Dự thảo trong xưởng cấu hình', en: 'Drafts in the studio' },
  count: (db, leaving, to) =>
    db.one<{ total: number; fits: number }>(
      sql`select count(*)::int as total, (count(*) filter (where ${to === undefined ? sql`false` : fits(to, leaving.day)}))::int as fits
          from studio.draft s where ${held(leaving)}`,
    ),
  async handOver(ctx, handOver, limit) {
    const { to, day } = handOver;
    const drafts = await ctx.db.all<Draft>(
      sql`select s.id, s.state, ${to ? fits(to.id, day) : sql`false`} as fits from studio.draft s
          where ${held(handOver)} and (s.state = 'writing' or ${to ? fits(to.id, day) : sql`false`}) order by s.id limit ${limit} for update of s`,
    );
    const [moved, queued] = [drafts.filter((d) => d.fits), drafts.filter((d) => !d.fits)];
    if (to && moved.length > 0) {
      ctx.db.send(
        sql`update studio.draft set author_id = ${to.id}::uuid, changed_at = ${ctx.now} where id = any(${ids(moved)}::uuid[])`,
      );
      note(ctx, handOver, moved, 'handed-over', `${handOver.name} → ${to.name}. ${handOver.reason}`);
    }
    if (queued.length > 0) {
      ctx.db.send(
        sql`update studio.draft set state = 'withdrawn', changed_at = ${ctx.now} where id = any(${ids(queued)}::uuid[])`,
      );
      note(ctx, handOver, queued, 'withdrawn', `Bàn giao: ${handOver.reason}`);
    }
    return { moved: moved.length, queued: queued.length };
  },
  stranded: (db, day) =>
    db.all(
      sql`select s.author_id as person, null::int as unit, count(*)::int as count from studio.draft s
          where s.state = 'writing' and not exists (select from identity.v_official o where o.person_id = s.author_id and ${inOfficeOn(day)}) group by 1`,
    ),
};

interface Draft {
  readonly id: string;
  readonly fits: boolean;
}

const ids = (drafts: readonly Draft[]): string[] => drafts.map(({ id }) => id);

function note(
  ctx: CommandContext,
  { person, id }: HandOver,
  drafts: readonly Draft[],
  act: 'handed-over' | 'withdrawn',
  text: string,
): void {
  ctx.db.send(
    sql`insert into studio.draft_act (draft_id, number, at, person_id, act, note)
        select d.id, (select coalesce(max(number), 0) + 1 from studio.draft_act x where x.draft_id = d.id), ${ctx.now}, ${person}::uuid, ${act}, ${text}
        from unnest(${ids(drafts)}::uuid[]) d (id)`,
  );
  ctx.emit({ name: `studio.drafts-${act}`, key: id, topics: ['studio'], data: { drafts: drafts.length } });
}
