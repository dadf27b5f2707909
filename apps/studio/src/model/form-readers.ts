import { importsInForce, publishedDecision } from '@dinh/decision';
import { namesIn } from '@dinh/forms';
import type { Definition, Definitions, Text } from '@dinh/kernel';
import { compileBpmn, type Graph, type Node } from '@dinh/process';
import type { TemplateBody } from '@dinh/records';
import { workOf } from './check-drawn-work.ts';
import { calledBy } from './process-runs.ts';

/** A definition, or a part of one, that reads answers of a form by the keys of its fields. */
export interface Reader {
  readonly kind: string;
  readonly key: string;
  /** Where in it: a step, a paper that is asked for. */
  readonly part?: Text;
  /** Whether it reads a field by its path without indexes: `operators.doseBadge`. */
  reads(path: string): boolean;
}

/** What a procedure is settled by, as far as it reads answers or names what does. */
export interface Settled {
  readonly form: string;
  readonly process: string;
  readonly fee: string;
  readonly result: string;
  readonly components?: readonly {
    readonly name: Text;
    readonly when?: string;
    readonly required?: unknown;
  }[];
  readonly timeLimit?: { readonly variants?: readonly { readonly when: string }[] };
  readonly siteVisit?: { readonly when?: string };
  readonly rules?: readonly { readonly when: string }[];
  readonly financialDuty?: {
    readonly decision: string;
    readonly inputs?: readonly { readonly key: string; readonly from?: string }[];
  };
  /** Not in the schema of procedures: it may have any shape. */
  readonly computation?: { readonly decision?: unknown; readonly inputs?: unknown } | null;
}

/** What the schema of types of result says nothing of is not checked: `recordFields` takes what has the right shape. */
export interface ResultBody {
  readonly template: string;
  readonly fields?: unknown;
}

interface RecordField {
  readonly key: string;
  readonly label: Text;
  readonly from: string;
}

/** The fields of the record of a result, at their places; undefined for what is none. */
export const recordFields = ({ fields }: ResultBody): (RecordField | undefined)[] =>
  Array.isArray(fields)
    ? fields.map((one: Partial<RecordField> | null) =>
        typeof one?.key === 'string' && typeof one.from === 'string'
          ? { key: one.key, from: one.from, label: one.label?.vi ? one.label : { vi: one.key, en: one.key } }
          : undefined,
      )
    : [];

/**
 * Everything in force on a day (`YYYY-MM-DD`) that reads answers of a form: procedures that ask for it, their processes and
 * decisions, results and their papers, and processes a step of which shows it. Messages are filled by processes, and told there.
 */
export async function readersOf(definitions: Definitions, form: string, day: string): Promise<Reader[]> {
  const procedures = (await definitions.inForce<Settled>('procedure', day)).filter(({ body }) => body.form === form);
  const decisions = await Promise.all(
    decisionsOf(procedures.map(({ body }) => body)).map(async ({ key, reads }) => decisionReader(definitions, key, day, reads)),
  );
  return [
    ...decisions.flat(),
    ...(await processReaders(definitions, form, new Set(procedures.map(({ body }) => body.process)), day)),
    ...(await resultReaders(definitions, new Set(procedures.map(({ body }) => body.result)), day)),
    ...procedures.flatMap((one) => procedureReaders(one)),
  ];
}

/** The conditions of a procedure and what it hands on, each with where it stands. */
export function procedureReaders({ key, body }: Pick<Definition<Settled>, 'key' | 'body'>): Reader[] {
  const found: Reader[] = [];
  const add = (part: Text, ...texts: unknown[]): void => {
    for (const text of texts) if (typeof text === 'string') found.push({ kind: 'procedure', key, part, reads: readIn(text) });
  };
  for (const { name, when, required } of body.components ?? [])
    add({ vi: `giấy tờ “${name.vi}”`, en: `paper “${name.en}”` }, when, required);
  for (const { when } of body.timeLimit?.variants ?? []) add(parts.limit, when);
  for (const { when } of body.rules ?? []) add(parts.rules, when);
  add(parts.visit, body.siteVisit?.when);
  for (const { from } of body.financialDuty?.inputs ?? []) add(parts.duty, from);
  return found;
}

