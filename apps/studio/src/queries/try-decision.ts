import { evaluate, FeelError, readDmn, toJson } from '@dinh/decision';
import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { decisionMissing, definitionMissing, tooMuchWork } from '../errors.ts';
import { paragraph, uuid } from '../fields.ts';

/** Evaluates one version of a decision with values as typed, and tells which rules fired. */
export const tryDecision = query({
  name: 'studio.try-decision',
  title: { vi: 'Thử một bảng quyết định', en: 'Try a decision' },
  description: {
    vi: 'Tính với các giá trị nhập vào: số, true, false, ngày (2026-11-21), hoặc chữ; không ghi lại gì.',
    en: 'Evaluates with values as typed: a number, true, false, a day (2026-11-21) or a text; nothing is kept.',
  },
  may: 'studio.view-definition',
  input: shape({
    id: uuid,
    decision: Type.String({ minLength: 1, maxLength: 200 }),
    inputs: Type.Record(Type.String({ maxLength: 100 }), paragraph(1000)),
  }),
  output: shape({
    value: Type.Unknown(),
    fired: Type.Array(shape({ decision: Type.String(), rule: Type.Integer() })),
    errors: Type.Array(Type.String()),
  }),
  async run(ctx, { id, decision, inputs }) {
    const found = await ctx.app.definitions.byId<{ dmn: string }>(id);
    if (found?.kind !== 'decision') throw definitionMissing();
    const model = await readDmn(found.body.dmn);
    if (!model.decisions.includes(decision)) throw decisionMissing({ decision });
    const values = Object.fromEntries(
      Object.entries(inputs).map(([name, text]) => [name, valueOf(text, ctx.now)]),
    );
    try {
      const result = model.evaluate(decision, values, { now: ctx.now });
      return {
        value: toJson(result.value),
        fired: result.fired.map((one) => ({ decision: one.decision, rule: one.rule })),
        errors: [...result.errors],
      };
    } catch (error) {
      if (error instanceof FeelError) throw tooMuchWork({}, { cause: error });
      throw error;
    }
  },
});

/** What people type, as a FEEL value: what is not a number, a truth, a day or quoted is a text. */
function valueOf(typed: string, now: Date): unknown {
  const text = typed.trim();
  if (text === '') return null;
  try {
    if (/^\d{4}-\d\d-\d\d$/.test(text)) return evaluate(`date("${text}")`, {}, { now });
    if (/^(-?\d+(\.\d+)?|true|false|null|".*"|\[.*\]|\{.*\})$/s.test(text))
      return evaluate(text, {}, { now, steps: 10_000 });
  } catch (error) {
    if (!(error instanceof FeelError)) throw error;
  }
  return text;
}
