import type { Principal } from '../access/principal.ts';
import type { App } from '../app.ts';
import type { Queries, Transaction } from '../database/database.ts';
import type { Lang } from '../text.ts';
import type { InputOf, Operation, OperationTypes, OutputOf } from './operation.ts';

/** From where a request came. */
export interface Origin {
  readonly channel: 'web' | 'api' | 'job' | 'console';
  readonly address?: string;
  /** What the browser or program calls itself. */
  readonly agent?: string;
  /** Number of the request: in the log, the audit trail, the events and on error pages. */
  readonly trace: string;
}

/** What a handler has at hand. */
export interface Context {
  readonly app: App;
  /** The time of the request; the only `now` that a module uses. */
  readonly now: Date;
  readonly principal: Principal;
  readonly lang: Lang;
  readonly origin: Origin;
  readonly db: Queries;
  /** Adds to the audit entry of this operation. JSON, no secrets. */
  note(detail: Record<string, unknown>): void;
  /** Whose record is touched, when the input does not tell: `type:id`. */
  subject(subject: string): void;
  /** Whose data is shown or touched: persons who may later ask who looked at theirs. Empty places are left out. */
  concern(...persons: readonly (string | null | undefined)[]): void;
  /** In whose place the principal acts here, as `actingFor` tells; without it the audit goes by the permission alone. */
  actFor(person: string | undefined): void;
  /** A new UUID version 7. */
  newId(): string;
}

/** The same inside a command: `db` is the transaction. */
export interface CommandContext extends Context {
  readonly db: Transaction;
  /** Writes an event to the outbox; consumers and live views hear of it after the commit. */
  emit(event: NewEvent): void;
  /**
   * Writes down, beside this command's own audit entry, what it did to many records at once, each as the operation that does it to one:
   * with one statement for all.
   */
  alsoDone(deeds: readonly AlsoDone[]): void;
  /** Enqueues a background job that starts after the commit. */
  enqueue(job: string, payload: Record<string, unknown>, options?: { runAt?: Date; key?: string; maxAttempts?: number }): void;
  /** Carries out another command inside this transaction, as the same principal, with its own access check and audit entry. */
  call<N extends keyof OperationTypes>(name: N, input: InputOf<OperationTypes[N]>): Promise<OutputOf<OperationTypes[N]>>;
  call(operation: Operation, input: unknown): Promise<unknown>;
}

/** An act of another operation that a command has done itself. */
export interface AlsoDone {
  readonly operation: string;
  readonly subject: string;
  readonly detail?: Readonly<Record<string, unknown>>;
}

export interface NewEvent {
  /** `module.what-happened`, in the past: `one-stop.dossier-accepted`. */
  readonly name: string;
  /** The thing it happened to. */
  readonly key: string;
  /** Live views that should look again: `unit:12`, `dossier:…`, `person:…`. */
  readonly topics?: readonly string[];
  readonly data?: Record<string, unknown>;
}
