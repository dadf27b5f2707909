import { compileBpmn } from '@dinh/process';
import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { draftHasProblems } from '../errors.ts';
import { day, moment, nullable } from '../fields.ts';
import { mostText } from '../model/body-text.ts';
import { dayOf } from '../model/check-text.ts';
import { dayBeside, decisionsOn, standingFor } from '../model/decisions-beside.ts';
import { ProcessInput } from '../model/trial-moves.ts';
import { tryProcess as play } from '../model/try-process.ts';

const inBoth = shape({ vi: Type.String(), en: Type.String() });

const carriedOut = {
  element: Type.String(),
  nth: Type.Integer(),
  move: Type.Integer(),
  failed: Type.Optional(Type.String()),
};

/** Runs the text of a process through some moves; nothing of it stays. */
export const tryProcess = query({
  name: 'studio.try-process',
  title: { vi: 'Chạy thử một quy trình', en: 'Try a process out' },
  may: 'studio.view-definition',
  // A text is too long for an address.
  api: false,
  input: shape({
    bpmn: Type.String({ maxLength: mostText, pattern: '^[^\\u0000]*$' }),
    input: ProcessInput,
    /** From which the text is to hold: its decisions are those of that day, or of the day on which the trial begins, if that is later; today when left out. */
    day: Type.Optional(day),
  }),
  output: shape({
    state: Type.String(),
    end: nullable(Type.String()),
    now: moment,
    path: Type.Array(Type.String()),
    tokens: Type.Array(shape({ element: Type.String(), count: Type.Integer() })),
    waits: Type.Array(
      shape({
        act: Type.String(),
        element: Type.String(),
        nth: Type.Integer(),
        name: Type.String(),
        role: nullable(Type.String()),
        form: nullable(Type.String()),
        dueAt: nullable(moment),
      }),
    ),
    calls: Type.Array(
      shape({
        ...carriedOut,
        handler: Type.Optional(Type.String()),
        notice: Type.Optional(shape({ template: Type.String(), to: Type.String(), subject: inBoth, body: inBoth })),
        paper: Type.Optional(shape({ template: Type.String(), data: Type.Record(Type.String(), Type.Unknown()) })),
      }),
    ),
    decisions: Type.Array(shape({ ...carriedOut, decision: Type.String(), value: Type.Unknown() })),
    variables: Type.Record(Type.String(), Type.Unknown()),
    called: Type.Array(
      shape({
        key: Type.String(),
        name: inBoth,
        version: Type.Integer(),
        effectiveFrom: day,
        elements: Type.Record(Type.String(), inBoth),
      }),
    ),
    failed: Type.Optional(
      shape({
        move: Type.Integer(),
        code: Type.String(),
        reason: shape({ vi: Type.String(), en: Type.String() }),
      }),
    ),
  }),
  async run(ctx, { bpmn, input, day }) {
    const { graph, problems } = compileBpmn(bpmn);
    if (!graph || problems.length > 0) throw draftHasProblems({ count: problems.length });
    const beside = dayBeside(input.at, dayOf(ctx.now, day));
    const decisions = standingFor(await decisionsOn(ctx, beside));
    return (await play(ctx, bpmn, input, { day: beside, decisions })) as never;
  },
});
