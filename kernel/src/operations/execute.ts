import { createHash } from 'node:crypto';
import { isInScope, may } from '../access/access.ts';
import { askedFor, demand, withheldFrom } from '../access/demand.ts';
import { type Principal, withoutEmergencies } from '../access/principal.ts';
import type { App } from '../app.ts';
import { auditInsert, auditInsertAll } from '../audit/entry.ts';
import { inPlaceOf } from '../audit/trail.ts';
import { isDuplicate, isNoUuid, type Transaction } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { invalidInput, keyReused, notAllowed, Refusal, scopeNeeded, signInNeeded, personNeeded } from '../errors.ts';
import { newId } from '../ids.ts';
import { enqueueSql } from '../jobs/enqueue.ts';
import type { Lang } from '../text.ts';
import type { AlsoDone, CommandContext, Context, NewEvent, Origin } from './context.ts';
import { fieldErrors } from './field-errors.ts';
import { unholdable } from './input.ts';
import { settled } from './later.ts';
import { checker, type Command, type Operation, type Query } from './operation.ts';

/** Who calls, from where, and with which key against doing it twice. */
export interface Call {
  readonly principal: Principal;
  readonly lang: Lang;
  readonly origin: Origin;
  readonly idempotencyKey?: string;
}

/**
 * Carries out an operation: input check, access, handler, audit, all in its order.
 * @throws Refusal what the caller can mend; anything else is a fault of ours.
 */
export async function execute(app: App, operation: Operation, input: unknown, asked: Call): Promise<any> {
  // What was opened in an emergency is read and nothing more.
  const call =
    operation.kind === 'command' && asked.principal.emergencies
      ? { ...asked, principal: withoutEmergencies(asked.principal) }
      : asked;
  const started = performance.now();
  let outcome = 'done';
  try {
    if (!may(call.principal, operation.may))
      throw withheldFrom(call.principal, operation.may) ?? (await refused(app, operation, call));
    if (!isInScope(call.principal, operation)) throw await refused(app, operation, call, scopeNeeded());
    await checkAssurance(app, operation, call);
    checkInput(operation, input);
    return operation.kind === 'command'
      ? await runCommand(app, operation, input, call)
      : await runQuery(app, operation, input, call);
  } catch (thrown) {
    const told = asWithheld(operation, call, await asMachine(app, operation, call, thrown));
    const error = askedFor(operation.name, told);
    outcome = error instanceof Refusal ? error.code : 'fault';
    throw error;
  } finally {
    app.metrics.operation(operation.name, outcome, (performance.now() - started) / 1000);
  }
}

/** What is out of reach only because the places of an official give nothing yet is no “not found” to them. */
function asWithheld(operation: Operation, { principal }: Call, error: unknown): unknown {
  const hidden = error instanceof Refusal && (error.status === 403 || error.status === 404);
  return (hidden && withheldFrom(principal, operation.may)) || error;
}

/**
 * Acts that are kept with the id of the person who did them cannot be done by a machine, which has none: it is told so. The
 * transaction is undone already.
 */
async function asMachine(app: App, operation: Operation, call: Call, error: unknown): Promise<unknown> {
  const { principal } = call;
  if (principal.kind !== 'machine' || !isNoUuid(error, principal.id)) return error;
  return refused(app, operation, call, personNeeded({}, { cause: error }));
}

/** @throws assuranceNeeded when we must be surer of who asks. */
async function checkAssurance(app: App, operation: Operation, call: Call): Promise<void> {
  if (call.principal.kind !== 'person') return;
  const asked = app.demands.of(operation.name, call.principal);
  const wanted = asked instanceof Promise ? await asked : asked;
  if (!wanted) return;
  try {
    demand(call.principal, wanted, app.clock.now());
  } catch (error) {
    throw askedFor(operation.name, error); // an inner one is what is asked for
  }
}

/** @throws invalidInput with one sentence per field. */
export function checkInput(operation: Operation, input: unknown): void {
  const unfit = unholdable(input, operation.input);
  if (unfit) throw invalidInput({}, { fields: [unfit] });
  const check = checker(operation.input);
  if (!check.Check(input)) throw invalidInput({}, { fields: fieldErrors(check.Errors(input), input) });
}

