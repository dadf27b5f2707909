import { localDate, query, shape, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { draftsOf, isOver, readDraft } from '../model/draft.ts';

const Summary = shape({
  id: Type.String(),
  procedure: Type.String(),
  title: Type.String(),
  titleEn: Type.Union([Type.String(), Type.Null()], { description: 'null where there are no English words' }),
  page: Type.Union([Type.String(), Type.Null()]),
  behalfOf: Type.Union([Type.String(), Type.Null()], {
    description: 'for whom it is, while one may act for them',
  }),
  over: Type.Boolean({ description: 'the authority under which it was begun holds no more' }),
  createdAt: Type.Any(),
  updatedAt: Type.Any(),
});

/** The signed-in person's drafts, the last touched first; the same on every device (S1). */
export const listDrafts = query({
  name: 'services.list-drafts',
  title: { vi: 'Bản nháp của tôi', en: 'My drafts' },
  input: shape({ procedure: Type.Optional(Type.String({ maxLength: 40 })) }),
  output: shape({ drafts: Type.Array(Summary) }),
  may: 'signed-in',
  async run(ctx, input) {
    const drafts = await draftsOf(ctx.db, ctx.principal.id, input.procedure);
    const today = localDate(ctx.now);
    // Definitions are kept in memory: no statement for each.
    const english = async (code: string): Promise<string | null> =>
      (await ctx.app.definitions.at<{ shortName?: Text }>('procedure', code, today))?.body.shortName?.en ?? null;
    return {
      drafts: await Promise.all(
        drafts.map(async (draft) => {
          const { id, procedureCode, title, page, createdAt, updatedAt } = draft;
          const over = isOver(ctx.principal, draft);
          const authority = ctx.principal.authorities?.find((one) => one.id === draft.authorityId);
          return {
            id,
            procedure: procedureCode,
            title,
            titleEn: await english(procedureCode),
            page,
            behalfOf: over ? null : (authority?.name ?? null),
            over,
            createdAt,
            updatedAt,
          };
        }),
      ),
    };
  },
});

/** A draft with its answers and components. */
export const viewDraft = query({
  name: 'services.view-draft',
  title: { vi: 'Xem bản nháp', en: 'View a draft' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: Type.Any(),
  may: 'signed-in',
  run: (ctx, input) => readDraft(ctx, input.id),
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'services.list-drafts': typeof listDrafts;
    'services.view-draft': typeof viewDraft;
  }
}
