import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { moment, nullable } from '../../fields.ts';
import { providersOf } from '../definition.ts';
import { awayNow } from '../ways.ts';

/** Through whom one may sign in besides us, whether they answer, and whether the account of whoever asks is linked there. */
export const listUpstreams = query({
  name: 'identity.list-upstreams',
  title: { vi: 'Các nguồn định danh', en: 'Identity providers' },
  may: 'anyone',
  input: shape({}),
  output: shape({
    providers: Type.Array(
      shape({
        key: Type.String(),
        name: shape({ vi: Type.String(), en: Type.String() }),
        /** When it was asked last, while it does not answer. */
        awaySince: nullable(moment),
        /** Kinds of people who come in by it alone. */
        onlyWayFor: Type.Array(Type.String()),
        linked: nullable(shape({ at: moment, usedAt: moment })),
      }),
    ),
  }),
  async run(ctx) {
    const providers = await providersOf(ctx);
    if (providers.length === 0) return { providers: [] };
    const own = ctx.principal.kind === 'person';
    const [away, mine] = await Promise.all([
      awayNow(ctx),
      own
        ? ctx.db.all<{ provider: string; at: Date; usedAt: Date }>(
            sql`select provider, linked_at as at, last_used_at as "usedAt" from identity.upstream_link where person_id = ${ctx.principal.id}`,
          )
        : [],
    ]);
    return {
      providers: providers.map(({ key, name, onlyWayFor }) => {
        const link = mine.find(({ provider }) => provider === key);
        return {
          key,
          name,
          awaySince: away.get(key) ?? null,
          onlyWayFor,
          linked: link ? { at: link.at, usedAt: link.usedAt } : null,
        };
      }),
    };
  },
});
