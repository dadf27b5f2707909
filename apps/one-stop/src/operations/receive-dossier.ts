import { command, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { applicantUnknown, notYourDesk } from '../errors.ts';
import { lockDossier } from '../model/dossier.ts';
import { accept, Accepted, FeeInput } from './accept-dossier.ts';
import { fileDossier, NewDossier } from './submit-dossier.ts';

/**
 * Receives a dossier that comes on paper, over the counter or by post: filed and accepted in one act, with its code and
 * receipt (D1; NĐ 61/2018 Điều 17.1).
 * @throws applicantUnknown nobody in the directory has that id; notYourDesk it is received elsewhere
 */
export const receiveDossier = command({
  name: 'one-stop.receive-dossier',
  title: { vi: 'Tiếp nhận hồ sơ giấy', en: 'Receive a paper dossier' },
  input: shape({
    ...NewDossier.properties,
    channel: Type.Union([Type.Literal('counter'), Type.Literal('post')]),
    applicantId: Type.Optional(
      Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
        description: 'the person in the directory, when known',
      }),
    ),
    ...FeeInput,
    receipt: Type.Optional(Type.Boolean()),
    note: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: Accepted,
  may: 'one-stop.receive-dossier',
  onDuplicate: ['dossier_draft_key_key'],
  subject: (_input, output) => `dossier:${output.id}`,
  async run(ctx, input) {
    const { channel, applicantId, feeTaken, feeWaived, receipt, note, ...dossier } = input;
    const { desk, mine } = await ctx.call('one-stop.receiving-desk', { procedure: input.procedure });
    if (!mine) throw notYourDesk({ deskVi: desk.vi, deskEn: desk.en });
    const filed = await fileDossier(ctx, { ...dossier, payAtDesk: true }, channel, applicantId ?? null);
    const before = await ctx.db.maybe<{ id: string; code: string; due_at: Date }>(
      sql`select id, code, due_at from one_stop.dossier where id = ${filed.id} and code is not null`,
    );
    if (before) return { id: before.id, code: before.code, dueAt: before.due_at }; // sent twice: it was received already
    const received = await lockDossier(ctx, filed.id, 'one-stop.receive-dossier');
    if (applicantId && !(await ctx.db.maybe(sql`select from identity.v_person where id = ${applicantId}`)))
      throw applicantUnknown();
    const { code, ...accepted } = await accept(ctx, received, { note, feeTaken, feeWaived, receipt });
    return { ...accepted, code: await code };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.receive-dossier': typeof receiveDossier;
  }
}
