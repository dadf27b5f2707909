import { type Hearers, isUuid, sql } from '@dinh/kernel';
import { visible } from './dossier.ts';
import { own } from './own.ts';

/** Of a dossier hears who may see it: its applicant and owner, and the officials within whose reach it is. */
export const hearersOfDossiers: Hearers = async ({ db }, principal, ids) => {
  const wanted = ids.filter(isUuid);
  if (wanted.length === 0) return [];
  const seen = await db.all<{ id: string }>(
    sql`select d.id from one_stop.dossier d where d.id = any(${wanted}::uuid[])
          and ${sql.any([visible({ principal }), own(principal)])}`,
  );
  return seen.map(({ id }) => id);
};
