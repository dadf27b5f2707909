import { localDate, query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { procedureNotFound } from '../errors.ts';

/** All versions of a procedure, newest first, with the days on which each holds. */
export const listVersions = query({
  name: 'procedures.list-versions',
  title: { vi: 'Các phiên bản của thủ tục', en: 'Versions of a procedure' },
  input: shape({ code: Type.String({ minLength: 1, maxLength: 40 }) }),
  output: shape({
    versions: Type.Array(
      shape({
        versionId: Type.String(),
        version: Type.Integer(),
        effectiveFrom: Type.String(),
        effectiveTo: Type.Union([Type.String(), Type.Null()], {
          description: 'first day on which it holds no more',
        }),
        origin: Type.String(),
      }),
    ),
  }),
  may: 'anyone',
  async run(ctx, { code }) {
    const found = await ctx.app.definitions.history('procedure', code);
    if (found.length === 0) throw procedureNotFound({ code, day: localDate(ctx.now) });
    return {
      versions: found.map(({ id, version, effectiveFrom, effectiveTo, origin }) => ({
        versionId: id,
        version,
        effectiveFrom,
        effectiveTo,
        origin,
      })),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.list-versions': typeof listVersions;
  }
}
