import { createHash } from 'node:crypto';
import type { TSchema } from 'typebox';
import type { May } from '../access/access.ts';
import type { Queries, Transaction } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { newId } from '../ids.ts';
import type { Text } from '../text.ts';
import { raiseRevision, type Revisions } from './revisions.ts';

/** What is wrong with a body: one sentence, with the place inside and, of a file, its line. */
export interface DefinitionProblem {
  readonly path: string;
  /** The place as people know it, where it is not the path in words: the name of an element that was drawn. */
  readonly where?: Text | undefined;
  readonly reason: Text;
  readonly line?: number | undefined;
  /** What a tool said of it in its own words, where the reason says it in others. */
  readonly said?: string | undefined;
}

/** What a check may look at besides the body itself. */
export interface Surroundings {
  /** Under which key the body is to stand. */
  readonly key: string;
  /** What else of a kind is in force. */
  others<Body = any>(kind: string): Promise<Definition<Body>[]>;
}

/** A kind of thing that is defined by data and kept in dated versions: a form, a process, a fee table … */
export interface DefinitionKind<Body = any> {
  readonly kind: string;
  readonly title: Text;
  /** The shape of the body. */
  readonly schema: TSchema;
  /** What is wrong with it beyond its shape; a body with problems is never published by an officer. */
  check?(body: Body, around: Surroundings): readonly DefinitionProblem[] | Promise<readonly DefinitionProblem[]>;
  /**
   * What is made of it and goes with it: versions of other definitions that are published with a new one, from the same
   * day on (the forms that have a block, the procedures of a kind).
   * @param before what it said until now; undefined of a new one
   */
  follow?(
    before: Body | undefined,
    after: Body,
    around: Surroundings,
  ): Promise<readonly Pick<Definition, 'kind' | 'key' | 'body'>[]>;
  /** When the body is a file in a language of its own: the property that holds its text, and how such a file ends. */
  readonly file?: { readonly property: string; readonly ending: string };
  /** Who may propose a version, and who may put it in force (somebody else than its author). */
  readonly editing: May;
  readonly publishing: May;
}

/** One version of a definition. Versions never change once they are in force. */
export interface Definition<Body = any> {
  readonly id: string;
  readonly kind: string;
  readonly key: string;
  readonly version: number;
  /** First day, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
  /** First day on which it holds no more; null until further notice. */
  readonly effectiveTo: string | null;
  readonly origin: 'pack' | 'officer';
  readonly source: string;
  readonly body: Body;
}

const columns = sql`id, kind, key, version, effective_from as "effectiveFrom", effective_to as "effectiveTo", origin, source, body`;

/** Reads definitions, keeping what it read; versions are final, so only the choice by date is asked again after a change. */
export class Definitions {
  #db: Queries;
  #byId = new Map<string, Definition>();
  #inForce = new Map<string, Definition | null>();
  #kinds = new Map<string, readonly Definition[]>();
  #histories = new Map<string, Omit<Definition, 'body'>[]>();
  #revisions: Revisions;
  #revision: number | undefined;

  constructor(db: Queries, revisions: Revisions) {
    this.#db = db;
    this.#revisions = revisions;
  }

