import { type App, localDate, query, shape, sql, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { kindsOf } from '../model/kinds.ts';
import { titleSql } from './title-sql.ts';

interface Name extends Text {
  readonly key: string;
}

/**
 * What can stand where a schema says `names`: units, roles, permissions, events, or the definitions of a kind, by their
 * keys, with their names.
 */
export const listNames = query({
  name: 'studio.list-names',
  title: { vi: 'Những tên mà nội dung có thể dùng', en: 'Names that a definition can use' },
  may: 'studio.view-definition',
  input: shape({ names: Type.Array(Type.String({ pattern: '^[a-z][a-z-]{0,40}$' }), { maxItems: 30 }) }),
  output: shape({
    lists: Type.Record(
      Type.String(),
      shape({
        /** Something else may be written as well. */
        open: Type.Boolean(),
        items: Type.Array(shape({ key: Type.String(), vi: Type.String(), en: Type.String() })),
      }),
    ),
  }),
  async run(ctx, { names }) {
    const day = localDate(ctx.now);
    const definitions = async (kind: string): Promise<Name[]> => {
      // A template is named by the key of its entry, not by its file.
      const key = kind === 'template' ? sql`d.body -> 'entry' ->> 'key'` : sql`d.key`;
      return ctx.db.all<Name>(
        sql`select distinct on (d.key) ${key} as key, t.name ->> 'vi' as vi, coalesce(nullif(t.name ->> 'en', ''), t.name ->> 'vi') as en from kernel.v_definition d
            cross join lateral (select coalesce(d.body -> 'shortName', ${titleSql(sql.raw('d'))}) as name) t
            where d.kind = ${kind} and d.effective_from <= ${day}::date and (d.effective_to is null or d.effective_to > ${day}::date)
              and ${key} is not null
            order by d.key, d.effective_from desc, d.version desc`,
      );
    };
    const found: Record<string, { open: boolean; items: Name[] }> = {};
    for (const name of names) {
      if (name === 'unit')
        found[name] = {
          open: false,
          items: await ctx.db.all<Name>(
            sql`select key, name_vi as vi, name_en as en from identity.v_unit where valid_to is null order by code collate "C"`,
          ),
        };
      else if (name === 'role')
        found[name] = {
          open: false,
          items: await ctx.db.all<Name>(sql`select key, name_vi as vi, name_en as en from identity.v_role order by name_vi`),
        };
      else if (name === 'business-type')
        found[name] = {
          open: false,
          items: await ctx.db.all<Name>(
            sql`select code as key, name as vi, name_en as en from procedures.v_business_type order by code`,
          ),
        };
      else if (name === 'permission') found[name] = { open: false, items: permissions(ctx.app) };
      else if (name === 'event') found[name] = { open: true, items: await events(ctx.app) };
      else if (kindsOf(ctx.app).some((kind) => kind.kind === name)) found[name] = { open: false, items: await definitions(name) };
    }
    return { lists: found };
  },
});

/** Every permission that an operation, a kind of definition or a room asks for, with what it is asked for. */
function permissions(app: App): Name[] {
  const found = new Map<string, Text>();
  const add = (may: unknown, title: Text): void => {
    for (const one of [may].flat()) if (typeof one === 'string' && one.includes('.') && !found.has(one)) found.set(one, title);
  };
  for (const module of app.modules) {
    for (const operation of module.operations ?? []) add(operation.may, operation.title);
    for (const kind of module.definitionKinds ?? []) {
      add(kind.editing, { vi: `Soạn: ${kind.title.vi}`, en: `Write: ${kind.title.en}` });
      add(kind.publishing, { vi: `Ban hành: ${kind.title.vi}`, en: `Publish: ${kind.title.en}` });
    }
    for (const room of module.rooms ?? []) add(room.may, room.label);
  }
  return [...found].map(([key, title]) => ({ key, ...title })).sort((a, b) => a.key.localeCompare(b.key));
}

/** Names of events that something listens to. */
async function events(app: App): Promise<Name[]> {
  const found = new Set<string>();
  for (const consumer of app.modules.flatMap((module) => module.consumers ?? []))
    for (const name of typeof consumer.events === 'function' ? await consumer.events(app) : consumer.events) found.add(name);
  return [...found].sort().map((key) => ({ key, vi: key, en: key }));
}
