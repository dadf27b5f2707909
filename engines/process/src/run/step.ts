import { evaluate, toJson } from '@dinh/decision';
import { type CommandContext, type Transaction, newId } from '@dinh/kernel';
import type { EngineParts, Scope, Task } from '../engine-parts.ts';
import { expressionFailed } from '../errors.ts';
import type { DecidedInForce } from './decide.ts';
import type { CallActivity, Feel, Flow, Graph, Node, Pool } from '../model/graph.ts';

/** One place where an instance stands. */
export interface Token {
  readonly id: string;
  readonly parent: string | null;
  element: string;
  arrivedBy: string | null;
  repeats: boolean;
  locals: Record<string, any> | null;
  enteredAt: Date;
}
export type OpenTask = Task & { readonly token: string };
export interface Timer {
  readonly id: string;
  readonly token: string;
  readonly element: string;
  readonly dueAt: Date;
  readonly fired: number;
  /** `timer`, or what a worker still has to bring to the token: a `signal`, or `work` that failed and is tried again. */
  readonly kind: 'timer' | 'signal' | 'work';
  readonly data: Record<string, any> | null;
  /** It has failed as often as it was tried, and an incident tells of it. */
  readonly failed?: boolean;
}
export interface Subscription {
  readonly id: string;
  readonly token: string;
  readonly element: string;
  readonly kind: 'message' | 'signal' | 'condition';
  readonly name: string;
  /** Of a condition: it was true when last looked at, so that it goes off again only after it was false. */
  held: boolean;
}
/** A new task that goes to the deputy of who is away. */
export interface HandedOn {
  readonly id: string;
  readonly task: string;
  readonly before: string;
  readonly after: string | null;
  readonly reason: string;
}
/** An activity that has been done and can be undone. */
export interface Done {
  readonly id: string;
  /** The token of its scope, or the record of the sub-process that has ended around it; null for the process. */
  parent: string | null;
  readonly element: string;
  readonly locals: Record<string, any> | null;
  /** The order in which they ended. */
  readonly turn: number;
}

/** What a business rule task decided, by the decision in force, with why. */
export interface KeptDecision extends DecidedInForce {
  readonly id: string;
  readonly element: string;
}

/** What a step sets going in other instances of its family, once it is written. */
export type Effect = { readonly from: Step } & (
  | { readonly type: 'call'; readonly token: string; readonly node: CallActivity; readonly variables: object }
  | { readonly type: 'ended' }
  | { readonly type: 'escalation'; readonly token: string; readonly code: string }
  | { readonly type: 'cancel-called'; readonly token: string }
  | { readonly type: 'cancel-family'; readonly reason: string }
  | { readonly type: 'message'; readonly target: string; readonly data: Record<string, unknown> | null }
  | { readonly type: 'look'; readonly target: string }
  | { readonly type: 'signal'; readonly name: string; readonly data: Record<string, unknown> }
);
type Omitted<T> = T extends unknown ? Omit<T, 'from'> : never;

export interface Instance {
  readonly id: string;
  readonly definitionId: string;
  readonly businessKey: string;
  variables: Record<string, any>;
  state: 'running' | 'completed' | 'cancelled';
  endElement: string | null;
  endReason: string | null;
  /** The first of its family, where it is not this one; who holds that row's lock may move the whole family. */
  readonly rootId: string | null;
  /** The token of the call activity that waits for it. */
  readonly parentToken: string | null;
  /** Which process of its file. */
  readonly process: string | null;
  /** Its tasks stand in the general list: the app has no screens for the matter. */
  readonly general: boolean;
}

/** Motions by which the parts of the runner call one another: what follows from a step is found by its element. */
export interface Motions {
  enter(step: Step, token: Token, node: Node, flow?: Flow): Promise<void>;
  leave(step: Step, token: Token, node: Node): Promise<void>;
  endToken(step: Step, token: Token, node: Node): Promise<void>;
  goOff(step: Step, cause: Timer | Subscription): Promise<void>;
}

/** What a step has changed and still has to write. */
export class Changes<Row extends { readonly id: string }> {
  readonly added = new Set<Row>();
  readonly changed = new Set<Row>();
  readonly removed = new Set<Row>();

  add(row: Row): void {
    this.added.add(row);
  }
  change(row: Row): void {
    if (!this.added.has(row)) this.changed.add(row);
  }
  remove(row: Row): void {
    this.changed.delete(row);
    if (!this.added.delete(row)) this.removed.add(row);
  }
}

/**
 * One step of one instance: its rows in memory, moved until nothing moves, then written in one statement.
 * The caller holds the lock of the instance.
 */
export class Step {
  readonly ctx: CommandContext;
  readonly parts: EngineParts;
  readonly graph: Graph;
  readonly instance: Instance;
  readonly isNew: boolean;
  readonly move: Motions;
  /** As they were read: variables that nobody has set are not written again. */
  readonly #before: Record<string, any>;
  readonly tokens = new Map<string, Token>();
  readonly tasks = new Map<string, OpenTask>();
  /** What is due first stands first: of two that are both due the earlier one goes off before the other. */
  readonly timers = new Map<string, Timer>();
  readonly subscriptions = new Map<string, Subscription>();
  readonly tokenChanges = new Changes<Token>();
  readonly newTasks: OpenTask[] = [];
  readonly endedTasks: OpenTask[] = [];
  /** New tasks that went to the deputy of the person for whom they are. */
  readonly handedOn: HandedOn[] = [];
  readonly timerChanges = new Changes<Timer>();
  readonly subscriptionChanges = new Changes<Subscription>();
  readonly done = new Map<string, Done>();
  readonly doneChanges = new Changes<Done>();
  readonly decided: KeptDecision[] = [];
  readonly effects: Effect[] = [];
  /** Sets going what follows in other instances of the family. */
  afterwards(effect: Omitted<Effect>): void {
    this.effects.push({ ...effect, from: this });
  }
  /** The error with which it ended, for who called it. */
  endError: string | undefined;
  /** The timers and subscriptions that went off in this step: written as fired or received, not as cancelled. */
  readonly causes = new Set<string>();
  /** Grows with every change of a variable: conditions are looked at again. */
  revision = 0;
  /** The token whose work is tried again in this step: should it fail again, the whole step does. */
  trying: string | undefined;
  readonly queue: { token: Token; node: Node; flow?: Flow }[] = [];

