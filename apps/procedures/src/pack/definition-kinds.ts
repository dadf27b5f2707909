import { checkModel, DmnError, type Importable, readDmn, resolveImports } from '@dinh/decision';
import { checkForm, FormDefinition } from '@dinh/forms';
import { type DefinitionKind, type DefinitionProblem, shape, type Surroundings, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { Procedure, ResultType } from '../model.ts';
import { Ruleset } from '../ruleset.ts';

interface DecisionBody {
  readonly dmn: string;
}

async function checkDecision({ dmn }: DecisionBody, { key, others }: Surroundings): Promise<DefinitionProblem[]> {
  try {
    const { decisions } = await readDmn(dmn);
    if (decisions.length === 0)
      return [
        {
          path: 'dmn',
          reason: { vi: 'tệp này không có quyết định nào', en: 'there is no decision in this file' },
          line: 1,
        },
      ];
    const all = (await others<DecisionBody>('decision')).map((one) => ({ key: one.key, dmn: one.body.dmn }));
    const { models, problems } = resolveImports(key, dmn, all);
    if (problems.length > 0)
      return problems.map(({ elementId, line, message }) => ({
        path: elementId ?? 'dmn',
        reason: message,
        line,
      }));
    const broken = await brokenByIt(key, dmn, all);
    if (broken.length > 0) return broken;
    // Gaps and rules that never fire may be meant; they are shown in the studio, and stop nobody.
    return (await checkModel(dmn, { imports: models.map((one) => one.dmn) }))
      .filter((finding) => finding.severity === 'error')
      .map(({ decision, elementId, line, message, where }) => ({
        path: elementId ?? 'dmn',
        where: where ?? (decision === '' ? undefined : { vi: `“${decision}”`, en: `“${decision}”` }),
        reason: message,
        line,
      }));
  } catch (error) {
    if (error instanceof DmnError) return [{ path: 'dmn', reason: error.text, line: error.line }];
    throw error;
  }
}

/** What imports it, and with this text of it could no longer be read or found, or would name what is no longer there. */
async function brokenByIt(key: string, dmn: string, all: readonly Importable[]): Promise<DefinitionProblem[]> {
  const after = [...all.filter((one) => one.key !== key), { key, dmn }];
  const broken: DefinitionProblem[] = [];
  for (const other of all) {
    const uses = resolveImports(other.key, other.dmn, all).models.some((one) => one.key === key);
    if (other.key === key || !uses) continue;
    const now = await errorsOf(other, all);
    const wrong = (await errorsOf(other, after)).find((one) => now.every(({ message }) => message.en !== one.message.en));
    if (wrong)
      broken.push({
        path: 'dmn',
        reason: {
          vi: `“${other.key}” dùng kèm mô hình này và sẽ không dùng được nữa: ${wrong.message.vi}`,
          en: `“${other.key}” imports this model and could no longer be used: ${wrong.message.en}`,
        },
        line: 1,
      });
  }
  return broken;
}

/** What stands in the way of a model beside others. */
async function errorsOf({ key, dmn }: Importable, all: readonly Importable[]): Promise<readonly { readonly message: Text }[]> {
  const { models, problems } = resolveImports(key, dmn, all);
  if (problems.length > 0) return problems;
  return (await checkModel(dmn, { imports: models.map((one) => one.dmn) })).filter(({ severity }) => severity === 'error');
}

const kindWords: Readonly<Record<string, string>> = {
  form: 'biểu mẫu',
  process: 'quy trình',
  decision: 'bảng quyết định',
  'result-type': 'loại kết quả',
  template: 'mẫu giấy tờ',
};
const notInForce = (kind: string, key: string): Text => ({
  vi: `không có ${kindWords[kind]} “${key}” đang hiệu lực`,
  en: `there is no ${kind} “${key}” in force`,
});

/** What a procedure is settled by must be there. */
async function checkProcedure(body: Procedure, { others }: Surroundings): Promise<DefinitionProblem[]> {
  const named = [
    ['form', 'form', body.form],
    ['process', 'process', body.process],
    ['fee', 'decision', body.fee],
    ['result', 'result-type', body.result],
    ...(body.financialDuty ? [['financialDuty.decision', 'decision', body.financialDuty.decision] as const] : []),
  ] as const;
  const problems: DefinitionProblem[] = [];
  for (const [path, kind, key] of named)
    if (!(await others(kind)).some((one) => one.key === key)) problems.push({ path, reason: notInForce(kind, key) });
  return problems;
}

async function checkResultType(body: ResultType, { others }: Surroundings): Promise<DefinitionProblem[]> {
  const templates = await others<{ entry?: { key: string } }>('template');
  return templates.some((one) => one.body.entry?.key === body.template)
    ? []
    : [{ path: 'template', reason: notInForce('template', body.template) }];
}

const ofProcedures = {
  editing: 'procedures.edit-procedure',
  publishing: 'procedures.publish-procedure',
} as const;

/** Procedures and what they are settled by, as dated versions. */
export const definitionKinds: readonly DefinitionKind[] = [
  {
    kind: 'procedure',
    title: { vi: 'Thủ tục hành chính', en: 'Procedure' },
    schema: Procedure,
    check: checkProcedure,
    ...ofProcedures,
  },
  {
    kind: 'form',
    title: { vi: 'Biểu mẫu', en: 'Form' },
    schema: FormDefinition,
    check: (body) => checkForm(body),
    editing: 'studio.edit-form',
    publishing: 'studio.publish-definition',
  },
  {
    kind: 'decision',
    title: { vi: 'Bảng quyết định', en: 'Decision' },
    schema: shape({ dmn: Type.String({ minLength: 1, maxLength: 1_000_000 }) }),
    check: checkDecision,
    file: { property: 'dmn', ending: '.dmn' },
    editing: 'studio.edit-decision',
    publishing: 'studio.publish-definition',
  },
  {
    kind: 'result-type',
    title: { vi: 'Loại kết quả', en: 'Result type' },
    schema: ResultType,
    check: checkResultType,
    ...ofProcedures,
  },
  {
    kind: 'ruleset',
    title: { vi: 'Bộ quy tắc một cửa', en: 'Ruleset of the one-stop' },
    schema: Ruleset,
    ...ofProcedures,
  },
];
