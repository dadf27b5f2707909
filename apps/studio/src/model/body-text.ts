import { checker, type DefinitionKind, type DefinitionProblem, fieldErrors, type Lang, shape, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { isNode, LineCounter, parseDocument, stringify } from 'yaml';
import { formParts } from './field-types.ts';
import { placeInWords, type Schema, stepsOf } from './schema.ts';
import { yamlSentence } from './yaml-sentence.ts';

/** The largest text that an officer can send. */
export const mostText = 500_000;

const Words = shape({ vi: Type.String(), en: Type.String() });

/** What stands in the way of publishing a text. */
export const Problem = shape({
  path: Type.String(),
  /** The place as people know it. */
  where: Type.Optional(Words),
  reason: Words,
  line: Type.Optional(Type.Integer()),
  /** What a tool said of it in its own words, where the reason says it in others. */
  said: Type.Optional(Type.String()),
});
export type Problem = Static<typeof Problem>;

/** A problem in one sentence, with its place. */
export function problemSentence(lang: Lang, { path, where, reason }: Problem): string {
  const place = where?.[lang] ?? path.replaceAll('/', '.');
  return place === '' ? upper(reason[lang]) : `${upper(place)}: ${reason[lang]}`;
}

/** The same behind its line, where its place does not say that already. */
export const lineSentence = (lang: Lang, problem: Problem): string =>
  problem.line === undefined || /^(dòng|line) \d/.test(problem.where?.[lang] ?? '')
    ? problemSentence(lang, problem)
    : `${{ vi: 'Dòng', en: 'Line' }[lang]} ${problem.line}: ${problemSentence(lang, problem)}`;

/** Problems as the editors in the browser take them: in one language. */
export const toldTo = (lang: Lang, problems: readonly Problem[]) =>
  problems.map((problem) => ({
    path: problem.path,
    reason: problemSentence(lang, problem),
    short: problem.reason[lang],
    ...(problem.line !== undefined && { line: problem.line }),
    ...(lang === 'vi' && problem.said !== undefined && { said: problem.said }),
  }));

const upper = (text: string): string => text.replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase('vi'));

type Fields = Record<string, unknown>;

/** A body as people read and write it: the file itself where it is one, else YAML. */
export function writeBody(kind: DefinitionKind, body: unknown): string {
  if (kind.file) return String((body as Fields)[kind.file.property] ?? '');
  return stringify(body, { lineWidth: 110, aliasDuplicateObjects: false });
}

/** How a file with this body is called. */
export function fileName(kind: DefinitionKind, key: string, version: string): string {
  const ending = kind.file ? kind.file.ending : '.yaml';
  if (ending !== '') return `${key}.${version}${ending}`;
  return key.replace(/(\.\w+)?$/, `.${version}$1`);
}

/** What an officer has typed for a definition. */
export interface Written {
  /** The body as YAML, or the file itself. */
  readonly text: string;
  /** On what it rests. */
  readonly source: string;
  /** Of a file, as YAML, what its language cannot say: the title of a template, its example. As before when left out. */
  readonly about?: string | null | undefined;
}

interface Read {
  body?: unknown;
  problems: Problem[];
  lineOf(path: string): number | undefined;
}

/**
 * A body out of what was typed. What a file's language cannot say is taken from `about`, else from `base`, the version
 * that the draft was written from.
 * @returns the body when it has the right shape, and what is wrong with it otherwise, each with its line
 */
export function readBody(kind: DefinitionKind, { text, source, about }: Written, base: unknown): Read {
  const noLine = () => undefined;
  if (!kind.file) {
    const { value, problems, lineOf } = readYaml(text);
    return problems.length > 0 ? { problems, lineOf } : { ...shaped(kind, value, lineOf), lineOf };
  }
  let rest = base as Fields | undefined;
  if (typeof about === 'string' && aboutSchema(kind)) {
    const { value, problems } = readYaml(about);
    const where = { vi: 'Thông tin kèm theo', en: 'What stands beside the file' };
    if (problems.length > 0) return { problems: problems.map(({ reason }) => ({ path: '', where, reason })), lineOf: noLine };
    rest = isFields(value) ? value : {};
  }
  const hasSource = 'source' in propertiesOf(kind);
  const body = { ...rest, [kind.file.property]: text, ...(hasSource && { source }) };
  return { ...shaped(kind, body, noLine), lineOf: noLine };
}

