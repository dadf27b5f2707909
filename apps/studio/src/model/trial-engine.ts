import { unitNamed } from '@dinh/identity';
import {
  addWorkingTime,
  calendarFor,
  type CommandContext,
  type Context,
  localDate,
  type WorkingDuration,
} from '@dinh/kernel';
import { createProcessEngine, decideInForce, type Handler, ProcessError, type Scope } from '@dinh/process';
import { filledAsFar, type MessageTemplate } from '@dinh/notify';
import type { DecisionVersions } from '@dinh/decision';
import { decisionUnknown, templateUnknown } from '../errors.ts';
import type { Call, Decided } from './trial.ts';
import type { Move } from './trial-moves.ts';

/** What an engine that only writes down has seen. */
export interface Seen {
  readonly path: string[];
  readonly calls: Call[];
  readonly decisions: Decided[];
  /** The move that is being made. */
  move: number;
}

/**
 * The engine of the program with handlers that are written down and not carried out, decisions in force today or
 * those that are given, and steps that fail where somebody has said that they should.
 */
export function trialEngine(outer: Context, moves: readonly Move[], decisions: DecisionVersions) {
  const seen: Seen = { path: [], calls: [], decisions: [], move: 0 };
  const wanted = new Map(
    moves.flatMap((move) =>
      move.act === 'error' ? [[`${move.element} ${move.nth ?? 0}`, move.code ?? '']] : [],
    ),
  );
  const times = new Map<string, number>();
  /** The how-manieth time that an element is carried out, and with which error it is to fail. */
  const turn = (element: string): { nth: number; code: string | undefined } => {
    const nth = times.get(element) ?? 0;
    times.set(element, nth + 1);
    return { nth, code: wanted.get(`${element} ${nth}`) };
  };
  const today = localDate(outer.now);
  const writeDown = ({ element }: Scope, what: Pick<Call, 'handler' | 'notice' | 'paper'>): void => {
    const { nth, code } = turn(element.id);
    const call = { element: element.id, nth, ...what, move: seen.move };
    seen.calls.push(code === undefined ? call : { ...call, failed: code });
    if (code !== undefined) throw new ProcessError(code);
  };
  const writtenDown =
    (handler: string): Handler =>
    (_ctx, scope) =>
      writeDown(scope, { handler });
  const engine = createProcessEngine({
    owner: 'studio-trial',
    handlers: new Proxy<Record<string, Handler>>(
      {},
      { get: (_all, handler: string) => writtenDown(handler), has: () => true },
    ),
    async tell(_ctx, scope, { template, to, role, data }) {
      const found = await outer.app.definitions.at<MessageTemplate>('message', template, today);
      if (!found) throw templateUnknown({ template });
      const { subject, body } = filledAsFar(found.body, data);
      writeDown(scope, { notice: { template, to: to === 'role' ? (role ?? to) : to, subject, body } });
    },
    print: (_ctx, scope, paper) => writeDown(scope, { paper }),
    listeners: [{ onEnter: (_ctx, { element }) => void seen.path.push(element.id) }],
    async decide(_ctx, scope, name) {
      const { nth, code } = turn(scope.element.id);
      const here = { element: scope.element.id, nth, decision: name, move: seen.move };
      if (code !== undefined) {
        seen.decisions.push({ ...here, value: null, failed: code });
        throw new ProcessError(code);
      }
      if (!(await decisions.at('decision', name, today))) throw decisionUnknown({ decision: name });
      const { value } = await decideInForce(outer.app, outer.now, name, scope.variables, decisions);
      seen.decisions.push({ ...here, value });
      return value;
    },
    /** Of a dossier whose limit is known each step has its share, as in the one-stop. */
    async stepDue(_ctx, { variables }: Scope, share, from) {
      const limit = Number(variables['limitMinutes']);
      if (!(limit > 0)) return undefined;
      const minutes = Math.round((limit * share) / 100);
      return { dueAt: await later(outer, from, { minutes }), minutes };
    },
    unitNamed: ({ db, now }, key) => unitNamed(db, key, localDate(now)),
    workingTime: (_ctx, _scope, duration, from) => later(outer, from, readDuration(duration)),
  });
  return { engine, seen };
}

/** A duration of ISO 8601 in days, hours and minutes. */
export function readDuration(duration: string): WorkingDuration {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return { days: Number(days ?? 0), hours: Number(hours ?? 0), minutes: Number(minutes ?? 0) };
}

/** The end of a working time by the calendar of the province that is in force today. */
export async function later({ app, now }: Context, from: Date, duration: WorkingDuration): Promise<Date> {
  return addWorkingTime(await calendarFor(app.definitions, [], localDate(now)), from, duration);
}

/** A context inside the transaction of a trial: nobody hears of what is done there. */
export const inside = (outer: Context, db: CommandContext['db'], now: Date): CommandContext => ({
  ...outer,
  now,
  db,
  emit: () => {},
  alsoDone: () => {},
  enqueue: () => {},
  subject: () => {},
  concern: () => {},
  call: () => Promise.reject(new Error('a trial calls nobody')),
});