async function runQuery(app: App, operation: Query, input: unknown, call: Call): Promise<unknown> {
  const state = entryState(app, operation, call);
  const ctx: Context = { ...common(app, call, state), db: app.db };
  const output = await operation.run(ctx, input);
  if (operation.audit) {
    state.subject ??= operation.subject?.(input, output);
    markEmergency(state);
    await app.audit.record({ ...state, outcome: 'viewed' });
  }
  return output;
}

async function runCommand(app: App, operation: Command, input: unknown, call: Call): Promise<unknown> {
  const quicker = new Set<string>();
  const prepared = await operation.prepare?.({ ...common(app, call, entryState(app, operation, call)), db: app.db }, input);
  const carryOut = async (tx: Transaction): Promise<unknown> => {
    const key = operation.secret ? undefined : call.idempotencyKey;
    if (key === undefined) return inside(app, tx, operation, input, call, quicker, prepared);
    const request = createHash('sha256')
      .update(`${operation.name}\n${JSON.stringify(input)}`)
      .digest();
    const who = call.principal.id || call.origin.address || 'anonymous';
    const now = app.clock.now();
    // A second request with the same key waits here until the first has ended.
    const mine = await tx.run(
      sql`insert into kernel.idempotency (principal, key, operation, request, at)
          values (${who}, ${key}, ${operation.name}, ${request}, ${now}) on conflict do nothing`,
    );
    if (mine === 0) return repeated(tx, who, key, request);
    const answer = await settled(await inside(app, tx, operation, input, call, quicker, prepared));
    tx.send(
      sql`update kernel.idempotency set answer = ${JSON.stringify(answer ?? null)}::jsonb where principal = ${who} and key = ${key}`,
    );
    return answer;
  };
  const output = await app.db.transaction(carryOut).catch((error: unknown) => {
    // Somebody else was quicker: the second time the command sees what they did.
    if (![...quicker].some((constraint) => isDuplicate(error, constraint))) throw error;
    return app.db.transaction(carryOut);
  });
  return settled(output);
}

async function repeated(tx: Transaction, who: string, key: string, request: Buffer): Promise<unknown> {
  const { request: first, answer } = await tx.one<{ request: Buffer; answer: unknown }>(
    sql`select request, answer from kernel.idempotency where principal = ${who} and key = ${key}`,
  );
  if (!first.equals(request)) throw keyReused();
  return answer;
}

/**
 * Carries out a command inside a transaction that is there already, with its own audit entry; for consumers, whose
 * effects commit together with their position.
 */
export async function executeInside(app: App, tx: Transaction, operation: Command, input: unknown, call: Call): Promise<any> {
  if (!may(call.principal, operation.may)) throw notAllowed();
  await checkAssurance(app, operation, call);
  checkInput(operation, input);
  const prepared = await operation.prepare?.({ ...common(app, call, entryState(app, operation, call)), db: tx }, input);
  return settled(await inside(app, tx, operation, input, call, new Set(), prepared));
}

