import { isUuid, openKind, sql } from '@dinh/kernel';

/** A version of a definition, by its id or by kind and key (`form/building-permit`, the latest). */
export const definitionKind = openKind(
  {
    kind: 'definition',
    name: { vi: 'Định nghĩa trong xưởng', en: 'Definition in the studio' },
    from: sql.raw('kernel.v_definition d'),
    id: sql.raw('d.id'),
    async find(db, text) {
      const [kind = '', key = ''] = text.split('/');
      const found = await db.maybe<{ id: string; kind: string; key: string; version: number }>(
        sql`select d.id, d.kind, d.key, d.version from kernel.v_definition d
            where ${isUuid(text) ? sql`d.id = ${text}::uuid` : sql`d.kind = ${kind} and d.key = ${key}`} order by d.version desc limit 1`,
      );
      if (!found) return undefined;
      const title = `${found.kind} ${found.key}, ${found.version}`;
      return { id: found.id, title: { vi: title, en: title }, href: `/studio/${found.kind}/${found.key}` };
    },
  },
  'studio.view-definition',
);
