import {
  clean,
  command,
  type CommandContext,
  type Context,
  emit,
  type Emergency,
  type Grant,
  isUuid,
  localDate,
  type Queries,
  query,
  shape,
  sql,
  startOfDay,
} from '@dinh/kernel';
import { formatDateTime } from '@dinh/ui';
import { Type } from 'typebox';
import { emergencyLimit, emergencyNothing, emergencyOver, emergencyReason } from '../errors.ts';
import { line, moment, uuid } from '../fields.ts';
import { whence } from '../sign-in/session.ts';
import { type EmergencyRules, emergencyRules } from './rules.ts';

/** Who may open a record in an emergency, and where. */
export const openingEmergency = 'identity.open-emergency';
export const emergencyPath = '/khan-cap';

/** A record that may be opened: what it is called, who holds it and whom it concerns. */
interface Found {
  readonly record: string;
  readonly label: string;
  readonly units: readonly number[];
  readonly persons: readonly string[];
}

/**
 * Opens one dossier, or the matters of one person, to an official who has no right to see them: at once, to read only, for some
 * minutes, for a reason of the pack's list and in words. The heads of the agency that holds it and those who watch over data are
 * told in the same transaction; the persons concerned see it among those who looked at their data.
 * @throws emergencyNothing there is no such dossier or person; emergencyReason; emergencyLimit too often today
 */
export const openEmergency = command({
  name: 'identity.open-emergency',
  title: { vi: 'Mở xem khẩn cấp', en: 'Open in an emergency' },
  may: openingEmergency,
  input: shape({
    kind: Type.Union([Type.Literal('dossier'), Type.Literal('person')]),
    /** A dossier by code, reference or id; a person by identity number. */
    about: line(60),
    reason: line(40),
    words: line(1000, 10),
    minutes: Type.Optional(Type.Integer({ minimum: 5, maximum: 1440 })),
  }),
  output: shape({ id: uuid, until: moment }),
  subject: (_, output) => `emergency:${output.id}`,
  prepare: (ctx, { kind, about }) => find(ctx, kind, about),
  async run(ctx, input, found: Found) {
    const rules = await emergencyRules(ctx.app, ctx.now);
    const reason = rules.reasons.find(({ key }) => key === input.reason);
    if (!reason) throw emergencyReason();
    const { id: person, name } = ctx.principal;
    // One after the other, so that two at once do not both count as the last that is allowed.
    await ctx.db.one(sql`select id from identity.person where id = ${person} for no key update`);
    const open = await ctx.db.maybe<{ id: string; until: Date }>(
      sql`select id, ends_at as until from identity.emergency
          where person_id = ${person} and record = ${found.record} and ended_at is null and ends_at > ${ctx.now}`,
    );
    if (open) return open;
    const times = (await openedToday(ctx.db, person, ctx.now)) + 1;
    if (times > rules.perDay) {
      await tellMonitoring(ctx, 'identity.emergency-refused', `${found.label}: ${times}/${rules.perDay}`);
      throw emergencyLimit({ most: rules.perDay });
    }
    const id = ctx.newId();
    const minutes = Math.min(input.minutes ?? rules.minutes, rules.mostMinutes);
    const until = new Date(ctx.now.getTime() + minutes * 60_000);
    const heads = await toTell(ctx.db, rules, found.units, localDate(ctx.now), person);
    await ctx.db.run(
      sql`insert into identity.emergency (id, person_id, person_name, record, label, permissions, reason_vi, reason_en, words, unit_ids, told, opened_at, ends_at, review_due)
          values (${id}, ${person}, ${name}, ${found.record}, ${found.label}, ${rules.opens[input.kind]}, ${reason.name.vi}, ${reason.name.en}, ${clean(input.words)},
                  ${[...found.units]}::int[], ${heads.map((one) => one.personId)}::uuid[], ${ctx.now}, ${until}, ${localDate(ctx.now)}::date + ${rules.reviewDays}::int)`,
    );
    ctx.db.send(sql`update identity.person set revision = revision + 1 where id = ${person}`);
    ctx.concern(...found.persons);
    ctx.note({ emergency: id, record: found.record, reason: reason.name.vi, words: input.words, until });
    for (const to of heads)
      await ctx.app.messenger.tell(ctx, {
        template: 'emergency-opened',
        to,
        data: {
          who: name,
          label: found.label,
          reason: reason.name.vi,
          words: clean(input.words),
          until: formatDateTime(until),
        },
        about: `emergency:${id}`,
        link: `/quan-tri/khan-cap/${id}`,
      });
    const often = times >= rules.warnFrom ? ` (${times}/${rules.perDay})` : '';
    ctx.emit({
      name: often ? 'identity.emergency-often' : 'identity.emergency-opened',
      key: person,
      topics: ['emergencies'],
      data: { emergency: id, reason: `${found.label}: ${reason.name.vi}${often}`, ...whence(ctx) },
    });
    return { id, until };
  },
});

