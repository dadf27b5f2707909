import { DmnError, readDmn } from '@dinh/decision';
import { type Field, type FormDefinition, namesIn } from '@dinh/forms';
import type { Definition, Definitions, Text } from '@dinh/kernel';
import type { Problem } from './body-text.ts';
import { decisionsOf, fieldOf, fromForm, recordFields, type ResultBody, type Settled } from './form-readers.ts';

/**
 * Answers that a text asks for and that no form in force on a day (`YYYY-MM-DD`) gives it: of a decision by which procedures
 * compute a fee, a duty or a result, of a type of result, of the conditions of a procedure. A decision that a process
 * asks, and a process itself, may be given anything by its steps: of these nothing is said.
 */
export async function unanswered(
  definitions: Definitions,
  kind: string,
  key: string,
  body: unknown,
  day: string,
): Promise<Pick<Problem, 'path' | 'where' | 'reason'>[]> {
  if (kind === 'procedure') return conditionsOf(definitions, body as Settled, day);
  if (kind !== 'decision' && kind !== 'result-type') return [];
  const all = await definitions.inForce<Settled>('procedure', day);
  if (kind === 'result-type') {
    const uses = all.filter((one) => one.body.result === key);
    const known = await keysOf(definitions, uses, day);
    if (!known) return [];
    return recordFields(body as ResultBody).flatMap((field, i) =>
      field
        ? fromForm(field.from)
            .filter((name) => !known.has(name))
            .map((name) => ({ path: `fields.${i}.from`, where: fieldOf(field), reason: told(name) }))
        : [],
    );
  }
  const uses = all.filter((one) => decisionsOf([one.body]).some((used) => used.key === key));
  const processes = await definitions.inForce<{ bpmn: string }>('process', day);
  const known = await keysOf(definitions, uses, day);
  if (!known || processes.some((one) => one.body.bpmn.includes(`"${key}"`))) return [];
  const reads = decisionsOf(uses.map((one) => one.body)).find((used) => used.key === key)!.reads;
  const { dmn } = body as { dmn: string };
  return (await inputsOf(dmn))
    .filter((name) => reads(name) && !known.has(name))
    .map((name) => ({
      path: inputId(dmn, name),
      where: { vi: `dữ liệu vào “${name}”`, en: `input data “${name}”` },
      reason: told(name),
    }));
}

/** The conditions of a procedure beside the form that it asks for. */
async function conditionsOf(definitions: Definitions, body: Settled, day: string): Promise<Pick<Problem, 'path' | 'reason'>[]> {
  const known = await keysOf(definitions, [{ body }], day);
  if (!known) return [];
  const conditions: (readonly [string, unknown])[] = [
    ...(body.components ?? []).flatMap(
      (one, i) =>
        [
          [`components.${i}.when`, one.when],
          [`components.${i}.required`, one.required],
        ] as const,
    ),
    ...(body.timeLimit?.variants ?? []).map((one, i) => [`timeLimit.variants.${i}.when`, one.when] as const),
    ...(body.rules ?? []).map((one, i) => [`rules.${i}.when`, one.when] as const),
    ['siteVisit.when', body.siteVisit?.when],
    ...(body.financialDuty?.inputs ?? []).map((one, i) => [`financialDuty.inputs.${i}.from`, one.from] as const),
  ];
  return conditions.flatMap(([path, text]) => {
    if (typeof text !== 'string') return [];
    const read = namesIn(text);
    const names = 'names' in read ? read.names : [];
    return names.filter((name) => !known.has(name)).map((name) => ({ path, reason: toldCondition(name) }));
  });
}

/** The keys of all fields of the forms that procedures ask for; undefined where there is none to look at. */
async function keysOf(
  definitions: Definitions,
  procedures: readonly Pick<Definition<Settled>, 'body'>[],
  day: string,
): Promise<ReadonlySet<string> | undefined> {
  const forms = await Promise.all(
    [...new Set(procedures.map(({ body }) => body.form))].map(async (form) => definitions.at<FormDefinition>('form', form, day)),
  );
  const pages = forms.flatMap((form) => form?.body.pages ?? []);
  const within = (fields: readonly Field[]): string[] => fields.flatMap((field) => [field.key, ...within(field.fields ?? [])]);
  return pages.length === 0 ? undefined : new Set(pages.flatMap((page) => within(page.fields)));
}

/** The input data of a model; none where it cannot be read, which is told as a mistake. */
async function inputsOf(dmn: string): Promise<string[]> {
  try {
    return (await readDmn(dmn)).inputs;
  } catch (error) {
    if (error instanceof DmnError) return [];
    throw error;
  }
}

/** The element of a model by which an editor goes to an input; the whole file where it is not found. */
function inputId(dmn: string, name: string): string {
  for (const [tag] of dmn.matchAll(/<(?:\w+:)?inputData\b[^>]*>/g))
    if (tag.includes(`name="${name}"`)) return /\bid="([^"]+)"/.exec(tag)?.[1] ?? 'dmn';
  return 'dmn';
}

/** @param name of the field that is asked for */
const told = (name: string): Text => ({
  vi: `không biểu mẫu nào đang hiệu lực của thủ tục dùng nội dung này có trường “${name}”, nên giá trị ấy luôn để trống`,
  en: `no form in force of a procedure that uses this has a field “${name}”, so that it is always empty`,
});
const toldCondition = (name: string): Text => ({
  vi: `biểu mẫu của thủ tục không có trường “${name}”, nên giá trị ấy luôn để trống`,
  en: `the form of the procedure has no field “${name}”, so that it is always empty`,
});
