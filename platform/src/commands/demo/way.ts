import type { DemoProcedure, DemoStep, DemoWait } from './catalogue.ts';
import { later, type Making } from './making.ts';

/** A step of a dossier. */
export interface Done {
  readonly step: DemoStep;
  readonly from: Date;
  /** Undefined while it is open. */
  readonly to: Date | undefined;
}

/** How a dossier went, up to now. */
export interface Way {
  readonly done: readonly Done[];
  /** How it ended before its usual end. */
  readonly cut: 'not-accepted' | 'withdrawn' | 'stopped' | undefined;
  readonly refused: boolean;
  /** For what it waits now, and since when. */
  readonly waits?: { readonly status: 5 | 6; readonly at: DemoWait; readonly since: Date } | undefined;
}

/** The steps with their times, up to now. Nine of ten dossiers are in time. */
export function makeWay(
  making: Making,
  procedure: DemoProcedure,
  submitted: Date,
  received: Date,
  accepted: Date | undefined,
  fate: number,
): Way {
  const { random, now } = making;
  const [first, ...others] = procedure.steps;
  const done: Done[] = [];
  if (!first) return { done, cut: undefined, refused: false };
  if (!accepted) {
    const refused = received <= now; // refused at the desk
    return {
      done: [{ step: first, from: submitted, to: refused ? received : undefined }],
      cut: refused ? 'not-accepted' : undefined,
      refused: false,
    };
  }
  done.push({ step: first, from: submitted, to: accepted });
  const cut = fate < 0.025 ? 'withdrawn' : fate < 0.03 ? 'stopped' : undefined;
  const pace = 0.55 * random.spread(0.42); // share of the limit that it takes
  const shares = others.map((step) => (step.share ?? 5) * random.spread(0.3));
  const sum = shares.reduce((a, b) => a + b, 0) || 1;
  let at = accepted;
  for (const [i, step] of others.entries()) {
    const from = at;
    const minutes = (procedure.limitMinutes * pace * shares[i]!) / sum;
    at = later(making, from, step.element === 'return' ? 300 * random.spread(1) : minutes);
    const stopsHere = cut !== undefined && i === 2;
    done.push({ step, from, to: at <= now ? at : undefined });
    if (at > now || stopsHere) break;
  }
  const open = done.at(-1)!.to === undefined;
  const way: Way = { done, cut: cut && !open ? cut : undefined, refused: fate > 0.97 };
  return open ? waiting(making, procedure, way) : way;
}

/** Some of those that are open wait for their applicant: one in eight under appraisal, three in five where money is due. */
function waiting({ random, now }: Making, { supplement, duty }: DemoProcedure, way: Way): Way {
  const last = way.done.at(-1)!;
  const before = way.done.slice(0, -1);
  // Nothing is stamped that was not signed, and these were not: they wait for the head.
  if (last.step.element === 'stamp' && before.at(-1)?.step.element === 'approve')
    return { ...way, done: [...before.slice(0, -1), { ...before.at(-1)!, to: undefined }] };
  if (supplement && last.step.element === 'appraise' && random.next() < 0.125) {
    const since = new Date(last.from.getTime() + Math.floor((now.getTime() - last.from.getTime()) * random.next()));
    const asked = { ...last, step: { ...last.step, outcome: 'request-supplement' }, to: since };
    return { ...way, done: [...before, asked], waits: { status: 5, at: supplement, since } };
  }
  if (duty && last.step.element === 'approve' && random.next() < 0.6)
    return { ...way, done: before, waits: { status: 6, at: duty, since: last.from } };
  return way;
}
