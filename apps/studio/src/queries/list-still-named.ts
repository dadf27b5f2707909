import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { uuid } from '../fields.ts';
import { kindsOf, mayEdit } from '../model/kinds.ts';
import { lookForNames } from '../model/still-named.ts';
import { namesOn } from './title-sql.ts';

const words = shape({ vi: Type.String(), en: Type.String() });

/**
 * What of the pack names units, in its texts, as they are called no longer from the day of a plan of reorganisation on: how
 * often that would be replaced, what is left for somebody to look at, and whether a draft is open.
 */
export const listStillNamed = query({
  name: 'studio.list-still-named',
  title: { vi: 'Nội dung còn nêu tên đơn vị cũ', en: 'What still names units as they were called' },
  may: 'studio.view-definition',
  input: shape({ succession: uuid }),
  output: shape({
    title: words,
    /** The day from which drafts would hold. */
    day: Type.String(),
    /** The plan has a day; drafts wait for it. */
    dated: Type.Boolean(),
    items: Type.Array(
      shape({
        kind: Type.String(),
        key: Type.String(),
        name: words,
        replaced: Type.Integer(),
        /** The words around each name that stays. */
        left: Type.Array(Type.String()),
        /** The one who asks may write it. */
        mine: Type.Boolean(),
        /** The latest open draft. */
        draft: Type.Union([shape({ id: uuid, state: Type.String() }), Type.Null()]),
      }),
    ),
  }),
  async run(ctx, { succession }) {
    const { title, day, dated, found } = await lookForNames(ctx, succession);
    const [names, drafts] = await Promise.all([
      namesOn(
        ctx.db,
        day,
        found.map(({ definition }) => definition),
      ),
      ctx.db.all<{ id: string; kind: string; key: string; state: string }>(
        sql`select distinct on (s.kind, s.key) s.id, s.kind, s.key, s.state from studio.draft s
            where s.state in ('writing', 'waiting') order by s.kind, s.key, s.changed_at desc, s.id`,
      ),
    ]);
    const kinds = new Map(kindsOf(ctx.app).map((kind) => [kind.kind, kind]));
    return {
      title,
      day,
      dated,
      items: found.map(({ definition: { kind, key }, replaced, left }) => {
        const draft = drafts.find((one) => one.kind === kind && one.key === key);
        const known = kinds.get(kind);
        return {
          kind,
          key,
          name: names.get(`${kind} ${key}`) ?? { vi: key, en: key },
          replaced,
          left: [...left],
          mine: known !== undefined && mayEdit(ctx.principal, known),
          draft: draft ? { id: draft.id, state: draft.state } : null,
        };
      }),
    };
  },
});
