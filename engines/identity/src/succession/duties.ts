import { type App, sql, type Transaction, startOfDay } from '@dinh/kernel';
import { findConflicts, rolesNow } from '../separation/refuse.ts';
import { type Conflict, type Holding, holdingsOf } from '../separation/together.ts';
import { type Carried, changeDirectory } from './begin.ts';
import type { Finding } from './check.ts';

/**
 * Who would hold, from the day of a plan on, what one person must not hold together (separation of duties), and does not now: by places
 * that go on with their unit, appointments, standing deputies and what was handed over. The plan is tried out in the transaction and
 * taken back, so that what is looked at is what would be.
 */
export async function dutiesThatMeet(app: App, tx: Transaction, carried: Carried): Promise<Finding[]> {
  const morning = startOfDay(carried.day);
  const ctx = { app, db: tx, now: morning > carried.now ? morning : carried.now };
  const look = async () => findConflicts(ctx, await holdingsOf(tx, ctx.now), await rolesNow(tx, ctx.now));
  // What an exception allows now counts as fresh once it allows it no more: two units become one, and nobody is alone any longer.
  const before = new Set((await look()).filter(({ excused }) => !excused).map(nameOf));
  let fresh: Conflict[] = [];
  let words = new Words();
  const takenBack = new Error('tried out');
  await tx
    .attempt(async () => {
      await changeDirectory(tx, carried);
      fresh = (await look()).filter((one) => !one.excused && !before.has(nameOf(one)));
      words = await Words.of(tx, fresh);
      throw takenBack;
    })
    .catch((error) => {
      if (error !== takenBack) throw error;
    });
  return fresh.map((one) => ({
    severity: 'error',
    vi: `${words.name(one.person)} sẽ giữ cùng lúc “${words.place(one.oneAt, 'vi')}” và “${words.place(one.otherAt, 'vi')}”, trái quy tắc “${one.name.vi}”. Xin bổ nhiệm người khác vào một trong hai chức vụ.`,
    en: `${words.name(one.person)} would hold both “${words.place(one.oneAt, 'en')}” and “${words.place(one.otherAt, 'en')}”, against the rule “${one.name.en}”. Please appoint somebody else to one of the two.`,
  }));
}

const nameOf = ({ person, rule }: Conflict): string => `${person} ${rule}`;

/** Names of persons, and of places as a role in a unit. */
class Words {
  #persons = new Map<string, string>();
  #units = new Map<number, { vi: string; en: string }>();
  #roles = new Map<string, { vi: string; en: string }>();

  static async of(tx: Transaction, conflicts: readonly Conflict[]): Promise<Words> {
    const words = new Words();
    if (conflicts.length === 0) return words;
    const places = conflicts.flatMap(({ oneAt, otherAt }) => [oneAt, otherAt]);
    const [persons, units, roles] = await Promise.all([
      tx.all<{ id: string; name: string }>(
        sql`select id, name from identity.person where id = any(${conflicts.map(({ person }) => person)}::uuid[])`,
      ),
      tx.all<{ id: number; vi: string; en: string }>(
        sql`select id, name_vi as vi, name_en as en from identity.unit where id = any(${places.map(({ unit }) => unit)}::int[])`,
      ),
      tx.all<{ key: string; vi: string; en: string }>(
        sql`select key, name_vi as vi, name_en as en from identity.role where key = any(${places.map(({ role }) => role)}::text[])`,
      ),
    ]);
    for (const { id, name } of persons) words.#persons.set(id, name);
    for (const { id, vi, en } of units) words.#units.set(id, { vi, en });
    for (const { key, vi, en } of roles) words.#roles.set(key, { vi, en });
    return words;
  }

  name(person: string): string {
    return this.#persons.get(person) ?? person;
  }

  place({ role, unit, behalfOf, deputy }: Holding, lang: 'vi' | 'en'): string {
    const as = behalfOf
      ? { vi: ' theo ủy quyền', en: ', handed over' }
      : deputy
        ? { vi: ' là cấp phó thường trực', en: ', as standing deputy' }
        : undefined;
    return `${this.#roles.get(role)?.[lang] ?? role}, ${this.#units.get(unit)?.[lang] ?? unit}${as?.[lang] ?? ''}`;
  }
}
