import { Environment } from '../feel/environment.ts';
import type { EvaluateOptions, RuleFired } from '../feel/environment.ts';
import { FeelError } from '../feel/errors.ts';
import { invoke } from '../feel/invoke.ts';
import { fromObject } from '../feel/json.ts';
import { FeelFunction } from '../feel/values.ts';
import type { Value } from '../feel/values.ts';
import { World, runService, valueOf } from './graph.ts';
import type { GraphNode } from './graph.ts';
import type { Problem } from './reading.ts';

/** The answer of a model, and how it came about. */
export class DecisionResult {
  /** A FEEL value; `toJson` makes plain data of it. Null also when something went wrong: see `errors`. */
  readonly value: Value;
  private readonly env: Environment;

  constructor(value: Value, env: Environment) {
    this.value = value;
    this.env = env;
  }

  /** Plain sentences on everything that became null because it could not be computed. */
  get errors(): readonly string[] {
    return this.env.notes;
  }

  /** The rules of decision tables that matched, with their values, in the order in which they were found. */
  get fired(): RuleFired[] {
    return this.env.fired;
  }
}

/** A DMN model that has been read. It keeps no state between evaluations. */
export class DecisionModel {
  readonly name: string;
  readonly namespace: string;
  /** What is wrong in the file; empty for a sound model. */
  readonly problems: readonly Problem[];
  private readonly nodes: readonly GraphNode[];
  private readonly slots: number;
  private readonly found: Record<GraphNode['kind'], Map<string, GraphNode>>;

  constructor(
    name: string,
    namespace: string,
    nodes: readonly GraphNode[],
    imported: readonly GraphNode[],
    problems: readonly Problem[],
  ) {
    this.name = name;
    this.namespace = namespace;
    this.nodes = nodes;
    this.slots = nodes.length + imported.length;
    this.problems = problems;
    this.found = { input: new Map(), decision: new Map(), knowledge: new Map(), service: new Map() };
    // The model's own elements before those it imports, the name before the id.
    for (const node of [...imported, ...nodes]) this.found[node.kind].set(node.id, node);
    for (const node of [...imported, ...nodes])
      this.found[node.kind].set(node.name, node).set(node.title, node).set(node.qualified, node);
  }

  /** Names of the model's decisions, in the order of the file. */
  get decisions(): string[] {
    return this.namesOf('decision');
  }

  /** Names of the model's input data. */
  get inputs(): string[] {
    return this.namesOf('input');
  }

  /** Names of the model's decision services. */
  get services(): string[] {
    return this.namesOf('service');
  }

  /** Names of the input data that anything in the model needs, those of imported models among them. */
  get asked(): string[] {
    const names = new Set(this.inputs);
    const seen = new Set<GraphNode>();
    const walk = (node: GraphNode): void => {
      if (seen.has(node)) return;
      seen.add(node);
      if (node.kind === 'input') names.add(node.title);
      if (node.kind === 'service') [...node.parameters, ...node.outputs].forEach(walk);
      for (const required of node.requires) walk(required.node);
    };
    this.nodes.forEach(walk);
    return [...names];
  }

  private namesOf(kind: GraphNode['kind']): string[] {
    return this.nodes.filter((node) => node.kind === kind).map((node) => node.title);
  }

  private find(kind: GraphNode['kind'], name: string): GraphNode {
    const node = this.found[kind].get(name);
    if (!node) throw new RangeError(`The model ${this.name} has no ${kind} named ${name}.`);
    return node;
  }

  /**
   * Evaluates a decision by name or id, or by `namespace#name` when an imported model has another of that
   * name. `inputs` are plain data or FEEL values by the name of the input data (or `namespace#name`); what
   * is missing is null. Throws RangeError for an unknown decision and FeelError when the bound
   * on steps is reached; everything else that goes wrong is null with a sentence in `errors`.
   */
  evaluate(decision: string, inputs: Record<string, unknown> = {}, options?: EvaluateOptions): DecisionResult {
    const node = this.find('decision', decision);
    const env = new Environment(options);
    return this.run(env, () => valueOf(node, new World(inputs, env, this.slots)));
  }

  /** Evaluates a decision service with its inputs by name. Throws like `evaluate`. */
  evaluateService(service: string, inputs: Record<string, unknown> = {}, options?: EvaluateOptions): DecisionResult {
    const node = this.find('service', service);
    const env = new Environment(options);
    return this.run(env, () => (node.kind === 'service' ? runService(node, inputs, env) : null));
  }

  /** Calls a business knowledge model with its arguments by name. Throws like `evaluate`. */
  evaluateKnowledge(knowledge: string, inputs: Record<string, unknown> = {}, options?: EvaluateOptions): DecisionResult {
    const node = this.find('knowledge', knowledge);
    const env = new Environment(options);
    return this.run(env, () => {
      const given = fromObject(inputs);
      const callee = valueOf(node, new World({}, env, this.slots));
      if (!(callee instanceof FeelFunction)) return null;
      const names = callee.parameters.filter((name) => Object.hasOwn(given, name));
      return invoke(
        callee,
        names.map((name) => given[name] ?? null),
        names,
        env,
      );
    });
  }

  private run(env: Environment, body: () => Value): DecisionResult {
    try {
      return new DecisionResult(body(), env);
    } catch (error) {
      if (error instanceof RangeError)
        throw new FeelError('budget', { vi: 'Mô hình lồng quá sâu.', en: 'The model is nested too deep.' });
      throw error;
    }
  }
}
