/** Decision tables as texts, for whoever shows them to people instead of evaluating them. */
import type { Words } from '../feel/errors.ts';
import { child, children, ENGLISH, readXml, textOf } from './xml.ts';
import type { Element } from './xml.ts';

export interface TableRuleView {
  /** By which the same rule is found in another version. */
  readonly id?: string;
  /** FEEL unary tests as written, one per input; `-` means any value. */
  readonly inputs: readonly string[];
  /** FEEL expressions as written, one per output. */
  readonly outputs: readonly string[];
  readonly annotations: readonly string[];
  /** What the texts of the outputs and the words beside the rule say in English, where the model says it. */
  readonly english?: { readonly outputs: readonly (string | undefined)[]; readonly annotation?: string };
}

/** What a model calls something; its English (`dinh:nameEn`) is the same words where the model has none. */
export type Called = Words;

export interface TableView {
  /** Name of the decision that the table makes. */
  readonly decision: string;
  /** Its description. */
  readonly description: Called | undefined;
  /** `FIRST`, `UNIQUE`, `COLLECT` … */
  readonly hitPolicy: string;
  /** `SUM` and others, of `COLLECT`. */
  readonly aggregation: string | undefined;
  readonly inputs: readonly {
    readonly id?: string;
    readonly label: Called;
    readonly expression: string;
  }[];
  readonly outputs: readonly { readonly name: string; readonly label: Called }[];
  readonly rules: readonly TableRuleView[];
}

/** The decision tables of a model in the order of the file. Throws DmnError when the text is no DMN. */
export function readTables(xml: string): TableView[] {
  return children(readXml(xml), 'decision').flatMap((decision) => {
    const table = child(decision, 'decisionTable');
    return table ? [view(decision, table)] : [];
  });
}

function view(decision: Element, table: Element): TableView {
  const name = decision.attributes['name'] ?? '';
  const description = child(decision, 'description')?.text.trim();
  return {
    decision: name,
    description: description ? called(decision, description) : undefined,
    hitPolicy: table.attributes['hitPolicy'] ?? 'UNIQUE',
    aggregation: table.attributes['aggregation'],
    inputs: children(table, 'input').map((input) => {
      const expression = textOf(child(input, 'inputExpression'))?.trim() ?? '';
      return {
        ...(input.attributes['id'] && { id: input.attributes['id'] }),
        label: called(input, input.attributes['label'] ?? expression),
        expression,
      };
    }),
    outputs: children(table, 'output').map((output) => ({
      name: output.attributes['name'] ?? name,
      label: called(output, output.attributes['label'] ?? output.attributes['name'] ?? name),
    })),
    rules: children(table, 'rule').map((rule) => ({
      ...(rule.attributes['id'] && { id: rule.attributes['id'] }),
      inputs: texts(rule, 'inputEntry'),
      outputs: texts(rule, 'outputEntry'),
      annotations: notes(rule),
      ...english(rule),
    })),
  };
}

/** What an element says for itself, with its English. */
export function called(element: Element, vi: string): Called {
  return { vi, en: element.attributes[ENGLISH] || vi };
}

function english(rule: Element): Pick<TableRuleView, 'english'> {
  const outputs = children(rule, 'outputEntry').map((entry) => entry.attributes[ENGLISH] || undefined);
  const annotation = rule.attributes[ENGLISH];
  if (!annotation && outputs.every((one) => one === undefined)) return {};
  return { english: { outputs, ...(annotation && { annotation }) } };
}

/** What stands beside a rule: its notes, and its description, which is what editors of before DMN 1.2 call one. */
function notes(rule: Element): string[] {
  const description = child(rule, 'description')?.text.trim();
  return [...texts(rule, 'annotationEntry'), ...(description ? [description] : [])];
}

function texts(rule: Element, name: string): string[] {
  return children(rule, name).map((entry) => textOf(entry)?.trim() ?? '');
}