const isFields = (value: unknown): value is Fields => typeof value === 'object' && value !== null && !Array.isArray(value);
const propertiesOf = (kind: DefinitionKind): Readonly<Record<string, object>> =>
  (kind.schema as { properties?: Record<string, object> }).properties ?? {};

/** The schema of what stands beside the text of a file; undefined when there is nothing. */
export function aboutSchema(kind: DefinitionKind): object | undefined {
  if (!kind.file) return undefined;
  const { [kind.file.property]: _text, source: _source, ...properties } = propertiesOf(kind);
  return Object.keys(properties).length > 0 ? { ...kind.schema, properties, required: [] } : undefined;
}

/** What stands beside the text of a file, as people write it; undefined for kinds that have nothing there. */
export function writeAbout(kind: DefinitionKind, body: unknown): string | undefined {
  if (!aboutSchema(kind)) return undefined;
  const { [kind.file!.property]: _text, ...rest } = (body ?? {}) as Fields;
  return Object.keys(rest).length === 0 ? '' : stringify(rest, { lineWidth: 110, aliasDuplicateObjects: false });
}

function readYaml(text: string): {
  value?: unknown;
  problems: Problem[];
  lineOf(path: string): number | undefined;
} {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines });
  if (document.errors.length > 0)
    return {
      problems: document.errors.map((error) => ({
        path: '',
        reason: yamlSentence(error),
        line: error.linePos?.[0].line ?? 1,
      })),
      lineOf: () => undefined,
    };
  const lineOf = (path: string): number => {
    const steps = stepsOf(path);
    for (let depth = steps.length; depth > 0; depth--) {
      const node = document.getIn(steps.slice(0, depth), true);
      if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
    }
    return 1;
  };
  try {
    // Through JSON: what is kept is exactly what JSON can hold.
    const value: unknown = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 50 })) ?? 'null');
    return { value, problems: [], lineOf };
  } catch (error) {
    const reason = { vi: 'YAML dùng lại một phần quá nhiều lần', en: (error as Error).message };
    return { problems: [{ path: '', reason, line: 1 }], lineOf };
  }
}

function shaped(
  kind: DefinitionKind,
  body: unknown,
  lineOf: (path: string) => number | undefined,
): { body?: unknown; problems: Problem[] } {
  const check = checker(kind.schema);
  if (check.Check(body)) return { body, problems: [] };
  const problems = fieldErrors(check.Errors(body)).map(({ path, message }) => ({
    // The text of a file is what stands in the field, and has no name there.
    path: path === kind.file?.property ? '' : path,
    ...placeOf(kind, body, path),
    reason: message,
    line: lineOf(path),
  }));
  return { problems };
}

const placeOf = (kind: DefinitionKind, body: unknown, path: string): { where?: Text } => {
  const parts = kind.kind === 'form' || kind.kind === 'form-block' ? formParts : undefined;
  const where = path === kind.file?.property ? undefined : placeInWords(kind.schema as Schema, body, path, parts);
  return where ? { where } : {};
};

/** A problem of a kind's own check with its line, when the check did not name one. */
export function placed(
  problem: DefinitionProblem,
  lineOf: (path: string) => number | undefined,
  kind?: DefinitionKind,
  body?: unknown,
): Problem {
  const { where, reason, said } = problem;
  // The text of a file is what stands in the field, and has no name there.
  const path = problem.path === kind?.file?.property ? '' : problem.path;
  const line = problem.line ?? lineOf(path);
  return {
    path,
    ...(where ? { where } : kind && !kind.file && placeOf(kind, body, path)),
    reason,
    ...(line !== undefined && { line }),
    ...(said !== undefined && { said }),
  };
}
