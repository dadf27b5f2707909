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
  /** The processes in the file that can run: participants of a collaboration, and what they call. */
  readonly pools: ReadonlyMap<string, Pool>;
  /** By the element that sends: where its message flows lead. */
  readonly messageFlows: ReadonlyMap<string, readonly string[]>;
  /** Elements to which a message flow leads: what came before they waited is kept for them. */
  readonly flowTargets: ReadonlySet<string>;
  /** Something in it can be compensated: what has been done is remembered. */
  readonly compensates: boolean;
  /** The app that starts it when a time, a signal, a message or a condition comes. */
  readonly app: string | undefined;
}

/** One process of a file. */
export interface Pool {
  readonly id: string;
  readonly name: Text;
  readonly start: Node | undefined;
  /** Start events with a trigger, and what else an instance can begin with. */
  readonly starts: readonly StartPoint[];
  /** Event sub-processes of the process itself. */
  readonly eventSubs: readonly EventSubProcess[];
}

/** Where an instance begins when its trigger comes. */
export interface StartPoint {
  readonly node: Node;
  readonly trigger: WaitTrigger;
  /** Behind a parallel event-based gateway: the events that are waited for then. */
  readonly others: readonly Node[];
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

/** With what a user task ends for which a model names no outcomes, as models of other tools do: it is done. */
export const impliedOutcome: Outcome = {
  key: 'done',
  name: { vi: 'Hoàn thành', en: 'Done' },
  needsComment: false,
  kind: 'primary',
};

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
  /**
   * Of the start event of a process, which has no variables yet: after which events it is looked at, over `event`; for
   * what these are about it begins a process, and again only after it was false: `per`, else the event's key.
   */
  readonly events: readonly string[];
  readonly per: Feel | undefined;
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
/** Of a boundary event: what undoes its activity when that is asked for. Of an event sub-process: its scope. */
export interface CompensationTrigger {
  readonly type: 'compensation';
}
/** The transaction has been cancelled. */
export interface CancelTrigger {
  readonly type: 'cancel';
}
/** What a token can wait for. */
export type WaitTrigger = TimerTrigger | MessageTrigger | SignalTrigger | ConditionTrigger;
export type Trigger = WaitTrigger | ErrorTrigger | EscalationTrigger | CompensationTrigger | CancelTrigger;

/** What a throwing or end event does. */
export type Throw =
  | { readonly type: 'signal'; readonly name: string }
  | { readonly type: 'escalation'; readonly code: string }
  | { readonly type: 'error'; readonly code: string }
  /** Undoes one activity, or all of the scope that have been done. */
  | { readonly type: 'compensation'; readonly activity: string | undefined }
  | { readonly type: 'cancel' }
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

/** What a send task or a throwing event says to somebody, by a message template; its inputs fill it. */
export interface Notice {
  readonly template: string;
  /** Whom the app knows by this name (`applicant`), or `role`: who holds the role in the unit. */
  readonly to: string;
  readonly role: string | undefined;
  readonly unit: Feel | undefined;
}

/** What the program does at an element. */
export interface Work {
  readonly handler: string | undefined;
  readonly notice: Notice | undefined;
  /** Key of the template of a paper that is made for the matter; the element's inputs fill it. */
  readonly paper: string | undefined;
}

/** Whether the program does anything at an element. */
export const doesWork = ({ handler, notice, paper }: Work): boolean =>
  handler !== undefined || notice !== undefined || paper !== undefined;

interface Common {
  readonly id: string;
  readonly name: Text;
  /** National status of a dossier that enters here, 1–10. */
  readonly status: number | undefined;
  /** The clock of the time limit stands still while a token is here. */
  readonly hold: boolean;
  /** The time limit starts again from its beginning when a token leaves here. */
  readonly restart: boolean;
  /** The process of the file in which it stands. */
  readonly pool: string;
  /** The sub-process around it. */
  readonly scope: Scope | undefined;
  /** The activity that undoes this one. */
  readonly undoneBy: Node | undefined;
  /** It undoes another: no flow leads here. */
  readonly undoes: boolean;
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
export interface EndEvent extends Common, Work {
  readonly kind: 'end';
  readonly throws: Throw | undefined;
}
/** An intermediate event that throws. */
export interface ThrowEvent extends Common, Work {
  readonly kind: 'throw';
  readonly throws: Throw;
}
export interface UserTask extends Common {
  readonly kind: 'user-task';
  readonly role: string;
  readonly unit: Feel | undefined;
  readonly assignee: Feel | undefined;
  /** Where nobody is named: the one of the role with the fewest open tasks gets it. */
  readonly choose: 'least-loaded' | undefined;
  /** Percent of the procedure's time limit. */
  readonly share: number | undefined;
  /** Gives the due time itself, in place of a share. */
  readonly due: Feel | undefined;
  readonly form: string | undefined;
  /** At least one: `impliedOutcome` where the model names none. */
  readonly outcomes: readonly Outcome[];
}
export interface ServiceTask extends Common, Work {
  readonly kind: 'service-task';
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
  readonly kind: 'exclusive' | 'parallel' | 'inclusive' | 'event-gateway' | 'complex';
  /** Of a complex gateway: enough has come, `activationCount` of it. */
  readonly activation?: Feel | undefined;
  /** Of an event-based gateway: instances begin here; parallel: with one of its events, and then wait for the others. */
  readonly instantiates?: 'exclusive' | 'parallel' | undefined;
}
/** Calls another process: an instance of its own, for which the token waits. */
export interface CallActivity extends Common {
  readonly kind: 'call-activity';
  /** The key of the process, or the id of one in the same file. */
  readonly calls: string;
}
export interface SubProcess extends Common {
  readonly kind: 'sub-process';
  readonly start: Node;
  readonly eventSubs: readonly EventSubProcess[];
  /** Cancelled as a whole, with all that it did undone. */
  readonly transaction: boolean;
}
/** A sub-process whose activities are done in any order. */
export interface AdHoc extends Common {
  readonly kind: 'ad-hoc';
  readonly eventSubs: readonly EventSubProcess[];
  /** Activities to which no flow leads. */
  readonly entries: readonly Node[];
  readonly sequential: boolean;
  /** Nothing begins by itself: people start what is needed. */
  readonly byHand: boolean;
  /** It is over when this holds; without it when nothing in it runs. */
  readonly until: Feel | undefined;
  /** What still runs then ends as well. */
  readonly cancelsRest: boolean;
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
  | AdHoc
  | CallActivity
  | EventSubProcess
  | Boundary
  | Pass;

export type Scope = SubProcess | AdHoc | EventSubProcess;

/** A mistake in a model, with the element in which it stands. */
export interface ModelProblem {
  /** Its id, or of an unknown element its tag; empty when the whole file is meant. */
  readonly element: string;
  /** The element as people know it, where there is one. */
  readonly name?: Text | undefined;
  readonly reason: Text;
  /** Of the file, where the reader knows it. */
  readonly line?: number;
}
