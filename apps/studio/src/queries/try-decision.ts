import { FeelError, importsInForce, readDmn, toJson } from '@dinh/decision';
import { type Context, type Queries, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { decisionMissing, definitionMissing, draftMissing, tooMuchWork } from '../errors.ts';
import { paragraph, uuid } from '../fields.ts';
import { dayOf } from '../model/check-text.ts';
import { valueOf } from '../model/typed-value.ts';

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
    /** A version, or a draft. */
    id: Type.Optional(uuid),
    draft: Type.Optional(uuid),
    decision: Type.String({ minLength: 1, maxLength: 200 }),
    inputs: Type.Record(Type.String({ maxLength: 100 }), paragraph(1000)),
  }),
  output: shape({
    value: Type.Unknown(),
    fired: Type.Array(shape({ decision: Type.String(), rule: Type.Integer() })),
    errors: Type.Array(Type.String()),
  }),
  async run(ctx, { id, draft, decision, inputs }) {
    const { key, dmn, from } = draft ? await draftText(ctx.db, draft) : await versionText(ctx, id);
    const { models } = await importsInForce(ctx.app.definitions, key, dmn, dayOf(ctx.now, from));
    const model = await readDmn(dmn, { imports: models.map((one) => one.dmn) });
    if (!model.decisions.includes(decision)) throw decisionMissing({ decision });
    const values = Object.fromEntries(Object.entries(inputs).map(([name, text]) => [name, valueOf(text, ctx.now)]));
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

interface Written {
  readonly key: string;
  readonly dmn: string;
  /** From which it holds, or is to. */
  readonly from: string | null;
}

async function versionText({ app }: Pick<Context, 'app'>, id: string | undefined): Promise<Written> {
  const found = id === undefined ? undefined : await app.definitions.byId<{ dmn: string }>(id);
  if (found?.kind !== 'decision') throw definitionMissing();
  return { key: found.key, dmn: found.body.dmn, from: found.effectiveFrom };
}

async function draftText(db: Queries, id: string): Promise<Written> {
  const found = await db.maybe<Written>(
    sql`select key, text as dmn, effective_from as "from" from studio.draft where id = ${id} and kind = 'decision' and problems = '[]'::jsonb`,
  );
  if (!found) throw draftMissing();
  return found;
}
