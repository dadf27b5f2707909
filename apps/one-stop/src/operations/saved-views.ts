import { clean, command, query, shape, sql, notFound } from '@dinh/kernel';
import { Type } from 'typebox';

const View = shape({ id: Type.String(), name: Type.String(), query: Type.String() });

/** The filters that an official keeps under a name of their own. */
export const listViews = query({
  name: 'one-stop.list-views',
  title: { vi: 'Bộ lọc đã lưu', en: 'Saved views' },
  input: shape({}),
  output: shape({ views: Type.Array(View) }),
  may: 'one-stop.view-dossier',
  async run(ctx) {
    const views = await ctx.db.all<{ id: string; name: string; query: string }>(
      sql`select id, name, query from one_stop.saved_view where person_id = ${ctx.principal.id} order by ordinal, name limit 30`,
    );
    return { views };
  },
});

/** Keeps a filter; the same name again replaces what it stood for. */
export const saveView = command({
  name: 'one-stop.save-view',
  title: { vi: 'Lưu bộ lọc', en: 'Save a view' },
  input: shape({
    name: Type.String({ minLength: 1, maxLength: 60, pattern: '\\S' }),
    query: Type.String({ maxLength: 1000, description: 'query string of the desk' }),
  }),
  output: shape({ id: Type.String() }),
  may: 'one-stop.view-dossier',
  async run(ctx, input) {
    return ctx.db.one<{ id: string }>(
      sql`insert into one_stop.saved_view (id, person_id, name, query, ordinal)
          select ${ctx.newId()}, ${ctx.principal.id}, ${clean(input.name)}, ${input.query}, coalesce(max(ordinal), 0) + 1 from one_stop.saved_view where person_id = ${ctx.principal.id}
          on conflict (person_id, name) do update set query = excluded.query returning id`,
    );
  },
});

export const removeView = command({
  name: 'one-stop.remove-view',
  title: { vi: 'Xóa bộ lọc đã lưu', en: 'Remove a saved view' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({}),
  may: 'one-stop.view-dossier',
  async run(ctx, input) {
    const removed = await ctx.db.run(
      sql`delete from one_stop.saved_view where id = ${input.id} and person_id = ${ctx.principal.id}`,
    );
    if (removed === 0) throw notFound();
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.list-views': typeof listViews;
    'one-stop.save-view': typeof saveView;
    'one-stop.remove-view': typeof removeView;
  }
}