  /** The version in force on `day` (`YYYY-MM-DD`), or undefined. */
  async at<Body = any>(kind: string, key: string, day: string): Promise<Definition<Body> | undefined> {
    const revision = await this.#freshen();
    const name = `${kind}\n${key}\n${day}`;
    let found = this.#inForce.get(name);
    if (found === undefined) {
      found =
        (await this.#db.maybe<Definition>(
          sql`select ${columns} from kernel.definition where kind = ${kind} and key = ${key}
                and effective_from <= ${day}::date and (effective_to is null or effective_to > ${day}::date)
              order by effective_from desc, version desc limit 1`,
        )) ?? null;
      if (this.#inForce.size > 20_000) this.#inForce.clear();
      if (revision === this.#revision) this.#inForce.set(name, found);
      if (found) this.#byId.set(found.id, found);
    }
    return found ?? undefined;
  }

  async byId<Body = any>(id: string): Promise<Definition<Body> | undefined> {
    let found = this.#byId.get(id);
    if (!found) {
      found = await this.#db.maybe<Definition>(sql`select ${columns} from kernel.definition where id = ${id}`);
      if (found) {
        if (this.#byId.size > 5000) this.#byId.clear();
        this.#byId.set(id, found);
      }
    }
    return found;
  }

  /** All versions of one definition, newest first. */
  async versions<Body = any>(kind: string, key: string): Promise<Definition<Body>[]> {
    return this.#db.all(
      sql`select ${columns} from kernel.definition where kind = ${kind} and key = ${key} order by version desc`,
    );
  }

  /** The same without their bodies: what there is, and from when to when. */
  async history(kind: string, key: string): Promise<Omit<Definition, 'body'>[]> {
    const revision = await this.#freshen();
    const name = `${kind}\n${key}`;
    let found = this.#histories.get(name);
    if (!found) {
      found = await this.#db.all(
        sql`select id, kind, key, version, effective_from as "effectiveFrom", effective_to as "effectiveTo", origin, source
            from kernel.definition where kind = ${kind} and key = ${key} order by version desc`,
      );
      if (this.#histories.size > 5000) this.#histories.clear();
      if (revision === this.#revision) this.#histories.set(name, found);
    }
    return found;
  }

  /** All definitions of a kind in force on `day`. */
  async allAt<Body = any>(kind: string, day: string): Promise<Definition<Body>[]> {
    return this.#db.all(
      sql`select distinct on (key) ${columns} from kernel.definition where kind = ${kind}
            and effective_from <= ${day}::date and (effective_to is null or effective_to > ${day}::date)
          order by key, effective_from desc, version desc`,
    );
  }

  /** The same, kept until something is published: for what is asked over and over. */
  async inForce<Body = any>(kind: string, day: string): Promise<readonly Definition<Body>[]> {
    const revision = await this.#freshen();
    const name = `${kind}\n${day}`;
    let found = this.#kinds.get(name);
    if (!found) {
      found = await this.allAt(kind, day);
      if (this.#kinds.size > 100) this.#kinds.clear();
      if (revision === this.#revision) this.#kinds.set(name, found);
    }
    return found;
  }

  /** Forgets what was chosen by date; called by whoever publishes in this process. */
  forget(): void {
    this.#revisions.forget();
  }

  /** Other processes publish too: their change is seen within a second. @returns the revision that now counts */
  async #freshen(): Promise<number | undefined> {
    const number = (await this.#revisions.now()).get('definitions');
    if (number !== this.#revision) {
      this.#revision = number;
      this.#inForce.clear();
      this.#kinds.clear();
      this.#histories.clear();
    }
    return number;
  }
}

/** A number for a body by which two loads are compared: the same content gives the same, whatever its order in the file. */
export function bodyChecksum(body: unknown): string {
  const sorted = JSON.stringify(body, (_key, value: unknown) =>
    value && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
  return createHash('sha256').update(sorted).digest('hex');
}

/** A version to be published. */
export interface NewDefinition {
  readonly kind: string;
  readonly key: string;
  readonly body: unknown;
  readonly source: string;
  readonly origin: 'pack' | 'officer';
  /** First day in force, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
  readonly createdBy?: string;
}

/**
 * Publishes a version from its day on; the version before ends on that day, and it ends itself where a later one begins.
 * Days that have passed stay as they were.
 * @returns the id of the new version.
 */
export async function publishDefinition(tx: Transaction, now: Date, d: NewDefinition): Promise<string> {
  const id = newId(now.getTime());
  await tx.run(
    sql`update kernel.definition set effective_to = ${d.effectiveFrom}::date
        where kind = ${d.kind} and key = ${d.key} and effective_from < ${d.effectiveFrom}::date
          and (effective_to is null or effective_to > ${d.effectiveFrom}::date)`,
  );
  await tx.run(
    sql`insert into kernel.definition (id, kind, key, version, effective_from, effective_to, origin, checksum, source, body, created_at, created_by)
        select ${id}, ${d.kind}, ${d.key}, coalesce(max(version), 0) + 1, ${d.effectiveFrom}::date,
               min(effective_from) filter (where effective_from > ${d.effectiveFrom}::date), ${d.origin}, ${bodyChecksum(d.body)}, ${d.source},
               ${JSON.stringify(d.body)}::jsonb, ${now}, ${d.createdBy ?? null}::uuid
        from kernel.definition where kind = ${d.kind} and key = ${d.key}`,
  );
  await raiseRevision(tx, 'definitions');
  return id;
}
