/** Looks through one expression for names that mean nothing where they stand. */
import { builtin } from '../../builtins/index.ts';
import type { Node } from '../../feel/ast.ts';
import { inferType } from '../../feel/infer.ts';
import { kindWords } from '../../feel/kind-words.ts';
import { ANY, baseOf } from '../../feel/types.ts';
import type { FeelType } from '../../feel/types.ts';
import type { Words } from './findings.ts';
import type { Known, KnownNames } from './known-names.ts';

/** Something wrong in an expression. */
export interface Wrong {
  readonly kind: 'name' | 'type';
  readonly message: Words;
}

/** What is wrong in a tree; each once. `known` are the names that may stand there. */
export function lookForNames(tree: object, known: Known, model: KnownNames): Wrong[] {
  const look = new Look(model);
  look.at(tree, known);
  return [...look.wrong.values()];
}

class Look {
  readonly wrong = new Map<string, Wrong>();
  private readonly model: KnownNames;

  constructor(model: KnownNames) {
    this.model = model;
  }

  at(part: unknown, names: Known): void {
    if (typeof part !== 'object' || part === null) return;
    if (Array.isArray(part)) {
      for (const inner of part) this.at(inner, names);
      return;
    }
    const node = part as Node;
    switch (node.is) {
      case 'name':
        if (!names.has(node.name) && !builtin(node.name)) this.tell('name', words.unknown(node.name, this.model));
        return;
      case 'literal':
        return;
      case 'path':
        this.at(node.target, names);
        return this.path(node, names);
      case 'filter': {
        this.at(node.target, names);
        // Inside of the condition the entries of each item are names too: where nobody knows them it is not looked at.
        const item = itemOf(inferType(node.target, names));
        const entries = item?.kind === 'context' ? entriesOf(item) : {};
        if (item && entries) this.at(node.condition, new Map([...names, ['item', item], ...Object.entries(entries)]));
        return;
      }
      case 'call':
        this.at(node.target, names);
        this.at(node.arguments, names);
        return this.call(node, names);
      case 'function':
        this.at(node.body, new Map([...names, ...node.parameters.map(({ name }) => [name, ANY] as const)]));
        return;
      case 'for':
      case 'some':
      case 'every': {
        const inner = new Map([...names, ['partial', ANY]]);
        for (const { name, source, end } of node.iterators) {
          this.at(source, inner);
          this.at(end, inner);
          inner.set(name, (!end && itemOf(inferType(source, inner))) || ANY);
        }
        this.at(node.is === 'for' ? node.result : node.condition, inner);
        return;
      }
      case 'context': {
        const inner = new Map(names);
        for (const { name, value } of node.entries) {
          // A function may call itself.
          inner.set(name, ANY);
          this.at(value, inner);
          inner.set(name, inferType(value, inner) ?? ANY);
        }
        return;
      }
      case 'in':
        this.at(node.value, names);
        this.at(node.tests, new Map([...names, ['?', inferType(node.value, names) ?? ANY]]));
        return;
      case 'instance':
        this.at(node.value, names);
        return;
      default:
        for (const inner of Object.values(node)) this.at(inner, names);
    }
  }

  /** What stands behind a point must be something of the imported model, or an entry that the type has. */
  private path(node: Node & { is: 'path' }, names: Known): void {
    const target = inferType(node.target, names);
    const imported = target && this.model.imported.get(target);
    if (imported && node.target.is === 'name') {
      const { name: prefix } = node.target;
      if (target.kind === 'context' && Object.hasOwn(target.entries, node.name)) return;
      this.tell('name', imported.has(node.name) ? words.notRequired(prefix, node.name) : words.notImported(prefix, node.name));
      return;
    }
    // Of a list the same entry of every item is taken.
    const item = target?.kind === 'list' ? itemOf(target) : target;
    const entries = item?.kind === 'context' ? entriesOf(item) : null;
    if (entries && !Object.hasOwn(entries, node.name))
      this.tell('name', words.noEntry(node.target.is === 'name' ? node.target.name : null, node.name, Object.keys(entries)));
  }

  /** Arguments must be as many as the parameters, called like them, and of their types. */
  private call(node: Node & { is: 'call' }, names: Known): void {
    const target = inferType(node.target, names);
    const parameters = target && this.model.parameters.get(target);
    if (!parameters || target.kind !== 'function') return;
    const called = calledSo(node.target);
    if (!node.names && node.arguments.length !== parameters.length)
      return this.tell('name', words.count(called, node.arguments.length, parameters));
    for (const [at, argument] of node.arguments.entries()) {
      const name = node.names ? node.names[at]! : parameters[at]!;
      const place = parameters.indexOf(name);
      if (place < 0) this.tell('name', words.noParameter(called, name, parameters));
      else {
        const [own, wanted] = [inferType(argument, names), target.parameters?.[place]];
        if (own && wanted && !mayBe(own, wanted)) this.tell('type', words.argument(called, name, own, baseOf(wanted)));
      }
    }
  }

