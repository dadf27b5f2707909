import { command, job, localDate, may, shape, signInNeeded, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { authorityNotFound } from '../../errors.ts';
import { line, nullable, uuid } from '../../fields.ts';
import { authorityChanged } from './model.ts';

/**
 * From now on this session acts under an authority (of a business or a person), or for oneself again (`null`).
 * @throws authorityNotFound it is not theirs or holds no more.
 */
export const actFor = command({
  name: 'identity.act-for',
  title: { vi: 'Làm việc thay cho người khác', en: 'Act for another' },
  may: 'signed-in',
  input: shape({ authority: nullable(uuid) }),
  output: shape({ name: nullable(Type.String()) }),
  async run(ctx, input) {
    if (!ctx.principal.session) throw signInNeeded();
    const held = (ctx.principal.authorities ?? []).find(({ id }) => id === input.authority);
    if (input.authority && !held) throw authorityNotFound();
    await ctx.db.run(
      sql`update identity.session set authority_id = ${held?.id ?? null}::uuid, business_id = ${held?.kind === 'business' ? held.subject : null}::uuid
          where id = ${ctx.principal.session}`,
    );
    if (held) ctx.subject(`${held.kind === 'business' ? 'business' : 'person'}:${held.subject}`);
    return { name: held?.name ?? null };
  },
});

/**
 * Ends an authority, or takes back what still waits for an answer: by whoever acts, whoever gave it, or a desk.
 * @throws authorityNotFound also when it is others'.
 */
export const endAuthority = command({
  name: 'identity.end-authority',
  title: { vi: 'Chấm dứt việc đại diện', en: 'End an authority' },
  may: 'signed-in',
  input: shape({ authority: uuid, reason: line(500, 2) }),
  output: shape({}),
  subject: (input) => `authority:${input.authority}`,
  async run(ctx, input) {
    const me = ctx.principal.id;
    const mine = may(ctx.principal, 'people.register-person')
      ? sql`true`
      : sql`${me}::uuid in (agent_id, subject_id, declared_by)`;
    const row = await ctx.db.maybe<{
      kind: string;
      agent: string | null;
      subject: string | null;
      state: string;
    }>(
      sql`update identity.authority set state = case when state = 'in-force' then 'ended' else 'withdrawn' end, ended_at = ${ctx.now}, ended_by = ${me}::uuid,
            end_reason = ${input.reason} where id = ${input.authority} and state in ('declared', 'offered', 'in-force') and ${mine}
          returning kind, agent_id as agent, subject_id as subject, state`,
    );
    if (!row) throw authorityNotFound();
    if (row.agent) authorityChanged(ctx, row.agent);
    ctx.note({ kind: row.kind, reason: input.reason });
    const { agent, subject } = row;
    ctx.emit({
      name: 'identity.authority-ended',
      key: input.authority,
      topics: [agent, subject].flatMap((one) => (one ? [`person:${one}`] : [])),
      data: { kind: row.kind, agent, subject, by: me, reason: input.reason, was: row.state },
    });
    return {};
  },
});

/**
 * Notes that authorities have run out, and that nobody represents a business any longer by its last day, so that both sides
 * hear of it. What they allowed ended by itself at midnight.
 */
export const lapseAuthorities = command({
  name: 'identity.lapse-authorities',
  title: { vi: 'Ghi nhận việc đại diện hết hạn', en: 'Note authorities that have run out' },
  may: 'system',
  api: false,
  input: shape({}),
  output: shape({ ended: Type.Integer() }),
  async run(ctx) {
    const rows = await ctx.db.all<{ id: string; kind: string; agent: string; subject: string }>(
      sql`update identity.authority set state = 'ended', ended_at = ${ctx.now}, end_reason = 'lapsed'
          where id in (select id from identity.authority where state = 'in-force' and valid_to <= ${localDate(ctx.now)}::date
                       order by id limit 500 for update skip locked)
          returning id, kind, agent_id as agent, subject_id as subject`,
    );
    for (const { id, kind, agent, subject } of rows)
      ctx.emit({
        name: 'identity.authority-ended',
        key: id,
        topics: [`person:${agent}`, `person:${subject}`],
        data: { kind, agent, subject, reason: 'lapsed' },
      });
    const ties = await ctx.db.all<{ id: string; business: string; businessName: string; person: string }>(
      sql`update identity.representative r set ended_at = ${ctx.now}, end_reason = 'lapsed' from identity.business b
          where b.id = r.business_id and r.id in (select id from identity.representative where ended_at is null and valid_to <= ${localDate(ctx.now)}::date
                         order by id limit 500 for update skip locked)
          returning r.id, r.business_id as business, b.name as "businessName", r.person_id as person`,
    );
    for (const { id, ...tie } of ties)
      ctx.emit({
        name: 'identity.representative-ended',
        key: id,
        topics: [`person:${tie.person}`, `business:${tie.business}`],
        data: { ...tie, reason: 'lapsed' },
      });
    return { ended: rows.length + ties.length };
  },
});

/** Looks every hour, which is often enough for what ends by the day. */
export const lapseJob = job({
  name: 'identity.lapse-authorities',
  every: 60,
  async run({ app, call }) {
    while (((await app.run(lapseAuthorities, {}, call)) as { ended: number }).ended > 0);
  },
});
