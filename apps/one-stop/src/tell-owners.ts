import { type Consumer, type ConsumerContext, type Notice, sql } from '@dinh/kernel';
import { notifyAll } from '@dinh/notify';
import { timeAndDayText } from './model/day-text.ts';
import type { Dossier } from './model/dossier.ts';
import { Status } from './model/status.ts';
import { applicantNotices, ownersActedFor } from './model/tell.ts';

/** In whose name somebody else has filed hears of it, so that nothing is done for them that they do not know of. */
export async function forOwners(
  ctx: Pick<ConsumerContext, 'db' | 'now'>,
  dossiers: readonly Pick<Dossier, 'id' | 'reference' | 'title' | 'submittedAt' | 'authorityId'>[],
): Promise<Notice[]> {
  const byId = new Map(dossiers.map((one) => [one.id, one]));
  return (await ownersActedFor(ctx, dossiers)).map(({ dossier, agent, ...to }) => {
    const { reference, title, submittedAt } = byId.get(dossier)!;
    return {
      template: 'dossier-filed-for-you',
      to,
      data: { agent, reference, title, at: timeAndDayText(submittedAt) },
      about: `dossier:${dossier}`,
      link: `/ho-so/${reference}`,
    };
  });
}

/**
 * When an authority has ended, dossiers filed under it may wait for what only whoever acted was asked for: their owners hear of
 * it, of a business those who may follow its dossiers.
 */
export const waitsForOwner: Consumer = {
  name: 'one-stop.tell-waits',
  events: ['identity.authority-ended', 'identity.representative-ended'],
  async handle(ctx, event) {
    const waiting = await ctx.db.all<Waiting>(
      sql`select d.id, d.code, d.reference, d.title, d.contact, d.applicant_id as "applicantId", d.authority_id as "authorityId", d.status
          from one_stop.dossier d
          where d.authority_id = ${event.key}::uuid and (d.status in (${Status.supplement}, ${Status.duty}) or d.status = ${Status.filed} and d.fee_state = 'due')
          order by d.id`,
    );
    await notifyAll(ctx, await applicantNotices(ctx, 'dossier-waits-for-you', waiting, ({ status }) => whatWaits(status)));
  },
};

interface Waiting extends Pick<
  Dossier,
  'id' | 'code' | 'reference' | 'title' | 'contact' | 'applicantId' | 'authorityId' | 'status'
> {}

const whatWaits = (status: number): Record<'what' | 'whatEn', string> =>
  status === Status.supplement
    ? { what: 'bổ sung giấy tờ được yêu cầu', whatEn: 'the papers that were asked for' }
    : status === Status.duty
      ? { what: 'thực hiện nghĩa vụ tài chính', whatEn: 'a financial duty to be paid' }
      : { what: 'nộp phí, lệ phí', whatEn: 'the fee to be paid' };
