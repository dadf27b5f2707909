import { command, job, type Queries, query, shape, sql, type Sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { personNotFound } from '../../errors.ts';
import { moment, nullable, uuid } from '../../fields.ts';

/**
 * Why two records may be of one person, with the weight of each reason. The same name and birth date are many people's in a province
 * of a million; with the same telephone they are one's.
 */
const pairs = (one: string | null) => {
  const of = one === null ? sql`true` : sql`${one}::uuid in (p.id, q.id)`;
  const both = sql`p.id < q.id and p.state <> 'closed' and q.state <> 'closed' and ${of}`;
  return sql`
    select p.id as a, q.id as b, 'same-phone' as reason, 30 as weight from identity.person p join identity.person q on q.phone = p.phone
      where ${both} and similarity(p.folded, q.folded) > 0.5
    union all
    select p.id, q.id, 'same-email', 30 from identity.person p join identity.person q on lower(q.email) = lower(p.email)
      where p.email is not null and q.email is not null and ${both} and similarity(p.folded, q.folded) > 0.5
    union all
    select p.id, q.id, 'same-name-and-birth', 40 from identity.person p join identity.person q on q.folded = p.folded and q.birth_date = p.birth_date
      where ${both}`;
};

// Two numbers that papers have shown to be different are two persons.
const notTwo = sql`not (p.verified_level > 0 and q.verified_level > 0 and p.id_number ~ '^\\d{12}$' and q.id_number ~ '^\\d{12}$')`;

const found = (one: string | null) => sql`
  select x.a, x.b, array_agg(x.reason order by x.reason) as reasons, sum(x.weight)::int as score
  from (${pairs(one)}) x join identity.person p on p.id = x.a join identity.person q on q.id = x.b
  where ${notTwo} group by x.a, x.b`;

/** Looks through all records; pairs that somebody has told apart stay told apart. */
export async function findLikeness(db: Queries, now: Date): Promise<number> {
  const count = await db.run(
    sql`insert into identity.likeness as l (a, b, reasons, score, found_at)
        select f.a, f.b, f.reasons, f.score, ${now}::timestamptz from (${found(null)}) f where f.score >= 30
        on conflict (a, b) do update set reasons = excluded.reasons, score = excluded.score, found_at = excluded.found_at`,
  );
  await db.run(sql`delete from identity.likeness where found_at < ${now} and different_at is null`);
  return count;
}

/** Every night. */
export const likenessJob = job({
  name: 'identity.find-likeness',
  every: 1440,
  run: async ({ app, now }) => void (await findLikeness(app.db, now)),
});

/** Looks for duplicates now rather than at night. */
export const lookForDuplicates = command({
  name: 'identity.look-for-duplicates',
  title: { vi: 'Tìm bản ghi trùng ngay', en: 'Look for duplicates now' },
  may: 'people.merge-person',
  input: shape({}),
  output: shape({ found: Type.Integer() }),
  run: async (ctx) => ({ found: await findLikeness(ctx.db, ctx.now) }),
});

const pair = shape({
  a: uuid,
  b: uuid,
  aName: Type.String(),
  bName: Type.String(),
  aNumber: nullable(Type.String()),
  bNumber: nullable(Type.String()),
  birthDate: nullable(Type.String()),
  reasons: Type.Array(Type.String()),
  score: Type.Integer(),
  foundAt: moment,
  proposed: nullable(uuid),
});

const columns = sql`l.a, l.b, p.name as "aName", q.name as "bName", p.id_number as "aNumber", q.id_number as "bNumber",
  coalesce(p.birth_date, q.birth_date) as "birthDate", l.reasons, l.score`;
const proposed = sql`(select m.id from identity.merge m where m.state = 'proposed'
  and least(m.from_person, m.to_person) = l.a and greatest(m.from_person, m.to_person) = l.b) as proposed`;

/** Pairs `l` of records `p` and `q` that may be of one person, */
export const likePairs: Sql = sql`identity.likeness l join identity.person p on p.id = l.a join identity.person q on q.id = l.b`;
/** and of them those of which nobody has said yet what they are. */
export const undecided: Sql = sql`l.different_at is null and p.state <> 'closed' and q.state <> 'closed'`;

/** Pairs of records that may be of one person, the likeliest first; those that were told apart are left out. */
export const listDuplicates = query({
  name: 'identity.list-duplicates',
  title: { vi: 'Bản ghi có thể trùng', en: 'Records that may be duplicates' },
  seenAs: {
    vi: 'Xem danh sách người có thể trùng, trong đó có bạn',
    en: 'Looked at a list of possible duplicates with you in it',
  },
  may: 'people.merge-person',
  audit: true,
  input: shape({
    /** Pairs after this one. */
    after: Type.Optional(shape({ score: Type.Integer(), a: uuid, b: uuid })),
    reason: Type.Optional(Type.String({ maxLength: 40 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ pairs: Type.Array(pair), total: Type.Integer(), more: Type.Boolean() }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const { after } = input;
    const open = sql`${undecided} and (${input.reason ?? null}::text is null or ${input.reason ?? null}::text = any(l.reasons))`;
    const from = likePairs;
    const [rows, { total }] = await Promise.all([
      ctx.db.all<never>(
        sql`select ${columns}, l.found_at as "foundAt", ${proposed} from ${from} where ${open}
              and ${after ? sql`(-l.score, l.a, l.b) > (${-after.score}::int, ${after.a}::uuid, ${after.b}::uuid)` : sql`true`}
            order by l.score desc, l.a, l.b limit ${limit + 1}`,
      ),
      ctx.db.one<{ total: number }>(sql`select count(*) as total from ${from} where ${open}`),
    ]);
    return { pairs: rows.slice(0, limit), total, more: rows.length > limit };
  },
});

/** Records that may be of the same person as this one, looked for now; for a desk that has the person before it. */
export const duplicatesOf = query({
  name: 'identity.duplicates-of',
  title: { vi: 'Bản ghi có thể trùng của một người', en: 'Duplicates of a person' },
  seenAs: { vi: 'Xem thông tin cá nhân của bạn', en: 'Looked at your personal details' },
  may: 'people.register-person',
  audit: true,
  subject: (input) => `person:${input.person}`,
  input: shape({ person: uuid }),
  output: shape({
    pairs: Type.Array(
      shape({
        other: uuid,
        name: Type.String(),
        idNumber: nullable(Type.String()),
        birthDate: nullable(Type.String()),
        phone: nullable(Type.String()),
        reasons: Type.Array(Type.String()),
      }),
    ),
  }),
  async run(ctx, input) {
    const rows = await ctx.db.all<never>(
      sql`select o.id as other, o.name, o.id_number as "idNumber", o.birth_date as "birthDate", o.phone, f.reasons
          from (${found(input.person)}) f join identity.person o on o.id = case when f.a = ${input.person}::uuid then f.b else f.a end
          where not exists (select from identity.likeness l where l.a = f.a and l.b = f.b and l.different_at is not null)
          order by f.score desc, o.id limit 20`,
    );
    ctx.concern(input.person);
    return { pairs: rows };
  },
});

/** Notes that two records are of two persons; they are not shown as duplicates any more. @throws personNotFound. */
export const tellApart = command({
  name: 'identity.tell-apart',
  title: { vi: 'Xác nhận là hai người khác nhau', en: 'Note that they are two persons' },
  may: 'people.merge-person',
  input: shape({ a: uuid, b: uuid }),
  output: shape({}),
  subject: (input) => `person:${input.a}`,
  async run(ctx, input) {
    const { both } = await ctx.db.one<{ both: number }>(
      sql`select count(*) as both from identity.person where id in (${input.a}, ${input.b})`,
    );
    if (both !== 2) throw personNotFound();
    await ctx.db.run(
      sql`insert into identity.likeness (a, b, reasons, score, found_at, different_at, different_by)
          values (least(${input.a}::uuid, ${input.b}::uuid), greatest(${input.a}::uuid, ${input.b}::uuid), '{}', 0, ${ctx.now}, ${ctx.now}, ${ctx.principal.id}::uuid)
          on conflict (a, b) do update set different_at = excluded.different_at, different_by = excluded.different_by`,
    );
    ctx.note({ other: input.b });
    return {};
  },
});
