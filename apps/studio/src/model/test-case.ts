import { type Importable, readDmn, resolveImports, toJson } from '@dinh/decision';
import { type Context, type Queries, shape, sql, type Text } from '@dinh/kernel';
import { compileBpmn } from '@dinh/process';
import { isDeepStrictEqual } from 'node:util';
import { type Static, Type } from 'typebox';
import { dayBeside, decisionsOn, standingFor } from './decisions-beside.ts';
import { ProcessInput } from './trial-moves.ts';
import { tryProcess } from './try-process.ts';
import { valueOf } from './typed-value.ts';

/** What a process is given, or a decision. */
export const CaseInput = Type.Union([
  ProcessInput,
  shape({
    decision: Type.String({ minLength: 1, maxLength: 200 }),
    inputs: Type.Record(Type.String({ maxLength: 100 }), Type.String({ maxLength: 1000 })),
    /** When it is asked, for what looks at the clock; now when left out. */
    at: ProcessInput.properties.at,
  }),
]);
export type CaseInput = Static<typeof CaseInput>;

export interface TestCase {
  readonly id: string;
  /** Its English is the same words where nobody has said it. */
  readonly name: Text;
  readonly input: CaseInput;
  readonly expected: unknown;
  readonly origin: string;
}

/** How a case went: what came out, and whether that is what was expected. */
export interface CaseResult {
  readonly id: string;
  /** Of another definition, one that imports what was changed or decides by it. */
  readonly of?: { readonly kind: 'process' | 'decision'; readonly key: string };
  readonly name: Text;
  readonly origin: string;
  readonly input: CaseInput;
  readonly passed: boolean;
  /** What was to come out, in the form in which it is kept. */
  readonly expected: unknown;
  /** What came out, in the same form. */
  readonly answer: unknown;
  /** Why it broke off, where it did. */
  readonly why?: Text;
}

/** A text under its key, and what else there is for it. */
interface Standing {
  readonly key: string;
  readonly text: string;
  /** From which it is to hold. */
  readonly day: string;
  /** The decisions that it may import, or decide by, on a day. */
  readonly others: (day: string) => Promise<readonly Importable[]>;
}

/**
 * What a text answers to the input of a case, in the form in which it is kept as expected. Never throws for the text's faults.
 * @param day beside whose definitions it is looked at
 */
export async function answerOf(
  ctx: Context,
  { key, text }: { key: string; text: string },
  input: CaseInput,
  day: string,
): Promise<unknown> {
  return (await goneThrough(ctx, { key, text, day, others: decisionsBeside(ctx) }, input)).answer;
}

/** The decisions of a day, read once for many cases. */
function decisionsBeside(ctx: Context, changed?: Importable): Standing['others'] {
  const read = new Map<string, Promise<readonly Importable[]>>();
  return (day) => {
    const known =
      read.get(day) ??
      decisionsOn(ctx, day).then((all) => (changed ? [...all.filter((one) => one.key !== changed.key), changed] : all));
    read.set(day, known);
    return known;
  };
}

async function goneThrough(
  ctx: Context,
  { key, text, day, others }: Standing,
  input: CaseInput,
): Promise<{ answer: unknown; why?: Text }> {
  try {
    const beside = dayBeside(input.at, day);
    const decisions = await others(beside);
    if ('moves' in input) {
      const { graph } = compileBpmn(text);
      if (!graph) return { answer: { failed: 'model' }, why: cannotRun };
      const { state, end, path, failed } = await tryProcess(ctx, text, input, {
        day: beside,
        decisions: standingFor(decisions),
      });
      const answer = { path, end, state };
      if (!failed) return { answer };
      return { answer: { ...answer, failed: `${failed.code} (${failed.move})` }, why: failed.reason };
    }
    const { models } = resolveImports(key, text, decisions);
    const model = await readDmn(text, { imports: models.map((one) => one.dmn) });
    const now = input.at === undefined ? ctx.now : new Date(input.at);
    const values = Object.entries(input.inputs).map(([name, typed]) => [name, valueOf(typed, now)]);
    const { value } = model.evaluate(input.decision, Object.fromEntries(values), { now });
    return { answer: { value: toJson(value) } };
  } catch (error) {
    return { answer: { failed: (error as Error).message } };
  }
}

