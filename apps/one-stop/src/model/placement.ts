import { type Placement, sql, type Sql } from '@dinh/kernel';
import { tasksOf } from '@dinh/process';

/** By what a permission can be narrowed on a dossier `d`, besides its units. */
export const narrowedBy: Required<Pick<Placement, 'parties' | 'procedure' | 'field' | 'class' | 'step'>> = {
  parties: sql.raw('d.units'),
  procedure: sql.raw('d.procedure_code'),
  field: sql.raw('d.business_type'),
  class: sql.raw('d.data_class'),
  step: tasksOf(sql.raw('d.id'), 'one-stop').step,
};

/** The same on a task `t` of a dossier: what its dossier is decides. */
export function narrowedByDossierOf(t: Sql): typeof narrowedBy {
  const dossier = sql`case when ${t}.owner = 'one-stop' and not ${t}.general then ${t}.business_key::uuid end`;
  const its = (column: string) => sql`(select d.${sql.raw(column)} from one_stop.dossier d where d.id = ${dossier})`;
  return {
    parties: its('units'),
    procedure: its('procedure_code'),
    field: its('business_type'),
    class: its('data_class'),
    step: tasksOf(dossier, 'one-stop').step,
  };
}
