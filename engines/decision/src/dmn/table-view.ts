/** Decision tables as texts, for whoever shows them to people instead of evaluating them. */
import { child, children, readXml, textOf } from './xml.ts';
import type { Element } from './xml.ts';

export interface TableRuleView {
  /** By which the same rule is found in another version. */
  readonly id?: string;
  /** FEEL unary tests as written, one per input; `-` means any value. */
  readonly inputs: readonly string[];
  /** FEEL expressions as written, one per output. */
  readonly outputs: readonly string[];
  readonly annotations: readonly string[];
}

export interface TableView {
  /** Name of the decision that the table makes. */
  readonly decision: string;
  readonly description: string | undefined;
  /** `FIRST`, `UNIQUE`, `COLLECT` … */
  readonly hitPolicy: string;
  /** `SUM` and others, of `COLLECT`. */
  readonly aggregation: string | undefined;
  readonly inputs: readonly { readonly label: string; readonly expression: string }[];
  readonly outputs: readonly { readonly name: string; readonly label: string }[];
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
  return {
    decision: name,
    description: child(decision, 'description')?.text.trim(),
    hitPolicy: table.attributes['hitPolicy'] ?? 'UNIQUE',
    aggregation: table.attributes['aggregation'],
    inputs: children(table, 'input').map((input) => {
      const expression = textOf(child(input, 'inputExpression'))?.trim() ?? '';
      return { label: input.attributes['label'] ?? expression, expression };
    }),
    outputs: children(table, 'output').map(({ attributes }) => ({
      name: attributes['name'] ?? name,
      label: attributes['label'] ?? attributes['name'] ?? name,
    })),
    rules: children(table, 'rule').map((rule) => ({
      ...(rule.attributes['id'] && { id: rule.attributes['id'] }),
      inputs: texts(rule, 'inputEntry'),
      outputs: texts(rule, 'outputEntry'),
      annotations: texts(rule, 'annotationEntry'),
    })),
  };
}

function texts(rule: Element, name: string): string[] {
  return children(rule, name).map((entry) => textOf(entry)?.trim() ?? '');
}
