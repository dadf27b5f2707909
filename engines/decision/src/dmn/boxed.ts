/** Boxed expressions: everything that can be the logic of a decision or of business knowledge. */
import { conditionalCode, makeCompiler } from '../feel/compile.ts';
import type { Code, Compiler } from '../feel/compile.ts';
import { makeFunction, runBody } from '../feel/compile-functions.ts';
import { filterCode, loopCode, makeLoop, quantifiedCode } from '../feel/compile-lists.ts';
import { invoke } from '../feel/invoke.ts';
import { normalizeName } from '../feel/names.ts';
import { ANY, coerce, resultOf } from '../feel/types.ts';
import type { FeelType } from '../feel/types.ts';
import { FeelFunction, setEntry } from '../feel/values.ts';
import type { Context, Value } from '../feel/values.ts';
import { compileTable } from './decision-table.ts';
import type { TypeTable } from './item-definitions.ts';
import type { Entry, Reading } from './reading.ts';
import { child, children, textOf } from './xml.ts';
import type { Cell } from './rule-index.ts';
import type { Element } from './xml.ts';

const NOTHING: Code = () => null;
/** Expression languages that are FEEL. */
const FEEL = /feel/i;

/** Reads the boxed expressions of one model, for one set of names in scope. */
export class Boxes {
  readonly types: TypeTable;
  readonly reading: Reading;
  readonly compiler: Compiler;
  private readonly names: readonly string[];
  private readonly allowedTexts: ReadonlyMap<string, string>;

  /** `direct` tells how names are read that are in no frame (see `Direct`). */
  constructor(
    types: TypeTable,
    reading: Reading,
    names: readonly string[],
    allowedTexts: ReadonlyMap<string, string>,
    direct: Compiler['direct'] = () => null,
  ) {
    this.types = types;
    this.reading = reading;
    this.names = names;
    this.allowedTexts = allowedTexts;
    this.compiler = makeCompiler((name) => types.find(name), direct);
  }

  private with(names: readonly string[]): Boxes {
    return new Boxes(this.types, this.reading, [...this.names, ...names], this.allowedTexts, this.compiler.direct);
  }

  expression(element: Element, text: string): Code {
    return this.reading.expression(element, text, this.names, this.compiler);
  }

  entry(element: Element, text: string): Entry {
    return this.reading.entry(element, text, this.names, this.compiler);
  }

  tests(element: Element, text: string): Cell | null {
    return this.reading.tests(element, text, this.names, this.compiler);
  }

  /** The allowed values of an item definition as they are written. */
  allowedText(typeRef: string | undefined): string | undefined {
    return typeRef === undefined ? undefined : this.allowedTexts.get(typeRef);
  }

  /** The logic that stands in `parent`, such as in a decision; null when there is none. */
  inside(parent: Element | undefined, name: string): Code | null {
    const element = parent?.children.find((item) => KINDS.has(item.name));
    return element ? this.read(element, name) : null;
  }

  /** Any boxed expression. `name` names the result of a decision table with one unnamed output. */
  read(element: Element, name: string): Code {
    const code = this.readKind(element, name);
    const { typeRef } = element.attributes;
    return typeRef === undefined || element.name === 'functionDefinition' ? code : fitted(code, this.types.typeOf(typeRef), name);
  }

  private readKind(element: Element, name: string): Code {
    switch (element.name) {
      case 'literalExpression':
        return this.literal(element);
      case 'decisionTable':
        return compileTable(element, name, this);
      case 'context':
        return this.context(element);
      case 'invocation':
        return this.invocation(element, name);
      case 'functionDefinition':
        return this.functionDefinition(element, name);
      case 'relation':
        return this.relation(element);
      case 'list': {
        const items = element.children.filter((item) => KINDS.has(item.name)).map((item) => this.read(item, name));
        return (scope) => items.map((item) => item(scope));
      }
      case 'conditional': {
        const [condition, then, otherwise] = ['if', 'then', 'else'].map((part) => this.part(element, part, name)) as [
          Code,
          Code,
          Code,
        ];
        return conditionalCode(condition, then, otherwise);
      }
      case 'filter':
        return filterCode(this.part(element, 'in', name), this.with(['item']).part(element, 'match', name));
      case 'for':
      case 'some':
      case 'every':
        return this.iterator(element, element.name, name);
      default:
        return NOTHING;
    }
  }

  private part(element: Element, part: string, name: string): Code {
    return this.inside(child(element, part), name) ?? NOTHING;
  }

  private literal(element: Element): Code {
    const text = textOf(element)?.trim();
    const language = element.attributes['expressionLanguage'];
    if (language && !FEEL.test(language))
      this.reading.problem(element, {
        vi: `Không dùng được ngôn ngữ ${language}.`,
        en: `The language ${language} is not supported.`,
      });
    return text ? this.expression(element, text) : NOTHING;
  }

