import type { Lang } from '@dinh/kernel';

/** Why a right to act for somebody ended where nobody has typed a reason: what the database says, in words. */
const reasons: Readonly<Record<string, Record<Lang, string>>> = {
  lapsed: { vi: 'hết thời hạn', en: 'its last day is over' },
  'own-wish': { vi: 'người đó đã đóng tài khoản', en: 'that person has closed their account' },
  death: { vi: 'người đó đã mất', en: 'that person has died' },
};

/** A reason as people read it: in words where the program has given it, else as it was typed. */
export const endReasonText = (reason: string, lang: Lang): string => reasons[reason]?.[lang] ?? reason;

/** Rows whose reasons, where they have one, are in words. */
export const inWords = <T extends { readonly endReason: string | null }>(rows: readonly T[], lang: Lang): T[] =>
  rows.map((row) => ({ ...row, endReason: row.endReason && endReasonText(row.endReason, lang) }));