const cannotRun: Text = { vi: 'mô hình chưa chạy được', en: 'the model cannot run' };

/** The cases of a definition. */
export async function casesOf(db: Queries, kind: string, key: string): Promise<TestCase[]> {
  return db.all<TestCase>(
    sql`select id, json_build_object('vi', name, 'en', coalesce(name_en, name)) as name, input, expected, origin from studio.test_case where kind = ${kind} and key = ${key} and not dropped order by test_case.name`,
  );
}

/**
 * Runs all cases of a definition against a text; of a decision also those of the decisions that would import it, and of the
 * processes that would decide by it or by one of those.
 * @param day from which it is to hold
 */
export async function runCases(
  ctx: Context,
  { kind, key, text }: { kind: string; key: string; text: string },
  day: string,
): Promise<CaseResult[]> {
  if (kind !== 'decision') return casesAgainst(ctx, kind, { key, text, day, others: decisionsBeside(ctx) });
  const others = decisionsBeside(ctx, { key, dmn: text });
  const results = await casesAgainst(ctx, kind, { key, text, day, others });
  const all = await others(day);
  const importing = all.filter(
    (one) => one.key !== key && resolveImports(one.key, one.dmn, all).models.some((used) => used.key === key),
  );
  const changed = new Set([key, ...importing.map((one) => one.key)]);
  const deciding = (await ctx.app.definitions.inForce<{ bpmn: string }>('process', day))
    .map((one) => ({ key: one.key, text: one.body.bpmn }))
    .filter((one) => [...one.text.matchAll(/\bdinh:decision="([^"]+)"/g)].some(([, name]) => changed.has(name!)));
  for (const of of [
    ...importing.map((one) => ({ kind: 'decision' as const, key: one.key, text: one.dmn })),
    ...deciding.map((one) => ({ kind: 'process' as const, ...one })),
  ]) {
    const theirs = await casesAgainst(ctx, of.kind, { key: of.key, text: of.text, day, others });
    results.push(...theirs.map((result) => ({ ...result, of: { kind: of.kind, key: of.key } })));
  }
  return results;
}

async function casesAgainst(ctx: Context, kind: string, standing: Standing): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  for (const { id, name, input, expected, origin } of await casesOf(ctx.app.db, kind, standing.key)) {
    const { answer, why } = await goneThrough(ctx, standing, input);
    const actual: unknown = JSON.parse(JSON.stringify(answer));
    results.push({
      id,
      name,
      origin,
      input,
      passed: isDeepStrictEqual(actual, expected),
      expected,
      answer: actual,
      ...(why && { why }),
    });
  }
  return results;
}

/** What a case is called, with the definition to which it belongs where that is another one. */
export const caseName = ({ name, of }: Pick<CaseResult, 'name' | 'of'>): Text =>
  of === undefined ? name : { vi: `${name.vi} (${of.key})`, en: `${name.en} (${of.key})` };

/**
 * An answer on one line: the way through a process, or the value of a decision.
 * @param called what people call an element of the process, or the state in which it stands
 * @param why it broke off, where it did
 */
export function shownAnswer(answer: unknown, called: (word: string) => string, why?: string): string {
  const { path, state, value, failed } = answer as Record<string, any>;
  if (!Array.isArray(path)) return failed === undefined ? JSON.stringify(value) : (why ?? String(failed));
  const end = failed === undefined ? `(${called(String(state))})` : `✗ ${why ?? String(failed)}`;
  return `${path.map((id) => called(String(id))).join(' → ')} ${end}`;
}
