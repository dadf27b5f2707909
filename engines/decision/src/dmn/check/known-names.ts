/** What the expressions of a model may name, with its type: what requirements bring in, of the models that it imports too. */
import { normalizeName } from '../../feel/names.ts';
import { ANY, resultOf } from '../../feel/types.ts';
import type { FeelType } from '../../feel/types.ts';
import type { GraphNode } from '../graph.ts';
import { nodeOf } from '../read.ts';
import type { Source } from '../read.ts';
import { child, children } from '../xml.ts';
import type { Element } from '../xml.ts';

export type Known = ReadonlyMap<string, FeelType>;

export class KnownNames {
  /** The model itself, then what it imports. */
  readonly sources: readonly Source[];
  /** The names of all that an imported model holds, by the type that its prefix has in expressions. */
  readonly imported = new Map<FeelType, ReadonlySet<string>>();
  /** The names of parameters, by the type of the business knowledge or service that takes them. */
  readonly parameters = new Map<FeelType, readonly string[]>();
  private readonly made = new Map<GraphNode, { readonly element: Element; readonly source: Source }>();
  private readonly types = new Map<GraphNode, FeelType>();

  constructor(sources: readonly Source[]) {
    this.sources = sources;
    for (const source of sources)
      for (const element of source.definitions.children) {
        const node = nodeOf(element, source);
        if (node) this.made.set(node, { element, source });
      }
  }

  private get main(): Source {
    return this.sources[0]!;
  }

  /** The type of a `typeRef` of the model; Any when there is none of that name. */
  typeOf(reference: string | undefined): FeelType {
    return this.main.types.typeOf(reference);
  }

  /** Names of more than plain words that may follow a point. */
  get members(): ReadonlySet<string> {
    return this.main.reading.members;
  }

  /** The names that the requirements of a decision or of business knowledge bring in. */
  of(decision: Element): Map<string, FeelType> {
    const known = new Map<string, FeelType>();
    const groups = new Map<string, Record<string, FeelType>>();
    // A prefix means something without a requirement, too; what cannot be found is told by the reader.
    for (const one of children(this.main.definitions, 'import')) {
      const prefix = one.attributes['name'] ?? '';
      const source = this.importedAs(prefix);
      if (prefix && !source) known.set(prefix, ANY);
      else if (prefix) groups.set(prefix, {});
    }
    for (const { node, prefix } of nodeOf(decision, this.main)?.requires ?? [])
      if (prefix === '') known.set(node.name, this.typeOfNode(node));
      else groups.set(prefix, { ...groups.get(prefix), [node.name]: this.typeOfNode(node) });
    for (const [prefix, entries] of groups) {
      const type: FeelType = { kind: 'context', entries };
      known.set(prefix, type);
      this.imported.set(type, this.namesUnder(prefix));
    }
    return known;
  }

  /** By which prefixes an imported model has something of a name. */
  prefixesWith(name: string): string[] {
    return [...this.main.prefixes.values()].filter((prefix) => prefix !== '' && this.namesUnder(prefix).has(name));
  }

  private importedAs(prefix: string): Source | undefined {
    return this.sources.slice(1).find((source) => this.main.prefixes.get(source.namespace) === prefix);
  }

  private namesUnder(prefix: string): ReadonlySet<string> {
    return new Set([...(this.importedAs(prefix)?.nodes.values() ?? [])].map((node) => node.name));
  }

  private typeOfNode(node: GraphNode): FeelType {
    let type = this.types.get(node);
    if (!type) {
      type = node.kind === 'input' || node.kind === 'decision' ? node.type : this.functionType(node);
      this.types.set(node, type);
    }
    return type;
  }

  /** Business knowledge and services are functions of their parameters. */
  private functionType(node: GraphNode): FeelType {
    let taken: readonly { readonly name: string; readonly type: FeelType }[] | null = null;
    if (node.kind === 'service') taken = node.parameters;
    else {
      const { element, source } = this.made.get(node)!;
      const logic = child(element, 'encapsulatedLogic');
      taken = logic
        ? children(logic, 'formalParameter').map(({ attributes }) => ({
            name: normalizeName(attributes['name'] ?? ''),
            type: source.types.typeOf(attributes['typeRef']),
          }))
        : null;
    }
    const type: FeelType = {
      kind: 'function',
      parameters: taken && taken.map((one) => one.type),
      result: resultOf(node.type),
    };
    if (taken)
      this.parameters.set(
        type,
        taken.map((one) => one.name),
      );
    return type;
  }
}
