/** A model's own types: item definitions, with allowed values and constraints. */
import { makeCompiler } from '../feel/compile.ts';
import { Environment } from '../feel/environment.ts';
import { Scope } from '../feel/scope.ts';
import { ANY, simpleType } from '../feel/types.ts';
import type { FeelType } from '../feel/types.ts';
import type { Value } from '../feel/values.ts';
import type { Reading } from './reading.ts';
import { child, children, textOf } from './xml.ts';
import type { Element } from './xml.ts';

/** The types of one model by name, and those of its imports behind their prefix. */
export class TypeTable {
  private readonly types = new Map<string, FeelType>();
  private readonly imported = new Map<string, TypeTable>();
  /** What the types are called that these only rename. */
  private readonly aliases = new Map<string, string>();

  /** Item definitions may refer to each other in any order, so each is resolved when first asked for. */
  constructor(definitions: Element, reading: Reading) {
    for (const element of children(definitions, 'itemDefinition')) {
      const name = element.attributes['name'];
      if (!name) continue;
      this.types.set(name, this.define(element, name, reading));
      const reference = child(element, 'typeRef')?.text.trim();
      if (reference) this.aliases.set(name, reference);
    }
  }

  import(prefix: string, table: TypeTable): void {
    this.imported.set(prefix, table);
  }

  /** Resolves every type, so that what is wrong with one is told when the model is read. */
  resolveAll(): void {
    const seen = new Set<FeelType>();
    const open = [...this.types.values()];
    for (let type = open.pop(); type; type = open.pop()) {
      if (seen.has(type)) continue;
      seen.add(type);
      if (type.kind === 'item') open.push(type.base());
      else if (type.kind === 'list') open.push(type.of);
      else if (type.kind === 'context') open.push(...Object.values(type.entries));
    }
  }

  /** The type of a `typeRef`; Any when there is no reference or nothing of that name. */
  typeOf(reference: string | undefined): FeelType {
    return (reference && this.find(reference)) || ANY;
  }

  /** The type of that name, `feel:` and import prefixes included; null when there is none. */
  find(reference: string): FeelType | null {
    const name = reference.replace(/^feel:/, '').trim();
    const own = this.types.get(name) ?? simpleType(name);
    if (own) return own;
    for (const [prefix, table] of this.imported) {
      if (prefix === '') {
        const found = table.find(name);
        if (found) return found;
      } else if (name.startsWith(`${prefix}.`)) {
        return table.find(name.slice(prefix.length + 1));
      }
    }
    // DMN 1.1 wrote qualified names, whose prefix stands for a namespace.
    const colon = name.indexOf(':');
    return colon < 0 ? null : this.find(name.slice(colon + 1));
  }

  /** Whether types that only rename each other lead from this one back to one of them. */
  private isCircular(reference: string): boolean {
    const seen = new Set<string>();
    for (let name: string | undefined = reference; name !== undefined; name = this.aliases.get(name)) {
      if (seen.has(name)) return true;
      seen.add(name);
    }
    return false;
  }

  private define(element: Element, name: string, reading: Reading): FeelType {
    const isCollection = element.attributes['isCollection'] === 'true';
    const allowed = constraint(child(element, 'allowedValues'), reading);
    const typeConstraint = constraint(child(element, 'typeConstraint'), reading);
    let base: FeelType | null = null;
    const single = (): FeelType => (base ??= this.baseOf(element, reading));
    const one: FeelType = { kind: 'item', name, base: single, ...(allowed && { allows: allowed }) };
    if (!isCollection) return typeConstraint ? { kind: 'item', name, base: () => one, allows: typeConstraint } : one;
    const list: FeelType = { kind: 'list', of: one };
    return { kind: 'item', name, base: () => list, ...(typeConstraint && { allows: typeConstraint }) };
  }

  private baseOf(element: Element, reading: Reading): FeelType {
    const components = children(element, 'itemComponent');
    if (components.length > 0) {
      const entries = components.map((component) => {
        const name = component.attributes['name'] ?? '';
        return [name, this.define(component, name, reading)] as const;
      });
      return { kind: 'context', entries: Object.fromEntries(entries) };
    }
    const func = child(element, 'functionItem');
    if (func) {
      const parameters = children(func, 'parameters').map((parameter) => this.typeOf(parameter.attributes['typeRef']));
      return {
        kind: 'function',
        parameters: parameters.length > 0 ? parameters : null,
        result: this.typeOf(func.attributes['outputTypeRef']),
      };
    }
    const reference = child(element, 'typeRef')?.text.trim();
    if (reference && this.isCircular(reference)) {
      reading.problem(element, {
        vi: `Kiểu ${reference} được định nghĩa bằng chính nó.`,
        en: `The type ${reference} is defined by itself.`,
      });
      return ANY;
    }
    if (reference && !this.find(reference))
      reading.problem(element, { vi: `Không có kiểu ${reference}.`, en: `There is no type ${reference}.` });
    return this.typeOf(reference);
  }
}

/** The values that an `<allowedValues>` or `<typeConstraint>` lets through; null when it says nothing. */
function constraint(element: Element | undefined, reading: Reading): ((value: Value, env?: Environment) => boolean) | null {
  const text = textOf(element)?.trim();
  if (!element || !text) return null;
  const tests = reading.tests(element, text, [], makeCompiler());
  if (!tests) return null;
  return (value, env) => tests.code(new Scope({}, null, env ?? new Environment()), value) === true;
}
