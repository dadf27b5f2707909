import { type CommandContext, type Lang, sql } from '@dinh/kernel';
import { notify } from '@dinh/notify';
import type { Result } from './result.ts';

export type Change = 'corrected' | 'replaced' | 'revoked';

const what = {
  corrected: { vi: 'đính chính', en: 'it was corrected' },
  replaced: { vi: 'thay thế bằng bản khác', en: 'it was replaced' },
  revoked: { vi: 'thu hồi, không còn giá trị', en: 'it was revoked and is no longer valid' },
} satisfies Record<Change, Record<Lang, string>>;

const anew = {
  correction: { vi: 'đính chính', en: 'The corrected paper' },
  replacement: { vi: 'thay thế', en: 'The paper in its place' },
} satisfies Record<string, Record<Lang, string>>;

/** Tells them that the paper which corrects or replaces theirs is in force. */
export async function tellOfNew(ctx: CommandContext, result: Result, kind: keyof typeof anew, number: string): Promise<void> {
  await tellHolders(ctx, result, 'result-issued-anew', (lang) => ({ number, what: anew[kind][lang] }));
}

/** Tells the holder, and whoever filed for them, that their result has changed and why (NĐ 61/2018 Điều 21.1). */
export async function tellOfChange(ctx: CommandContext, result: Result, change: Change, reason: string): Promise<void> {
  await tellHolders(ctx, result, 'result-changed', (lang) => ({
    number: result.number ?? '',
    what: what[change][lang],
    reason,
  }));
}

async function tellHolders(
  ctx: CommandContext,
  result: Result,
  template: string,
  data: (lang: Lang) => Record<string, string>,
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
      template,
      to: { name, personId: id, email, phone, lang: locale },
      data: data(locale),
      about: `result:${result.id}`,
      link: `/ket-qua/${result.id}`,
    });
}
