/** Decision tables: reading, evaluating, and telling which rules fired. */
import type { Code, TestCode } from '../feel/compile.ts';
import { parseUnaryTestsTree } from '../feel/parser.ts';
import { Environment } from '../feel/environment.ts';
import type { FiredRule, RuleFired } from '../feel/environment.ts';
import { Scope } from '../feel/scope.ts';
import { fitter } from '../feel/types.ts';
import type { Fitter } from '../feel/types.ts';
import type { Context, Value } from '../feel/values.ts';
import { setEntry } from '../feel/values.ts';
import type { Boxes } from './boxed.ts';
import { settle, settleNone } from './hit-policies.ts';
import type { Aggregation, HitPolicy, Policy } from './hit-policies.ts';
import type { Entry } from './reading.ts';
import { RuleIndex } from './rule-index.ts';
import type { Bits, Cell } from './rule-index.ts';
import { child, children, textOf } from './xml.ts';
import type { Element } from './xml.ts';

interface Input {
  readonly label: string;
  readonly code: Code;
  readonly allowed: TestCode | null;
}

interface Output {
  readonly name: string;
  readonly fit: Fitter;
  readonly allowed: TestCode | null;
  readonly fallback: Code | null;
}

interface Rule {
  /** Place in the table, counted from 1. */
  readonly number: number;
  readonly id: string | null;
  readonly annotations: readonly string[];
  readonly cells: readonly (Cell | null)[];
  readonly outputs: readonly Entry[];
  /** The outputs by name, as far as they are constants that fit; the others are null. */
  readonly result: Context;
  /** The places of the outputs that have to be worked out. */
  readonly open: readonly number[];
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
const EMPTY: Entry = { code: NOTHING, constant: null };

/** Reads a `<decisionTable>`. `name` is what its only output is called when it has no name of its own. */
export function compileTable(element: Element, name: string, boxes: Boxes): Code {
  const table = readTable(element, name, boxes);
  return (scope) => evaluateTable(table, scope);
}

function readTable(element: Element, name: string, boxes: Boxes): Table {
  const inputs = children(element, 'input').map((input) => readInput(input, boxes));
  const outputElements = children(element, 'output');
  const outputs = outputElements.map((output) => readOutput(output, outputElements.length === 1 ? name : '', boxes));
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
    allowed: tests ?? (type.kind === 'item' && type.allows ? (scope, value) => type.allows?.(value, scope.env) ?? true : null),
  };
}

