import type { Field, FormDefinition } from '@dinh/forms';
import { type App, localDate } from '@dinh/kernel';

/** Blocks of a form that tell who has to do with a dossier. */
const partyBlocks = ['filing', 'applicant', 'owner', 'delivery'];

interface ProcedureFacts {
  readonly fee: string;
  readonly timeLimit: { readonly variants?: readonly { readonly when: string }[] | undefined };
  readonly components: readonly {
    readonly when?: string | undefined;
    readonly required: boolean | string;
  }[];
  readonly consultation?: readonly object[] | undefined;
}

/**
 * What the desk types in for a paper dossier: the parties, and of the matter only what fee, time limit and components
 * depend on. The paper form itself lies in the dossier. One page, so that it is done without turning pages (D1).
 */
export async function deskForm(app: App, form: FormDefinition, procedure: ProcedureFacts, at: Date): Promise<FormDefinition> {
  const rules = await conditionsOf(app, procedure, at);
  const matter = form.pages.filter((page) => page.block === undefined);
  const named = neededFields(
    matter.flatMap((page) => withPageCondition(page.fields, page.when)),
    rules,
  );
  const parties = form.pages
    .filter((page) => page.block !== undefined && partyBlocks.includes(page.block))
    .flatMap((page) => withPageCondition(page.fields, page.when));
  return {
    ...form,
    pages: [
      {
        key: 'desk',
        title: { vi: 'Người nộp và nội dung hồ sơ', en: 'Applicant and matter' },
        fields: [...parties, ...named],
      },
    ],
  };
}

const withPageCondition = (fields: readonly Field[], when: string | undefined): Field[] =>
  fields.map((field) =>
    when === undefined ? field : { ...field, when: field.when === undefined ? when : `(${when}) and (${field.when})` },
  );

/** Every text in which a field may be named: conditions of the procedure and its fee table. */
async function conditionsOf(app: App, procedure: ProcedureFacts, at: Date): Promise<string> {
  const fee = await app.definitions.at<{ dmn: string }>('decision', procedure.fee, localDate(at));
  const inputs = [...(fee?.body.dmn ?? '').matchAll(/<(?:\w+:)?(?:text|inputExpression)[^>]*>([^<]*)</g)];
  return [
    ...inputs.map((found) => found[1] ?? ''),
    ...(procedure.timeLimit.variants ?? []).map((one) => one.when),
    ...procedure.components.flatMap((one) => [one.when ?? '', typeof one.required === 'string' ? one.required : '']),
    ...(procedure.consultation ?? []).map((one) => String((one as { when?: unknown }).when ?? '')),
  ].join('\n');
}

/** The fields that are named, and those that their own conditions name. */
function neededFields(fields: readonly Field[], rules: string): Field[] {
  const wanted = new Set<string>();
  let text = rules;
  for (let round = 0; round < 5; round++) {
    // What stands in quotes is a value, not a name.
    const words = new Set(text.replace(/"[^"]*"/g, ' ').match(/[A-Za-z_]\w*/g));
    const more = fields.filter((field) => !wanted.has(field.key) && mentions(field, words));
    if (more.length === 0) break;
    for (const field of more) wanted.add(field.key);
    text = more.map((field) => [field.when, field.value, field.required].join('\n')).join('\n');
  }
  return fields.filter((field) => wanted.has(field.key));
}

const mentions = (field: Field, words: ReadonlySet<string>): boolean =>
  words.has(field.key) ||
  (field.type === 'group' && (field.fields ?? []).some((inner) => words.has(inner.key) && field.repeat !== undefined));