/** Ends one's own access before its time. @throws emergencyOver also when it is somebody else's */
export const endEmergency = command({
  name: 'identity.end-emergency',
  title: { vi: 'Kết thúc xem khẩn cấp', en: 'End the emergency access' },
  may: 'signed-in',
  input: shape({ id: uuid }),
  output: shape({}),
  subject: ({ id }) => `emergency:${id}`,
  async run(ctx, { id }) {
    const ended = await ctx.db.run(
      sql`update identity.emergency set ended_at = ${ctx.now}
          where id = ${id} and person_id = ${ctx.principal.id} and ended_at is null and ends_at > ${ctx.now}`,
    );
    if (ended === 0) throw emergencyOver();
    ctx.db.send(sql`update identity.person set revision = revision + 1 where id = ${ctx.principal.id}`);
    return {};
  },
});

/** What the screen must know to ask: reasons, times, and how often it is still possible today. */
export const viewEmergencyRules = query({
  name: 'identity.view-emergency-rules',
  title: { vi: 'Quy định xem khẩn cấp', en: 'Rules of emergency access' },
  may: openingEmergency,
  input: shape({}),
  output: shape({
    reasons: Type.Array(shape({ key: Type.String(), vi: Type.String(), en: Type.String() })),
    minutes: Type.Integer(),
    mostMinutes: Type.Integer(),
    perDay: Type.Integer(),
    left: Type.Integer(),
  }),
  async run(ctx) {
    const { reasons, minutes, mostMinutes, perDay } = await emergencyRules(ctx.app, ctx.now);
    const left = Math.max(0, perDay - (await openedToday(ctx.db, ctx.principal.id, ctx.now)));
    return {
      reasons: reasons.map(({ key, name }) => ({ key, ...name })),
      minutes,
      mostMinutes,
      perDay,
      left,
    };
  },
});

/** What a person may still read in an emergency, and the grants by which they do. It ends by the clock. */
export async function openEmergencies(
  db: Queries,
  person: string,
  now: Date,
): Promise<{ emergencies: Emergency[]; grants: Grant[] }> {
  const rows = await db.all<Emergency & { permissions: string[]; reason: string }>(
    sql`select id, record, label, ends_at as until, permissions, reason_vi as reason from identity.emergency
        where person_id = ${person} and ended_at is null and ends_at > ${now} order by ends_at, id`,
  );
  return {
    emergencies: rows.map(({ id, record, label, until }) => ({ id, record, label, until })),
    grants: rows.flatMap(({ permissions, record, reason, until }) =>
      permissions.map((permission): Grant => ({
        permission,
        scope: 'record',
        units: [],
        record,
        reason,
        until,
      })),
    ),
  };
}

async function find(ctx: Context, kind: 'dossier' | 'person', about: string): Promise<Found> {
  const matters = ctx.app.modules.flatMap(({ matters: one }) => one ?? []);
  const text = about.trim();
  if (kind === 'person') {
    const person = await ctx.db.maybe<{ id: string; name: string }>(
      sql`select id, name from identity.person where id_number = ${text.replace(/ /g, '')} and state <> 'closed'`,
    );
    if (!person) throw emergencyNothing();
    const units = await Promise.all(matters.map(async (one) => (await one.holdersOf?.(ctx.db, person.id)) ?? []));
    return {
      record: `person:${person.id}`,
      label: person.name,
      units: [...new Set(units.flat())],
      persons: [person.id],
    };
  }
  for (const one of matters.filter(({ subject }) => subject === kind)) {
    const [key] = isUuid(text) ? [text.toLowerCase()] : await one.find(ctx.db, text);
    const held = key === undefined ? undefined : await one.holders?.(ctx.db, key);
    if (key === undefined || !held) continue;
    const label = (await one.name(ctx.db, [key])).get(key)?.label ?? key;
    return { record: `${kind}:${key}`, label, units: [...new Set(held.units)], persons: held.persons };
  }
  throw emergencyNothing();
}

async function openedToday(db: Queries, person: string, now: Date): Promise<number> {
  const midnight = startOfDay(localDate(now));
  const { times } = await db.one<{ times: number }>(
    sql`select count(*)::int as times from identity.emergency where person_id = ${person} and opened_at >= ${midnight}`,
  );
  return times;
}

/** The heads of the agencies that hold the record, and those who watch over data; nobody is told of what they did themselves. */
function toTell(
  db: Queries,
  { tell }: EmergencyRules,
  units: readonly number[],
  today: string,
  except: string,
): Promise<{ personId: string; name: string; email: string | null }[]> {
  const agency = (of: string) =>
    sql`(select a.id from identity.unit a where a.id = any(${sql.raw(of)}.path) and a.level <> 'section' order by cardinality(a.path) desc limit 1)`;
  return db.all(
    sql`select distinct p.id as "personId", p.name, p.email from identity.position o join identity.person p on p.id = o.person_id and p.state = 'active'
          join identity.unit u on u.id = o.unit_id
        where p.id <> ${except} and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date)
          and (o.role = any(${tell.watchers}::text[])
               or (o.role = any(${tell.heads}::text[]) and ${agency('u')} in (select ${agency('h')} from identity.unit h where h.id = any(${[...units]}::int[]))))
        order by 2 limit 40`,
  );
}

/** Told also when the act itself is taken back. */
async function tellMonitoring(ctx: CommandContext, name: string, reason: string): Promise<void> {
  await ctx.app.db.transaction(async (tx) =>
    emit(ctx.app, tx, ctx.now, ctx.origin.trace, {
      name,
      key: ctx.principal.id,
      data: { reason, ...whence(ctx) },
    }),
  );
}
