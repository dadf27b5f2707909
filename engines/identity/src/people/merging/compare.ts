import { type App, countOpen, type Context, type Queries, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { personNotFound } from '../../errors.ts';
import { nullable, uuid } from '../../fields.ts';
import { allRecords } from '../records.ts';

/** The facts of a person of which one record's or the other's may be kept. */
export const mergeField = Type.Union([
  Type.Literal('name'),
  Type.Literal('birthDate'),
  Type.Literal('gender'),
  Type.Literal('idNumber'),
  Type.Literal('phone'),
  Type.Literal('email'),
  Type.Literal('address'),
]);
export type MergeField = Static<typeof mergeField>;

/** A record as a merge looks at it. */
export interface Side {
  readonly id: string;
  readonly name: string;
  readonly birthDate: string | null;
  readonly gender: string | null;
  readonly idNumber: string | null;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: object | null;
  readonly account: string | null;
  readonly level: number;
  readonly state: string;
  readonly mergedInto: string | null;
  readonly createdAt: Date;
  readonly lastSeen: Date | null;
}

const columns = sql`p.id, p.name, p.birth_date as "birthDate", p.gender, p.id_number as "idNumber", p.phone, p.email, p.address, p.account,
  p.verified_level as level, p.state, p.merged_into as "mergedInto", p.created_at as "createdAt",
  (select max(s.seen_at) from identity.session s where s.person_id = p.id) as "lastSeen"`;

/** @param lock holds both rows until the end, in one order, so that two merges never wait for each other. @throws personNotFound. */
export async function sidesOf(db: Queries, a: string, b: string, lock = false): Promise<[Side, Side]> {
  const rows = await db.all<Side>(
    sql`select ${columns} from identity.person p where p.id in (${a}, ${b}) order by p.id ${lock ? sql`for update of p` : sql.empty}`,
  );
  const [left, right] = [rows.find((one) => one.id === a), rows.find((one) => one.id === b)];
  if (!left || !right) throw personNotFound();
  return [left, right];
}

const numbered = /^\d{12}$/;

/** Why two records cannot become one; undefined when they can. */
export async function hindrance(db: Queries, a: Side, b: Side): Promise<{ vi: string; en: string } | undefined> {
  if (a.id === b.id) return { vi: 'đó là cùng một bản ghi.', en: 'they are the same record.' };
  if (a.state === 'closed' || b.state === 'closed') return { vi: 'có bản ghi đã đóng.', en: 'one of them is closed.' };
  const checked = a.level > 0 && b.level > 0;
  if (checked && numbered.test(a.idNumber ?? '') && numbered.test(b.idNumber ?? '') && a.idNumber !== b.idNumber)
    return {
      vi: 'cả hai đã đối chiếu giấy tờ với hai số định danh khác nhau.',
      en: 'both were checked against papers with different identity numbers.',
    };
  const { between } = await db.one<{ between: boolean }>(
    sql`select exists (select from identity.authority where (agent_id, subject_id) in ((${a.id}::uuid, ${b.id}::uuid), (${b.id}::uuid, ${a.id}::uuid)))
            or exists (select from identity.delegation where (from_person, to_person) in ((${a.id}::uuid, ${b.id}::uuid), (${b.id}::uuid, ${a.id}::uuid))) as between`,
  );
  return between
    ? {
        vi: 'người này đã đại diện hoặc nhận ủy quyền của người kia.',
        en: 'one of them has acted for the other.',
      }
    : undefined;
}

export const side = shape({
  id: uuid,
  name: Type.String(),
  birthDate: nullable(Type.String()),
  gender: nullable(Type.String()),
  idNumber: nullable(Type.String()),
  phone: nullable(Type.String()),
  email: nullable(Type.String()),
  address: nullable(Type.Any()),
  account: nullable(Type.String()),
  level: Type.Integer(),
  state: Type.String(),
  mergedInto: nullable(uuid),
  createdAt: Type.Any(),
  lastSeen: Type.Any(),
  records: Type.Array(shape({ what: shape({ vi: Type.String(), en: Type.String() }), count: Type.Integer() })),
});

/** What there is under a person's id, place by place; only what there is. */
export async function recordsOf(app: App, db: Queries, person: string) {
  const counted = await Promise.all(
    allRecords(app).map(async ({ record }) => ({
      what: record.what,
      count: await countOpen(db, { ...record, open: record.only ?? 'true' }, person),
    })),
  );
  return counted.filter(({ count }) => count > 0);
}

/** Two records side by side, with what hangs on each and whether they can become one. Who looked is in the audit trail. */
export const comparePersons = query({
  name: 'identity.compare-persons',
  title: { vi: 'So sánh hai bản ghi người', en: 'Compare two records of persons' },
  seenAs: {
    vi: 'So sánh thông tin của bạn với một người có thể trùng',
    en: 'Compared your details with somebody who may be the same',
  },
  may: 'people.register-person',
  audit: true,
  subject: (input) => `person:${input.a}`,
  input: shape({ a: uuid, b: uuid }),
  output: shape({
    a: side,
    b: side,
    hindrance: nullable(shape({ vi: Type.String(), en: Type.String() })),
  }),
  async run(ctx: Context, input) {
    const [a, b] = await sidesOf(ctx.db, input.a, input.b);
    const [left, right, why] = await Promise.all([
      recordsOf(ctx.app, ctx.db, a.id),
      recordsOf(ctx.app, ctx.db, b.id),
      hindrance(ctx.db, a, b),
    ]);
    ctx.note({ with: input.b });
    ctx.concern(a.id, b.id);
    return { a: { ...a, records: left }, b: { ...b, records: right }, hindrance: why ?? null };
  },
});
