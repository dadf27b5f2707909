import { type Context, reach, reachesAny, sql, type Sql, unnarrowed, where } from '@dinh/kernel';
import { tasksOf } from '@dinh/process';
import { deskWork, placementOf } from '../model/dossier.ts';
import { narrowedBy } from '../model/placement.ts';
import { memory } from './remembered.ts';

/** Folded text in the words of a dossier `d`. One or two letters are looked for where a word begins, more of them anywhere. */
export function hasText(text: string): Sql {
  // No index is asked: two letters may begin a name on every third dossier, and a list of these is read in its order.
  if (text.length < 3) return sql`position(${` ${text}`} in ' ' || d.words) > 0`;
  return inWords(sql.raw('d'), `%${escaped(text)}%`);
}

const inWords = (d: Sql, pattern: string): Sql => sql`${d}.words like ${pattern}`;
const escaped = (text: string): string => text.replace(/[%_\\]/g, '\\$&');

/** So many of the dossiers that came last are looked at to see how common something is. */
const sampled = 250;
/** What more of them have is no way in, though it is rare together with something else. */
const tooMany = 12;
/** Whoever was given so many tasks is found nothing by them. */
const manyTasks = 1000;
/** So many dossiers stand on a page. */
const page = 50;

/**
 * What fewer of the sampled have is rare: all that have it are read, each from another place (four times as dear as one that is
 * gone through), and then put in order. In its own order a page is full after `page * sampled / seen` dossiers of the total.
 */
const few = (total: number): number => sampled * Math.sqrt(page / (4 * total));

/**
 * Where a list of dossiers is read from, as rows of `d`. In its own order, as a rule: of what is common a page is soon full. Of
 * what is rare all dossiers would be gone through, and the planner cannot know it: how often two letters begin a
 * word no statistics tell, nor what is open to one official in a plan that is kept for all. So it is seen among the dossiers
 * that came last, and what is rare is read from its own index.
 * @param asked.text folded text that is looked for, of any length
 * @param asked.bySight whether nothing else narrows the list than what the principal may see
 */
export async function readFrom(
  ctx: Context,
  asked: { readonly text?: string | undefined; readonly bySight?: boolean },
): Promise<Place> {
  // Of three letters and more the planner knows by its statistics.
  const letters = asked.text !== undefined && asked.text.length < 3 ? asked.text : undefined;
  const mine = asked.bySight === true && !reach(ctx.principal, 'one-stop.view-dossier').all;
  if (letters === undefined && !mine) return { from: every };
  const seen = await howCommon(ctx, letters, mine);
  const open = seen.tasks >= manyTasks ? sampled : seen.open;
  if ((seen.lettered * open) / sampled >= few(seen.total)) return { from: every };
  if (Math.min(seen.lettered, open) > tooMany) return { from: every };
  // `offset 0`: a question of its own, which the planner does not turn into a walk in the order of the list.
  if (letters !== undefined && seen.lettered <= open) return { from: rareFrom(letters) };
  const from = sql`(select w.* from one_stop.dossier w where w.id in (${openTo(ctx)}) offset 0) d`;
  return { from, onlyVisible: true };
}

/** Where a list of dossiers is read from. */
interface Place {
  /** Rows of `d`. */
  readonly from: Sql;
  /** Whether these are those that the principal may see, and no others: then they are not judged once more. */
  readonly onlyVisible?: boolean;
}

interface Sample {
  /** Of the sampled, those that have the letters; that lie where the principal may see some. */
  readonly lettered: number;
  readonly open: number;
  /** Given to the principal, `manyTasks` at most. */
  readonly tasks: number;
  /** Dossiers of the province. */
  readonly total: number;
}

/** A minute long what is rare is taken to stay rare: the answer says where a page is read from, never what stands on it. */
const samples = memory<Sample>(60_000, 10_000);

