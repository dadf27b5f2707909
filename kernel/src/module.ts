import type { ExplainedKind } from './access/explained.ts';
import type { Principal } from './access/principal.ts';
import type { App } from './app.ts';
import type { DefinitionKind } from './definitions/definitions.ts';
import type { Queries } from './database/database.ts';
import type { Consumer } from './events/dispatcher.ts';
import type { HeldWork } from './held-work.ts';
import type { Job } from './jobs/jobs.ts';
import type { Operation } from './operations/operation.ts';
import type { PackPart } from './definitions/pack.ts';
import type { PersonRecord } from './persons.ts';
import type { Mount } from './web/mount.ts';
import type { Page, Room } from './web/page.ts';
import type { UnitFollower } from './succession.ts';
import type { Text } from './text.ts';

/** Everything that a module shows to the rest of the program: its only face besides its types. */
export interface Module {
  /** As in its package: `one-stop`. Operations, errors and events begin with it. */
  readonly name: string;
  readonly title: Text;
  /** Its folder of migrations, `new URL('../migrations/', import.meta.url)`. */
  readonly migrations?: URL;
  readonly operations?: readonly Operation[];
  /** What its permissions allow, in words; every permission that is asked for anywhere has a name in one module. */
  readonly permissions?: Readonly<Record<string, Text>>;
  readonly pages?: readonly Page[];
  /** What it serves by itself below an address. */
  readonly mounts?: readonly Mount[];
  /** Its entries in the bar of the officials' workplace. */
  readonly rooms?: readonly Room[];
  readonly consumers?: readonly Consumer[];
  readonly jobs?: readonly Job<any>[];
  /** What kinds of definitions it keeps as dated versions (forms, processes, …). */
  readonly definitionKinds?: readonly DefinitionKind[];
  /** Which parts of a pack it reads. */
  readonly packParts?: readonly PackPart[];
  /** How its records follow when units give way to others. */
  readonly followers?: readonly UnitFollower[];
  /** What persons hold of it, to be handed over when they leave their places. */
  readonly heldWork?: readonly HeldWork[];
  /** What it keeps under persons' ids. */
  readonly personRecords?: readonly PersonRecord[];
  /** Its kinds of records of which it is told who may see them. */
  readonly explained?: readonly ExplainedKind[];
  /**
   * Topics of the stream of changes (`dossier:ID`) by their first word: of which of these ids somebody may hear. Several modules may
   * answer for one word (`unit`): what one of them allows is heard.
   */
  readonly hearers?: Readonly<Record<string, Hearers>>;
  /** What the processes that it owns are about. */
  readonly matters?: Matters;
  /** What the models of its processes can name, offered to whoever draws them. */
  readonly processWords?: ProcessWords;
  /** Called once the database is ready; returns how to stop. */
  start?(app: App): Promise<void | (() => Promise<void>)>;
}

/** Of which records, of these ids, somebody may hear that they have changed: those that they may see. */
export type Hearers = (app: App, principal: Principal, ids: readonly string[]) => Promise<readonly string[]> | readonly string[];

/** A word of a model with what people call it. */
export interface ProcessWord extends Text {
  /** As the model writes it: a FEEL expression, or the name of a handler. */
  readonly key: string;
}

/** What an app gives its processes: places and persons of the matter, work of the program. */
export interface ProcessWords {
  readonly units?: readonly ProcessWord[];
  readonly assignees?: readonly ProcessWord[];
  readonly handlers?: readonly ProcessWord[];
  /**
   * Whom a process can tell something, besides whoever holds a role in a unit; `began`: it is the person who began it, so that
   * there is none where a message did.
   */
  readonly hearers?: readonly (ProcessWord & { readonly began?: true })[];
  /** What the app puts into each notice of a process, by the names in message templates. Left out: its processes tell nobody. */
  readonly tells?: readonly string[];
  /** What it puts into each paper, by the names in the data of templates. Left out: its processes print nothing. */
  readonly prints?: readonly string[];
  /**
   * What notices say in a process that a signal, a time or a condition begins: it is about no matter of the app, so that only
   * roles are told and nothing is printed. Left out: such processes tell nobody.
   */
  readonly byItself?: { readonly tells: readonly string[] };
  /** Whether people can begin activities of ad-hoc sub-processes (`dinh:start="none"`) on its screens. */
  readonly byHand?: true;
}

/** The matters of a module's processes, as people call them: a dossier by its code. Their ids are the business keys. */
export interface Matters {
  /** How audit entries name them: `dossier` for `dossier:<business key>`. */
  readonly subject: string;
  /** Names and addresses by business key; what is not there is left out. */
  name(db: Queries, keys: readonly string[]): Promise<ReadonlyMap<string, { readonly label: string; readonly href: string }>>;
  /** The business keys of what is called so, few at most. */
  find(db: Queries, text: string): Promise<readonly string[]>;
  /** Which units hold a matter and whom it is about; undefined when there is no such matter. */
  holders?(
    db: Queries,
    key: string,
  ): Promise<{ readonly units: readonly number[]; readonly persons: readonly string[] } | undefined>;
  /** Which units hold matters of a person. */
  holdersOf?(db: Queries, person: string): Promise<readonly number[]>;
}

/** The names of all permissions, by permission. */
export function permissionNames(modules: readonly Module[]): ReadonlyMap<string, Text> {
  return new Map(modules.flatMap((m) => Object.entries(m.permissions ?? {})));
}
