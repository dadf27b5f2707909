import type { Expression } from '@dinh/decision';
import type { Text } from '@dinh/kernel';

/** A FEEL text, read once. */
export type Feel = Expression;

/** A process as the engine runs it: compiled once from its BPMN, never changed. */
export interface Graph {
  /** The id of the process in its file; of the first participant that can start by itself, when there are several. */
  readonly id: string;
  readonly name: Text;
  /** The elements of all participants. */
  readonly nodes: ReadonlyMap<string, Node>;
  /** The start event without a trigger. */
  readonly start: Node | undefined;
  readonly messageStarts: ReadonlyMap<string, Node>;
  /** Event sub-processes of the process itself. */
  readonly eventSubs: readonly EventSubProcess[];
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
export interface SignalTrigger {
  readonly type: 'signal';
  readonly name: string;
}
/** Goes off when its condition becomes true. */
export interface ConditionTrigger {
  readonly type: 'condition';
  readonly condition: Feel;
}
export interface ErrorTrigger {
  readonly type: 'error';
  /** Undefined catches every error. */
  readonly code: string | undefined;
}
export interface EscalationTrigger {
  readonly type: 'escalation';
  /** Undefined catches every escalation. */
  readonly code: string | undefined;
}
/** What a token can wait for. */
export type WaitTrigger = TimerTrigger | MessageTrigger | SignalTrigger | ConditionTrigger;
export type Trigger = WaitTrigger | ErrorTrigger | EscalationTrigger;

/** What a throwing or end event does. */
export type Throw =
  | { readonly type: 'signal'; readonly name: string }
  | { readonly type: 'escalation'; readonly code: string }
  | { readonly type: 'error'; readonly code: string }
  | { readonly type: 'terminate' };

/** An activity done several times: for all items of a list at once or one after the other, or as long as a condition holds. */
export type Repetition = Items | Loop;
export interface Items {
  readonly kind: 'items';
  readonly sequential: boolean;
  /** A list, or the number of times. */
  readonly collection: Feel;
  /** The variable that holds the item inside. */
  readonly item: string;
  /** The variable that gathers `{ item, outcome, comment }` of what is done. */
  readonly collect: string | undefined;
  /** Ends the whole when it holds; sees `completed` and `total`. */
  readonly until: Feel | undefined;
}
export interface Loop {
  readonly kind: 'loop';
  /** Again while it holds; sees `loopCounter`, the times done. */
  readonly condition: Feel | undefined;
  readonly testBefore: boolean;
  readonly maximum: number | undefined;
}

/** A variable set by FEEL. */
export interface Mapping {
  readonly target: string;
  readonly value: Feel;
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
  /** The sub-process around it. */
  readonly scope: SubProcess | EventSubProcess | undefined;
  readonly incoming: readonly Flow[];
  readonly outgoing: readonly Flow[];
  readonly boundaries: readonly Boundary[];
  /** Variables of this element alone, set when it is entered. */
  readonly inputs: readonly Mapping[];
  /** Variables set when it is left. */
  readonly outputs: readonly Mapping[];
  readonly repetition: Repetition | undefined;
}
export interface StartEvent extends Common {
  readonly kind: 'start';
  readonly trigger: Trigger | undefined;
  /** Of an event sub-process: what is around it ends. */
  readonly interrupting: boolean;
}
export interface EndEvent extends Common {
  readonly kind: 'end';
  readonly throws: Throw | undefined;
  readonly handler: string | undefined;
}
/** An intermediate event that throws. */
export interface ThrowEvent extends Common {
  readonly kind: 'throw';
  readonly throws: Throw;
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
/** Computes in FEEL, nothing else. */
export interface ScriptTask extends Common {
  readonly kind: 'script-task';
  readonly script: Feel;
  /** The variable that takes the answer; without one the answer is a context whose entries become variables. */
  readonly result: string | undefined;
}
export interface CatchEvent extends Common {
  readonly kind: 'catch';
  readonly trigger: WaitTrigger;
}
export interface Gateway extends Common {
  readonly kind: 'exclusive' | 'parallel' | 'inclusive' | 'event-gateway';
}
export interface SubProcess extends Common {
  readonly kind: 'sub-process';
  readonly start: Node;
  readonly eventSubs: readonly EventSubProcess[];
}
/** A sub-process that begins when its start event goes off while the scope around it runs. */
export interface EventSubProcess extends Common {
  readonly kind: 'event-sub-process';
  readonly start: StartEvent;
  readonly eventSubs: readonly EventSubProcess[];
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
  | ScriptTask
  | ThrowEvent
  | CatchEvent
  | Gateway
  | SubProcess
  | EventSubProcess
  | Boundary
  | Pass;

/** A mistake in a model, with the element in which it stands. */
export interface ModelProblem {
  readonly element: string;
  readonly reason: string;
  /** Of the file, where the reader knows it. */
  readonly line?: number;
}
