import { command, type CommandContext, fold, query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { authorityDecided, notForYourself, personNotFound, wrongInput } from '../../errors.ts';
import { line, personName, day, idNumber, uuid, moment, nullable } from '../../fields.ts';
import { paperErrors, type PaperSeen, papersSeen } from '../papers.ts';
import { daysOfKind, insert } from './declare.ts';
import { authorityChanged, limits, period, personActs } from './model.ts';

/** For whom: somebody who is known, or who becomes known by this (a child). */
const subjectChoice = {
  subject: Type.Optional(uuid),
  /** Makes the person for whom, when nobody of that number or name is known. */
  newSubject: Type.Optional(
    Type.Object(
      { name: personName, birthDate: Type.Optional(day), idNumber: Type.Optional(idNumber) },
      { additionalProperties: false },
    ),
  ),
};

interface Waiting {
  kind: 'child' | 'ward' | 'attorney';
  agent: string;
  subject: { name: string; birthDate?: string; idNumber?: string };
  from: string;
  to: string | null;
}

/**
 * A desk has seen the papers and confirms what was declared: from now on the person acts for the other. Whom it concerns is chosen from
 * those who are known, or recorded now.
 * @throws authorityDecided; wrongInput when no paper proves it; personNotFound, personExists, ofAge, notForYourself.
 */
export const confirmAuthority = command({
  name: 'identity.confirm-authority',
  title: { vi: 'Xác nhận việc đại diện', en: 'Confirm an authority' },
  may: 'people.register-person',
  input: shape({
    authority: uuid,
    ...subjectChoice,
    papers: papersSeen,
    matters: limits.matters,
    until: period.until,
  }),
  output: shape({ subject: uuid }),
  subject: (input) => `authority:${input.authority}`,
  async run(ctx, input) {
    const row = await ctx.db.maybe<Waiting>(
      sql`select kind, agent_id as agent, subject, valid_from as "from", valid_to as "to" from identity.authority
          where id = ${input.authority} and state = 'declared' for update`,
    );
    if (!row) throw authorityDecided();
    const errors = await paperErrors(ctx, input.papers, row.kind);
    if (errors.length > 0) throw wrongInput({}, { fields: errors });
    const subject = await subjectOf(ctx, input, row.kind);
    if (subject.id === row.agent) throw notForYourself();
    const days = await daysOfKind(ctx, {
      kind: row.kind,
      from: row.from,
      until: input.until,
      subject: { birthDate: subject.birthDate ?? row.subject.birthDate },
    });
    const to = input.until === undefined && row.to !== null && (days.to === null || row.to < days.to) ? row.to : days.to;
    await ctx.db.run(
      sql`update identity.authority set state = 'in-force', subject_id = ${subject.id}, valid_to = ${to}::date,
            matters = coalesce(${input.matters ?? null}::text[], matters), papers = ${JSON.stringify(input.papers)}::jsonb,
            decided_at = ${ctx.now}, decided_by = ${ctx.principal.id}::uuid, decided_how = 'desk' where id = ${input.authority}`,
    );
    confirmed(ctx, input.authority, row.kind, row.agent, subject.id, input.papers);
    return { subject: subject.id };
  },
});

/** A desk finds that what was declared is not so, with the reason. @throws authorityDecided. */
export const refuseAuthority = command({
  name: 'identity.refuse-authority',
  title: { vi: 'Từ chối việc đại diện', en: 'Refuse an authority' },
  may: 'people.register-person',
  input: shape({ authority: uuid, reason: line(500, 2) }),
  output: shape({}),
  subject: (input) => `authority:${input.authority}`,
  async run(ctx, input) {
    const row = await ctx.db.maybe<{ agent: string; kind: string }>(
      sql`update identity.authority set state = 'refused', decided_at = ${ctx.now}, decided_by = ${ctx.principal.id}::uuid, decided_how = 'desk',
            end_reason = ${input.reason} where id = ${input.authority} and state = 'declared' returning agent_id as agent, kind`,
    );
    if (!row) throw authorityDecided();
    ctx.note({ reason: input.reason });
    ctx.emit({
      name: 'identity.authority-refused',
      key: input.authority,
      topics: [`person:${row.agent}`],
      data: { kind: row.kind, agent: row.agent, reason: input.reason },
    });
    return {};
  },
});

/**
 * A desk records with the papers that one person acts for another, who comes together with them or has signed before a notary.
 * @throws wrongInput when no paper proves it; personNotFound, personExists, ofAge, periodWrong, notForYourself.
 */
export const recordAuthority = command({
  name: 'identity.record-authority',
  title: { vi: 'Ghi nhận việc đại diện tại quầy', en: 'Record an authority at the desk' },
  may: 'people.register-person',
  input: shape({
    kind: Type.Union([Type.Literal('child'), Type.Literal('ward'), Type.Literal('attorney')]),
    agent: uuid,
    ...subjectChoice,
    relation: Type.Optional(line(60)),
    acts: Type.Optional(limits.acts),
    matters: limits.matters,
    ...period,
    papers: papersSeen,
  }),
  output: shape({ authority: uuid }),
  subject: (_, output) => `authority:${output.authority}`,
  async run(ctx, input) {
    const errors = await paperErrors(ctx, input.papers, input.kind);
    if (errors.length > 0) throw wrongInput({}, { fields: errors });
    const agent = await ctx.db.maybe<{ name: string; idNumber: string | null }>(
      sql`select name, id_number as "idNumber" from identity.person where id = ${input.agent} and state <> 'closed'`,
    );
    if (!agent) throw personNotFound();
    const subject = await subjectOf(ctx, input, input.kind);
    if (subject.id === input.agent) throw notForYourself();
    const { from, to } = await daysOfKind(ctx, {
      ...input,
      subject: { birthDate: subject.birthDate ?? undefined },
    });
    const authority = ctx.newId();
    await insert(ctx, {
      id: authority,
      kind: input.kind,
      agentId: input.agent,
      subjectId: subject.id,
      agent,
      subject: { name: subject.name, ...(input.relation && { relation: input.relation }) },
      acts: (input.acts ?? [...personActs]).filter((act) => act !== 'manage'),
      matters: input.matters ?? null,
      from,
      to,
      document: undefined,
      paper: input.papers[0]!,
      secret: null,
      state: 'in-force',
      papers: input.papers,
    });
    confirmed(ctx, authority, input.kind, input.agent, subject.id, input.papers);
    return { authority };
  },
});

function confirmed(
  ctx: CommandContext,
  authority: string,
  kind: string,
  agent: string,
  subject: string,
  papers: readonly PaperSeen[],
): void {
  authorityChanged(ctx, agent);
  ctx.note({
    kind,
    agent,
    subject,
    papers: papers.map(({ kind: paper, number }) => ({ kind: paper, number })),
  });
  ctx.emit({
    name: 'identity.authority-confirmed',
    key: authority,
    topics: [`person:${agent}`, `person:${subject}`],
    data: { kind, agent, subject, by: ctx.principal.id },
  });
}

const birthNeeded = {
  vi: 'Cần ngày sinh của trẻ để biết việc đại diện hết khi nào.',
  en: 'The date of birth is needed to know when the authority ends.',
};
const choose = {
  vi: 'Hãy chọn người được đại diện, hoặc ghi nhận người mới.',
  en: 'Choose for whom it is, or record a new person.',
};

/** The person for whom: chosen, or made. @throws personNotFound, personExists, wrongInput. */
async function subjectOf(
  ctx: CommandContext,
  input: { subject?: string; newSubject?: { name: string; birthDate?: string; idNumber?: string } },
  kind: string,
): Promise<{ id: string; name: string; birthDate: string | null }> {
  let id = input.subject;
  if (!id && !input.newSubject) throw wrongInput({}, { fields: [{ path: 'subject', message: choose }] });
  if (!id && input.newSubject) ({ person: id } = await ctx.call('identity.make-person', input.newSubject));
  const person = await ctx.db.maybe<{ id: string; name: string; birthDate: string | null }>(
    sql`select id, name, birth_date as "birthDate" from identity.person where id = ${id!} and state <> 'closed'`,
  );
  if (!person) throw personNotFound();
  if (kind === 'child' && !person.birthDate)
    throw wrongInput({}, { fields: [{ path: input.subject ? 'subject' : 'newSubject.birthDate', message: birthNeeded }] });
  return person;
}

const claim = shape({
  id: uuid,
  kind: Type.String(),
  agent: uuid,
  agentName: Type.String(),
  subjectName: Type.String(),
  declaredAt: moment,
});

/** What was declared and waits for a desk, the longest first; by names without accents. */
export const listAuthorityClaims = query({
  name: 'identity.list-authority-claims',
  title: { vi: 'Khai báo đại diện chờ xác nhận', en: 'Authorities that wait for confirmation' },
  may: 'people.register-person',
  audit: true,
  input: shape({
    query: Type.Optional(line(120, 0)),
    after: Type.Optional(uuid),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  }),
  output: shape({ claims: Type.Array(claim), waiting: Type.Integer(), next: nullable(uuid) }),
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const words = fold(input.query ?? '').trim();
    const like = `%${words.replace(/[\\%_]/g, '\\$&')}%`;
    const [claims, { waiting }] = await Promise.all([
      ctx.db.all<{ id: string }>(
        sql`select a.id, a.kind, a.agent_id as agent, p.name as "agentName", a.subject ->> 'name' as "subjectName", a.declared_at as "declaredAt"
            from identity.authority a join identity.person p on p.id = a.agent_id
            where a.state = 'declared' and (${words} = '' or p.folded like ${like} or kernel.fold(a.subject ->> 'name') like ${like})
              and (${input.after ?? null}::uuid is null or (a.declared_at, a.id) > (select declared_at, id from identity.authority where id = ${input.after ?? null}::uuid))
            order by a.declared_at, a.id limit ${limit + 1}`,
      ),
      ctx.db.one<{ waiting: number }>(sql`select count(*) as waiting from identity.authority where state = 'declared'`),
    ]);
    const more = claims.length > limit;
    if (more) claims.pop();
    return { claims: claims as never, waiting, next: more ? claims.at(-1)!.id : null };
  },
});
