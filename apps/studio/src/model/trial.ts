import type { Text } from '@dinh/kernel';

/** Something that waits for somebody or something. */
export interface Wait {
  readonly act: 'complete' | 'timer' | 'message' | 'signal' | 'condition' | 'start';
  readonly element: string;
  readonly nth: number;
  /** Of a message or signal its name. */
  readonly name: string;
  readonly role: string | null;
  readonly form: string | null;
  readonly dueAt: Date | null;
}

/** Something that the program would have carried out: a handler, a notice or a paper. */
export interface Call {
  readonly element: string;
  /** The how-manieth time that it came there, from 0. */
  readonly nth: number;
  readonly handler?: string;
  /** What would have been sent, as far as the process alone fills it. */
  readonly notice?: {
    readonly template: string;
    readonly to: string;
    readonly subject: Text;
    readonly body: Text;
  };
  /** Key of the template of the paper that would have been printed, with what the process fills in. */
  readonly paper?: { readonly template: string; readonly data: Readonly<Record<string, unknown>> };
  /** After which move (from 1; 0 is the start). */
  readonly move: number;
  /** The error with which it failed, because somebody wanted it so. */
  readonly failed?: string;
}

export interface Decided {
  readonly element: string;
  readonly nth: number;
  readonly decision: string;
  readonly move: number;
  readonly value: unknown;
  readonly failed?: string;
}

/** A process that was called, and what its elements are called. */
export interface Called {
  readonly key: string;
  readonly name: Text;
  readonly version: number;
  /** The day (`YYYY-MM-DD`) from which the version holds. */
  readonly effectiveFrom: string;
  readonly elements: Readonly<Record<string, Text>>;
}

/** Where a process stands after the moves, and how it came there. */
export interface Trial {
  readonly state: string;
  readonly end: string | null;
  /** The clock of the trial: it goes with the times that were made to come. */
  readonly now: Date;
  /** Elements in the order in which tokens came to them. */
  readonly path: readonly string[];
  readonly tokens: readonly { element: string; count: number }[];
  readonly waits: readonly Wait[];
  readonly calls: readonly Call[];
  readonly decisions: readonly Decided[];
  readonly variables: Readonly<Record<string, unknown>>;
  /** Processes that it has called: the versions in force at the clock of the trial. */
  readonly called: readonly Called[];
  /** The move (from 1; 0 is the start) that failed, with the reason; `code` is that of a refusal. */
  readonly failed?: { readonly move: number; readonly code: string; readonly reason: Text };
}
