/** The decision requirements graph: inputs, decisions, business knowledge, services, and what needs what. */
import type { Code } from '../feel/compile.ts';
import { makeFunction } from '../feel/compile-functions.ts';
import type { Environment } from '../feel/environment.ts';
import { fromJson } from '../feel/json.ts';
import { Scope } from '../feel/scope.ts';
import type { Direct } from '../feel/scope.ts';
import { ANY, coerce, resultOf } from '../feel/types.ts';
import type { FeelType, Fitter } from '../feel/types.ts';
import { FeelFunction, getEntry, isContext, setEntry } from '../feel/values.ts';
import type { Context, Value } from '../feel/values.ts';

/** Stands for a decision that is being evaluated: a circle among them must not run for ever. */
const RUNNING = Symbol('running');

/** Plain data or FEEL values by name. */
export type Given = Readonly<Record<string, unknown>>;

const NO_NAMES: Context = {};

/**
 * The given values of one evaluation, and the elements settled so far. It is the outermost scope of the logic of decisions:
 * names of what they require are read from it when they are asked for.
 */
export class World extends Scope {
  readonly given: Given;
  /** By the elements' slots. */
  readonly settled: (Value | typeof RUNNING | undefined)[];
  /** Frames that wait for business knowledge which, in a circle, needs what they are part of. */
  awaited: Map<GraphNode, Context[]> | null = null;

  /** @param slots how many elements there are; more only cost that the array grows */
  constructor(given: Given, env: Environment, slots = 0) {
    super(NO_NAMES, null, env);
    this.given = given;
    // oxlint-disable-next-line unicorn/no-new-array -- made at its length: growing costs more than what is put into it
    this.settled = new Array(slots);
  }
}

export interface Requirement {
  readonly node: GraphNode;
  /** Import prefix under which the name is seen; '' for the model's own. */
  readonly prefix: string;
}

interface NodeBase {
  readonly id: string;
  /** `namespace#name`: tells elements of one name in several models apart. */
  readonly qualified: string;
  /** Name of the variable: what expressions call it. */
  readonly name: string;
  /** The element's own name; nearly always the same. */
  readonly title: string;
  readonly type: FeelType;
  /** Fits values to the type. */
  readonly fit: Fitter;
  /** How JavaScript calls values that may be of the type as they are; null where there are none. */
  readonly plain: 'string' | 'boolean' | 'number' | null;
  readonly requires: Requirement[];
  /** Number of the element among all that were read together. */
  readonly slot: number;
}

interface InputNode extends NodeBase {
  readonly kind: 'input';
}
export interface DecisionNode extends NodeBase {
  readonly kind: 'decision';
  /** Null for a decision without logic. */
  code: Code | null;
  /** Made when the decision is first evaluated. */
  preparation: Preparation | null;
}
export interface KnowledgeNode extends NodeBase {
  readonly kind: 'knowledge';
  code: Code | null;
}
interface ServiceNode extends NodeBase {
  readonly kind: 'service';
  readonly parameters: GraphNode[];
  readonly outputs: GraphNode[];
}
export type GraphNode = InputNode | DecisionNode | KnowledgeNode | ServiceNode;

/** The value of any element: given, settled before, or settled now. */
export function valueOf(node: GraphNode, world: World): Value {
  const known = world.settled[node.slot];
  if (known === RUNNING) return world.env.note(`${node.name} depends on itself.`);
  if (known !== undefined) return known;
  if (node.kind === 'input') return (world.settled[node.slot] = givenValue(node, world));
  world.settled[node.slot] = RUNNING;
  world.env.down();
  const value = settleNode(node, world);
  world.env.up();
  world.settled[node.slot] = value;
  if (world.awaited) for (const names of world.awaited.get(node) ?? []) setEntry(names, node.name, value);
  return value;
}

function settleNode(node: GraphNode, world: World): Value {
  switch (node.kind) {
    case 'input':
      return givenValue(node, world);
    case 'decision':
      if (!node.code) return givenValue(node, world);
      return fit(node, node.code(decisionScope(node, world)), world.env);
    case 'knowledge': {
      if (!node.code) return null;
      const scope = scopeOf(node, world);
      awaitKnowledge(node, scope.names, world);
      return fit(node, node.code(scope), world.env);
    }
    case 'service':
      return serviceFunction(node, world.env);
  }
}

/** Plain data is converted here, so that only what is asked for costs anything. */
function givenValue(node: GraphNode, { given, env }: World): Value {
  const value = entryFor(node, given);
  if (typeof value === node.plain && (typeof value !== 'number' || isPlain(value))) return value as Value;
  return fit(node, fromJson(value), env);
}

/** Whether a number of JavaScript is the number of FEEL as it stands. */
const isPlain = (value: number): boolean => Number.isSafeInteger(value) && value !== 0;

/** What is given for an element, under any of its names. */
function entryFor({ name, title, qualified }: GraphNode, given: Given): unknown {
  return ownEntry(given, name) ?? ownEntry(given, title) ?? ownEntry(given, qualified) ?? null;
}

