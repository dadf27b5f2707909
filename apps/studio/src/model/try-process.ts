import { FeelError } from '@dinh/decision';
import { type Context, localDate, publishDefinition, Refusal, sql, type Text, type Transaction } from '@dinh/kernel';
import { compileBpmn, type Graph } from '@dinh/process';
import { nothingWaits, timePassed, tooManyTimes } from '../errors.ts';
import type { Called, Trial } from './trial.ts';
import { type Beside, inside, later, readDuration, trialEngine } from './trial-engine.ts';
import type { Move, ProcessInput } from './trial-moves.ts';
import { standing, waiting } from './trial-waits.ts';

class Undone extends Error {}

/** How many times that come one jump over time passes at most. */
const mostTimes = 200;

/**
 * Runs a process from its start through the moves, by the engine itself, in a transaction that is rolled back: no
 * row, message or event of it stays. Handlers are written down and not carried out. Time jumps to a timer that is made to come.
 * @param bpmn a model without problems
 * @param beside the decisions and templates that it goes by
 */
export async function tryProcess(ctx: Context, bpmn: string, input: ProcessInput, beside: Beside): Promise<Trial> {
  let trial: Trial | undefined;
  try {
    await ctx.app.db.transaction(async (tx) => {
      trial = await new Play(ctx, tx, bpmn, input, beside).run();
      throw new Undone();
    });
  } catch (error) {
    if (!(error instanceof Undone)) throw error;
  }
  return trial!;
}

class Play {
  readonly #outer: Context;
  readonly #tx: Transaction;
  readonly #bpmn: string;
  readonly #input: ProcessInput;
  readonly #graph: Graph;
  readonly #businessKey: string;
  readonly #engine: ReturnType<typeof trialEngine>['engine'];
  readonly #seen: ReturnType<typeof trialEngine>['seen'];
  #now: Date;

  constructor(outer: Context, tx: Transaction, bpmn: string, input: ProcessInput, beside: Beside) {
    this.#outer = outer;
    this.#tx = tx;
    this.#bpmn = bpmn;
    this.#input = input;
    this.#graph = compileBpmn(bpmn).graph!;
    this.#businessKey = outer.newId();
    this.#now = input.at === undefined ? outer.now : new Date(input.at);
    ({ engine: this.#engine, seen: this.#seen } = trialEngine(outer, input.moves, beside));
  }

  async run(): Promise<Trial> {
    let failed = await this.#step(0, () => this.#start());
    for (const [i, move] of this.#input.moves.entries()) {
      if (failed) break;
      failed = await this.#step(i + 1, () => this.#make(move));
    }
    const { path, calls, decisions } = this.#seen;
    const stands = await standing(this.#tx, this.#businessKey, this.#graph);
    return { ...stands, now: this.#now, path, calls, decisions, called: await this.#called(), ...(failed && { failed }) };
  }

  /** What it has called; its own version is of this trial alone. */
  async #called(): Promise<Called[]> {
    const found: Called[] = [];
    for (const id of this.#seen.versions) {
      const one = await this.#outer.app.definitions.byId<{ bpmn: string }>(id);
      const graph = one && compileBpmn(one.body.bpmn).graph;
      if (!one || !graph) continue;
      const { key, version, effectiveFrom } = one;
      const elements = Object.fromEntries([...graph.nodes.values()].map((node) => [node.id, node.name]));
      found.push({ key, name: graph.name, version, effectiveFrom, elements });
    }
    return found;
  }

  get #ctx() {
    return inside(this.#outer, this.#tx, this.#now);
  }

  async #step(move: number, work: () => Promise<unknown>): Promise<Trial['failed']> {
    this.#seen.move = move;
    try {
      await this.#tx.attempt(async () => {
        await work();
        await this.#fireOwn();
      });
      return undefined;
    } catch (error) {
      return { move, ...reasonOf(error) };
    }
  }

  async #start(): Promise<void> {
    const day = localDate(this.#outer.now);
    const body = { bpmn: this.#bpmn, source: 'ours' };
    const key = `trial-${this.#outer.newId()}`;
    const version = {
      kind: 'process',
      key,
      body,
      source: 'ours',
      origin: 'officer' as const,
      effectiveFrom: day,
    };
    const id = await publishDefinition(this.#tx, this.#outer.now, version);
    const definition = { ...version, id, version: 1, effectiveTo: null };
    const pool = this.#graph.pools.get(this.#graph.id)!;
    const element = this.#input.start ?? (pool.start ? undefined : pool.starts[0]?.node.id);
    const variables = await this.#withPlaces(this.#input.variables);
    await this.#engine.startProcess(this.#ctx, {
      definition,
      businessKey: this.#businessKey,
      variables,
      ...(element && { element }),
    });
  }

