import { command, localDate, shape, sql, startOfDay } from '@dinh/kernel';
import { Type } from 'typebox';
import { dossierNotFound, visitPassed } from '../errors.ts';
import { lockDossier, mustBe } from '../model/dossier.ts';
import { recordAct } from '../model/history.ts';
import { Status } from '../model/status.ts';
import { dayText, momentText, tellApplicant } from '../model/tell.ts';

/** A visit to verify: when, where, who comes, about what; the applicant is told before (NĐ 61/2018 Điều 19.3). @throws visitPassed */
export const arrangeVisit = command({
  name: 'one-stop.arrange-visit',
  title: { vi: 'Lên lịch xác minh', en: 'Arrange a visit' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    at: Type.String({ format: 'date-time' }),
    place: Type.String({ minLength: 1, maxLength: 500 }),
    people: Type.String({ minLength: 1, maxLength: 1000 }),
    subject: Type.String({ minLength: 1, maxLength: 2000 }),
  }),
  output: shape({ visitId: Type.String() }),
  may: 'one-stop.arrange-visit',
  subject: (input) => `dossier:${input.id}`,
  async run(ctx, input) {
    const dossier = await lockDossier(ctx, input.id, 'one-stop.view-dossier');
    mustBe(dossier, Status.accepted, Status.settling);
    const visitId = ctx.newId();
    const at = new Date(input.at);
    if (at < startOfDay(localDate(ctx.now))) throw visitPassed({ today: dayText(ctx.now) });
    ctx.db.send(
      sql`insert into one_stop.visit (id, dossier_id, at, place, people, subject, arranged_at, arranged_by)
          values (${visitId}, ${dossier.id}, ${at}, ${input.place}, ${input.people}, ${input.subject}, ${ctx.now}, ${ctx.principal.id})`,
    );
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'visit-arranged',
      status: dossier.status,
      unitId: dossier.unitId,
      comment: input.subject,
      data: { at, place: input.place, people: input.people },
    });
    await tellApplicant(ctx, dossier, 'visit-arranged', {
      at: momentText(at),
      place: input.place,
      people: input.people,
      subject: input.subject,
    });
    return { visitId };
  },
});

/** What the visit found; kept with the dossier. */
export const reportVisit = command({
  name: 'one-stop.report-visit',
  title: { vi: 'Ghi biên bản xác minh', en: 'Report a visit' },
  input: shape({
    visitId: Type.String({ format: 'uuid' }),
    finding: Type.Union([Type.Literal('in-order'), Type.Literal('not-in-order')]),
    report: Type.String({ minLength: 1, maxLength: 10_000 }),
  }),
  output: shape({}),
  may: 'one-stop.arrange-visit',
  async run(ctx, input) {
    const visit = await ctx.db.maybe<{ dossier_id: string }>(
      sql`select dossier_id from one_stop.visit where id = ${input.visitId} and reported_at is null for update`,
    );
    if (!visit) throw dossierNotFound();
    ctx.subject(`dossier:${visit.dossier_id}`);
    const dossier = await lockDossier(ctx, visit.dossier_id, 'one-stop.view-dossier');
    ctx.db.send(
      sql`update one_stop.visit set reported_at = ${ctx.now}, report = ${input.report}, finding = ${input.finding} where id = ${input.visitId}`,
    );
    recordAct(ctx, {
      dossierId: dossier.id,
      act: 'visit-reported',
      status: dossier.status,
      unitId: dossier.unitId,
      comment: input.report,
      data: { finding: input.finding },
      public: false,
    });
    return {};
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.arrange-visit': typeof arrangeVisit;
    'one-stop.report-visit': typeof reportVisit;
  }
}