async function inside(
  app: App,
  tx: Transaction,
  operation: Command,
  input: unknown,
  call: Call,
  quicker: Set<string>,
  prepared?: unknown,
): Promise<unknown> {
  for (const constraint of operation.onDuplicate ?? []) quicker.add(constraint);
  const state = entryState(app, operation, call);
  const also: AlsoDone[] = [];
  const ctx: CommandContext = {
    ...common(app, call, state),
    db: tx,
    emit: (event) => emit(app, tx, state.at, call.origin.trace, event),
    alsoDone: (deeds) => void also.push(...deeds),
    enqueue: (job, payload, options) => tx.send(enqueueSql(job, payload, options)),
    call: async (what: string | Operation, nested: unknown) => {
      const inner = typeof what === 'string' ? app.operation(what) : what;
      if (!may(call.principal, inner.may)) throw notAllowed();
      await checkAssurance(app, inner, call);
      checkInput(inner, nested);
      if (inner.kind === 'command') {
        const ready = await inner.prepare?.({ ...common(app, call, state), db: tx }, nested);
        return settled(await inside(app, tx, inner, nested, call, quicker, ready)) as never;
      }
      return inner.run({ ...common(app, call, state), db: tx }, nested) as never;
    },
  };
  const output = await operation.run(ctx, input, prepared);
  state.subject ??= operation.subject?.(input, output);
  await judge(app, tx, state);
  const entries = [app.audit.entry({ ...state, outcome: 'done' })];
  for (const deed of also) {
    const its = {
      ...entryState(app, app.operation(deed.operation), call),
      subject: deed.subject,
      detail: deed.detail,
    };
    await judge(app, tx, its);
    entries.push(app.audit.entry({ ...its, outcome: 'done' }));
  }
  tx.send(entries.length === 1 ? auditInsert(entries[0]!) : auditInsertAll(entries));
  tx.afterCommit(() => entries.forEach((entry) => app.audit.written(entry)));
  tx.whenUnknown(() => app.audit.doubt(entries));
  return output;
}

/** What is looked at while it was opened in an emergency is told so, to whoever audits and to the persons concerned. */
function markEmergency(state: EntryState): void {
  const { principal, subject, concerns, detail } = state;
  const under = principal.emergencies?.find(
    ({ record }) => record === subject || (record.startsWith('person:') && concerns?.has(record.slice(7))),
  );
  if (under) state.detail = { ...detail, emergency: under.id };
}

/**
 * Separation of duties: what was done is held against what the same person, or the one in whose place they act, did on the
 * record before. It is known only now what was done and to what; a refusal takes all of it back.
 */
async function judge(app: App, tx: Transaction, state: EntryState): Promise<void> {
  const { principal, subject, operation, detail, at } = state;
  if (principal.kind !== 'person' || subject === undefined) return;
  const excused = await app.duties.judge(tx, { operation, detail }, subject, { principal, behalfOf: inPlaceOf(state) }, at);
  if (excused && excused.length > 0) state.detail = { ...detail, excused: excused.map(({ rule, why }) => `${rule}: ${why.vi}`) };
}

/** Writes an event to the outbox; the dispatcher is woken after the commit. */
export function emit(app: App, tx: Transaction, at: Date, trace: string, event: NewEvent): void {
  tx.send(
    sql`insert into kernel.event (at, name, key, topics, data, trace)
        values (${at}, ${event.name}, ${event.key}, ${event.topics ?? []}, ${JSON.stringify(event.data ?? {})}::jsonb, ${trace})`,
  );
  tx.afterCommit(app.events.wake);
}

async function refused(app: App, operation: Operation, call: Call, refusal: Refusal = notAllowed()): Promise<Refusal> {
  if (call.principal.kind === 'anonymous') return signInNeeded();
  await app.audit.record({ ...entryState(app, operation, call), outcome: 'refused' });
  return refusal;
}

interface EntryState {
  at: Date;
  principal: Principal;
  operation: string;
  permission: string;
  behalfOf?: string;
  subject?: string;
  origin: Origin;
  detail?: Record<string, unknown>;
  concerns?: Set<string>;
}

function entryState(app: App, operation: Operation, call: Call): EntryState {
  return {
    at: app.clock.now(),
    principal: call.principal,
    operation: operation.name,
    permission: operation.may,
    origin: call.origin,
  };
}

function common(app: App, call: Call, state: EntryState): Omit<Context, 'db'> {
  return {
    app,
    now: state.at,
    principal: call.principal,
    lang: call.lang,
    origin: call.origin,
    note: (detail) => void (state.detail = { ...state.detail, ...detail }),
    subject: (subject) => void (state.subject = subject),
    concern: (...persons) => {
      for (const person of persons) if (person) (state.concerns ??= new Set()).add(person.toLowerCase());
    },
    actFor: (person) => void (state.behalfOf = person),
    newId: () => newId(state.at.getTime()),
  };
}