function readOutput(element: Element, fallbackName: string, boxes: Boxes): Output {
  const fallback = child(element, 'defaultOutputEntry');
  const text = textOf(fallback)?.trim();
  return {
    name: element.attributes['name'] ?? element.attributes['label'] ?? fallbackName,
    fit: fitter(boxes.types.typeOf(element.attributes['typeRef'])),
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
  const entries = children(element, 'outputEntry').map((entry) => {
    const text = textOf(entry)?.trim() ?? '';
    return text === '' || text === '-' ? EMPTY : boxes.entry(entry, text);
  });
  const result: Context = {};
  const open: number[] = [];
  for (const [i, output] of outputs.entries()) {
    const constant = entries[i]?.constant;
    const fitted = constant === undefined ? undefined : output.fit(constant);
    if (fitted === undefined) open.push(i);
    setEntry(result, output.name, fitted ?? null);
  }
  return {
    number,
    id: element.attributes['id'] ?? null,
    annotations: children(element, 'annotationEntry').map((entry) => textOf(entry)?.trim() ?? ''),
    cells,
    outputs: outputs.map((_, i) => entries[i] ?? EMPTY),
    result,
    open,
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
    return (tests ?? []).flatMap((test) => (test.is === 'expression' ? [boxes.compiler.compile(test.expression)(scope)] : []));
  } catch {
    return [];
  }
}

function evaluateTable(table: Table, scope: Scope): Value {
  const { env } = scope;
  const { index, inputs, rules } = table;
  // oxlint-disable-next-line unicorn/no-new-array -- made at its length: growing costs more than what is put into it
  const values = new Array<Value>(inputs.length);
  // The columns that the index has settled, and those whose cells must be tried.
  let settled: Bits[] | null = null;
  let open: number[] | null = null;
  let found = -1;
  for (let c = 0; c < inputs.length; c++) {
    const input = inputs[c] as Input;
    const value = input.code(scope);
    if (input.allowed && value !== null && input.allowed(scope, value) !== true) {
      return env.note(`${input.label} has a value that the table does not allow.`);
    }
    values[c] = value;
    const bits = index.admitted(c, value);
    if (!bits) (open ??= []).push(c);
    else if (index.words === 1) found &= bits[0] as number;
    else (settled ??= []).push(bits);
  }
  const first = table.policy.hitPolicy === 'FIRST';
  let only: Value | undefined;
  let hits: Value[] | null = null;
  for (let word = 0; word < index.words; word++) {
    for (let bits = settled ? common(settled, word) : found; bits !== 0; bits &= bits - 1) {
      const rule = rules[word * 32 + 31 - Math.clz32(bits & -bits)];
      if (!rule) break;
      env.step();
      if (open && !matches(rule, open, values, scope)) continue;
      const hit = fire(table, rule, values, scope);
      if (first) return hit;
      if (hits) hits.push(hit);
      else if (only === undefined) only = hit;
      else hits = [only, hit];
    }
  }
  if (only === undefined) return fallback(table, scope);
  return settle(table.policy, hits ?? [only], env);
}

/** The rules of one word that all columns admit. */
function common(settled: readonly Bits[], word: number): number {
  let found = -1;
  for (const bits of settled) found &= bits[word] as number;
  return found;
}

/** The outputs of a rule that matches: the value of the only one, or a context of several. */
function fire(table: Table, rule: Rule, values: readonly Value[], scope: Scope): Value {
  const { env } = scope;
  const { open, outputs } = rule;
  // A copy shares its shape with all others, which makes it quick.
  const result: Context = { ...rule.result };
  for (let i = 0; i < open.length; i++) {
    const at = open[i] as number;
    const output = table.outputs[at] as Output;
    result[output.name] = outputValue(output, (outputs[at] as Entry).code(scope), env);
  }
  env.firedRules = new Hit(env.firedRules, table, rule, values, result);
  return table.outputs.length === 1 ? (result[(table.outputs[0] as Output).name] as Value) : result;
}

/** Tries the cells of the given columns. */
function matches(rule: Rule, columns: readonly number[], values: readonly Value[], scope: Scope): boolean {
  for (let i = 0; i < columns.length; i++) {
    const c = columns[i] as number;
    const cell = rule.cells[c];
    if (cell && cell.code(scope, values[c] as Value) !== true) return false;
  }
  return true;
}

/** That a rule matched, put into words when somebody asks. */
class Hit implements FiredRule {
  readonly before: FiredRule | null;
  private readonly table: Table;
  private readonly rule: Rule;
  private readonly values: readonly Value[];
  private readonly result: Context;

  constructor(before: FiredRule | null, table: Table, rule: Rule, values: readonly Value[], result: Context) {
    this.before = before;
    this.table = table;
    this.rule = rule;
    this.values = values;
    this.result = result;
  }

  describe(): RuleFired {
    const { table, rule, values, result } = this;
    const inputs: Context = {};
    for (const [i, input] of table.inputs.entries()) setEntry(inputs, input.label, values[i] ?? null);
    return {
      decision: table.name,
      rule: rule.number,
      ruleId: rule.id,
      annotations: rule.annotations,
      inputs,
      values,
      outputs: result,
    };
  }
}

function outputValue(output: Output, value: Value, env: Environment): Value {
  const fitted = output.fit(value, env);
  return fitted === undefined ? env.note(`The output ${output.name} has the wrong type.`) : fitted;
}

function named(table: Table, outputs: readonly Value[]): Context {
  const context: Context = {};
  for (let i = 0; i < table.outputs.length; i++) setEntry(context, (table.outputs[i] as Output).name, outputs[i] as Value);
  return context;
}

/** No rule matches: the defaults, else what the policy makes of none. */
function fallback(table: Table, scope: Scope): Value {
  if (table.outputs.some((output) => output.fallback)) {
    const outputs = table.outputs.map((output) => output.fallback?.(scope) ?? null);
    return table.outputs.length === 1 ? (outputs[0] ?? null) : named(table, outputs);
  }
  const none = settleNone(table.policy);
  return none === undefined ? scope.env.note(`No rule of ${table.name} matches.`) : none;
}