function ownEntry(given: Given, name: string): unknown {
  const value = given[name];
  // What every object inherits are functions, which no data holds.
  if (typeof value !== 'function' && name !== '__proto__') return value;
  return Object.hasOwn(given, name) ? value : undefined;
}

/** For a function, the declared type is that of the function or of its result. */
function fit(node: GraphNode, value: Value, env: Environment): Value {
  if (node.kind === 'knowledge' && value instanceof FeelFunction) return value;
  const fitted = node.fit(value, env);
  return fitted === undefined ? env.note(`The value of ${node.name} has the wrong type.`) : fitted;
}

/** Business knowledge may call itself, so its own name belongs to its scope. */
function awaitKnowledge(node: GraphNode, names: Context, world: World): void {
  world.awaited ??= new Map();
  world.awaited.set(node, [...(world.awaited.get(node) ?? []), names]);
}

/** Whether the name of a requirement is read from the world, and not put into a frame. */
function isDirect({ node, prefix }: Requirement): boolean {
  return prefix === '' && node.kind !== 'knowledge';
}

/** How the logic of a decision reads the names of its requirements. */
export function directNames(node: DecisionNode): (name: string) => Direct | null {
  const required = new Map(node.requires.filter(isDirect).map(({ node: needed }) => [needed.name, needed] as const));
  return (name) => {
    const needed = required.get(name);
    if (!needed) return null;
    const { slot } = needed;
    if (needed.kind === 'input')
      return (root) => {
        if (!(root instanceof World)) return undefined;
        const known = root.settled[slot] as Value | undefined;
        return known === undefined ? (root.settled[slot] = givenValue(needed, root)) : known;
      };
    return (root) => {
      if (!(root instanceof World)) return undefined;
      const known = root.settled[slot];
      return known === undefined || known === RUNNING ? valueOf(needed, root) : known;
    };
  };
}

/** What has to be done before the logic of a decision runs. */
interface Preparation {
  /** Decisions that are made, whether or not the logic comes to ask for them. */
  readonly decisions: readonly GraphNode[];
  /** Whether some names stand in a frame. */
  readonly framed: boolean;
}

function prepare({ requires }: DecisionNode): Preparation {
  return {
    decisions: requires.filter(isDirect).flatMap(({ node }) => (node.kind === 'decision' ? [node] : [])),
    framed: !requires.every(isDirect),
  };
}

function decisionScope(node: DecisionNode, world: World): Scope {
  const { decisions, framed } = (node.preparation ??= prepare(node));
  for (let i = 0; i < decisions.length; i++) valueOf(decisions[i] as GraphNode, world);
  return framed ? world.with(frameOf(node, world)) : world;
}

/** Exactly the names that the element's requirements bring in. */
function scopeOf(node: GraphNode, world: World): Scope {
  return new Scope(frameOf(node, world), null, world.env);
}

function frameOf(node: GraphNode, world: World): Context {
  const names: Context = {};
  for (const requirement of node.requires) {
    const { node: required, prefix } = requirement;
    if (node.kind === 'decision' && isDirect(requirement)) continue;
    if (required.kind === 'knowledge' && world.settled[required.slot] === RUNNING) {
      // Functions that call each other: the name is filled in when the other is ready.
      awaitKnowledge(required, names, world);
      continue;
    }
    const value = valueOf(required, world);
    if (prefix === '') {
      setEntry(names, required.name, value);
      continue;
    }
    const group = getEntry(names, prefix);
    const imported: Context = group !== undefined && isContext(group) ? group : {};
    setEntry(imported, required.name, value);
    setEntry(names, prefix, imported);
  }
  return names;
}

/** A decision service as a function of its inputs; nothing from outside reaches its decisions. */
function serviceFunction(node: ServiceNode, env: Environment): FeelFunction {
  const parameters = node.parameters.map((parameter) => ({ name: parameter.name, type: parameter.type }));
  return makeFunction(node.name, parameters, (given) => runService(node, given, env), resultOf(node.type));
}

/** The result of a service: its one output's value, or a context of several. */
export function runService(node: ServiceNode, given: Given, env: Environment): Value {
  const world = new World(given, env);
  for (const parameter of node.parameters) {
    const value = parameter.fit(fromJson(entryFor(parameter, given)), env);
    world.settled[parameter.slot] = value ?? null;
  }
  const only = node.outputs.length === 1 ? node.outputs[0] : undefined;
  if (only) return fitResult(node, valueOf(only, world), env);
  const result: Context = {};
  for (const output of node.outputs) setEntry(result, output.name, valueOf(output, world));
  return fitResult(node, result, env);
}

function fitResult(node: ServiceNode, value: Value, env: Environment): Value {
  const fitted = coerce(value, resultOf(node.type) ?? ANY, env);
  return fitted === undefined ? env.note(`The value of ${node.name} has the wrong type.`) : fitted;
}
