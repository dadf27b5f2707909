import { addWorkingTime } from '@dinh/kernel';
import type { DemoProcedure } from './catalogue.ts';
import type { History } from './history.ts';
import type { Making } from './making.ts';
import type { Running } from './process.ts';
import type { Rows } from './tables.ts';
import type { Way } from './way.ts';

/** What was found out on the way. */
export interface Appraisal {
  /** Who appraises it, once somebody does. */
  readonly specialist: { readonly id: string; readonly name: string } | undefined;
  /** What was proposed. */
  readonly proposal: string | null;
}

/** The task of each step, with the act that ended it. */
export function writeSteps(
  rows: Rows,
  { random, catalogue }: Making,
  procedure: DemoProcedure,
  { id, instance, token }: Running,
  way: Way,
  history: History,
): Appraisal {
  const last = way.done.at(-1);
  let specialist: { id: string; name: string } | undefined;
  let proposal: string | null = null;
  for (const { step, from, to } of way.done) {
    const people = catalogue.officials.get(`${step.unit}/${step.role}`) ?? [];
    if (step.role === 'specialist') specialist ??= people.length > 0 ? random.pick(people) : undefined;
    const who = step.role === 'specialist' ? specialist : people.length > 0 ? random.pick(people) : undefined;
    const isLast = to !== undefined && to === last?.to;
    const cancelled = isLast && (way.cut === 'withdrawn' || way.cut === 'stopped');
    const outcome =
      isLast && way.cut === 'not-accepted'
        ? 'refuse'
        : step.element === 'appraise' && way.refused && step.outcome === 'propose-approval'
          ? 'propose-refusal'
          : step.outcome;
    if (to && step.element === 'appraise') proposal = outcome;
    const minutes = step.share === null ? null : Math.max(1, Math.round((procedure.limitMinutes * step.share) / 100));
    rows.add('process.task', {
      id: random.id(from.getTime()),
      instance_id: instance,
      token_id: token,
      owner: 'one-stop',
      business_key: id,
      element: step.element,
      name_vi: step.vi,
      name_en: step.en,
      role: step.role,
      unit_id: step.unit,
      assignee: step.role === 'specialist' ? specialist?.id : null,
      state: to ? (cancelled ? 'cancelled' : 'done') : 'open',
      outcome: to && !cancelled ? outcome : null,
      share: step.share,
      minutes,
      created_at: from,
      due_at: minutes === null ? null : addWorkingTime(catalogue.calendar, from, { minutes }),
      ended_at: to ?? null,
      completed_by: to ? who?.id : null,
      completed_name: to ? (who?.name ?? 'Hệ thống') : null,
      version: to ? 2 : 1,
    });
    if (!to || cancelled) continue;
    if (step.element === 'receive')
      history(
        to,
        way.cut === 'not-accepted' ? 'refused' : 'accepted',
        way.cut === 'not-accepted' ? 3 : 2,
        who?.id ?? null,
        who?.name ?? 'Hệ thống',
        step.unit,
        null,
        {},
      );
    else
      history(
        to,
        step.element === 'return' ? 'returned' : `${step.element}/${outcome}`,
        step.element === 'return' ? 10 : step.element === 'stamp' ? 9 : 4,
        who?.id ?? null,
        who?.name ?? 'Hệ thống',
        step.unit,
        step.vi,
        {},
        step.element === 'return',
        outcome === 'propose-refusal' ? reasonOf(catalogue.refusals, to) : undefined,
      );
  }
  return { specialist, proposal };
}

/** One of them, by the moment: a die thrown for a few would change all that is thrown after it. */
const reasonOf = (reasons: readonly string[], at: Date): string | undefined => reasons[at.getTime() % reasons.length];
