import type { Static, TSchema } from 'typebox';
import { Compile } from 'typebox/compile';
import { Settings } from 'typebox/system';
import type { May } from '../access/access.ts';
import type { Text } from '../text.ts';
import type { Context, CommandContext } from './context.ts';

interface Declaration<I extends TSchema, O extends TSchema> {
  /** `module.verb-noun`, also its address: `POST /api/module/verb-noun`. */
  readonly name: string;
  readonly title: Text;
  /** What it does, for the reference page; plain sentences, the law where there is one. */
  readonly description?: Text;
  /** What it is called to those whose data it shows ("Ai đã xem dữ liệu của bạn"); the title when not said. */
  readonly seenAs?: Text;
  readonly input: I;
  readonly output: O;
  /** Who may ask at all. Which records, the handler says by `where(reach(…))`. */
  readonly may: May;
  /** Whose record it touches, `type:id`, for the audit trail. */
  subject?(input: Static<I>, output: Static<O>): string | undefined;
  /** False keeps an operation off the public API (it is then called by pages and jobs only). */
  readonly api?: boolean;
}

/** Changes something: one transaction with its history, audit entry and events. */
export interface Command<I extends TSchema = TSchema, O extends TSchema = TSchema, P = any> extends Declaration<I, O> {
  readonly kind: 'command';
  /** The largest body, bytes; 1 MiB when not said. */
  readonly maxBytes?: number;
  /** Its answer holds a secret: it is never kept for a repeated request. */
  readonly secret?: boolean;
  /**
   * Names of unique constraints whose violation means that somebody else was quicker: the command is run once more in
   * a new transaction and then sees what the other did.
   */
  readonly onDuplicate?: readonly string[];
  /** Slow work that must not hold a transaction open (a password hash, a call to a provider); `run` gets what it gives. */
  prepare?(ctx: Context, input: Static<I>): Promise<P>;
  run(ctx: CommandContext, input: Static<I>, prepared: P): Promise<Static<O>>;
}

/** Reads something. `audit: true` writes who saw what; set it wherever personal data is shown. */
export interface Query<I extends TSchema = TSchema, O extends TSchema = TSchema> extends Declaration<I, O> {
  readonly kind: 'query';
  readonly audit?: boolean;
  run(ctx: Context, input: Static<I>): Promise<Static<O>>;
}

// `any`: an operation is used where its input type is not known; `execute` checks the value by the schema.
export type Operation = (Command<any, any> | Query<any, any>) & { readonly check?: Check };

/** A compiled schema. */
export interface Check {
  Check(value: unknown): boolean;
  Errors(value: unknown): { instancePath: string; keyword: string; message: string; params?: object }[];
}

/** Declares a command. */
export function command<I extends TSchema, O extends TSchema, P = undefined>(
  declaration: Omit<Command<I, O, P>, 'kind'>,
): Command<I, O, P> {
  return { ...declaration, kind: 'command' };
}

/** Declares a query. */
export function query<I extends TSchema, O extends TSchema>(declaration: Omit<Query<I, O>, 'kind'>): Query<I, O> {
  return { ...declaration, kind: 'query' };
}

// The library stops after eight: too few to tell which of several shapes was meant.
Settings.Set({ maxErrors: 200 });
const compiled = new WeakMap<TSchema, Check>();

/** The checker of a schema, compiled once. */
export function checker(schema: TSchema): Check {
  let check = compiled.get(schema);
  if (!check) compiled.set(schema, (check = Compile(schema) as unknown as Check));
  return check;
}

/**
 * The operations that modules above may call by name, with their types; each module adds its own:
 * `declare module '@dinh/kernel' { interface OperationTypes { 'one-stop.submit-dossier': typeof submitDossier } }`
 */
export interface OperationTypes {}

export type InputOf<T> = T extends { input: infer I extends TSchema } ? Static<I> : never;
export type OutputOf<T> = T extends { output: infer O extends TSchema } ? Static<O> : never;
