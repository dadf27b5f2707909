import { command, isDuplicate, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { ratedAlready } from '../errors.ts';
import { lockDossier, mustBe } from '../model/dossier.ts';
import { Status } from '../model/status.ts';

const Stars = Type.Integer({ minimum: 1, maximum: 5 });

/** The applicant rates the dossier, the agency and the official, once (A2; NĐ 61/2018 Điều 29–31). */
export const rateDossier = command({
  name: 'one-stop.rate-dossier',
  title: { vi: 'Đánh giá', en: 'Rate' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    dossier: Stars,
    agency: Stars,
    official: Stars,
    comment: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: shape({}),
  may: 'signed-in',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.rate-dossier');
    mustBe(dossier, Status.settled, Status.returned, Status.notAccepted);
    try {
      await ctx.db.run(
        sql`insert into one_stop.rating (dossier_id, unit_id, dossier, agency, official, comment, at)
            values (${dossier.id}, ${dossier.unitId}, ${input.dossier}, ${input.agency}, ${input.official}, ${input.comment ?? null}, ${ctx.now})`,
      );
    } catch (error) {
      if (isDuplicate(error)) throw ratedAlready();
      throw error;
    }
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.rate-dossier': typeof rateDossier;
  }
}