  constructor(ctx: CommandContext, parts: EngineParts, graph: Graph, instance: Instance, isNew: boolean, move: Motions) {
    this.ctx = ctx;
    this.parts = parts;
    this.graph = graph;
    this.instance = instance;
    this.isNew = isNew;
    this.move = move;
    this.#before = instance.variables;
  }

  get variablesChanged(): boolean {
    return this.instance.variables !== this.#before;
  }

  /** The process of the file that this instance runs. */
  get pool(): Pool {
    return this.graph.pools.get(this.instance.process ?? this.graph.id)!;
  }

  get root(): string {
    return this.instance.rootId ?? this.instance.id;
  }

  newId(): string {
    return newId(this.ctx.now.getTime());
  }

  node(token: Token): Node {
    const node = this.graph.nodes.get(token.element);
    if (!node) throw new Error(`no element ${token.element} in process ${this.graph.id}`);
    return node;
  }

  addToken(node: Node, parent: string | null, locals: Token['locals'] = null): Token {
    const token: Token = {
      id: this.newId(),
      parent,
      element: node.id,
      arrivedBy: null,
      repeats: false,
      locals,
      enteredAt: this.ctx.now,
    };
    this.tokens.set(token.id, token);
    this.tokenChanges.add(token);
    return token;
  }

  removeToken(token: Token): void {
    this.tokens.delete(token.id);
    this.tokenChanges.remove(token);
  }

  /** Tokens whose parent is this one; of the process itself for null. */
  inside(parent: string | null): Token[] {
    return [...this.tokens.values()].filter((t) => t.parent === parent);
  }

  /** True for the token that waits for the trigger of an event sub-process; it does not keep the scope from ending. */
  isGuard(token: Token): boolean {
    const node = this.node(token);
    if (node.kind !== 'start' || node.scope?.kind !== 'event-sub-process') return false;
    return token.parent === null || this.tokens.get(token.parent)!.element !== node.scope.id;
  }

  /** True for a token that carries out one item of a repeated activity. */
  isItem(token: Token): boolean {
    return token.parent !== null && this.tokens.get(token.parent)!.repeats;
  }

  variables(token: Token): Record<string, any> {
    let locals: Record<string, any> | undefined;
    for (let t: Token | undefined = token; t; t = t.parent === null ? undefined : this.tokens.get(t.parent))
      if (t.locals) locals = { ...t.locals, ...locals };
    return locals ? { ...this.instance.variables, ...locals } : this.instance.variables;
  }

  /** The item of the innermost repetition over items around a token: what is set inside belongs to it. */
  itemAround(token: Token): Token | undefined {
    for (let t: Token | undefined = token; t; t = t.parent === null ? undefined : this.tokens.get(t.parent))
      if (this.isItem(t) && this.node(t).repetition?.kind === 'items') return t;
    return undefined;
  }

  set(token: Token, values: Record<string, unknown>): void {
    this.revision++;
    const item = this.itemAround(token);
    if (item) {
      item.locals = { ...item.locals, ...values };
      this.tokenChanges.change(item);
    } else this.instance.variables = { ...this.instance.variables, ...values };
  }

  /** Keeps the variables and what was decided as they are; the answer brings them back. */
  remember(): () => void {
    const { variables } = this.instance;
    const decided = this.decided.length;
    const locals = [...this.tokens.values()].map((token) => [token, token.locals] as const);
    return () => {
      this.instance.variables = variables;
      this.decided.length = decided;
      for (const [token, before] of locals) token.locals = before;
    };
  }

  scope(token: Token, node: Node): Scope {
    const variables = () => this.variables(token);
    return {
      instanceId: this.instance.id,
      definitionId: this.instance.definitionId,
      businessKey: this.instance.businessKey,
      element: node,
      get variables() {
        return variables();
      },
      set: (values) => this.set(token, values),
    };
  }

  /** Plain data of an expression; null where FEEL has no answer. */
  value(token: Token, node: Node, feel: Feel, extra?: Record<string, unknown>): any {
    const variables = this.variables(token);
    try {
      return toJson(evaluate(feel, extra ? { ...variables, ...extra } : variables, { now: this.ctx.now }));
    } catch (cause) {
      throw expressionFailed({ element: node.name.vi, expression: feel.source }, { cause });
    }
  }
}

/** A handler has tried to move the process that called it: a fault in its program, which no second try mends. */
export class OwnProcessError extends Error {}

const under = new WeakMap<Transaction, Set<string>>();

/**
 * Guards instances against a step inside their own step: a handler may not move the process that called it, nor one that is read
 * already and moved beside it.
 */
export async function alone<T>(tx: Transaction, instances: readonly string[], work: () => Promise<T>): Promise<T> {
  let busy = under.get(tx);
  if (!busy) under.set(tx, (busy = new Set()));
  for (const instance of instances)
    if (busy.has(instance)) throw new OwnProcessError(`a handler of process ${instance} may not move the same process`);
  for (const instance of instances) busy.add(instance);
  try {
    return await work();
  } finally {
    for (const instance of instances) busy.delete(instance);
  }
}
