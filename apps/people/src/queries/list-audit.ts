import { anyNumber, anyTime, anyUuid, fromCursor, localDate, query, shape, type Sql, sql, toCursor } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { actorsOf, personName, subjectName, subjectsOf, withNames } from './audit-names.ts';
import { cursor, day, limit, line, moment, nullable, uuid } from '../fields.ts';

const entry = shape({
  stream: uuid,
  number: Type.Integer(),
  at: moment,
  /** `person:…`, `system:…` or `anonymous`. */
  principal: Type.String(),
  name: nullable(Type.String()),
  behalfOf: nullable(uuid),
  behalfOfName: nullable(Type.String()),
  operation: Type.String(),
  outcome: Type.String(),
  subject: nullable(Type.String()),
  /** Whom it is about, when it is a person. */
  subjectName: nullable(Type.String()),
  origin: nullable(Type.String()),
  trace: nullable(Type.String()),
  detail: Type.String(),
});

/**
 * The audit trail, the latest first: who saw or changed what, from where, and for whom (A4). Filters by person (who acted: id,
 * name or identity number), subject (`dossier:…`, `person:…`, or the code, name or number that people call it by), operation
 * and days; with none of person, subject and first day, the last seven days. Looking into the trail is itself in the trail.
 */
export const listAudit = query({
  name: 'people.list-audit',
  title: { vi: 'Nhật ký hệ thống', en: 'Audit trail' },
  may: 'audit.view-trail',
  audit: true,
  subject: (input) => input.subject,
  input: shape({
    person: Type.Optional(line(200)),
    /** People's acts, or what the program did by itself. */
    by: Type.Optional(Type.Union([Type.Literal('people'), Type.Literal('program')])),
    subject: Type.Optional(line(200)),
    /** The whole name of an operation, or its module. */
    operation: Type.Optional(line(100)),
    outcome: Type.Optional(Type.Union([Type.Literal('done'), Type.Literal('viewed'), Type.Literal('refused')])),
    from: Type.Optional(day),
    until: Type.Optional(day),
    after: Type.Optional(cursor),
    limit: Type.Optional(limit),
  }),
  output: shape({
    entries: Type.Array(entry),
    next: nullable(Type.String()),
    /** What the person and the subject that were asked for are called, where it is one. */
    asked: shape({ person: nullable(Type.String()), subject: nullable(Type.String()) }),
  }),
  async run(ctx, input) {
    const rows = input.limit ?? 50;
    const narrow = input.person !== undefined || (input.subject !== undefined && input.subject !== '');
    const from = input.from ?? (narrow ? undefined : weekBefore(input.until ?? localDate(ctx.now)));
    const [actors, subjects] = await Promise.all([actorsOf(ctx, input.person), subjectsOf(ctx, input.subject)]);
    const after = fromCursor(input.after, [anyTime, anyUuid, anyNumber]);
    const entries = await ctx.db.all<Static<typeof entry> & { exact?: string }>(
      // The page first, then the names on it: with the joins inside, a long trail would be joined whole to show fifty lines.
      sql`with page as materialized (
            select e.* from audit.v_entry e
            where ${sql.all([
              actors && sql`e.principal = any(${actors}::text[])`,
              subjects && sql`e.subject = any(${subjects}::text[])`,
              input.by !== undefined && sql`starts_with(e.principal, 'system:') = ${input.by === 'program'}`,
              operation(input.operation),
              input.outcome !== undefined && sql`e.outcome = ${input.outcome}`,
              from !== undefined && sql`e.at >= ${dayStart(from)}`,
              input.until !== undefined && sql`e.at < ${new Date(dayStart(input.until).getTime() + 86_400_000)}`,
              after && sql`(e.at, e.stream, e.number) < (${after[0]}::timestamptz, ${after[1]}::uuid, ${after[2]}::bigint)`,
            ])}
            order by e.at desc, e.stream desc, e.number desc limit ${rows + 1})
          select e.stream, e.number, e.at, e.principal, p.name, b.id as "behalfOf", b.name as "behalfOfName", e.operation, e.outcome, e.subject, s.name as "subjectName",
                 e.origin, e.trace, e.detail, to_char(e.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as exact
          from page e
            left join identity.v_person p on p.id = case when e.principal like 'person:%' then substr(e.principal, 8)::uuid end
            left join identity.v_person s on s.id = case when e.subject ~ '^person:[0-9a-f-]{36}$' then substr(e.subject, 8)::uuid end
            left join identity.v_person b on b.id = e.behalf_of::uuid
          order by e.at desc, e.stream desc, e.number desc limit ${rows + 1}`,
    );
    const more = entries.length > rows;
    if (more) entries.pop();
    const last = entries.at(-1);
    const next = more && last ? toCursor([last.exact!, last.stream, last.number]) : null;
    ctx.note({ ...input, shown: entries.length });
    for (const one of entries) delete one.exact;
    const named = await withNames(ctx, entries);
    return {
      entries: named,
      next,
      asked: {
        person: actors?.length === 1 ? await personName(ctx, actors[0]!) : null,
        subject: (subjects?.length === 1 && (await subjectName(ctx, subjects[0]!))) || null,
      },
    };
  },
});

function operation(name: string | undefined): Sql | false {
  if (!name) return false;
  return name.includes('.') ? sql`e.operation = ${name}` : sql`starts_with(e.operation, ${`${name}.`})`;
}

function weekBefore(day: string): string {
  return localDate(new Date(dayStart(day).getTime() - 6 * 86_400_000));
}

/** Midnight in Vietnam; a day that is not in the calendar counts as the one after. */
function dayStart(day: string): Date {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(Date.UTC(year!, month! - 1, date) - 7 * 3_600_000);
}
