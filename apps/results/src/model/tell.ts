import { type CommandContext, type Lang, sql } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import type { Result } from './result.ts';

export type Change = 'corrected' | 'replaced' | 'revoked';

const what = {
  corrected: { vi: 'đính chính', en: 'it was corrected' },
  replaced: { vi: 'thay thế bằng bản khác', en: 'it was replaced' },
  revoked: { vi: 'thu hồi, không còn giá trị', en: 'it was revoked and is no longer valid' },
} satisfies Record<Change, Record<Lang, string>>;

/** Tells the holder, and whoever filed for them, that their result has changed and why (NĐ 61/2018 Điều 21.1). */
export async function tellOfChange(
  ctx: CommandContext,
  result: Result,
  change: Change,
  reason: string,
): Promise<void> {
  const ids = [...new Set([result.holderId, result.applicantId].filter((id) => id !== null))];
  const persons = await ctx.db.all<{
    id: string;
    name: string;
    email: string | null;
    phone: string | null;
    locale: Lang;
  }>(sql`select id, name, email, phone, locale from identity.v_person where id = any(${ids}::uuid[])`);
  for (const { id, name, email, phone, locale } of persons)
    await notify(ctx, {
      template: 'result-changed',
      to: { name, personId: id, email, phone, lang: locale },
      data: { number: result.number ?? '', what: what[change][locale], reason },
      about: `result:${result.id}`,
      link: `/ket-qua/${result.id}`,
    });
}
