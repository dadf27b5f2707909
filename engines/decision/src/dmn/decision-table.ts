/** Decision tables: reading, evaluating, and telling which rules fired. */
import type { Code, TestCode } from '../feel/compile.ts';
import type { Node } from '../feel/ast.ts';
import { parseUnaryTestsTree } from '../feel/parser.ts';
import { Environment } from '../feel/environment.ts';
import type { RuleFired } from '../feel/environment.ts';
import { Scope } from '../feel/scope.ts';
import { ANY, coerce } from '../feel/types.ts';
import type { FeelType } from '../feel/types.ts';
import type { Context, Value } from '../feel/values.ts';
import { setEntry } from '../feel/values.ts';
import type { Boxes } from './boxed.ts';
import { settle } from './hit-policies.ts';
import type { Aggregation, HitPolicy, Policy } from './hit-policies.ts';
import { RuleIndex } from './rule-index.ts';
import type { Cell } from './rule-index.ts';
import { child, children, textOf } from './xml.ts';
import type { Element } from './xml.ts';

interface Input {
  readonly label: string;
  readonly code: Code;
  readonly allowed: TestCode | null;
}

interface Output {
  readonly name: string;
  readonly type: FeelType;
  readonly allowed: TestCode | null;
  readonly fallback: Code | null;
}

interface Rule {
  /** Place in the table, counted from 1. */
  readonly number: number;
  readonly id: string | null;
  readonly annotations: readonly string[];
  readonly cells: readonly (Cell | null)[];
  readonly outputs: readonly Code[];
}

interface Table {
  readonly name: string;
  readonly inputs: readonly Input[];
  readonly outputs: readonly Output[];
  readonly rules: readonly Rule[];
  readonly policy: Policy;
  readonly index: RuleIndex;
}

/** A cell that cannot be read admits nothing. */
const NEVER: Cell = { tree: { tests: [], negated: false }, code: () => false };
const NOTHING: Code = () => null;

/** Reads a `<decisionTable>`. `name` is what its only output is called when it has no name of its own. */
export function compileTable(element: Element, name: string, boxes: Boxes): Code {
  const table = readTable(element, name, boxes);
  return (scope) => evaluateTable(table, scope);
}

function readTable(element: Element, name: string, boxes: Boxes): Table {
  const inputs = children(element, 'input').map((input) => readInput(input, boxes));
  const outputElements = children(element, 'output');
  const outputs = outputElements.map((output) =>
    readOutput(output, outputElements.length === 1 ? name : '', boxes),
  );
  const rules = children(element, 'rule').map((rule, i) => readRule(rule, i + 1, outputs, boxes));
  const { attributes } = element;
  const policy: Policy = {
    hitPolicy: (attributes['hitPolicy'] as HitPolicy | undefined) ?? 'UNIQUE',
    aggregation: (attributes['aggregation'] as Aggregation | undefined) ?? null,
    priorities: outputElements.map((output, i) => ({
      name: outputs[i]?.name ?? '',
      values: outputValues(output, boxes),
    })),
  };
  const columns = inputs.map((_, c) => rules.map((rule) => rule.cells[c] ?? null));
  return { name, inputs, outputs, rules, policy, index: new RuleIndex(columns, rules.length) };
}

function readInput(element: Element, boxes: Boxes): Input {
  const expression = child(element, 'inputExpression');
  const text = textOf(expression)?.trim() ?? '';
  const type = boxes.types.typeOf(expression?.attributes['typeRef']);
  const tests = readTests(child(element, 'inputValues'), boxes);
  return {
    label: element.attributes['label'] ?? text,
    code: expression && text ? boxes.expression(expression, text) : NOTHING,
    allowed:
      tests ?? (type.kind === 'item' && type.allows ? (_, value) => type.allows?.(value) ?? true : null),
  };
}

function readOutput(element: Element, fallbackName: string, boxes: Boxes): Output {
  const fallback = child(element, 'defaultOutputEntry');
  const text = textOf(fallback)?.trim();
  return {
    name: element.attributes['name'] ?? element.attributes['label'] ?? fallbackName,
    type: boxes.types.typeOf(element.attributes['typeRef']),
    allowed: readTests(child(element, 'outputValues'), boxes),
    fallback: fallback && text ? boxes.expression(fallback, text) : null,
  };
}

function readTests(element: Element | undefined, boxes: Boxes): TestCode | null {
  const text = textOf(element)?.trim();
  return (element && text && boxes.tests(element, text)?.code) || null;
}

