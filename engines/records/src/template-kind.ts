import {
  checker,
  type DefinitionKind,
  type DefinitionProblem,
  inCode,
  inWords,
  Refusal,
  shape,
  sourceText,
  type Text,
  told,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { renderDocument } from './printer.ts';
import type { Json } from './json.ts';
import type { TemplateEntry } from './templates.ts';

/** A file of the folder of templates: a template has an entry, what templates share (`lib.typ`, an emblem) has none. */
export const TemplateBody = shape({
  entry: Type.Optional(
    Type.Object(
      {
        key: inCode('Mã', 'Key'),
        file: inCode('Tệp', 'File'),
        title: inWords('Tên mẫu giấy', 'Title'),
        paper: Type.String(told('Khổ giấy', 'Paper')),
        forms: Type.Optional(
          Type.Array(
            Type.Object({
              ruleset: Type.String(told('Bộ quy tắc', 'Ruleset', { names: 'ruleset' })),
              number: Type.String(told('Mẫu số', 'Number')),
              title: inWords('Tên theo mẫu', 'Title'),
              instrument: Type.String(told('Ban hành kèm theo', 'Instrument')),
              source: sourceText,
            }),
            told('Theo các mẫu', 'On the forms', { one: { vi: 'mẫu', en: 'a form' } }),
          ),
        ),
        source: sourceText,
      },
      told('Mẫu giấy', 'Template'),
    ),
  ),
  text: Type.String({ maxLength: 1_000_000, ...told('Nội dung Typst', 'Typst text', { as: 'lines' }) }),
  /** Data that the template takes, made up: for previews and for checking. */
  example: Type.Optional(Type.Record(Type.String(), Type.Unknown(), told('Dữ liệu ví dụ', 'Example'))),
});
export type TemplateBody = Static<typeof TemplateBody> & { readonly entry?: TemplateEntry };

/** What a template takes, by the names at the top of its data: its example shows it, made up. */
export const takenBy = ({ example }: Pick<TemplateBody, 'example'>): string[] => Object.keys(example ?? {});

const patienceMs = 15_000;

/**
 * Prints a template with its example, beside the other files of the folder.
 * @throws templateFailed with the place of every mistake
 */
export async function printExample(
  file: string,
  body: TemplateBody,
  others: Readonly<Record<string, string>>,
  at?: Date,
): Promise<Uint8Array> {
  const data = (body.example ?? {}) as { [key: string]: Json };
  const form = body.entry?.forms?.[0];
  const numbered = form && {
    form: { number: form.number, title: form.title.vi, instrument: form.instrument },
  };
  const input = {
    template: body.text,
    data: { ...data, ...numbered },
    assets: others,
    name: file,
    patienceMs,
  };
  return (await renderDocument({ ...input, at })).pdf;
}

/** Where in a file something stands; the file where it is another one. */
const placeOf = (file: string | undefined, line: string, column: string | undefined): Text => ({
  vi: `${file ? `tệp ${file}, ` : ''}dòng ${line}${column ? `, cột ${column}` : ''}`,
  en: `${file ? `file ${file}, ` : ''}line ${line}${column ? `, column ${column}` : ''}`,
});

/** What a refused print says is wrong, with its place in the file that is being written or in another one. */
export const toldOf = ({ fields }: Refusal, key: string): DefinitionProblem[] =>
  fields.map(({ path, message }) => {
    const [file = '', line, column] = path.split(':');
    const own = file === key && line !== undefined;
    return {
      path,
      ...(line !== undefined && { where: placeOf(own ? undefined : file, line, column) }),
      reason: message,
      ...(own && { line: Number(line) }),
      ...(message.vi !== message.en && { said: message.en }),
    };
  });

/** A template is printed with its example; a file that others read, with all that read it. */
async function checkTemplate(
  key: string,
  body: TemplateBody,
  folder: readonly { key: string; body: TemplateBody }[],
): Promise<DefinitionProblem[]> {
  const files = { ...Object.fromEntries(folder.map((one) => [one.key, one.body.text])), [key]: body.text };
  const concerned = body.entry ? [{ key, body }] : folder.filter((one) => one.body.entry && one.key !== key);
  const problems: DefinitionProblem[] = [];
  for (const one of concerned) {
    try {
      await printExample(one.key, one.body, files);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      for (const problem of toldOf(error, key))
        if (!problems.some((other) => other.path === problem.path && other.reason.en === problem.reason.en))
          problems.push(problem);
    }
  }
  return problems;
}

/** Templates as dated versions: what cannot be printed is refused before it is published. */
export const templateKind = {
  kind: 'template',
  title: { vi: 'Mẫu giấy tờ', en: 'Paper template' },
  schema: TemplateBody,
  check: async (body, { key, others }) =>
    key.endsWith('.typ')
      ? checkTemplate(
          key,
          body,
          (await others<TemplateBody>('template')).filter((one) => checker(TemplateBody).Check(one.body)),
        )
      : [],
  file: { property: 'text', ending: '' },
  editing: 'studio.edit-template',
  publishing: 'studio.publish-definition',
} satisfies DefinitionKind<TemplateBody>;
