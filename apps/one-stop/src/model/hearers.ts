import type { Principals } from '@dinh/identity';
import { type App, type Hearers, isUuid, type Principal, type Queries, sql } from '@dinh/kernel';
import { visible } from './dossier.ts';
import { own } from './own.ts';

const openTo = (db: Queries, principal: Principal, ids: readonly string[]): Promise<{ id: string }[]> =>
  db.all(
    sql`select d.id from one_stop.dossier d where d.id = any(${[...ids]}::uuid[])
          and ${sql.any([visible({ principal }), own(principal)])}`,
  );

/** Of these persons those who may see a dossier, also one that was written in the same transaction. */
export async function whoMayOpen(
  { app, db }: { readonly app: App; readonly db: Queries },
  dossier: string,
  persons: readonly string[],
): Promise<ReadonlySet<string>> {
  const open = new Set<string>();
  for (const person of persons) {
    const principal = await (app.principals as Principals).ofPerson(person);
    if ((await openTo(db, principal, [dossier])).length > 0) open.add(person);
  }
  return open;
}

/** Of a dossier hears who may see it: its applicant and owner, and the officials within whose reach it is. */
export const hearersOfDossiers: Hearers = async ({ db }, principal, ids) => {
  const wanted = ids.filter(isUuid);
  if (wanted.length === 0) return [];
  const seen = await openTo(db, principal, wanted);
  return seen.map(({ id }) => id);
};
