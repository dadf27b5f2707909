import { type Queries, sql, type Sql, type Text } from '@dinh/kernel';

/**
 * What a definition calls itself, as `{ vi, en }`, out of its body: a form's title, that of the first page of a block, a
 * procedure's name, a template's entry, the name of a process or decision in its XML; its key when it says nothing.
 * @param d alias of `kernel.v_definition`
 */
export function titleSql(d: Sql): Sql {
  return sql`(case
    when jsonb_typeof(${d}.body -> 'title') = 'object' then ${d}.body -> 'title'
    when jsonb_typeof(${d}.body -> 'name') = 'string' then jsonb_build_object('vi', ${d}.body -> 'name', 'en', ${d}.body -> 'name')
    when jsonb_typeof(${d}.body -> 'siteName') = 'object' then ${d}.body -> 'siteName'
    when jsonb_typeof(${d}.body -> 'name') = 'object' then ${d}.body -> 'name'
    when jsonb_typeof(${d}.body -> 'subject') = 'object' then ${d}.body -> 'subject'
    when jsonb_typeof(${d}.body #> '{entry,title}') = 'object' then ${d}.body #> '{entry,title}'
    when jsonb_typeof(${d}.body #> '{pages,0,title}') = 'object' then ${d}.body #> '{pages,0,title}'
    else (select jsonb_build_object('vi', coalesce(${named('name')}, ${d}.key), 'en', coalesce(nullif(${named('dinh:nameEn')}, ''), ${named('name')}, ${d}.key))
      from (select coalesce(substring(${d}.body ->> 'bpmn' from '<(?:[a-z0-9]+:)?process [^>]*>'),
                            substring(${d}.body ->> 'dmn' from '<(?:[a-z0-9]+:)?definitions [^>]*>')) as tag) opening)
    end)`;
}

/** An attribute of the tag by which a process or decision begins. */
const named = (attribute: string): Sql => sql`substring(tag from ${`\\s${attribute}="([^"]*)"`})`;

/** The three places that a source can be from, as `source:` in a pack begins. */
export const sourceClassSql = (d: Sql): Sql =>
  sql`(case when ${d}.source like 'law%' then 'law' when ${d}.source like 'seed%' then 'seed' when ${d}.source like 'ours%' then 'ours' else 'other' end)`;

/** How definitions are called that are in force on a day (`YYYY-MM-DD`), by `kind key`; of a procedure its short name. */
export async function namesOn(
  db: Queries,
  day: string,
  which: readonly { readonly kind: string; readonly key: string }[],
): Promise<ReadonlyMap<string, Text>> {
  const rows = await db.all<{ kind: string; key: string; name: Text }>(
    sql`select distinct on (d.kind, d.key) d.kind, d.key, coalesce(d.body -> 'shortName', ${titleSql(sql.raw('d'))}) as name
        from kernel.v_definition d
        join unnest(${which.map(({ kind }) => kind)}::text[], ${which.map(({ key }) => key)}::text[]) w (kind, key) on w.kind = d.kind and w.key = d.key
        where d.effective_from <= ${day}::date and (d.effective_to is null or d.effective_to > ${day}::date)
        order by d.kind, d.key, d.effective_from desc, d.version desc`,
  );
  return new Map(rows.map(({ kind, key, name }) => [`${kind} ${key}`, name]));
}
