import { unitNamed } from '@dinh/identity';
import { addWorkingTime, calendarFor, type CommandContext, type Context, localDate, type WorkingDuration } from '@dinh/kernel';
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
  /** The versions of processes that were run, by their ids. */
  readonly versions: Set<string>;
  /** The move that is being made. */
  move: number;
}

/** What a text is tried beside. */
export interface Beside {
  /** Whose message templates are in force (`YYYY-MM-DD`). */
  readonly day: string;
  readonly decisions: DecisionVersions;
}

/**
 * The engine of the program with handlers that are written down and not carried out, decisions and templates as they stand
 * beside the text, working time by the calendar in force on the day that the clock of the trial shows, and steps that fail where
 * somebody has said that they should.
 */
export function trialEngine(outer: Context, moves: readonly Move[], { day, decisions }: Beside) {
  const seen: Seen = { path: [], calls: [], decisions: [], versions: new Set(), move: 0 };
  const wanted = new Map(
    moves.flatMap((move) => (move.act === 'error' ? [[`${move.element} ${move.nth ?? 0}`, move.code ?? '']] : [])),
  );
  const times = new Map<string, number>();
  /** The how-manieth time that an element is carried out, and with which error it is to fail. */
  const turn = (element: string): { nth: number; code: string | undefined } => {
    const nth = times.get(element) ?? 0;
    times.set(element, nth + 1);
    return { nth, code: wanted.get(`${element} ${nth}`) };
  };
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
    handlers: new Proxy<Record<string, Handler>>({}, { get: (_all, handler: string) => writtenDown(handler), has: () => true }),
    async tell(_ctx, scope, { template, to, role, data }) {
      const found = await outer.app.definitions.at<MessageTemplate>('message', template, day);
      if (!found) throw templateUnknown({ template });
      const { subject, body } = filledAsFar(found.body, data);
      writeDown(scope, { notice: { template, to: to === 'role' ? (role ?? to) : to, subject, body } });
    },
    print: (_ctx, scope, paper) => writeDown(scope, { paper }),
    listeners: [
      {
        onEnter: (_ctx, { element, definitionId }) => {
          seen.path.push(element.id);
          seen.versions.add(definitionId);
        },
      },
    ],
    async decide(_ctx, scope, name) {
      const { nth, code } = turn(scope.element.id);
      const here = { element: scope.element.id, nth, decision: name, move: seen.move };
      if (code !== undefined) {
        seen.decisions.push({ ...here, value: null, failed: code });
        throw new ProcessError(code);
      }
      if (!(await decisions.at('decision', name, day))) throw decisionUnknown({ decision: name });
      const { value } = await decideInForce(outer.app, outer.now, name, scope.variables, decisions);
      seen.decisions.push({ ...here, value });
      return value;
    },
    /** Of a dossier whose limit is known each step has its share, as in the one-stop. */
    async stepDue(ctx, { variables }: Scope, share, from) {
      const limit = Number(variables['limitMinutes']);
      if (!(limit > 0)) return undefined;
      const minutes = Math.round((limit * share) / 100);
      return { dueAt: await later(ctx, from, { minutes }), minutes };
    },
    unitNamed: ({ db, now }, key) => unitNamed(db, key, localDate(now)),
    workingTime: (at, _scope, duration, from) => later(at, from, readDuration(duration)),
  });
  return { engine, seen };
}

/** A duration of ISO 8601 in days, hours and minutes. */
export function readDuration(duration: string): WorkingDuration {
  const [, days, hours, minutes] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
  return { days: Number(days ?? 0), hours: Number(hours ?? 0), minutes: Number(minutes ?? 0) };
}

/**
 * The end of a working time by the calendar of the province that is in force at `now`, the clock of the trial: so a trial goes the same
 * way on any day. Before the first calendar that there is, by that one.
 */
export async function later({ app, now }: Pick<Context, 'app' | 'now'>, from: Date, duration: WorkingDuration): Promise<Date> {
  const today = localDate(now);
  const known = await app.definitions.at('calendar', 'province', today);
  const day = known ? today : ((await firstCalendar(app)) ?? today);
  return addWorkingTime(await calendarFor(app.definitions, [], day), from, duration);
}

/** The day from which the first calendar of the province holds. */
const firstCalendar = async ({ definitions }: Context['app']): Promise<string | undefined> =>
  (await definitions.versions('calendar', 'province')).map((one) => one.effectiveFrom).toSorted()[0];

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