  async #make(move: Move): Promise<void> {
    const businessKey = this.#businessKey;
    const variables = move.values ?? {};
    if (move.act === 'error') return; // the engine knows it from the beginning
    if (move.act === 'values') return this.#engine.setVariables(this.#ctx, { businessKey, variables });
    if (move.act === 'jump') return this.#jump(move);
    const waits = await waiting(this.#tx, businessKey, this.#graph);
    const element = move.element ?? '';
    const found = waits.filter((one) => one.act === move.act && one.element === element)[move.nth ?? 0];
    if (!found) {
      const { vi, en } = this.#graph.nodes.get(element)?.name ?? { vi: element, en: element };
      throw nothingWaits({ vi, en });
    }
    const { id, name } = found;
    if (move.act === 'timer') return this.#fire(id, found.dueAt!);
    if (move.act === 'message') await this.#engine.sendMessage(this.#ctx, { businessKey, name, variables });
    else if (move.act === 'signal') await this.#engine.hearSignal(this.#ctx, { businessKey, name, variables });
    else if (move.act === 'start') await this.#engine.startActivity(this.#ctx, { businessKey, element });
    else await this.#engine.completeTask(this.#ctx, { taskId: id, outcome: move.outcome, variables, comment: 'Thử nghiệm' });
  }

  async #fire(timer: string, dueAt: Date): Promise<void> {
    if (dueAt > this.#now) this.#now = dueAt;
    await this.#engine.fireTimer(this.#ctx, timer);
  }

  /** Time passes; what is due on the way comes in its order. */
  async #jump({ until, working }: Move): Promise<void> {
    const from = this.#now;
    const to = working === undefined ? new Date(until ?? '') : await later(this.#ctx, from, readDuration(working));
    if (!(to >= from)) throw timePassed();
    for (let times = 0; ; times++) {
      const next = (await waiting(this.#tx, this.#businessKey, this.#graph))
        .filter((one) => one.act === 'timer' && one.dueAt! <= to)
        .toSorted((a, b) => a.dueAt!.getTime() - b.dueAt!.getTime())[0];
      if (!next) break;
      if (times === mostTimes) throw tooManyTimes({ most: mostTimes });
      await this.#fire(next.id, next.dueAt!);
      await this.#fireOwn();
    }
    this.#now = to;
  }

  /** What the engine does by itself between the moves: work put off, signals on their way. */
  async #fireOwn(): Promise<void> {
    for (let round = 0; round < 50; round++) {
      const timers = await this.#tx.all<{ id: string }>(
        sql`select t.id from process.v_timer t join process.v_instance i on i.id = t.instance_id
            where i.business_key = ${this.#businessKey} and t.state = 'waiting' and t.kind in ('work', 'signal')
              and t.due_at <= ${this.#now} order by t.due_at`,
      );
      if (timers.length === 0) break;
      for (const { id } of timers) await this.#engine.fireTimer(this.#ctx, id);
    }
  }

  /**
   * The variables, with some unit for every place that the model gives steps to and nobody has named: a trial is about
   * the way, and a step that is given to nobody would be refused.
   */
  async #withPlaces(variables: Record<string, unknown>): Promise<Record<string, unknown>> {
    const { id } = await this.#tx.one<{ id: number }>(sql`select coalesce(min(id), 0)::int as id from identity.v_unit`);
    const given: Record<string, any> = structuredClone(variables);
    for (const [, first, second] of this.#bpmn.matchAll(/\bdinh:unit="([\w-]+)\.([\w-]+)"/g)) {
      given[first!] ??= {};
      if (typeof given[first!] === 'object' && given[first!] !== null) given[first!][second!] ??= id;
    }
    return given;
  }
}

function reasonOf(error: unknown): { code: string; reason: Text } {
  if (error instanceof Refusal) return { code: error.code, reason: { vi: error.sentence('vi'), en: error.sentence('en') } };
  if (error instanceof FeelError) return { code: 'feel', reason: error.text };
  const { message } = error as Error;
  return { code: 'fault', reason: { vi: `bước này gặp lỗi (${message})`, en: message } };
}
