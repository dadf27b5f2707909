import {
  checker,
  type DefinitionKind,
  type DefinitionProblem,
  fieldErrors,
  type Lang,
  shape,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { isNode, LineCounter, parseDocument, stringify } from 'yaml';
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
});
export type Problem = Static<typeof Problem>;

/** A problem in one sentence, with its place. */
export function problemSentence(lang: Lang, { path, where, reason }: Problem): string {
  const place = where?.[lang] ?? path.replaceAll('/', '.');
  return place === '' ? upper(reason[lang]) : `${upper(place)}: ${reason[lang]}`;
}

/** Problems as the editors in the browser take them: in one language. */
export const toldTo = (lang: Lang, problems: readonly Problem[]) =>
  problems.map((problem) => ({
    path: problem.path,
    reason: problemSentence(lang, problem),
    ...(problem.line !== undefined && { line: problem.line }),
  }));

const upper = (text: string): string => text.replace(/^\p{Ll}/u, (first) => first.toLocaleUpperCase('vi'));

type Fields = Record<string, unknown>;

/** A body as people read and write it: the file itself where it is one, else YAML. */
export function writeBody(kind: DefinitionKind, body: unknown): string {
  if (kind.file) return String((body as Fields)[kind.file.property] ?? '');
  return stringify(body, { lineWidth: 110, aliasDuplicateObjects: false });
}

/** How a file with this body is called. */
export function fileName(kind: DefinitionKind, key: string, version: number): string {
  const ending = kind.file ? kind.file.ending : '.yaml';
  if (ending !== '') return `${key}.v${version}${ending}`;
  return key.replace(/(\.\w+)?$/, `.v${version}$1`);
}

/**
 * A body out of what was typed. What a file's language cannot say (the title of a template, its example) is taken from
 * `base`, the version that the draft was written from.
 * @returns the body when it has the right shape, and what is wrong with it otherwise, each with its line
 */
export function readBody(
  kind: DefinitionKind,
  text: string,
  base: unknown,
  source: string,
): { body?: unknown; problems: Problem[]; lineOf(path: string): number | undefined } {
  if (kind.file) {
    const hasSource = 'source' in ((kind.schema as { properties?: object }).properties ?? {});
    const body = { ...(base as Fields), [kind.file.property]: text, ...(hasSource && { source }) };
    return { ...shaped(kind, body, () => undefined), lineOf: () => undefined };
  }
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
  let body: unknown;
  try {
    // Through JSON: what is kept is exactly what JSON can hold.
    body = JSON.parse(JSON.stringify(document.toJS({ maxAliasCount: 50 })) ?? 'null');
  } catch (error) {
    return {
      problems: [
        {
          path: '',
          reason: { vi: 'YAML dùng lại một phần quá nhiều lần', en: (error as Error).message },
          line: 1,
        },
      ],
      lineOf,
    };
  }
  return { ...shaped(kind, body, lineOf), lineOf };
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
    reason: message,
    line: lineOf(path),
  }));
  return { problems };
}

/** `/pages/2/fields`, `pages[2].fields` and `holidays.3` alike → `['pages', 2, 'fields']`. */
function stepsOf(path: string): (string | number)[] {
  return path
    .split(/[/.[\]]+/)
    .filter((step) => step !== '')
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));
}

/** A problem of a kind's own check with its line, when the check did not name one. */
export function placed(problem: DefinitionProblem, lineOf: (path: string) => number | undefined): Problem {
  const { path, where, reason } = problem;
  const line = problem.line ?? lineOf(path);
  return { path, ...(where && { where }), reason, ...(line !== undefined && { line }) };
}