/** Which of the names that a decision asks for are answers. */
type Asked = (name: string) => boolean;

/** The decisions that procedures name, each with what it gets of the answers. */
export function decisionsOf(procedures: readonly Settled[]): { readonly key: string; readonly reads: Asked }[] {
  const found = new Map<string, Asked[]>();
  const add = (key: string, reads: Asked): void => void found.set(key, [...(found.get(key) ?? []), reads]);
  for (const { fee, financialDuty, computation } of procedures) {
    add(fee, () => true);
    // What an official determines is not read from the form, unless it is proposed from there.
    if (financialDuty) add(financialDuty.decision, (name) => !financialDuty.inputs?.some((one) => one.key === name));
    const inputs: unknown = computation?.inputs;
    if (typeof computation?.decision === 'string' && Array.isArray(inputs))
      add(computation.decision, (name) => inputs.includes(name));
  }
  return [...found].map(([key, ways]) => ({ key, reads: (name) => ways.some((way) => way(name)) }));
}

async function decisionReader(definitions: Definitions, key: string, day: string, gets: Asked): Promise<Reader[]> {
  const decision = await publishedDecision(definitions, key, day);
  if (!decision) return [];
  const { dmn } = decision.version.body;
  const { models } = await importsInForce(definitions, key, dmn, day);
  const text = [dmn, ...models.map((one) => one.dmn)].join('\n');
  return [{ kind: 'decision', key, reads: within(decision.model.asked.filter(gets), text) }];
}

async function resultReaders(definitions: Definitions, keys: ReadonlySet<string>, day: string): Promise<Reader[]> {
  if (keys.size === 0) return [];
  const results = (await definitions.inForce<ResultBody>('result-type', day)).filter(({ key }) => keys.has(key));
  const templates = await definitions.inForce<TemplateBody>('template', day);
  return results.flatMap(({ key, body }) => {
    const fields = resultFields({ key, body });
    const own = new Map(recordFields(body).flatMap((one) => (one ? [[one.key, one.from] as const] : [])));
    // A paper shows answers and, before these, the record of the result: a name of the record is an answer where it is taken from it.
    const shown = (name: string): boolean => !own.has(name) || fromForm(own.get(name)).includes(name);
    const papers = templates
      .filter((one) => one.body.entry?.key === body.template)
      .map((one): Reader => {
        const names = valuesIn(one.body.text);
        return {
          kind: 'template',
          key: one.key,
          reads: (path) => names.has(topOf(path)) && shown(topOf(path)) && inside(path, one.body.text),
        };
      });
    return [...fields, ...papers];
  });
}

/** The fields of a type of result that are taken from answers. */
const resultFields = ({ key, body }: Pick<Definition<ResultBody>, 'key' | 'body'>): Reader[] =>
  recordFields(body).flatMap((field) => {
    const names = fromForm(field?.from);
    if (!field || names.length === 0) return [];
    return [{ kind: 'result-type', key, part: fieldOf(field), reads: within(names, field.from) }];
  });

/** A field of the record of a result as people know it. */
export const fieldOf = ({ label }: RecordField): Text => ({
  vi: `mục “${label.vi}”`,
  en: `field “${label.en}”`,
});

/** The answers that a field of a result is taken from: `form.x`, also within an expression. */
export const fromForm = (from: string | undefined): string[] =>
  [...(from ?? '').matchAll(/\bform\.(\w+)/g)].map(([, name]) => name!);

