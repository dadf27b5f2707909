import type { App, CommandContext, Context, Text } from '@dinh/kernel';
import type { RelocatedTask } from './change/relocate.ts';
import type { Node } from './model/graph.ts';

/** Where a step of a process stands, as handlers and listeners see it. */
export interface Scope {
  readonly instanceId: string;
  readonly definitionId: string;
  /** What the process is about: the id of a dossier. */
  readonly businessKey: string;
  readonly element: Node;
  /** All variables seen here: of the instance, and of the repeated activities around. */
  readonly variables: Readonly<Record<string, any>>;
  /** Sets variables; inside a repeated activity they belong to its item alone. */
  set(values: Record<string, unknown>): void;
}

/** What a service task does, in the transaction of the step. Throw `ProcessError` for an error that the model catches. */
export type Handler = (ctx: CommandContext, scope: Scope) => void | Promise<void>;

/** A notice to be sent, as the model names it. */
export interface Told {
  /** Key of the message template. */
  readonly template: string;
  /** Whom the app knows by this name, or `role`: who holds `role` in `unit`. */
  readonly to: string;
  readonly role: string | undefined;
  readonly unit: number | null;
  /** What the element's inputs say, as plain data. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A paper to be made, as the model names it. */
export interface Printed {
  /** Key of the template. */
  readonly template: string;
  /** What the element's inputs say, as plain data. */
  readonly data: Readonly<Record<string, unknown>>;
}

/** A mistake that the model knows: it goes to the boundary error event with this code. */
export class ProcessError extends Error {
  readonly code: string;

  constructor(code: string, message = code) {
    super(message);
    this.code = code;
    this.name = 'ProcessError';
  }
}

/** A task as the engine keeps it. */
export interface Task {
  readonly id: string;
  readonly instanceId: string;
  readonly businessKey: string;
  readonly element: string;
  readonly name: Text;
  readonly role: string;
  readonly unit: number | null;
  readonly assignee: string | null;
  readonly state: 'open' | 'done' | 'cancelled';
  readonly outcome: string | null;
  readonly comment: string | null;
  /** Percent of the procedure's time limit, and the working minutes that this came to. */
  readonly share: number | null;
  readonly minutes: number | null;
  readonly createdAt: Date;
  readonly claimedAt: Date | null;
  readonly dueAt: Date | null;
  readonly endedAt: Date | null;
  readonly completedBy: string | null;
  readonly completedName: string | null;
  readonly behalfOf: string | null;
  readonly form: string | null;
  readonly locals: Record<string, any> | null;
  readonly version: number;
}

/** What an app wants to hear of; everything happens in the transaction of the step. */
export interface Listener {
  /** A token has come to an element: set the dossier's status, stop its clock (`element.status`, `element.hold`). */
  onEnter?(ctx: CommandContext, scope: Scope): void | Promise<void>;
  /** A token leaves an element: let the clock go on, or start it again (`element.hold`, `element.restart`). */
  onLeave?(ctx: CommandContext, scope: Scope): void | Promise<void>;
  onTaskCreated?(ctx: CommandContext, task: Task, scope: Scope): void | Promise<void>;
  /** Done or cancelled: see `task.state`. */
  onTaskEnded?(ctx: CommandContext, task: Task, scope: Scope): void | Promise<void>;
  /** The whole process is over. */
  onEnded?(ctx: CommandContext, end: ProcessEnd): void | Promise<void>;
}

export interface ProcessEnd {
  readonly instanceId: string;
  readonly businessKey: string;
  readonly state: 'completed' | 'cancelled';
  /** The end event that was reached last. */
  readonly element: string | null;
  readonly reason: string | null;
  readonly variables: Readonly<Record<string, any>>;
}

/** Who acts for somebody who is away. */
export interface Deputy {
  /** Null when nobody does: the task waits in the common queue. */
  readonly person: string | null;
  readonly reason: string;
}

/** Where an escalated task goes. */
export interface Superior {
  readonly role: string;
  readonly unit: number | null;
  readonly assignee?: string;
}

/** How long a step may take. */
export interface StepLimit {
  readonly dueAt: Date;
  /** Working minutes allowed. */
  readonly minutes: number;
}

/** What an app gives to its engine. Calendars and decisions are the app's; the engine knows none. */
export interface EngineParts {
  /** Name of the app, kept with every instance: `one-stop`. */
  readonly owner: string;
  /**
   * Whether the app has no screens of its own for a matter, so that the tasks of its process stand in the general list:
   * `true` for all matters; asked for what begins by a signal, a time, a condition or a message. Left out: it has.
   */
  general?: true | ((ctx: CommandContext, businessKey: string) => Promise<boolean>);
  /** By the name in `dinh:handler`: `'one-stop.notify-late-consultation'`. */
  readonly handlers?: Readonly<Record<string, Handler>>;
  /** Sends what a send task or a throwing event says, in the transaction of the step. Left out: its processes tell nobody. */
  tell?(ctx: CommandContext, scope: Scope, told: Told): void | Promise<void>;
  /** Makes a paper and adds it to the matter, in the transaction of the step. Left out: its processes print nothing. */
  print?(ctx: CommandContext, scope: Scope, paper: Printed): void | Promise<void>;
  readonly listeners?: readonly Listener[];
  /** When a step with a share of the time limit is due. Undefined: it has no limit. */
  stepDue?(ctx: CommandContext, scope: Scope, share: number, from: Date): StepLimit | undefined | Promise<StepLimit | undefined>;
  /** Who can do a task of a role in a unit now (present, not absent), for tasks that go to the one with the least to do. */
  candidates?(
    ctx: CommandContext,
    scope: Scope,
    place: { role: string; unit: number | null },
  ): readonly string[] | Promise<readonly string[]>;
  /**
   * Who acts for a person that a task is for and who is away or gone, and why; undefined when the person is there. The
   * task's history tells that it was handed on.
   */
  deputy?(
    ctx: CommandContext,
    scope: Scope,
    person: string,
    place: { role: string; unit: number | null },
  ): Promise<Deputy | undefined> | Deputy | undefined;
  /** The unit that a model names by its key (`dinh:unit='"so-xay-dung"'`); undefined when there is none. */
  unitNamed?(ctx: CommandContext, key: string): Promise<number | undefined> | number | undefined;
  /** To whom a task goes that its holder cannot settle: a higher role or unit, or a person. */
  superior?(ctx: Pick<Context, 'db' | 'now'>, task: Task): Promise<Superior | undefined> | Superior | undefined;
  /**
   * Of held tasks that are done in another unit now, because theirs has given way to it, the ids of those whose holder may
   * do them there and keeps them. Left out: nobody does.
   */
  keeps?(ctx: Pick<Context, 'db' | 'now'>, tasks: readonly RelocatedTask[]): Promise<ReadonlySet<string>>;
  /**
   * The end of a duration in working time (ISO 8601, `P3D`: three working days), for timers marked `dinh:working`, by the
   * calendar as it stands at `at.now`. Without a scope a process is still to begin: there is no matter yet.
   */
  workingTime?(
    at: { readonly app: App; readonly now: Date },
    scope: Scope | undefined,
    duration: string,
    from: Date,
  ): Date | Promise<Date>;
  /** Says which calendars hold now: when the answer is another one, what waits in working time is counted anew. */
  calendars?(app: App): string | Promise<string>;
  /** The answer of a business rule task. Left out: that of the decision in force that the model names. */
  decide?(ctx: CommandContext, scope: Scope, decision: string): unknown;
}