  private tell(kind: Wrong['kind'], message: Words): void {
    this.wrong.set(message.en, { kind, message });
  }
}

/** What a list holds; a single value is its own item. Null where it is not known. */
function itemOf(type: FeelType | null): FeelType | null {
  const item = type?.kind === 'list' ? baseOf(type.of) : type;
  return !item || item.kind === 'any' || item.kind === 'range' ? null : item;
}

/** The entries that are declared; null for a context that says nothing of them. */
const entriesOf = (type: FeelType & { kind: 'context' }): Readonly<Record<string, FeelType>> | null =>
  Object.keys(type.entries).length > 0 ? type.entries : null;

/** Whether a value of one type may stand where another is declared, with what is converted on the way. */
export function mayBe(type: FeelType, declared: FeelType): boolean {
  const [own, wanted] = [baseOf(type), baseOf(declared)];
  if ([own, wanted].some(({ kind }) => kind === 'any' || kind === 'list') || own.kind === 'null') return true;
  return own.kind === wanted.kind || (own.kind === 'date' && wanted.kind === 'date and time');
}

function calledSo(node: Node): string {
  if (node.is === 'path') return `${calledSo(node.target)}.${node.name}`;
  return node.is === 'name' ? node.name : '…';
}

const all = (names: readonly string[]): string => names.map((one) => `“${one}”`).join(', ');

/** Sentences on names, for boxes too. */
export const words = {
  unknown(name: string, model: KnownNames): Words {
    const [prefix] = model.prefixesWith(name);
    if (prefix !== undefined)
      return {
        vi: `“${name}” là của mô hình được dùng kèm: hãy viết “${prefix}.${name}”.`,
        en: `“${name}” belongs to the imported model: write “${prefix}.${name}”.`,
      };
    return {
      vi: `không có gì tên là “${name}”, hoặc chưa nối yêu cầu tới đó.`,
      en: `there is nothing named “${name}”, or no requirement leads to it.`,
    };
  },
  notRequired: (prefix: string, name: string): Words => ({
    vi: `mô hình được dùng kèm “${prefix}” có “${name}”, nhưng chưa nối yêu cầu tới đó.`,
    en: `the imported model “${prefix}” has “${name}”, but no requirement leads to it.`,
  }),
  notImported: (prefix: string, name: string): Words => ({
    vi: `mô hình được dùng kèm “${prefix}” không có gì tên là “${name}”.`,
    en: `the imported model “${prefix}” has nothing named “${name}”.`,
  }),
  noEntry: (target: string | null, name: string, entries: readonly string[]): Words => ({
    vi: `${target ? `“${target}”` : 'giá trị này'} không có mục “${name}”; các mục là ${all(entries)}.`,
    en: `${target ? `“${target}”` : 'this value'} has no entry “${name}”; it has ${all(entries)}.`,
  }),
  count: (called: string, given: number, parameters: readonly string[]): Words => ({
    vi: `“${called}” cần ${parameters.length} tham số${parameters.length > 0 ? ` (${all(parameters)})` : ''}, ở đây có ${given}.`,
    en: `“${called}” takes ${parameters.length} arguments${parameters.length > 0 ? ` (${all(parameters)})` : ''}, here are ${given}.`,
  }),
  noParameter: (called: string, name: string, parameters: readonly string[]): Words => ({
    vi: `“${called}” không có tham số “${name}”; các tham số là ${all(parameters)}.`,
    en: `“${called}” takes no “${name}”; it takes ${all(parameters)}.`,
  }),
  argument: (called: string, name: string, own: FeelType, wanted: FeelType): Words => ({
    vi: `tham số “${name}” của “${called}” phải có kiểu ${kindWords(wanted.kind).vi}, nhưng được cho kiểu ${kindWords(own.kind).vi}.`,
    en: `the argument “${name}” of “${called}” must be of type ${kindWords(wanted.kind).en}, but ${kindWords(own.kind).en} is given.`,
  }),
  noType: (reference: string): Words => ({
    vi: `không có kiểu “${reference}” trong mô hình này hay mô hình được dùng kèm.`,
    en: `there is no type “${reference}” in this model or in one that it imports.`,
  }),
};
