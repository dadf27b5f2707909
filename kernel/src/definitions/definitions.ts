import type { TSchema } from 'typebox';
import type { Queries, Transaction } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { newId } from '../ids.ts';

/** A kind of thing that is defined by data and kept in dated versions: a form, a process, a fee table … */
export interface DefinitionKind<Body = any> {
  readonly kind: string;
  /** The shape of the body. */
  readonly schema: TSchema;
  /** What is wrong with it beyond its shape: one sentence per problem, with the place inside the body. */
  check?(body: Body): { path: string; reason: string }[];
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
  #revision = -1;
  #asked = 0;

  constructor(db: Queries) {
    this.#db = db;
  }

  /** The version in force on `day` (`YYYY-MM-DD`), or undefined. */
  async at<Body = any>(kind: string, key: string, day: string): Promise<Definition<Body> | undefined> {
    await this.#freshen();
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
      this.#inForce.set(name, found);
      if (found) this.#byId.set(found.id, found);
    }
    return found ?? undefined;
  }

  async byId<Body = any>(id: string): Promise<Definition<Body> | undefined> {
    let found = this.#byId.get(id);
    if (!found) {
      found = await this.#db.maybe<Definition>(
        sql`select ${columns} from kernel.definition where id = ${id}`,
      );
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
    return this.#db.all(
      sql`select id, kind, key, version, effective_from as "effectiveFrom", effective_to as "effectiveTo", origin, source
          from kernel.definition where kind = ${kind} and key = ${key} order by version desc`,
    );
  }

  /** All definitions of a kind in force on `day`. */
  async allAt<Body = any>(kind: string, day: string): Promise<Definition<Body>[]> {
    return this.#db.all(
      sql`select distinct on (key) ${columns} from kernel.definition where kind = ${kind}
            and effective_from <= ${day}::date and (effective_to is null or effective_to > ${day}::date)
          order by key, effective_from desc, version desc`,
    );
  }

  /** Forgets what was chosen by date; called by whoever publishes in this process. */
  forget(): void {
    this.#asked = 0;
  }

  /** Other processes publish too: their change is seen within a second. */
  async #freshen(): Promise<void> {
    const now = performance.now();
    if (this.#asked !== 0 && now - this.#asked < 1000) return;
    const { number } = await this.#db.one<{ number: number }>(
      sql`select number from kernel.revision where topic = 'definitions'`,
    );
    this.#asked = now;
    if (number !== this.#revision) {
      this.#revision = number;
      this.#inForce.clear();
    }
  }
}

/** A version to be published. */
export interface NewDefinition {
  readonly kind: string;
  readonly key: string;
  readonly body: unknown;
  readonly source: string;
  readonly origin: 'pack' | 'officer';
  readonly checksum: string;
  /** First day in force, `YYYY-MM-DD`. */
  readonly effectiveFrom: string;
  readonly createdBy?: string;
}

/**
 * Publishes a version from its day on; the version before ends on that day. Days that have passed stay as they were.
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
    sql`insert into kernel.definition (id, kind, key, version, effective_from, origin, checksum, source, body, created_at, created_by)
        select ${id}, ${d.kind}, ${d.key}, coalesce(max(version), 0) + 1, ${d.effectiveFrom}::date, ${d.origin}, ${d.checksum}, ${d.source},
               ${JSON.stringify(d.body)}::jsonb, ${now}, ${d.createdBy ?? null}::uuid
        from kernel.definition where kind = ${d.kind} and key = ${d.key}`,
  );
  await tx.run(sql`update kernel.revision set number = number + 1 where topic = 'definitions'`);
  return id;
}
