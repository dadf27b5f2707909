import type { Expression } from '@dinh/decision';
import type { Text } from '@dinh/kernel';

/** A FEEL text, read once. */
export type Feel = Expression;

/** A process as the engine runs it: compiled once from its BPMN, never changed. */
export interface Graph {
  /** The id of the process in its file. */
  readonly id: string;
  readonly name: Text;
  readonly nodes: ReadonlyMap<string, Node>;
  /** The start event without a trigger. */
  readonly start: Node | undefined;
  readonly messageStarts: ReadonlyMap<string, Node>;
}

export interface Flow {
  readonly id: string;
  readonly name: string;
  readonly source: Node;
  readonly target: Node;
  readonly condition?: Feel;
  readonly isDefault: boolean;
}

/** What a user task can end with; the gateway behind it reads it as `outcome`. */
export interface Outcome {
  readonly key: string;
  readonly name: Text;
  /** The official must write why. */
  readonly needsComment: boolean;
  /** How a screen shows it: `primary`, `secondary`, `danger`. */
  readonly kind: string;
}

/** A timer: a date, a duration or a cycle of ISO 8601, or FEEL after `=`. */
export interface TimerTrigger {
  readonly type: 'timer';
  readonly form: 'date' | 'duration' | 'cycle';
  readonly value: string | Feel;
  /** The duration counts working time of the app's calendar. */
  readonly working: boolean;
}
export interface MessageTrigger {
  readonly type: 'message';
  readonly name: string;
}
export interface ErrorTrigger {
  readonly type: 'error';
  /** Undefined catches every error. */
  readonly code: string | undefined;
}
export type Trigger = TimerTrigger | MessageTrigger | ErrorTrigger;

/** A parallel repetition of an activity, once per item of a list. */
export interface Repetition {
  readonly collection: Feel;
  /** The variable that holds the item inside. */
  readonly item: string;
  /** The variable that gathers `{ item, outcome, comment }` of what is done. */
  readonly collect: string | undefined;
  /** Ends the whole when it holds; sees `completed` and `total`. */
  readonly until: Feel | undefined;
}

interface Common {
  readonly id: string;
  readonly name: Text;
  /** National status of a dossier that enters here, 1–10. */
  readonly status: number | undefined;
  /** The clock of the time limit stands still while a token is here. */
  readonly hold: boolean;
  /** The time limit starts again from its beginning when a token leaves here. */
  readonly restart: boolean;
  readonly scope: SubProcess | undefined;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  readonly boundaries: readonly Boundary[];
  readonly outputs: readonly { readonly target: string; readonly value: Feel }[];
  readonly repetition: Repetition | undefined;
}
export interface StartEvent extends Common {
  readonly kind: 'start';
  readonly message: string | undefined;
}
export interface EndEvent extends Common {
  readonly kind: 'end';
  readonly result: 'none' | 'terminate' | 'error';
  readonly error: string | undefined;
  readonly handler: string | undefined;
}
export interface UserTask extends Common {
  readonly kind: 'user-task';
  readonly role: string;
  readonly unit: Feel | undefined;
  readonly assignee: Feel | undefined;
  /** Percent of the procedure's time limit. */
  readonly share: number | undefined;
  /** Gives the due time itself, in place of a share. */
  readonly due: Feel | undefined;
  readonly form: string | undefined;
  readonly outcomes: readonly Outcome[];
}
export interface ServiceTask extends Common {
  readonly kind: 'service-task';
  readonly handler: string;
}
export interface RuleTask extends Common {
  readonly kind: 'rule-task';
  readonly decision: string;
  readonly result: string;
}
export interface CatchEvent extends Common {
  readonly kind: 'catch';
  readonly trigger: TimerTrigger | MessageTrigger;
}
export interface Gateway extends Common {
  readonly kind: 'exclusive' | 'parallel' | 'inclusive' | 'event-gateway';
}
export interface SubProcess extends Common {
  readonly kind: 'sub-process';
  readonly start: Node;
}
export interface Boundary extends Common {
  readonly kind: 'boundary';
  readonly trigger: Trigger;
  readonly interrupting: boolean;
  readonly host: Node;
}
/** An event or task that only marks a place. */
export interface Pass extends Common {
  readonly kind: 'pass';
}
export type Node =
  | StartEvent
  | EndEvent
  | UserTask
  | ServiceTask
  | RuleTask
  | CatchEvent
  | Gateway
  | SubProcess
  | Boundary
  | Pass;

/** A mistake in a model, with the element in which it stands. */
export interface ModelProblem {
  readonly element: string;
  readonly reason: string;
  /** Of the file, where the reader knows it. */
  readonly line?: number;
}
