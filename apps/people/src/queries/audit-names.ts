/** Names in the audit trail: what people type as filters, and what entries are called. */
import { type Context, fold, isUuid, sql } from '@dinh/kernel';

/** Most persons that one name stands for. */
const mostNamed = 200;

/** `person:…` of whom a filter means; undefined when it means everybody. */
export async function actorsOf(ctx: Context, text = ''): Promise<string[] | undefined> {
  if (text === '') return undefined;
  return isUuid(text) ? [`person:${text}`] : personsNamed(ctx, text);
}

async function personsNamed({ db }: Context, text: string): Promise<string[]> {
  const folded = fold(text).trim();
  if (folded === '') return [];
  const rows = await db.all<{ id: string }>(
    sql`select id from identity.v_person where id_number = ${text} or folded = ${folded}
        or folded like ${`%${likeText(folded)}%`} order by folded <> ${folded} limit ${mostNamed}`,
  );
  return rows.map(({ id }) => `person:${id}`);
}

/** What a filter is about: as the trail names it, or by the code or name that people use. */
export async function subjectsOf(ctx: Context, text = ''): Promise<string[] | undefined> {
  if (text === '') return undefined;
  if (/^[a-z-]+:/.test(text)) return [text];
  const found = await Promise.all(
    ctx.app.modules.flatMap(({ matters }) =>
      matters ? [matters.find(ctx.db, text).then((keys) => keys.map((key) => `${matters.subject}:${key}`))] : [],
    ),
  );
  const matters = found.flat();
  return matters.length > 0 ? matters : personsNamed(ctx, text);
}

/** Names of what the entries are about: persons come with the page, matters from the module that owns them. */
export async function withNames<Row extends { subject: string | null; subjectName: string | null }>(
  ctx: Context,
  entries: readonly Row[],
): Promise<Row[]> {
  const names = new Map<string, string>();
  for (const { matters } of ctx.app.modules) {
    if (!matters) continue;
    const start = `${matters.subject}:`;
    const keys = entries.flatMap(({ subject }) =>
      subject?.startsWith(start) && isUuid(subject.slice(start.length)) ? [subject.slice(start.length)] : [],
    );
    if (keys.length === 0) continue;
    for (const [key, { label }] of await matters.name(ctx.db, [...new Set(keys)])) names.set(start + key, label);
  }
  return entries.map((one) => ({
    ...one,
    subjectName: one.subjectName ?? names.get(one.subject ?? '') ?? null,
  }));
}

/** @param principal `person:…` */
export async function personName({ db }: Context, principal: string): Promise<string | null> {
  const found = await db.maybe<{ name: string }>(
    sql`select name from identity.v_person where id::text = ${principal.slice('person:'.length)}`,
  );
  return found?.name ?? null;
}

/** What the subject of an entry is called; null when nobody says. */
export async function subjectName(ctx: Context, subject: string): Promise<string | null> {
  if (subject.startsWith('person:')) return personName(ctx, subject);
  const [named] = await withNames(ctx, [{ subject, subjectName: null }]);
  return named?.subjectName ?? null;
}

/** In a pattern of LIKE these stand for themselves. */
const likeText = (text: string): string => text.replace(/[\\%_]/g, '\\$&');
