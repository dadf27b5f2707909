import { readDmn, toJson } from '@dinh/decision';
import {
  addWorkingTime,
  calendarFor,
  type CommandContext,
  type Context,
  localDate,
  publishDefinition,
  Refusal,
  sql,
  type Transaction,
} from '@dinh/kernel';
import { createProcessEngine, type Handler } from '@dinh/process';
import { decisionUnknown, nothingWaits } from '../errors.ts';

/** What somebody who tries a process out lets happen: a task ends, a time comes, a message arrives. */
export interface Move {
  readonly act: 'complete' | 'timer' | 'message';
  readonly element: string;
  /** The how-manieth of those that wait at the element, from 0: a repeated step has several. */
  readonly nth?: number;
  readonly outcome?: string;
}

/** Something that waits for somebody or something. */
export interface Wait {
  readonly act: Move['act'] | 'other';
  readonly element: string;
  readonly nth: number;
  readonly name: string;
  readonly role: string | null;
  readonly form: string | null;
  readonly dueAt: Date | null;
}

/** Where a process stands after the moves, and how it came there. */
export interface Trial {
  readonly state: string;
  readonly end: string | null;
  /** Elements in the order in which tokens came to them. */
  readonly path: readonly string[];
  readonly tokens: readonly { element: string; count: number }[];
  readonly waits: readonly Wait[];
  /** Handlers that the program would have carried out. */
  readonly calls: readonly { element: string; handler: string }[];
  readonly decisions: readonly { element: string; decision: string; value: unknown }[];
  readonly variables: Readonly<Record<string, unknown>>;
  /** The move (from 1; 0 is the start) that failed, with the reason. */
  readonly failed?: { readonly move: number; readonly reason: string };
}

class Undone extends Error {}

/**
 * Runs a process from its start through the moves, by the engine itself, in a transaction that is rolled back: no
 * row, message or event of it stays. Handlers are written down and not carried out; decisions are those in force.
 * Time jumps to a timer that is made to come.
 */
