import { type Context, localDate, may, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { authorityNotFound } from '../../errors.ts';
import { address, gender, line, moment, nullable, uuid } from '../../fields.ts';
import { inWords } from './ending.ts';
import { codeHash } from './model.ts';

const authority = shape({
  id: uuid,
  kind: Type.String(),
  /** `waiting` for a desk or the other side, `asked` (it is this person who has to answer), `in-force`, `later`, `refused`, `withdrawn`, `ended`. */
  state: Type.String(),
  /** What the person who asks is in it. */
  as: Type.Union([Type.Literal('agent'), Type.Literal('subject')]),
  agentName: Type.String(),
  subjectName: Type.String(),
  relation: nullable(Type.String()),
  acts: Type.Array(Type.String()),
  matters: nullable(Type.Array(Type.String())),
  from: Type.String(),
  to: nullable(Type.String()),
  documentName: nullable(Type.String()),
  /** Number and day of the paper by which it was declared or recorded. */
  paperNumber: nullable(Type.String()),
  paperDate: nullable(Type.String()),
  declaredAt: moment,
  endReason: nullable(Type.String()),
});

/**
 * For whom the person who asks acts, who acts for them, and what waits for their answer; the last decided first. With `code` also what
 * somebody who knows the code was offered, if it names their number.
 */
export const listMyAuthorities = query({
  name: 'identity.list-my-authorities',
  title: { vi: 'Đại diện và ủy quyền của tôi', en: 'My authorities' },
  may: 'signed-in',
  input: shape({ code: Type.Optional(line(40)) }),
  output: shape({ current: nullable(uuid), authorities: Type.Array(authority) }),
  async run(ctx, input) {
    const me = ctx.principal.id;
    const today = localDate(ctx.now);
    const named = sql`(a.state = 'offered' and a.agent ->> 'idNumber' = me.id_number
      and (me.verified_level >= 1 or a.secret = ${input.code ? codeHash(input.code) : null}::bytea))`;
    const giver = sql`(a.state = 'declared' and a.kind = 'attorney' and a.subject ->> 'idNumber' = me.id_number and me.verified_level >= 1)`;
    const authorities = await ctx.db.all<Static<typeof authority>>(
      sql`select a.id, a.kind, case when ${named} or ${giver} then 'asked' when a.state in ('declared', 'offered') then 'waiting'
                   when a.state = 'in-force' and a.valid_from > ${today}::date then 'later'
                   when a.state = 'in-force' and a.valid_to <= ${today}::date then 'ended' else a.state end as state,
                 case when a.agent_id = me.id or ${named} then 'agent' else 'subject' end as "as",
                 coalesce(p.name, a.agent ->> 'name') as "agentName", coalesce(s.name, a.subject ->> 'name') as "subjectName",
                 a.subject ->> 'relation' as relation, a.acts, a.matters, a.valid_from as "from", a.valid_to as "to", a.document_name as "documentName",
                 coalesce(a.paper, a.papers -> 0) ->> 'number' as "paperNumber", coalesce(a.paper, a.papers -> 0) ->> 'issuedOn' as "paperDate",
                 a.declared_at as "declaredAt", a.end_reason as "endReason"
          from (select id, id_number, verified_level from identity.person where id = ${me}) me
            join identity.authority a on a.agent_id = me.id or a.subject_id = me.id or a.declared_by = me.id or ${named} or ${giver}
            left join identity.person p on p.id = a.agent_id left join identity.person s on s.id = a.subject_id
          order by coalesce(a.ended_at, a.decided_at, a.declared_at) desc, a.id desc limit 200`,
    );
    return { current: ctx.principal.actsFor?.id ?? null, authorities: inWords(authorities, ctx.lang) };
  },
});

/** Who may look at an authority: its two sides, whoever was named in it, and desks. */
function mayLook(ctx: Pick<Context, 'principal'>) {
  const me = ctx.principal.id;
  return may(ctx.principal, 'people.register-person')
    ? sql`true`
    : sql`(${me}::uuid in (a.agent_id, a.subject_id, a.declared_by) or exists (select from identity.person p where p.id = ${me}
        and p.verified_level >= 1 and p.id_number in (a.agent ->> 'idNumber', a.subject ->> 'idNumber')))`;
}

/** One authority with what was declared, shown and decided. @throws authorityNotFound. */
export const viewAuthority = query({
  name: 'identity.view-authority',
  title: { vi: 'Xem việc đại diện', en: 'See an authority' },
  may: 'signed-in',
  audit: true,
  subject: (input) => `authority:${input.authority}`,
  input: shape({ authority: uuid }),
  output: shape({
    id: uuid,
    kind: Type.String(),
    state: Type.String(),
    agent: nullable(uuid),
    subject: nullable(uuid),
    agentFacts: Type.Any(),
    subjectFacts: Type.Any(),
    agentName: Type.String(),
    subjectName: Type.String(),
    acts: Type.Array(Type.String()),
    matters: nullable(Type.Array(Type.String())),
    from: Type.String(),
    to: nullable(Type.String()),
    documentName: nullable(Type.String()),
    paper: Type.Any(),
    papers: Type.Any(),
    declaredAt: moment,
    decidedAt: nullable(moment),
    decidedByName: nullable(Type.String()),
    decidedHow: nullable(Type.String()),
    endedAt: nullable(moment),
    endReason: nullable(Type.String()),
  }),
  async run(ctx, input) {
    const found = await ctx.db.maybe<{
      agent: string | null;
      subject: string | null;
      endReason: string | null;
    }>(
      sql`select a.id, a.kind, a.state, a.agent_id as agent, a.subject_id as subject, a.agent as "agentFacts", a.subject as "subjectFacts",
                 coalesce(p.name, a.agent ->> 'name') as "agentName", coalesce(s.name, a.subject ->> 'name') as "subjectName", a.acts, a.matters,
                 a.valid_from as "from", a.valid_to as "to", a.document_name as "documentName", a.paper, a.papers, a.declared_at as "declaredAt",
                 a.decided_at as "decidedAt", d.name as "decidedByName", a.decided_how as "decidedHow", a.ended_at as "endedAt", a.end_reason as "endReason"
          from identity.authority a left join identity.person p on p.id = a.agent_id left join identity.person s on s.id = a.subject_id
            left join identity.person d on d.id = a.decided_by
          where a.id = ${input.authority} and ${mayLook(ctx)}`,
    );
    if (!found) throw authorityNotFound();
    ctx.concern(found.agent, found.subject);
    return inWords([found], ctx.lang)[0] as never;
  },
});

/** Opens the document of an authority; the look is in the audit trail. @throws authorityNotFound. */
export const openAuthorityDocument = query({
  name: 'identity.open-authority-document',
  title: { vi: 'Mở giấy tờ của việc đại diện', en: 'Open the document of an authority' },
  may: 'signed-in',
  audit: true,
  subject: (input) => `authority:${input.authority}`,
  input: shape({ authority: uuid }),
  output: shape({ hash: Type.String(), type: Type.String(), fileName: Type.String() }),
  async run(ctx, input) {
    const found = await ctx.db.maybe<{
      hash: string;
      type: string;
      fileName: string;
      agent: string | null;
      subject: string | null;
    }>(
      sql`select a.agent_id as agent, a.subject_id as subject, encode(a.document, 'hex') as hash, f.media_type as type, a.document_name as "fileName"
          from identity.authority a join kernel.file f on f.hash = a.document where a.id = ${input.authority} and ${mayLook(ctx)}`,
    );
    if (!found) throw authorityNotFound();
    const { agent, subject, ...document } = found;
    ctx.concern(agent, subject);
    return document;
  },
});

/** For whom a person acts and who acts for them today, for desks and administrators. */
export const listAuthoritiesOf = query({
  name: 'identity.list-authorities-of',
  title: { vi: 'Việc đại diện của một người', en: 'Authorities of a person' },
  seenAs: { vi: 'Xem thông tin cá nhân của bạn', en: 'Looked at your personal details' },
  may: 'people.register-person',
  audit: true,
  subject: (input) => `person:${input.person}`,
  input: shape({ person: uuid }),
  output: shape({
    authorities: Type.Array(
      shape({
        id: uuid,
        kind: Type.String(),
        state: Type.String(),
        agent: nullable(uuid),
        agentName: Type.String(),
        subjectName: Type.String(),
        from: Type.String(),
        to: nullable(Type.String()),
      }),
    ),
  }),
  async run(ctx, input) {
    const authorities = await ctx.db.all<never>(
      sql`select a.id, a.kind, a.state, a.agent_id as agent, coalesce(p.name, a.agent ->> 'name') as "agentName",
                 coalesce(s.name, a.subject ->> 'name') as "subjectName", a.valid_from as "from", a.valid_to as "to"
          from identity.authority a left join identity.person p on p.id = a.agent_id left join identity.person s on s.id = a.subject_id
          where ${input.person}::uuid in (a.agent_id, a.subject_id)
          order by a.state = 'in-force' desc, a.state = 'declared' desc, a.declared_at desc limit 100`,
    );
    ctx.concern(input.person);
    return { authorities };
  },
});

/** What is known of the person for whom one acts, to fill in their forms. @throws authorityNotFound it is not theirs or holds no more. */
export const viewSubject = query({
  name: 'identity.view-subject',
  title: { vi: 'Xem thông tin người được đại diện', en: 'See the details of whom one acts for' },
  seenAs: { vi: 'Điền tờ khai thay bạn', en: 'Filled in a form in your place' },
  may: 'signed-in',
  audit: true,
  input: shape({ authority: uuid }),
  output: shape({
    name: Type.String(),
    birthDate: nullable(Type.String()),
    gender: nullable(gender),
    idNumber: nullable(Type.String()),
    phone: nullable(Type.String()),
    email: nullable(Type.String()),
    address: nullable(address),
  }),
  async run(ctx, input) {
    const held = ctx.principal.authorities?.find(({ id }) => id === input.authority);
    if (!held || held.kind === 'business') throw authorityNotFound();
    ctx.subject(`person:${held.subject}`);
    ctx.actFor(held.subject);
    ctx.concern(held.subject);
    return ctx.db.one<never>(
      sql`select name, birth_date as "birthDate", gender, id_number as "idNumber", phone, email, address from identity.person where id = ${held.subject}`,
    );
  },
});