  private context(element: Element): Code {
    const entries: { name: string | null; code: Code }[] = [];
    const names: string[] = [];
    for (const entry of children(element, 'contextEntry')) {
      const variable = child(entry, 'variable');
      const name = nameOf(variable) || null;
      const code = this.with(names).inside(entry, name ?? 'result') ?? NOTHING;
      const typeRef = variable?.attributes['typeRef'];
      entries.push({ name, code: typeRef ? fitted(code, this.types.typeOf(typeRef), name ?? '') : code });
      if (name && names.includes(name)) return this.twice(entry, name);
      if (name) names.push(name);
    }
    return (scope) => {
      const context: Context = {};
      const inner = scope.with(context);
      for (const { name, code } of entries) {
        const value = code(inner);
        // An entry without a name is the result of the whole.
        if (name === null) return value;
        setEntry(context, name, value);
      }
      return context;
    };
  }

  /** As in `{a: 1, a: 2}`: the context has no value. */
  private twice(entry: Element, name: string): Code {
    const message = {
      vi: `Có hai mục cùng tên “${name}”.`,
      en: `Two entries are called “${name}”.`,
    };
    this.reading.problem(entry, message);
    return (scope) => scope.env.note(message.en);
  }

  private invocation(element: Element, name: string): Code {
    const callee = this.inside(element, name) ?? NOTHING;
    const bindings = children(element, 'binding').map((binding) => {
      const parameter = child(binding, 'parameter');
      const code = this.inside(binding, name) ?? NOTHING;
      const typeRef = parameter?.attributes['typeRef'];
      const label = nameOf(parameter);
      return { label, code: typeRef ? fitted(code, this.types.typeOf(typeRef), label) : code };
    });
    const labels = bindings.map((binding) => binding.label);
    return (scope) => {
      const target = callee(scope);
      if (!(target instanceof FeelFunction)) return scope.env.note(`${name} invokes something that is not a function.`);
      return invoke(
        target,
        bindings.map((binding) => binding.code(scope)),
        labels,
        scope.env,
      );
    };
  }

  /**
   * A function in a box; its body sees the parameters and what is around.
   * @param declared the type of the variable that holds it
   */
  functionDefinition(element: Element, name: string, declared: FeelType = ANY): Code {
    const parameters = children(element, 'formalParameter').map((parameter) => ({
      name: nameOf(parameter),
      type: this.types.typeOf(parameter.attributes['typeRef']),
    }));
    const kind = element.attributes['kind'] ?? 'FEEL';
    const { typeRef } = element.attributes;
    const result = resultOf(typeRef === undefined ? declared : this.types.typeOf(typeRef));
    if (kind !== 'FEEL') {
      const message = {
        vi: `Không dùng được hàm viết bằng ${kind}.`,
        en: `Functions in ${kind} are not supported.`,
      };
      this.reading.problem(element, message);
      return () => makeFunction(name, parameters, (_, env) => env.note(message.en), result);
    }
    const inner = this.with(parameters.map((parameter) => parameter.name));
    const body = fitted(inner.inside(element, name) ?? NOTHING, result ?? ANY, name);
    return (scope) => makeFunction(name, parameters, (names, env) => runBody(body, scope.with(names), env), result);
  }

  private relation(element: Element): Code {
    const columns = children(element, 'column').map((column) => ({
      name: nameOf(column),
      type: this.types.typeOf(column.attributes['typeRef']),
    }));
    const rows = children(element, 'row').map((row) => {
      return row.children
        .filter((cell) => KINDS.has(cell.name))
        .map((cell, i) => {
          const column = columns[i];
          const code = this.read(cell, column?.name ?? '');
          return { name: column?.name ?? '', code: column ? fitted(code, column.type, column.name) : code };
        });
    });
    return (scope) =>
      rows.map((cells) => {
        const row: Context = {};
        for (const { name, code } of cells) setEntry(row, name, code(scope));
        return row;
      });
  }

  private iterator(element: Element, kind: 'for' | 'some' | 'every', name: string): Code {
    const variable = normalizeName(element.attributes['iteratorVariable'] ?? 'item');
    const loop = makeLoop(variable, this.part(element, 'in', name), null);
    const body = this.with([variable, 'partial']).part(element, kind === 'for' ? 'return' : 'satisfies', name);
    return kind === 'for' ? loopCode([loop], body) : quantifiedCode(kind, [loop], body);
  }
}

const nameOf = (element: Element | undefined): string => normalizeName(element?.attributes['name'] ?? '');

const KINDS = new Set([
  'literalExpression',
  'decisionTable',
  'context',
  'invocation',
  'functionDefinition',
  'relation',
  'list',
  'conditional',
  'filter',
  'for',
  'some',
  'every',
]);

/** The value made to fit a type; null with a note when it does not. */
export function fitted(code: Code, type: FeelType, name: string): Code {
  if (type.kind === 'any') return code;
  return (scope): Value => {
    const value = code(scope);
    const fit = coerce(value, type, scope.env);
    return fit === undefined ? scope.env.note(`The value of ${name} has the wrong type.`) : fit;
  };
}
