import { query, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { ProcedureVersion } from '../model.ts';
import { procedureVersion } from '../queries/procedure-version.ts';

/** A procedure as it stands on a day (today when not said), whole: components, limit, fee, steps, legal bases (F2). */
export const viewProcedure = query({
  name: 'procedures.view-procedure',
  title: { vi: 'Xem thủ tục', en: 'View a procedure' },
  input: shape({
    code: Type.String({ minLength: 1, maxLength: 40 }),
    day: Type.Optional(Type.String({ format: 'date', description: 'YYYY-MM-DD' })),
  }),
  output: ProcedureVersion,
  may: 'anyone',
  run: (ctx, input) => procedureVersion(ctx, input),
});

/** The very version that a dossier keeps. */
export const viewVersion = query({
  name: 'procedures.view-version',
  title: { vi: 'Xem phiên bản thủ tục', en: 'View a version of a procedure' },
  input: shape({ versionId: Type.String({ format: 'uuid' }) }),
  output: ProcedureVersion,
  may: 'anyone',
  run: (ctx, input) => procedureVersion(ctx, input),
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.view-procedure': typeof viewProcedure;
    'procedures.view-version': typeof viewVersion;
  }
}
