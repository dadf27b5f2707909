import { type Call, type Consumer, type ConsumerContext, type Event, sql, systemPrincipal } from '@dinh/kernel';
import { notifyAll } from '@dinh/notify';
import { refundPayment } from '@dinh/payments';
import type { Dossier } from './model/dossier.ts';
import { timeAndDayText } from './model/day-text.ts';
import { theProgram } from './model/history.ts';
import { applicantNotices, dayText } from './model/tell.ts';
import { forOwners, waitsForOwner } from './tell-owners.ts';
import { paymentRefunded, paymentSettled } from './operations/payment-settled.ts';

/**
 * A payment has come through, or its money has gone back: the dossier knows, and a clock that stood still for it goes on. The
 * operation runs inside the consumer's own transaction, so that effect and position commit together.
 */
const payments: Consumer = {
  name: 'one-stop.payments',
  events: ['payments.payment-paid', 'payments.payment-refunded'],
  async handle(ctx, event) {
    const [kind, id] = String(event.data['subject']).split(':');
    if (kind !== 'dossier' || !id) return;
    const input = {
      id,
      purpose: String(event.data['purpose']),
      occasion: Number(event.data['occasion'] ?? 1),
      amount: Number(event.data['amount']),
      ref: String(event.data['ref'] ?? ''),
    };
    const paid = event.name === 'payments.payment-paid';
    await ctx.run(paid ? paymentSettled : paymentRefunded, input, callOf(event));
  },
};

/** The consumers act as the program itself, under the number of the request that caused the event. */
const callOf = (event: Event): Call => ({
  principal: systemPrincipal('one-stop'),
  lang: 'vi',
  origin: { channel: 'job', trace: event.trace ?? 'event' },
});

type Told = Pick<Dossier, 'id' | 'code' | 'reference' | 'title' | 'contact' | 'applicantId' | 'authorityId'> &
  Pick<Dossier, 'submittedAt' | 'channel'>;

/** The dossiers that events are about, by their ids. */
async function dossiersOf({ db }: Pick<ConsumerContext, 'db'>, events: readonly Event[]): Promise<Map<string, Told>> {
  const rows = await db.all<Told>(
    sql`select id, code, reference, title, contact, applicant_id as "applicantId", authority_id as "authorityId", submitted_at as "submittedAt", channel
        from one_stop.dossier where id = any(${events.map((event) => event.key)}::uuid[])`,
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** The applicant hears that the dossier has arrived. */
const filed: Consumer = {
  name: 'one-stop.tell-filed',
  events: ['one-stop.dossier-filed'],
  async handleAll(ctx, events) {
    const dossiers = await dossiersOf(ctx, events);
    const online = events.map(({ key }) => dossiers.get(key)!).filter((d) => d?.channel === 'online');
    const notices = await applicantNotices(ctx, 'dossier-filed', online, ({ submittedAt }) => ({
      at: timeAndDayText(submittedAt),
    }));
    // No SMS for what they have just done themselves.
    await notifyAll(ctx, [
      ...notices.map(({ to, ...notice }) => ({ ...notice, to: { ...to, phone: null } })),
      ...(await forOwners(ctx, online)),
    ]);
  },
};

/** The applicant hears of the code and the date of return; here and not with the acceptance, whose counter others wait for. */
const accepted: Consumer = {
  name: 'one-stop.tell-accepted',
  events: ['one-stop.dossier-accepted'],
  async handleAll(ctx, events) {
    const dossiers = await dossiersOf(ctx, events);
    const due = new Map(events.map(({ key, data }) => [key, dayText(new Date(String(data['dueAt'])))]));
    const told = events.map(({ key }) => dossiers.get(key)!);
    await notifyAll(ctx, await applicantNotices(ctx, 'dossier-accepted', told, ({ id }) => ({ due: due.get(id)! })));
  },
};

/** A dossier that was never accepted costs nothing: what was paid goes back. */
const refunds: Consumer = {
  name: 'one-stop.refunds',
  events: ['one-stop.dossier-refused', 'one-stop.dossier-withdrawn'],
  async handle(ctx, event) {
    if (event.data['accepted'] === true) return; // work has begun: the fee is owed (Luật Phí và lệ phí 97/2015/QH13 Điều 14)
    const paid = await ctx.db.all<{ id: string }>(
      sql`select id from payments.v_payment where subject = ${`dossier:${event.key}`} and state = 'paid'`,
    );
    for (const { id } of paid) {
      await ctx.run(refundPayment, { id, reason: 'Hồ sơ không được tiếp nhận' }, callOf(event));
      ctx.db.send(sql`update one_stop.dossier set fee_state = 'refunded' where id = ${event.key}`);
    }
  },
};

/** The clerk who issued a result hears that the paper which corrects or replaces it waits to be stamped: it is no step of the dossier. */
const toStamp: Consumer = {
  name: 'one-stop.tell-clerk',
  events: ['results.result-changed'],
  async handle(ctx, { data }) {
    const next = data['replacedBy'];
    if (typeof next !== 'string') return;
    const clerk = await ctx.db.maybe<{ id: string; name: string }>(
      sql`select p.id, p.name from process.v_task t join identity.v_person p on p.id = t.completed_by
          where t.business_key = ${String(data['dossierId'])} and t.outcome = 'issue' and t.state = 'done' order by t.ended_at desc limit 1`,
    );
    if (!clerk) return;
    await notifyAll(ctx, [
      {
        template: 'result-to-stamp',
        to: { name: clerk.name, personId: clerk.id },
        data: {
          number: String(data['number'] ?? ''),
          what: data['how'] === 'corrected' ? 'đính chính' : 'thay thế',
        },
        about: `result:${next}`,
        link: `/ban-lam-viec/ket-qua/${next}`,
      },
    ]);
  },
};

/** Whoever settles a dossier is told that a party to it has closed their account, or has died. */
const closed: Consumer = {
  name: 'one-stop.note-closed',
  events: ['identity.person-closed'],
  async handle(ctx, event) {
    const open = await ctx.db.all<{ id: string; status: number; units: number[] }>(
      sql`select id, status, units from one_stop.dossier
          where (applicant_id = ${event.key} or owner_id = ${event.key}) and status in (1, 2, 4, 5, 6, 9) order by id for update`,
    );
    for (const { id, status, units } of open) {
      ctx.db.send(
        sql`insert into one_stop.history (dossier_id, number, at, act, status, person_name, comment, data, public)
            select ${id}, coalesce(max(number), 0) + 1, ${ctx.now}, 'party-closed', ${status}::smallint, ${theProgram.vi}, ${closedWords[String(event.data['as'])] ?? ''}, ${JSON.stringify(event.data)}::jsonb, false
            from one_stop.history where dossier_id = ${id}`,
      );
      ctx.emit({
        name: 'one-stop.party-closed',
        key: id,
        topics: [`dossier:${id}`, ...units.map((unit) => `unit:${unit}`)],
        data: event.data,
      });
    }
  },
};

const closedWords: Record<string, string> = {
  'own-wish': 'Người dân đóng tài khoản',
  death: 'Ghi nhận đã mất',
};

export const consumers: readonly Consumer[] = [closed, payments, filed, accepted, refunds, toStamp, waitsForOwner];