export async function tryProcess(
  ctx: Context,
  bpmn: string,
  variables: Record<string, unknown>,
  moves: readonly Move[],
): Promise<Trial> {
  let trial: Trial | undefined;
  try {
    await ctx.app.db.transaction(async (tx) => {
      trial = await play(ctx, tx, bpmn, variables, moves);
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return trial!;
}

async function play(
  outer: Context,
  tx: Transaction,
  bpmn: string,
  variables: Record<string, unknown>,
  moves: readonly Move[],
): Promise<Trial> {
  const given = await withPlaces(tx, bpmn, variables);
  const path: string[] = [];
  const calls: { element: string; handler: string }[] = [];
  const decisions: { element: string; decision: string; value: unknown }[] = [];
  const day = localDate(outer.now);
  const engine = createProcessEngine({
    owner: 'studio-trial',
    handlers: new Proxy<Record<string, Handler>>(
      {},
      { get: (_all, handler: string) => (_ctx: CommandContext, { element }: { element: { id: string } }) => void calls.push({ element: element.id, handler }), has: () => true }, // prettier-ignore
    ),
    listeners: [{ onEnter: (_ctx, { element }) => void path.push(element.id) }],
    async decide(_ctx, scope, name) {
      const found = await outer.app.definitions.at<{ dmn: string }>('decision', name, day);
      if (!found) throw decisionUnknown({ decision: name });
      const model = await readDmn(found.body.dmn);
      const decision = model.decisions.includes(name) ? name : model.decisions.at(-1)!;
      const { value } = model.evaluate(decision, scope.variables, { now: outer.now });
      decisions.push({ element: scope.element.id, decision: name, value: toJson(value) });
      return value;
    },
    async workingTime(_ctx, _scope, duration, from) {
      const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
      const calendar = await calendarFor(outer.app.definitions, [], day);
      const working = { days: Number(days ?? 0), hours: Number(hours ?? 0), minutes: Number(minutes ?? 0) };
      return addWorkingTime(calendar, from, working);
    },
  });
  const id = await publishDefinition(tx, outer.now, { kind: 'process', key: `trial-${outer.newId()}`, body: { bpmn, source: 'ours' }, source: 'ours', origin: 'officer', effectiveFrom: day }); // prettier-ignore
  const definition = { id, kind: 'process', key: 'trial', version: 1, effectiveFrom: day, effectiveTo: null, origin: 'officer' as const, source: 'ours', body: { bpmn, source: 'ours' } }; // prettier-ignore
  let now = outer.now;
  const ctx = (): CommandContext => ({
    ...outer,
    now,
    db: tx,
    emit: () => {},
    enqueue: () => {},
    subject: () => {},
    call: () => Promise.reject(new Error('a trial calls nobody')),
  });
  const businessKey = outer.newId();
  let failed: Trial['failed'];
  const step = async (move: number, work: () => Promise<unknown>): Promise<boolean> => {
    try {
      await tx.attempt(async () => {
        await work();
        now = await fireOwn(tx, engine, ctx, businessKey, now);
      });
      return true;
    } catch (error) {
      failed = {
        move,
        reason: error instanceof Refusal ? error.sentence(outer.lang) : (error as Error).message,
      };
      return false;
    }
  };
  let going = await step(0, () => engine.startProcess(ctx(), { definition, businessKey, variables: given }));
  for (const [i, move] of moves.entries()) {
    if (!going) break;
    going = await step(i + 1, async () => {
      const waits = await waiting(tx, businessKey);
      const found = waits.filter((one) => one.act === move.act && one.element === move.element)[
        move.nth ?? 0
      ];
      if (!found) throw nothingWaits({ element: move.element });
      if (move.act === 'timer') {
        if (found.dueAt! > now) now = found.dueAt!;
        await engine.fireTimer(ctx(), found.id);
      } else if (move.act === 'message') await engine.sendMessage(ctx(), { businessKey, name: found.name });
      else
        await engine.completeTask(ctx(), { taskId: found.id, outcome: move.outcome, comment: 'Thử nghiệm' });
    });
  }
  return { ...(await standing(tx, businessKey)), path, calls, decisions, ...(failed && { failed }) };
}

/**
 * The variables, with some unit for every place that the model gives steps to and nobody has named: a trial is about
 * the way, and a step that is given to nobody would be refused.
 */
async function withPlaces(
  tx: Transaction,
  bpmn: string,
  variables: Record<string, unknown>,
): Promise<Record<string, unknown>> {
  const { id } = await tx.one<{ id: number }>(
    sql`select coalesce(min(id), 0)::int as id from identity.v_unit`,
  );
  const given: Record<string, any> = structuredClone(variables);
  for (const [, first, second] of bpmn.matchAll(/\bdinh:unit="([\w-]+)\.([\w-]+)"/g)) {
    given[first!] ??= {};
    if (typeof given[first!] === 'object' && given[first!] !== null) given[first!][second!] ??= id;
  }
  return given;
}

/** What the engine does by itself between the moves: work put off, signals on their way. */
async function fireOwn(
  tx: Transaction,
  engine: ReturnType<typeof createProcessEngine>,
  ctx: () => CommandContext,
  businessKey: string,
  now: Date,
): Promise<Date> {
  for (let round = 0; round < 50; round++) {
    const timers = await tx.all<{ id: string }>(
      sql`select t.id from process.v_timer t join process.v_instance i on i.id = t.instance_id
          where i.business_key = ${businessKey} and t.state = 'waiting' and t.kind in ('work', 'signal') and t.due_at <= ${now} order by t.due_at`,
    );
    if (timers.length === 0) break;
    for (const { id } of timers) await engine.fireTimer(ctx(), id);
  }
  return now;
}

/** Everything that waits, in the order in which it began; ids are those of the transaction. */
async function waiting(tx: Transaction, businessKey: string): Promise<(Wait & { id: string })[]> {
  const rows = await tx.all<Omit<Wait, 'nth'> & { id: string }>(
    sql`select * from (
          select t.id, 'complete' as act, t.element, t.name_vi as name, t.role, t.form, t.due_at as "dueAt", t.created_at as began
          from process.v_task t where t.business_key = ${businessKey} and t.state = 'open'
          union all
          select t.id, 'timer', t.element, '', null, null, t.due_at, t.created_at
          from process.v_timer t join process.v_instance i on i.id = t.instance_id
          where i.business_key = ${businessKey} and t.state = 'waiting' and t.kind not in ('work', 'signal')
          union all
          select s.id, case when s.kind = 'message' then 'message' else 'other' end, s.element, s.name, null, null, null, s.created_at
          from process.v_subscription s where s.business_key = ${businessKey} and s.state = 'waiting') w
        order by began, element, id`,
  );
  const met = new Map<string, number>();
  return rows.map((row) => {
    const place = `${row.act} ${row.element}`;
    const nth = met.get(place) ?? 0;
    met.set(place, nth + 1);
    return { ...row, nth };
  });
}

async function standing(
  tx: Transaction,
  businessKey: string,
): Promise<Pick<Trial, 'state' | 'end' | 'tokens' | 'waits' | 'variables'>> {
  const instance = await tx.maybe<{ state: string; end: string | null; variables: Record<string, unknown> }>(
    sql`select state, end_element as end, variables from process.v_instance where business_key = ${businessKey} order by started_at limit 1`,
  );
  const tokens = await tx.all<{ element: string; count: number }>(
    sql`select t.element, count(*)::int as count from process.v_token t join process.v_instance i on i.id = t.instance_id
        where i.business_key = ${businessKey} and i.state = 'running' group by t.element order by t.element`,
  );
  const waits = (await waiting(tx, businessKey)).map(({ id: _id, ...wait }) => wait);
  return {
    state: instance?.state ?? 'refused',
    end: instance?.end ?? null,
    variables: instance?.variables ?? {},
    tokens,
    waits,
  };
}
