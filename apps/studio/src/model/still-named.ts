import { newNamesOf } from '@dinh/identity';
import { type Context, type Definition, localDate, sql } from '@dinh/kernel';
import { renamed, type Renamed } from './new-names.ts';

/** A definition whose texts name units as they are called no longer from the day of a plan on. */
export interface StillNamed extends Renamed<unknown> {
  readonly definition: Pick<Definition, 'id' | 'kind' | 'key' | 'version' | 'source'>;
}

export interface Looked {
  readonly title: { readonly vi: string; readonly en: string };
  readonly basis: string;
  /** The day of the plan, or today once it has passed or while the plan has none. */
  readonly day: string;
  /** The plan says from which day on it holds. */
  readonly dated: boolean;
  readonly found: readonly StillNamed[];
}

/**
 * What of the pack still names units of a plan in its texts, with the texts as they would be.
 * @param of one definition alone
 * @throws successionNotFound
 */
export async function lookForNames(
  ctx: Pick<Context, 'db' | 'now'>,
  succession: string,
  of?: { readonly kind: string; readonly key: string },
): Promise<Looked> {
  const { title, basis, day: planned, names, kept } = await newNamesOf(ctx.db, succession, ctx.now);
  const today = localDate(ctx.now);
  const day = planned !== null && planned > today ? planned : today;
  const words = names.flatMap(({ from }) => [from, from.toLocaleUpperCase('vi')]);
  const rows = await ctx.db.all<Pick<Definition, 'id' | 'kind' | 'key' | 'version' | 'source' | 'body'>>(
    sql`select distinct on (kind, key) id, kind, key, version, source, body from kernel.v_definition d
        where effective_from <= ${day}::date and (effective_to is null or effective_to > ${day}::date)
          and ${of ? sql`kind = ${of.kind} and key = ${of.key}` : sql`true`}
          and exists (select from unnest(${words}::text[]) w where strpos(d.body::text, w) > 0)
        order by kind, key, effective_from desc, version desc`,
  );
  const found = rows.map(({ body, ...definition }) => ({ definition, ...renamed<unknown>(body, { names, kept }) }));
  return {
    title,
    basis,
    day,
    dated: planned !== null,
    found: found.filter(({ replaced, left }) => replaced > 0 || left.length > 0),
  };
}
