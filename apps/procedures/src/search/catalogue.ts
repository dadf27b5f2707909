import { type App, inForce, type Text } from '@dinh/kernel';
import type { ProcedureIndex } from './procedure-index.ts';
import { loadCatalogue } from './load-catalogue.ts';
import type { Sayings } from './words.ts';

export interface AgencyEntry {
  readonly id: number;
  readonly key: string;
  readonly name: Text;
  readonly kind: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly hours: Text | null;
  readonly procedures: number;
}

export interface FieldEntry {
  readonly code: string;
  readonly parent: string | null;
  readonly name: Text;
  /** Of itself and all below it. */
  readonly procedures: number;
}

export interface LifeEventEntry {
  readonly key: string;
  readonly audience: 'citizen' | 'business';
  readonly name: Text;
  readonly hint: Text;
  readonly procedures: number;
}

export interface TopicEntry {
  readonly key: string;
  readonly name: Text;
  /** Codes; what is worked out first, then by name. */
  readonly procedures: readonly string[];
}

/** An agency or a life event as one finds it by its name. */
export interface Door {
  readonly kind: 'agency' | 'life-event';
  readonly key: string;
  readonly name: Text;
  readonly hint: Text;
  /** Its names, plain, with a blank before and after. */
  readonly plain: readonly string[];
}

/** All that is published, as it is in force on one day, in memory. Nothing of it changes: a change makes another. */
export interface Catalogue {
  readonly index: ProcedureIndex;
  readonly agencies: readonly AgencyEntry[];
  readonly fields: readonly FieldEntry[];
  /** The fields of the second level, in which there is something: what one chooses from. */
  readonly groups: readonly FieldEntry[];
  readonly lifeEvents: readonly LifeEventEntry[];
  /** By life event. */
  readonly topics: ReadonlyMap<string, readonly TopicEntry[]>;
  /** Codes of all procedures of a life event. */
  readonly ofLifeEvent: (event: string) => ReadonlySet<string>;
  readonly doors: readonly Door[];
  readonly kinds: readonly { readonly key: string; readonly name: Text }[];
  readonly sayings: Sayings;
  readonly online: number;
}

/** The catalogue as it is in force now; `definitions` grow with every publication. */
export const readCatalogue: (app: App) => Promise<Catalogue> = inForce(['definitions', 'identity', 'procedures'], (app, day) =>
  loadCatalogue(app.db, day),
);
