import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { FoundLine, foundLines, Narrowing, nextCursor, readCursor } from '../search/line.ts';
import { readCatalogue } from '../search/catalogue.ts';
import { byLikeness, byMost, byWords, type Scored, seek } from '../search/find.ts';

/** With fewer hits than these, names that are merely alike are looked for too, and then those that hold most words. */
const tooFew = 3;

/**
 * Finds procedures by what people type: without accents, by what they call it, with a typo (F1). Words first; names
 * that are merely alike, or hold most of the words, are shown, and said to be so, only when words find too little.
 */
export const search = query({
  name: 'procedures.search',
  title: { vi: 'Tìm thủ tục', en: 'Find a procedure' },
  description: {
    vi: 'Gõ có dấu hay không dấu, theo cách gọi thông thường, hoặc gõ mã thủ tục.',
    en: 'Type with or without accents, in everyday words, or the code of a procedure.',
  },
  input: shape({
    q: Type.Optional(Type.String({ maxLength: 300 })),
    ...Narrowing,
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
    cursor: Type.Optional(Type.String({ maxLength: 200 })),
  }),
  output: shape({
    procedures: Type.Array(FoundLine),
    total: Type.Integer(),
    next: Type.Union([Type.String(), Type.Null()]),
    /** Nothing, or nearly nothing, matched word for word: these are alike. */
    alike: Type.Boolean(),
  }),
  may: 'anyone',
  async run(ctx, { q = '', limit = 20, cursor, ...filters }) {
    const catalogue = await readCatalogue(ctx.app);
    const sought = seek(catalogue, q);
    if (!sought && q.trim() !== '') return { procedures: [], total: 0, next: null, alike: false };
    const { found, total } = byWords(catalogue, sought, filters, limit, readCursor(cursor));
    const lines = (all: readonly Scored[]) =>
      foundLines(
        catalogue.index,
        all.map(({ entry }) => entry),
        sought,
      );
    if (sought && !cursor && found.length < tooFew) {
      const all = [...found];
      const more = (others: readonly Scored[]) => {
        for (const one of others) if (all.length < limit && !all.some(({ entry }) => entry === one.entry)) all.push(one);
      };
      more(byLikeness(catalogue, sought, filters, limit));
      if (all.length < tooFew) more(byMost(catalogue, sought, filters, Math.min(limit, 10)));
      return {
        procedures: lines(all),
        total: all.length,
        next: null,
        alike: found.length === 0 && all.length > 0,
      };
    }
    return { procedures: lines(found), total, next: nextCursor(found, limit), alike: false };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.search': typeof search;
  }
}