/** What the text of a template takes from `values`: written out, or by a helper of its own that is given the name. */
function valuesIn(text: string): ReadonlySet<string> {
  const written = text.matchAll(/\bvalues\.(\w+)/g);
  const helped = text.matchAll(/(?<![\w-])(?!get\()[\w-]+\("(\w+)"/g);
  return new Set([...written, ...helped].map(([, name]) => name!));
}

async function processReaders(definitions: Definitions, form: string, keys: ReadonlySet<string>, day: string): Promise<Reader[]> {
  const processes = await definitions.inForce<{ bpmn: string }>('process', day);
  const found: Reader[] = [];
  const seen = new Set<string>();
  const walk = async (key: string, graph: Graph): Promise<void> => {
    if (seen.has(key)) return;
    seen.add(key);
    const nodes = [...graph.nodes.values()];
    // What the process sets by itself is no longer the answer.
    const set = new Set(nodes.flatMap(setBy));
    for (const node of nodes) {
      const texts = feelIn(node);
      for (const { condition } of node.outgoing) if (condition) texts.push(condition.source);
      for (const text of texts) {
        const reads = readIn(text);
        found.push({
          kind: 'process',
          key,
          part: placeOf(node),
          reads: (path) => !set.has(topOf(path)) && reads(path),
        });
      }
      if (node.kind === 'rule-task') {
        const given = new Set([...set, ...node.inputs.map(({ target }) => target)]);
        found.push(...(await decisionReader(definitions, node.decision, day, (name) => !given.has(name))));
      }
      // A process that is called is given what its caller says, else all.
      const called = node.inputs.length === 0 && calledBy(node, graph, processes);
      if (called) await walk(called.key, called.graph);
    }
  };
  for (const { key, body } of processes) {
    if (!keys.has(key) && !body.bpmn.includes(`"${form}"`)) continue;
    const { graph } = compileBpmn(body.bpmn);
    const asks = graph && [...graph.nodes.values()].some((node) => node.kind === 'user-task' && node.form === form);
    if (graph && (keys.has(key) || asks)) await walk(key, graph);
  }
  return found;
}

/** Parts of an element that are elements themselves: each is looked at for itself. */
const others = new Set('scope undoneBy incoming outgoing boundaries start eventSubs entries host'.split(' '));

/** The FEEL texts of an element. */
function feelIn(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return [];
  if ('tree' in value && 'source' in value && typeof value.source === 'string') return [value.source];
  return Object.entries(value).flatMap(([name, part]) => (others.has(name) ? [] : feelIn(part)));
}

function setBy(node: Node): string[] {
  const { repetition } = node;
  return [
    ...node.outputs.map(({ target }) => target),
    ...(node.kind === 'rule-task' || node.kind === 'script-task' ? [node.result ?? []].flat() : []),
    ...(repetition?.kind === 'items' ? [repetition.item, repetition.collect ?? []].flat() : []),
  ];
}

/** An element, with the notice or paper that it fills. */
function placeOf(node: Node): Text {
  const work = workOf(node);
  const { vi, en } = node.name;
  if (work?.notice) return { vi: `thông báo ở bước “${vi}”`, en: `notice at step “${en}”` };
  if (work?.paper !== undefined) return { vi: `giấy tờ in ở bước “${vi}”`, en: `paper printed at step “${en}”` };
  return { vi: `bước “${vi}”`, en: `step “${en}”` };
}

const topOf = (path: string): string => path.split('.')[0]!;

/** Of a field of a group: whether a text speaks of it somewhere, too. */
function inside(path: string, text: string): boolean {
  const steps = path.split('.');
  return steps.length === 1 || new RegExp(`(?<!\\w)${steps.at(-1)!}(?!\\w)`).test(text);
}

const within =
  (names: readonly string[], text: string): Reader['reads'] =>
  (path) =>
    names.includes(topOf(path)) && inside(path, text);

/** What an expression reads; nothing where it cannot be read. */
function readIn(text: string): Reader['reads'] {
  const read = namesIn(text);
  return within('names' in read ? read.names : [], text);
}

const parts = {
  limit: { vi: 'thời hạn giải quyết', en: 'time limit' },
  rules: { vi: 'điều kiện khi nộp', en: 'rules for filing' },
  visit: { vi: 'thẩm tra thực tế', en: 'site visit' },
  duty: { vi: 'nghĩa vụ tài chính', en: 'financial duty' },
} as const;
