import type { DemoProcedure } from './catalogue.ts';
import type { Making } from './making.ts';
import type { Appraisal } from './steps.ts';
import type { Rows } from './tables.ts';
import type { Way } from './way.ts';

/** A dossier and what carries it. */
export interface Running {
  readonly id: string;
  readonly instance: string;
  readonly token: string;
}

/** The process of a dossier as it stands: its variables, where its token is, for what it waits. */
export function writeProcess(
  rows: Rows,
  { random }: Making,
  procedure: DemoProcedure,
  { id, instance, token }: Running,
  way: Way,
  { specialist, proposal }: Appraisal,
  {
    submitted,
    changed,
    ended,
    answers,
  }: {
    readonly submitted: Date;
    readonly changed: Date;
    readonly ended: boolean;
    /** Text of JSON, or an object. */
    readonly answers: unknown;
  },
): void {
  const last = way.done.at(-1);
  const open = last?.to === undefined || way.waits !== undefined;
  const { desk, leadership, clerk } = procedure.places;
  const variables = {
    units: {
      agency: procedure.agency,
      reception: desk,
      section: procedure.section ?? procedure.agency,
      leadership,
      clerk,
    },
    limitMinutes: procedure.limitMinutes,
    proposal,
    specialist: specialist?.id ?? null,
    consultations: [],
  };
  // What has ended is not asked for its answers any more: they stand with the dossier.
  rows.add('process.instance', {
    id: instance,
    definition_id: procedure.processId,
    owner: 'one-stop',
    business_key: id,
    state: open ? 'running' : way.cut === 'withdrawn' || way.cut === 'stopped' ? 'cancelled' : ended ? 'completed' : 'running',
    variables: open && typeof answers === 'string' ? `${answers.slice(0, -1)},${JSON.stringify(variables).slice(1)}` : variables,
    version: way.done.length,
    started_at: submitted,
    ended_at: open ? null : changed,
  });
  if (way.waits) {
    const { at, since } = way.waits;
    rows.add('process.subscription', {
      id: random.id(since.getTime()),
      instance_id: instance,
      token_id: token,
      business_key: id,
      element: at.element,
      name: at.message,
      label_vi: at.vi,
      label_en: at.en,
      created_at: since,
      held: true,
    });
  }
  if (open && last)
    rows.add('process.token', {
      id: token,
      instance_id: instance,
      element: way.waits?.at.element ?? last.step.element,
      repeats: false,
      entered_at: way.waits?.since ?? last.from,
    });
}
