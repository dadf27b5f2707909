import { classOf, dataClasses } from '@dinh/identity';
import { type App, job, sql } from '@dinh/kernel';

const page = 5000;

/** By app: the classes by which all dossiers were last gone through. */
const followed = new WeakMap<App, string>();

/**
 * Gives dossiers the class of data that the pack says of their procedure or field now: those from before there were
 * classes, and all of them when the classes have changed, as it is the data that are sensitive and not the day on which
 * they came. It goes through them once at the start and once after each change, in pieces; it may run twice or break off.
 */
export const keepDataClass = job({
  name: 'one-stop.keep-data-class',
  every: 10,
  async run({ app, now }) {
    const classes = await dataClasses(app, now);
    const wanted = JSON.stringify(classes ?? null);
    if (followed.get(app) === wanted) return;
    const kinds = await app.db.all<{ procedure: string; field: string }>(
      sql`select distinct procedure_code as procedure, business_type as field from one_stop.dossier`,
    );
    const list = JSON.stringify(kinds.map((kind) => ({ ...kind, class: classOf(classes, kind) })));
    for (let after: string | null = null; ;) {
      const { last }: { last: string | null } = await app.db.one<{ last: string | null }>(
        sql`with page as materialized (
              select d.id, d.procedure_code, d.business_type, d.data_class from one_stop.dossier d
              where ${after}::uuid is null or d.id > ${after}::uuid order by d.id limit ${page}),
            changed as (
              update one_stop.dossier d set data_class = c.class
              from page p join jsonb_to_recordset(${list}::jsonb) as c (procedure text, field text, class text)
                on c.procedure = p.procedure_code and c.field = p.business_type
              where d.id = p.id and p.data_class is distinct from c.class)
            select (select p.id from page p order by p.id desc limit 1) as last`,
      );
      if (last === null) break;
      after = last;
    }
    followed.set(app, wanted);
  },
});
