import { Likeness } from './likeness.ts';
import type { Found } from './line.ts';
import { WordIndex } from './word-index.ts';
import { plain } from './words.ts';

/** What of a procedure in force is needed to find and list it. */
export interface Findable {
  readonly versionId: string;
  /** As lists show it. */
  readonly shown: Omit<Found, 'marks'>;
  /** By what it is found besides its name and code: kind, agency, field, its name in English. */
  readonly besides: readonly string[];
}

/** A procedure in the index. */
export interface Entry extends Findable {
  /** Where it stands among those of its index. */
  readonly place: number;
}

/** How names are ordered: Đ stands after D. */
export const byName = new Intl.Collator('vi');

/** All procedures in force on a day, by the words of their names and of what belongs to them. */
export class ProcedureIndex {
  /** By code. */
  readonly entries: readonly Entry[];
  /** By place: 1 for what is worked out in full. */
  readonly workedOut: Uint8Array;
  /** By place: 1 for what begins something; 0 for what changes, prolongs, repeats or ends what was given before. */
  readonly begins: Uint8Array;
  readonly #byCode: ReadonlyMap<string, Entry>;
  #listed: readonly Entry[] | undefined;
  #likeness: Likeness | undefined;
  #words: WordIndex | undefined;

  /** @param laterKinds kinds of procedure for what was given before (`later` in the pack) */
  constructor(found: readonly Findable[], laterKinds: ReadonlySet<string> = new Set()) {
    this.entries = found
      .toSorted((a, b) => (a.shown.code < b.shown.code ? -1 : a.shown.code > b.shown.code ? 1 : 0))
      .map((one, place) => ({ ...one, place }));
    this.workedOut = Uint8Array.from(this.entries, ({ shown }) => Number(shown.workedOut));
    this.begins = Uint8Array.from(this.entries, ({ shown }) => Number(!laterKinds.has(shown.kind)));
    this.#byCode = new Map(this.entries.map((entry) => [entry.shown.code, entry]));
  }

  get(code: string): Entry | undefined {
    return this.#byCode.get(code);
  }

  /** As lists show them: by field, then by name as Vietnamese is ordered. */
  get listed(): readonly Entry[] {
    return (this.#listed ??= this.entries.toSorted(
      ({ shown: a }, { shown: b }) =>
        (a.businessType.code < b.businessType.code ? -1 : a.businessType.code > b.businessType.code ? 1 : 0) ||
        byName.compare(a.name, b.name),
    ));
  }

  /** By words; made by the first search. */
  get words(): WordIndex {
    return (this.#words ??= new WordIndex(this.entries));
  }

  /** By what names are like; made by the first search that needs it. */
  get likeness(): Likeness {
    return (this.#likeness ??= new Likeness(
      this.entries.map(({ shown }) => plain(shown.name)),
      this.entries.map(({ shown }) => shown.shortName && plain(shown.shortName)),
    ));
  }
}