function readRule(element: Element, number: number, outputs: readonly Output[], boxes: Boxes): Rule {
  const cells = children(element, 'inputEntry').map((entry) => {
    const text = textOf(entry)?.trim() ?? '';
    return text === '' || text === '-' ? null : (boxes.tests(entry, text) ?? NEVER);
  });
  const codes = children(element, 'outputEntry').map((entry) => {
    const text = textOf(entry)?.trim() ?? '';
    return text === '' || text === '-' ? NOTHING : boxes.expression(entry, text);
  });
  return {
    number,
    id: element.attributes['id'] ?? null,
    annotations: children(element, 'annotationEntry').map((entry) => textOf(entry)?.trim() ?? ''),
    cells,
    outputs: outputs.map((_, i) => codes[i] ?? NOTHING),
  };
}

/** The values of `<outputValues>` in their order, or those of the output's type: the priorities. */
function outputValues(element: Element, boxes: Boxes): Value[] {
  const values = child(element, 'outputValues');
  const text = textOf(values)?.trim() ?? boxes.allowedText(element.attributes['typeRef']);
  if (!text) return [];
  try {
    const { tests } = parseUnaryTestsTree(text);
    const scope = new Scope({}, null, new Environment());
    return (tests ?? []).flatMap((test) =>
      test.is === 'expression' ? [boxes.compiler.compile(test.expression as Node)(scope)] : [],
    );
  } catch {
    return [];
  }
}

function evaluateTable(table: Table, scope: Scope): Value {
  const { env } = scope;
  const values: Value[] = [];
  for (const input of table.inputs) {
    const value = input.code(scope);
    if (input.allowed && value !== null && input.allowed(scope, value) !== true) {
      return env.note(`${input.label} has a value that the table does not allow.`);
    }
    values.push(value);
  }
  const hits: Value[] = [];
  for (const rule of matchingRules(table, values, scope)) {
    const outputs: Value[] = [];
    for (let i = 0; i < table.outputs.length; i++) {
      outputs.push(outputValue(table.outputs[i] as Output, (rule.outputs[i] as Code)(scope), env));
    }
    env.fired.push(() => ruleFired(table, rule, values, outputs));
    hits.push(table.outputs.length === 1 ? (outputs[0] as Value) : named(table, outputs));
  }
  return hits.length > 0 ? settle(table.policy, hits, env) : fallback(table, scope);
}

/** The rules that match, in their order; only the first one when the policy asks for no more. */
function matchingRules(table: Table, values: readonly Value[], scope: Scope): Rule[] {
  const { index, rules } = table;
  const first = table.policy.hitPolicy === 'FIRST';
  const found = index.candidates(values);
  const columns = index.unsettled(values);
  const matching: Rule[] = [];
  for (let word = 0; word < found.length; word++) {
    for (let bits = found[word] as number; bits !== 0; bits &= bits - 1) {
      const rule = rules[word * 32 + 31 - Math.clz32(bits & -bits)];
      if (!rule) break;
      scope.env.step();
      if (columns.length > 0 && !matches(rule, columns, values, scope)) continue;
      matching.push(rule);
      if (first) return matching;
    }
  }
  return matching;
}

/** Tries the cells of the given columns. */
function matches(rule: Rule, columns: readonly number[], values: readonly Value[], scope: Scope): boolean {
  return columns.every((c) => {
    const cell = rule.cells[c];
    return !cell || cell.code(scope, values[c] as Value) === true;
  });
}

function ruleFired(table: Table, rule: Rule, values: readonly Value[], outputs: readonly Value[]): RuleFired {
  const inputs: Context = {};
  for (let i = 0; i < table.inputs.length; i++)
    setEntry(inputs, (table.inputs[i] as Input).label, values[i] as Value);
  const { number, id, annotations } = rule;
  return {
    decision: table.name,
    rule: number,
    ruleId: id,
    annotations,
    inputs,
    outputs: named(table, outputs),
  };
}

function outputValue(output: Output, value: Value, env: Environment): Value {
  if (output.type === ANY) return value;
  const fitted = coerce(value, output.type);
  return fitted === undefined ? env.note(`The output ${output.name} has the wrong type.`) : fitted;
}

function named(table: Table, outputs: readonly Value[]): Context {
  const context: Context = {};
  for (let i = 0; i < table.outputs.length; i++)
    setEntry(context, (table.outputs[i] as Output).name, outputs[i] as Value);
  return context;
}

/** No rule matches: the defaults, or nothing. */
function fallback(table: Table, scope: Scope): Value {
  if (table.outputs.some((output) => output.fallback)) {
    const outputs = table.outputs.map((output) => output.fallback?.(scope) ?? null);
    return table.outputs.length === 1 ? (outputs[0] ?? null) : named(table, outputs);
  }
  return scope.env.note(`No rule of ${table.name} matches.`);
}
