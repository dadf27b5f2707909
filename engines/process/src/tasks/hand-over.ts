import { actsOn, inOfficeOn } from '@dinh/identity';
import { type HeldWork, type Leaving, type Sql, sql, type Stranded } from '@dinh/kernel';

/** The open tasks of which an app says who may hand them over, and who else does them. */
export interface HandedTasks {
  /** Which tasks `t` of `process.v_task` they are. */
  readonly which: Sql;
  /** A task without a unit waits for whoever holds its role anywhere; else nobody's role is enough for it. */
  readonly anywhere?: boolean;
  /** Whether what waits at `t` is done also by somebody without a place of its role there. @param without who acts no more */
  readonly also?: (day: string, without?: string) => Sql;
}

/**
 * What it means that tasks are handed over, the same for every app: who can take a task, what a person would leave behind, and
 * what nobody could do. Whoever leaves is no help any more, a standing deputy of their post is.
 */
export function handedTasks({ which, anywhere = false, also = () => sql.raw('false') }: HandedTasks): {
  /** Whether a person holds the role of a task `t` where it is done. */
  readonly canTake: (person: Sql, day: string) => Sql;
  /** The tasks that a person holds, or those of one place of theirs. */
  readonly held: (leaving: Leaving) => Sql;
  /** Of these the ones that no other place lets them keep on the day. */
  readonly left: (leaving: Leaving, day: string) => Sql;
} & Required<Pick<HeldWork, 'count' | 'stranded'>> {
  const here = anywhere ? sql.raw('(t.unit_id is null or o.unit_id = t.unit_id)') : sql.raw('o.unit_id = t.unit_id');
  const itsRole = sql.raw('and o.role = t.role');
  const open = sql`t.state = 'open' and ${which}`;
  const inOffice = (person: Sql, day: string, role: Sql): Sql =>
    sql`exists (select from identity.v_official o where o.person_id = ${person} and ${here} ${role} and ${inOfficeOn(day)})`;
  const canTake = (person: Sql, day: string): Sql => inOffice(person, day, itsRole);
  const held = ({ person, place }: Leaving): Sql =>
    sql`${open} and t.assignee = ${person}::uuid and ${
      place
        ? sql`${anywhere ? sql`(t.unit_id is null or t.unit_id = ${place.unit})` : sql`t.unit_id = ${place.unit}`} and t.role = ${place.role}`
        : sql`true`
    }`;
  /** What waits for the roles of the places that the person leaves. */
  const waitsFor = ({ person, place, day }: Leaving): Sql =>
    sql`${open} and t.assignee is null and exists (select from identity.v_official o where o.person_id = ${person}::uuid and ${here} ${itsRole}
      and ${inOfficeOn(day)} and ${place ? sql`o.unit_id = ${place.unit} and o.role = ${place.role}` : sql`true`})`;
  const someone = (day: string, without?: string): Sql =>
    sql`(exists (select from identity.v_official o where ${here} ${itsRole} and ${actsOn(day, without)}) or ${also(day, without)})`;
  return {
    canTake,
    held,
    left: (leaving, day) => sql`${held(leaving)} and not ${inOffice(sql`t.assignee`, day, leaving.place ? itsRole : sql.empty)}`,
    async count(db, leaving, to) {
      const fits = to === undefined ? sql`false` : canTake(sql`${to}::uuid`, leaving.day);
      const [counted, { alone }] = await Promise.all([
        db.one<{ total: number; fits: number }>(
          sql`select count(*)::int as total, (count(*) filter (where ${fits}))::int as fits from process.v_task t where ${held(leaving)}`,
        ),
        db.one<{ alone: number }>(
          sql`select count(*)::int as alone from process.v_task t
              where (${held(leaving)} or ${waitsFor(leaving)}) and not ${someone(leaving.day, leaving.person)}`,
        ),
      ]);
      return { ...counted, alone };
    },
    async stranded(db, day) {
      const [withThem, waiting] = await Promise.all([
        db.all<Stranded>(
          sql`select t.assignee as person, t.unit_id as unit, count(*)::int as count from process.v_task t
              where ${open} and t.assignee is not null and not ${inOffice(sql`t.assignee`, day, sql.empty)} group by 1, 2`,
        ),
        db.all<Stranded>(
          sql`select null as person, t.unit_id as unit, t.role, t.count from (
                select t.unit_id, t.role, count(*)::int as count from process.v_task t
                where ${open} and t.assignee is null ${anywhere ? sql.empty : sql`and t.unit_id is not null`} group by 1, 2) t
              where not ${someone(day)}`,
        ),
      ]);
      return [...withThem, ...waiting];
    },
  };
}
