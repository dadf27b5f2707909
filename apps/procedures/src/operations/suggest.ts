import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { readCatalogue } from '../search/catalogue.ts';
import { byLikeness, byWords } from '../search/find.ts';
import { plain, readQuery } from '../search/words.ts';

/** A few procedures, life events and agencies for what is typed so far. */
export const suggest = query({
  name: 'procedures.suggest',
  title: { vi: 'Gợi ý khi gõ', en: 'Suggestions while typing' },
  input: shape({ q: Type.String({ maxLength: 300 }) }),
  output: shape({
    suggestions: Type.Array(
      shape({
        kind: Type.Union([Type.Literal('procedure'), Type.Literal('agency'), Type.Literal('life-event')]),
        key: Type.String(),
        name: shape({ vi: Type.String(), en: Type.String() }),
        hint: shape({ vi: Type.String(), en: Type.String() }),
      }),
    ),
  }),
  may: 'anyone',
  async run(ctx, { q }) {
    const { synonyms, agencies, lifeEvents } = await readCatalogue(ctx.app);
    const asked = readQuery(q, synonyms, true);
    if (!asked || asked.text.length < 2) return { suggestions: [] };
    let rows = await byWords(ctx.db, asked, {}, 7);
    if (rows.length === 0) rows = await byLikeness(ctx.db, asked, {}, 7);
    const named = <T extends { name: { vi: string; en: string } }>(list: readonly T[]): T[] =>
      list
        .filter(({ name }) => [name.vi, name.en].some((one) => ` ${plain(one)}`.includes(` ${asked.text}`)))
        .slice(0, 2);
    return {
      suggestions: [
        ...named(lifeEvents).map(({ key, name, hint }) => ({ kind: 'life-event' as const, key, name, hint })),
        ...rows.map((row) => ({
          kind: 'procedure' as const,
          key: row.code,
          name: { vi: row.short_name ?? row.name, en: row.short_name ?? row.name },
          hint: { vi: row.agency_vi, en: row.agency_en },
        })),
        ...named(agencies).map(({ key, name, procedures }) => ({
          kind: 'agency' as const,
          key,
          name,
          hint: { vi: `${procedures} thủ tục`, en: `${procedures} procedures` },
        })),
      ].slice(0, 9),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.suggest': typeof suggest;
  }
}
