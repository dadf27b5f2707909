import { command, shape } from '@dinh/kernel';
import { Type } from 'typebox';
import { refusalType } from '../model/result-type.ts';
import { DossierFacts, draftOf, firstOf, Made, saveSigned } from '../model/make.ts';

/**
 * The head approves: the paper is printed and signed (NĐ 30/2020 Điều 13, NĐ 61/2018 Điều 19). Without a draft the record is
 * made from the form's answers. Called by the one-stop within the step of approval, which has checked that the task is
 * theirs.
 */
export const signResult = command({
  name: 'results.sign-result',
  title: { vi: 'Ký kết quả', en: 'Sign a result' },
  input: shape(DossierFacts),
  output: Made,
  may: 'results.sign-result',
  api: false,
  subject: (input) => `dossier:${input.dossierId}`,
  async run(ctx, input) {
    const existing = await firstOf(ctx, input.dossierId);
    return saveSigned(ctx, await draftOf(ctx, input, existing), 'Phê duyệt kết quả giải quyết thủ tục hành chính');
  },
});

/** The head signs the refusal of a dossier: form 03, numbered, stamped and returned like any result (NĐ 61/2018 Điều 19.8). */
export const signRefusal = command({
  name: 'results.sign-refusal',
  title: { vi: 'Ký phiếu từ chối giải quyết', en: 'Sign a refusal' },
  input: shape({
    ...DossierFacts,
    reason: Type.String({ minLength: 1, maxLength: 4000 }),
    advice: Type.Optional(Type.String({ maxLength: 2000 })),
  }),
  output: Made,
  may: 'results.sign-result',
  api: false,
  subject: (input) => `dossier:${input.dossierId}`,
  async run(ctx, { reason, advice, ...facts }) {
    const existing = await firstOf(ctx, facts.dossierId);
    const making = await draftOf(ctx, { ...facts, type: refusalType }, existing, {
      reason,
      ...(advice && { advice }),
    });
    return saveSigned(ctx, making, 'Từ chối giải quyết hồ sơ');
  },
});
