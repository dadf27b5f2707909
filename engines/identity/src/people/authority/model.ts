import { createHash } from 'node:crypto';
import {
  type CommandContext,
  type Context,
  dayAfter,
  type FieldError,
  isDay,
  localDate,
  newReference,
  sql,
  type Sql,
  type Text,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { authorityTooWide, fileNotYours, levelNeeded, periodWrong } from '../../errors.ts';
import { day, line } from '../../fields.ts';

/** What one may be allowed to do for another; `manage` (asking and ending other representatives) is of businesses alone. */
export const personActs = ['file', 'follow', 'withdraw', 'pay', 'receive'] as const;

const act = Type.Union([
  Type.Literal('file'),
  Type.Literal('follow'),
  Type.Literal('withdraw'),
  Type.Literal('pay'),
  Type.Literal('receive'),
  Type.Literal('manage'),
]);
/** The limits of an authority: what it allows, and for which procedures or fields (all when absent). */
export const limits = {
  acts: Type.Array(act, { minItems: 1, maxItems: 6, uniqueItems: true }),
  matters: Type.Optional(Type.Array(line(60), { minItems: 1, maxItems: 200, uniqueItems: true })),
};
export type Act = Static<typeof act>;

export const period = {
  /** First and last day, both included. */
  from: Type.Optional(day),
  until: Type.Optional(day),
};

/** A file that the person who asks has brought before. */
export const document = Type.Object(
  { file: Type.String({ pattern: '^[0-9a-f]{64}$' }), fileName: line(200) },
  { additionalProperties: false },
);

/** The days of an authority, the end exclusive. @throws periodWrong. */
export function daysOf(
  input: { from?: string | undefined; until?: string | undefined },
  now: Date,
): { from: string; to: string | null } {
  const today = localDate(now);
  const from = input.from ?? today;
  if (!isDay(from)) throw periodWrong({}, { fields: [{ path: 'from', message: periodWrong.sentence }] });
  if (input.until === undefined) return { from, to: null };
  if (!isDay(input.until) || input.until < from || input.until < today) throw periodWrong();
  return { from, to: dayAfter(input.until) };
}

/** The same day so many years later; of a 29 February in a common year the day after. */
export function yearsAfter(day: string, years: number): string {
  const [year, month, date] = day.split('-').map(Number);
  return new Date(Date.UTC(year! + years, month! - 1, date!)).toISOString().slice(0, 10);
}

/** A code that is told once and handed on by a person, and under what it is kept. */
export function newCode(): { code: string; hash: Buffer } {
  const code = newReference(12);
  return { code, hash: codeHash(code) };
}

export function codeHash(code: string): Buffer {
  return createHash('sha256')
    .update(code.toUpperCase().replace(/[^0-9A-Z]/g, ''))
    .digest();
}

/** @throws authorityTooWide nobody gives more than they hold. */
export function within(
  given: { acts: readonly string[]; matters?: readonly string[] | undefined },
  held: { acts: readonly string[]; matters: readonly string[] | null },
): void {
  if (!given.acts.every((one) => held.acts.includes(one))) throw authorityTooWide();
  if (held.matters && !(given.matters ?? []).every((one) => held.matters!.includes(one))) throw authorityTooWide();
  if (held.matters && !given.matters) throw authorityTooWide();
}

/** The person who asks, for acts that only somebody known by their papers may do. @throws levelNeeded. */
export async function knownPerson(
  ctx: Pick<Context, 'db' | 'principal'>,
): Promise<{ id: string; name: string; idNumber: string }> {
  const person = await ctx.db.maybe<{ id: string; name: string; idNumber: string }>(
    sql`select id, name, id_number as "idNumber" from identity.person
        where id = ${ctx.principal.id} and verified_level >= 1 and id_number is not null`,
  );
  if (!person) throw levelNeeded();
  return person;
}

/** @throws fileNotYours knowing a hash opens nothing: the person must have brought the file. */
export async function checkBrought(ctx: CommandContext, file: string): Promise<void> {
  const brought = await ctx.db.maybe(
    sql`select from kernel.file_holder where hash = ${Buffer.from(file, 'hex')} and holder = ${ctx.principal.id}`,
  );
  if (!brought) throw fileNotYours();
}

/** Whether a representation `r` is the only one by which its business is managed on a day and later. */
export const managesAlone = (today: string): Sql =>
  sql`('manage' = any(r.acts) and (r.valid_to is null or r.valid_to > ${today}::date)
        and not exists (select from identity.representative o join identity.person p on p.id = o.person_id and p.state <> 'closed'
          where o.business_id = r.business_id and o.person_id <> r.person_id and 'manage' = any(o.acts)
            and (o.valid_to is null or o.valid_to > ${today}::date)))`;

/** Makes every process look again at for whom a person may act. */
export function authorityChanged(ctx: CommandContext, agent: string): void {
  ctx.db.send(sql`update identity.person set revision = revision + 1 where id = ${agent}`);
}

export const fieldError = (path: string, message: Text): FieldError => ({ path, message });