function howCommon(ctx: Context, letters: string | undefined, mine: boolean): Promise<Sample> {
  const lettered = letters === undefined ? sql`true` : hasText(letters);
  const question = sql`select count(*) filter (where ${lettered})::int as lettered, count(*) filter (where ${mine ? wayIn(ctx) : sql`true`})::int as open,
          (select count(*)::int from (select from process.v_task t where ${mine} and t.assignee = any(${assigneesOf(ctx)}::uuid[])
            ${sql.raw(`limit ${manyTasks}`)}) given) as tasks,
          (select greatest(reltuples, ${sampled}) from pg_class where oid = 'one_stop.dossier'::regclass) as total
        from (select * from one_stop.dossier d order by d.submitted_at desc, d.id desc ${sql.raw(`limit ${sampled}`)}) d`;
  const { text, values } = question.compile();
  return samples.remembered(ctx, JSON.stringify([text, values]), () => ctx.db.one<Sample>(question));
}

/** Where dossiers are read from of which few have a text, as rows of `d`. */
export const rareFrom = (text: string | undefined): Sql =>
  text === undefined || text.length >= 3
    ? every
    : sql`(select w.* from one_stop.dossier w where ${beginningWith(sql.raw('w'), text)} offset 0) d`;

const every = sql.raw('one_stop.dossier d');

/** The same as `hasText`, as the index of trigrams finds it. */
const beginningWith = (d: Sql, letters: string): Sql =>
  sql.any([inWords(d, `${escaped(letters)}%`), inWords(d, `% ${escaped(letters)}%`)]);

/** Of the sampled, what fewer have is rare among the tasks of one official, however many dossiers there are. */
const rareAmongTasks = 5;

/** How common a text is in the words of dossiers: whether it is rare among those that came last. */
export const rareText = (text: string): Sql =>
  sql`(select count(*) < ${sql.raw(String(rareAmongTasks))} from (select d.words from one_stop.dossier d order by d.submitted_at desc, d.id desc ${sql.raw(`limit ${sampled}`)}) d where ${hasText(text)})`;

/** Whether a dossier lies where an official may see some, whatever narrows it there: what an index finds them by. */
function wayIn({ principal }: Pick<Context, 'principal'>): Sql {
  return sql.any([
    where(unnarrowed(reach(principal, 'one-stop.view-dossier')), { units: sql`d.units` }),
    ...deskWork.map(
      ([work, status]) => sql`d.status = ${status} and ${where(unnarrowed(reach(principal, work)), { unit: sql`d.desk_id` })}`,
    ),
  ]);
}

const assigneesOf = ({ principal }: Pick<Context, 'principal'>): string[] => [
  ...unnarrowed(reach(principal, 'one-stop.view-dossier')).assignees,
];

/** The ids of all dossiers that an official may see, each way of seeing them from its own index: together they are `visible`. */
function openTo({ principal }: Pick<Context, 'principal'>): Sql {
  const view = reach(principal, 'one-stop.view-dossier');
  const { given } = tasksOf(sql.raw('d.id'), 'one-stop');
  const { units, subjects } = placementOf(principal, 'one-stop.view-dossier', false);
  const ids = (which: Sql) => sql`select d.id from one_stop.dossier d where ${which}`;
  const ways = [
    ...deskWork.flatMap(([work, status]) => {
      const desk = reach(principal, work);
      return reachesAny(desk) ? [ids(sql`d.status = ${status} and ${where(desk, { unit: sql`d.desk_id`, ...narrowedBy })}`)] : [];
    }),
    ids(where(view, { units: units!, ...narrowedBy })),
    // What was given to them without any narrowing needs no dossier to be looked at.
    ...(view.assignees.length > 0 ? [given(sql`array[${sql.join(view.assignees)}]::uuid[]`)] : []),
    ids(where({ ...view, assignees: [] }, { assigned: (persons) => sql`d.id in (${given(persons)})`, ...narrowedBy })),
    ids(where(view, { subjects: subjects!, ...narrowedBy })),
  ];
  return sql.join(ways, sql.raw(' union '));
}
