import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { type Door, readCatalogue } from '../search/catalogue.ts';
import { byLikeness, byMost, byWords, seek } from '../search/find.ts';

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
    const catalogue = await readCatalogue(ctx.app);
    const sought = seek(catalogue, q, true);
    if (!sought || sought.text.length < 2) return { suggestions: [] };
    let { found } = byWords(catalogue, sought, {}, 7);
    if (found.length === 0) found = byLikeness(catalogue, sought, {}, 7);
    if (found.length === 0) found = byMost(catalogue, sought, {}, 7);
    const named = (wanted: Door['kind']) =>
      catalogue.doors
        .filter((door) => door.kind === wanted && door.plain.some((name) => name.includes(` ${sought.text}`)))
        .slice(0, 2)
        .map(({ kind, key, name, hint }) => ({ kind, key, name, hint }));
    return {
      suggestions: [
        ...named('life-event'),
        ...found.map(({ entry: { shown } }) => ({
          kind: 'procedure' as const,
          key: shown.code,
          name: { vi: shown.shortName ?? shown.name, en: shown.shortName ?? shown.name },
          hint: shown.agency.name,
        })),
        ...named('agency'),
      ].slice(0, 9),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.suggest': typeof suggest;
  }
}
