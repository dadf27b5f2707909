import type { Principals } from '@dinh/identity';
import { type App, type Hearers, isUuid, type Principal, type Queries, sql } from '@dinh/kernel';
import { visible } from './dossier.ts';
import { own } from './own.ts';

const openTo = (db: Queries, principal: Principal, ids: readonly string[]): Promise<{ id: string }[]> =>
  db.all(
    sql`select d.id from one_stop.dossier d where d.id = any(${[...ids]}::uuid[])
          and ${sql.any([visible({ principal }), own(principal)])}`,
  );

/** So many rights are read beside each other: each takes a connection of its own. */
const beside = 4;
/** So many persons are asked about in one statement: each brings several parameters, of which it can have 65,535. */
const atOnce = 200;

/**
 * Of these persons those who may see a dossier, also one that was written in the same transaction. One statement asks for all of them, each
 * by their own predicate.
 */
export async function whoMayOpen(
  { app, db }: { readonly app: App; readonly db: Queries },
  dossier: string,
  persons: readonly string[],
): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  const all = [...new Set(persons)];
  for (let from = 0; from < all.length; from += atOnce) {
    const asked = all.slice(from, from + atOnce);
    const rights = await principalsOf(app.principals as Principals, asked);
    const may = rights.map((principal) => sql`coalesce(${sql.any([visible({ principal }), own(principal)])}, false)`);
    const found = await db.maybe<{ may: boolean[] }>(
      sql`select array[${sql.join(may)}] as may from one_stop.dossier d where d.id = ${dossier}::uuid`,
    );
    asked.forEach((person, n) => found?.may[n] && open.add(person));
  }
  return open;
}

async function principalsOf(principals: Principals, persons: readonly string[]): Promise<Principal[]> {
  const found: Principal[] = [];
  for (let from = 0; from < persons.length; from += beside)
    found.push(...(await Promise.all(persons.slice(from, from + beside).map(async (one) => principals.ofPerson(one)))));
  return found;
}

/** Of a dossier hears who may see it: its applicant and owner, and the officials within whose reach it is. */
export const hearersOfDossiers: Hearers = async ({ db }, principal, ids) => {
  const wanted = ids.filter(isUuid);
  if (wanted.length === 0) return [];
  const seen = await openTo(db, principal, wanted);
  return seen.map(({ id }) => id);
};
