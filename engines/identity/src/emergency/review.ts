import { clean, command, type Context, fold, localDate, query, reach, shape, sql, type Sql, where } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { emergencyNotFound, emergencyReviewed, emergencySelf } from '../errors.ts';
import { line, moment, nullable, uuid } from '../fields.ts';

export const reviewingEmergency = 'identity.review-emergency';

const EmergencyRow = shape({
  id: uuid,
  person: uuid,
  name: Type.String(),
  record: Type.String(),
  label: Type.String(),
  reason: shape({ vi: Type.String(), en: Type.String() }),
  words: Type.String(),
  openedAt: moment,
  /** When it ended or will end. */
  until: moment,
  reviewDue: Type.String(),
  late: Type.Boolean(),
  justified: nullable(Type.Boolean()),
  review: nullable(Type.String()),
  reviewedAt: nullable(moment),
  reviewer: nullable(Type.String()),
  /** What was looked at under it. */
  looks: Type.Integer(),
});
export type EmergencyRow = Static<typeof EmergencyRow>;

const columns = (today: string) => sql`e.id, e.person_id as person, e.person_name as name, e.record, e.label,
  json_build_object('vi', e.reason_vi, 'en', e.reason_en) as reason, e.words, e.opened_at as "openedAt", coalesce(e.ended_at, e.ends_at) as until,
  e.review_due::text as "reviewDue", (e.reviewed_at is null and e.review_due < ${today}::date) as late, e.justified, e.review, e.reviewed_at as "reviewedAt", e.reviewer,
  (select count(*)::int from audit.v_entry a where a.principal = 'person:' || e.person_id and a.at >= e.opened_at and a.at <= coalesce(e.ended_at, e.ends_at)
    and a.outcome = 'viewed' and a.detail like '%"emergency":"' || e.id || '"%') as looks`;

/**
 * The accesses `e` that somebody reviews: those to what units within their reach hold. What no unit holds, as a person without a
 * matter, is reviewed by whoever does so for the whole province.
 */
export const reviewed = ({ principal }: Pick<Context, 'principal'>): Sql =>
  where(reach(principal, reviewingEmergency), { units: sql`e.unit_ids` });

/** What was opened in emergencies within one's reach, the latest first; those that wait for a review, the one due first. */
export const listEmergencies = query({
  name: 'identity.list-emergencies',
  title: { vi: 'Các lần xem khẩn cấp', en: 'Emergency accesses' },
  may: reviewingEmergency,
  audit: true,
  input: shape({
    state: Type.Optional(Type.Union([Type.Literal('open'), Type.Literal('justified'), Type.Literal('not-justified')])),
    query: Type.Optional(line(120)),
    sort: Type.Optional(Type.Union([Type.Literal('opened'), Type.Literal('due'), Type.Literal('name')])),
    from: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({ emergencies: Type.Array(EmergencyRow), waiting: Type.Integer(), more: Type.Boolean() }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const today = localDate(ctx.now);
    const words = fold(input.query ?? '')
      .split(/\s+/)
      .filter(Boolean);
    const order = {
      opened: sql`e.opened_at desc, e.id desc`,
      due: sql`e.review_due, e.opened_at, e.id`,
      name: sql`e.person_name, e.opened_at desc, e.id desc`,
    }[input.sort ?? (input.state === 'open' ? 'due' : 'opened')];
    const emergencies = await ctx.db.all<EmergencyRow>(
      sql`select ${columns(today)} from identity.emergency e
          where ${sql.all([
            reviewed(ctx),
            input.state === 'open' && sql`e.reviewed_at is null`,
            input.state === 'justified' && sql`e.justified`,
            input.state === 'not-justified' && sql`not e.justified`,
            ...words.map(
              (word) => sql`kernel.fold(e.person_name || ' ' || e.label) like ${`%${word.replace(/[\\%_]/g, '\\$&')}%`}`,
            ),
          ])}
          order by ${order} offset ${input.from ?? 0} limit ${limit + 1}`,
    );
    const more = emergencies.length > limit;
    if (more) emergencies.pop();
    const { waiting } = await ctx.db.one<{ waiting: number }>(
      sql`select count(*)::int as waiting from identity.emergency e where e.reviewed_at is null and ${reviewed(ctx)}`,
    );
    return { emergencies, waiting, more };
  },
});

/** One of them. Whoever was told of it may look, and whoever reviews what its units hold. @throws emergencyNotFound */
export const viewEmergency = query({
  name: 'identity.view-emergency',
  title: { vi: 'Một lần xem khẩn cấp', en: 'An emergency access' },
  may: 'signed-in',
  audit: true,
  input: shape({ id: uuid }),
  output: shape({ emergency: EmergencyRow, mine: Type.Boolean(), reviews: Type.Boolean() }),
  subject: ({ id }) => `emergency:${id}`,
  async run(ctx, { id }) {
    const { principal } = ctx;
    const found = await ctx.db.maybe<EmergencyRow & { reviews: boolean }>(
      sql`select ${columns(localDate(ctx.now))}, ${reviewed(ctx)} as reviews from identity.emergency e where e.id = ${id}
            and (${reviewed(ctx)} or e.person_id = ${principal.id}::uuid or ${principal.id}::uuid = any(e.told))`,
    );
    if (!found) throw emergencyNotFound();
    const { reviews, ...emergency } = found;
    return { emergency, mine: emergency.person === principal.id, reviews };
  },
});

/**
 * Says afterwards whether an access was justified; never by whoever took it. What was not justified is told to monitoring.
 * @throws emergencyNotFound also when it is out of reach; emergencyReviewed, emergencySelf
 */
export const reviewEmergency = command({
  name: 'identity.review-emergency',
  title: { vi: 'Xem xét lần xem khẩn cấp', en: 'Review an emergency access' },
  may: reviewingEmergency,
  input: shape({ id: uuid, justified: Type.Boolean(), words: line(1000, 5) }),
  output: shape({}),
  subject: ({ id }) => `emergency:${id}`,
  async run(ctx, { id, justified, words }) {
    const found = await ctx.db.maybe<{ person: string; label: string; reviewed: boolean }>(
      sql`select person_id as person, label, reviewed_at is not null as reviewed from identity.emergency e where e.id = ${id} and ${reviewed(ctx)} for update`,
    );
    if (!found) throw emergencyNotFound();
    if (found.person === ctx.principal.id) throw emergencySelf();
    if (found.reviewed) throw emergencyReviewed();
    await ctx.db.run(
      sql`update identity.emergency set justified = ${justified}, review = ${clean(words)}, reviewed_at = ${ctx.now}, reviewed_by = ${ctx.principal.id}, reviewer = ${ctx.principal.name}
          where id = ${id}`,
    );
    ctx.note({ justified, words });
    ctx.emit({
      name: justified ? 'identity.emergency-justified' : 'identity.emergency-not-justified',
      key: found.person,
      topics: ['emergencies'],
      data: { emergency: id, reason: found.label },
    });
    return {};
  },
});
