import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { definitionMissing } from '../errors.ts';
import { DraftLine, keyName, kindName, uuid, VersionLine } from '../fields.ts';
import { draftColumns } from '../model/draft.ts';
import { kindNamed } from '../model/kinds.ts';
import { titleSql } from './title-sql.ts';

const d = sql.raw('d');

/** All versions of one definition, newest first, and the drafts that are open on it. */
export const viewDefinition = query({
  name: 'studio.view-definition',
  title: { vi: 'Xem một nội dung và các phiên bản', en: 'See a definition and its versions' },
  may: 'studio.view-definition',
  input: shape({ kind: kindName, key: keyName }),
  output: shape({
    title: shape({ vi: Type.String(), en: Type.String() }),
    versions: Type.Array(VersionLine),
    drafts: Type.Array(DraftLine),
  }),
  async run(ctx, { kind, key }) {
    const [versions, drafts] = await Promise.all([
      ctx.db.all<{ title: { vi: string; en: string } }>(
        sql`select d.id, d.version, d.effective_from as "effectiveFrom", d.effective_to as "effectiveTo", d.origin, d.source,
                   d.created_at as "createdAt", p.name as author, ${titleSql(d)} as title
            from kernel.v_definition d left join identity.v_person p on p.id = d.created_by
            where d.kind = ${kind} and d.key = ${key} order by d.version desc limit 500`,
      ),
      ctx.db.all<never>(
        sql`select ${draftColumns} from studio.draft s join identity.v_person p on p.id = s.author_id
            where s.kind = ${kind} and s.key = ${key} order by s.changed_at desc limit 50`,
      ),
    ]);
    if (versions.length === 0 && drafts.length === 0) throw definitionMissing();
    const own = versions[0]?.title;
    // What has no name of its own is called by its kind; the key stands beside it.
    const title = own && own.vi !== key ? own : kindNamed(ctx.app, kind).title;
    return { title, versions: versions.map(({ title: _title, ...rest }) => rest) as never, drafts };
  },
});

/** One version with its body. */
export const viewVersion = query({
  name: 'studio.view-version',
  title: { vi: 'Xem một phiên bản', en: 'See one version' },
  may: 'studio.view-definition',
  input: shape({ id: uuid }),
  output: shape({
    id: uuid,
    kind: Type.String(),
    key: Type.String(),
    version: Type.Integer(),
    effectiveFrom: Type.String(),
    effectiveTo: Type.Union([Type.String(), Type.Null()]),
    origin: Type.String(),
    source: Type.String(),
    body: Type.Unknown(),
  }),
  async run(ctx, { id }) {
    const found = await ctx.app.definitions.byId(id);
    if (!found) throw definitionMissing();
    return found as never;
  },
});
