import { clean, command, type CommandContext, type FieldError, localDate, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import {
  authorityDecided,
  authorityNotFound,
  levelNeeded,
  notForYourself,
  ofAge,
  tooManyOpen,
  wrongInput,
} from '../../errors.ts';
import { birthDateError, day, idNumber, line, personName, uuid } from '../../fields.ts';
import { paperErrors, paperSeen } from '../papers.ts';
import { peopleRules } from '../rules.ts';
import {
  authorityChanged,
  checkBrought,
  codeHash,
  daysOf,
  document,
  fieldError,
  knownPerson,
  limits,
  newCode,
  period,
  personActs,
  yearsAfter,
} from './model.ts';

const mostOpen = 50;

const subjectFacts = Type.Object(
  {
    name: personName,
    birthDate: Type.Optional(day),
    idNumber: Type.Optional(idNumber),
    /** What the person who acts is to them: mother, guardian. */
    relation: Type.Optional(line(60)),
  },
  { additionalProperties: false },
);

/**
 * Declares that one acts for a child, for a ward, or for somebody by power of attorney, with the document. It holds from the day on
 * which a desk confirms it, or, of a power of attorney, who gave it.
 * @throws wrongInput field by field; ofAge the child is none any more; fileNotYours, periodWrong, tooManyOpen, notForYourself.
 */
export const declareAuthority = command({
  name: 'identity.declare-authority',
  title: { vi: 'Khai báo đại diện cho người khác', en: 'Declare that one acts for another person' },
  may: 'signed-in',
  input: shape({
    kind: Type.Union([Type.Literal('child'), Type.Literal('ward'), Type.Literal('attorney')]),
    subject: subjectFacts,
    acts: Type.Optional(limits.acts),
    matters: limits.matters,
    ...period,
    /** What the document is. */
    paper: paperSeen,
    document,
  }),
  output: shape({ authority: uuid }),
  subject: (_, output) => `authority:${output.authority}`,
  async run(ctx, input) {
    const fields = await subjectErrors(ctx, input);
    fields.push(
      ...(await paperErrors(ctx, [input.paper], input.kind)).map((e) => ({
        ...e,
        path: e.path.replace('papers[0]', 'paper').replace('papers', 'paper.kind'),
      })),
    );
    if (fields.length > 0) throw wrongInput({}, { fields });
    await checkBrought(ctx, input.document.file);
    await notTooMany(ctx);
    const me = await ctx.db.one<{ name: string; idNumber: string | null }>(
      sql`select name, id_number as "idNumber" from identity.person where id = ${ctx.principal.id}`,
    );
    if (input.subject.idNumber && input.subject.idNumber === me.idNumber) throw notForYourself();
    const { from, to } = await daysOfKind(ctx, input);
    const authority = ctx.newId();
    await insert(ctx, {
      id: authority,
      kind: input.kind,
      agentId: ctx.principal.id,
      subjectId: null,
      agent: me,
      subject: { ...input.subject, name: clean(input.subject.name).replace(/\s+/g, ' ') },
      acts: input.acts ?? [...personActs],
      matters: input.matters ?? null,
      from,
      to,
      document: input.document,
      paper: input.paper,
      secret: null,
      state: 'declared',
    });
    ctx.note({ kind: input.kind, matters: input.matters, from, to });
    ctx.emit({
      name: 'identity.authority-declared',
      key: authority,
      topics: [`person:${ctx.principal.id}`],
      data: {
        kind: input.kind,
        agent: ctx.principal.id,
        ...(input.kind === 'attorney' && { idNumber: input.subject.idNumber }),
      },
    });
    return { authority };
  },
});

/**
 * Gives another person, by name and identity number, the power to act for oneself. Whether they have an account is not told; they
 * accept in their account, or with the code, which is told this once.
 * @throws levelNeeded only who is known by their papers can give one; periodWrong, notForYourself, tooManyOpen.
 */
export const grantAuthority = command({
  name: 'identity.grant-authority',
  title: { vi: 'Ủy quyền cho người khác làm thay', en: 'Give somebody the power to act for oneself' },
  may: 'signed-in',
  secret: true,
  input: shape({
    name: personName,
    idNumber: Type.String({ pattern: '^\\d{12}$' }),
    acts: limits.acts,
    matters: limits.matters,
    ...period,
    document: Type.Optional(document),
  }),
  output: shape({ authority: uuid, code: Type.String(), until: Type.String() }),
  subject: () => undefined,
  async run(ctx, input) {
    const me = await knownPerson(ctx);
    if (me.idNumber === input.idNumber) throw notForYourself();
    if (input.document) await checkBrought(ctx, input.document.file);
    await notTooMany(ctx);
    const { from, to } = await daysOfKind(ctx, { ...input, kind: 'attorney', subject: {} });
    const authority = ctx.newId();
    const { code, hash } = newCode();
    await insert(ctx, {
      id: authority,
      kind: 'attorney',
      agentId: null,
      subjectId: me.id,
      agent: { name: clean(input.name).replace(/\s+/g, ' '), idNumber: input.idNumber },
      subject: { name: me.name, idNumber: me.idNumber },
      acts: input.acts.filter((act) => act !== 'manage'),
      matters: input.matters ?? null,
      from,
      to,
      document: input.document,
      paper: null,
      secret: hash,
      state: 'offered',
    });
    ctx.subject(`person:${me.id}`);
    ctx.note({ authority, matters: input.matters, from, to });
    ctx.emit({
      name: 'identity.authority-offered',
      key: authority,
      topics: [`person:${me.id}`],
      data: { subject: me.id, subjectName: me.name, idNumber: input.idNumber },
    });
    return { authority, code, until: to! };
  },
});

/**
 * Answers what another has offered or declared: who was named accepts (by their number, once papers have shown that it is theirs, or by
 * the code), or who is said to have given the power says whether that is so.
 * @throws authorityDecided, authorityNotFound it is over or names somebody else; levelNeeded.
 */
export const answerAuthority = command({
  name: 'identity.answer-authority',
  title: { vi: 'Trả lời việc ủy quyền', en: 'Answer an authority' },
  may: 'signed-in',
  input: shape({ authority: uuid, code: Type.Optional(line(40)), accept: Type.Boolean() }),
  output: shape({}),
  subject: (input) => `authority:${input.authority}`,
  async run(ctx, input) {
    const row = await ctx.db.maybe<{
      state: string;
      kind: string;
      agentId: string | null;
      subjectId: string | null;
      agentNumber: string | null;
      subjectNumber: string | null;
      secret: Buffer | null;
      to: string | null;
    }>(
      sql`select state, kind, agent_id as "agentId", subject_id as "subjectId", agent ->> 'idNumber' as "agentNumber",
                 subject ->> 'idNumber' as "subjectNumber", secret, valid_to as "to"
          from identity.authority where id = ${input.authority} for update`,
    );
    const me = await ctx.db.one<{ id: string; number: string | null; level: number }>(
      sql`select id, id_number as number, verified_level as level from identity.person where id = ${ctx.principal.id}`,
    );
    const named = row?.state === 'offered' && row.agentNumber === me.number;
    const giver = row?.state === 'declared' && row.kind === 'attorney' && row.subjectNumber === me.number;
    if (!row || (!named && !giver))
      throw row && [row.agentId, row.subjectId].includes(me.id) ? authorityDecided() : authorityNotFound();
    if (row.to !== null && row.to <= localDate(ctx.now)) throw authorityDecided();
    const byCode = named && input.code !== undefined && row.secret?.equals(codeHash(input.code));
    if (me.level < 1 && !byCode) throw levelNeeded();
    const agent = named ? me.id : row.agentId!;
    const subject = giver ? me.id : row.subjectId!;
    if (agent === subject) throw notForYourself();
    await ctx.db.run(
      sql`update identity.authority set state = ${input.accept ? 'in-force' : 'refused'}, agent_id = ${agent}, subject_id = ${subject},
            decided_at = ${ctx.now}, decided_by = ${me.id}, decided_how = ${named ? 'agent' : 'grantor'} where id = ${input.authority}`,
    );
    authorityChanged(ctx, agent);
    ctx.note({ accepted: input.accept });
    ctx.emit({
      name: input.accept ? 'identity.authority-confirmed' : 'identity.authority-refused',
      key: input.authority,
      topics: [`person:${agent}`, `person:${subject}`],
      data: { kind: row.kind, agent, subject, by: me.id },
    });
    return {};
  },
});

/** What is wrong with whom a declaration names. */
async function subjectErrors(
  ctx: CommandContext,
  input: { kind: string; subject: Static<typeof subjectFacts> },
): Promise<FieldError[]> {
  const { kind, subject } = input;
  const errors: FieldError[] = [];
  if (kind !== 'attorney' && subject.birthDate === undefined)
    errors.push(fieldError('subject.birthDate', { vi: 'Hãy nhập ngày sinh.', en: 'Type the date of birth.' }));
  if (kind === 'attorney' && subject.idNumber === undefined)
    errors.push(
      fieldError('subject.idNumber', {
        vi: 'Hãy nhập số định danh của người ủy quyền.',
        en: 'Type the identity number of who gave the power.',
      }),
    );
  const birth = birthDateError('subject.birthDate', subject.birthDate, ctx.now);
  if (birth) errors.push(birth);
  return errors;
}

/**
 * From and to which day an authority holds: of a child until it comes of age, of a power of attorney without an end the time
 * that the law gives. @throws ofAge, periodWrong.
 */
export async function daysOfKind(
  ctx: Pick<CommandContext, 'app' | 'now'>,
  input: {
    kind: string;
    from?: string | undefined;
    until?: string | undefined;
    subject: { birthDate?: string | undefined };
  },
): Promise<{ from: string; to: string | null }> {
  const { adultAge, attorneyYears } = await peopleRules(ctx.app, ctx.now);
  const { from, to } = daysOf(input, ctx.now);
  if (input.kind === 'attorney') return { from, to: to ?? yearsAfter(from, attorneyYears) };
  if (input.kind !== 'child' || !input.subject.birthDate) return { from, to };
  const adult = yearsAfter(input.subject.birthDate, adultAge);
  if (adult <= localDate(ctx.now)) throw ofAge({ age: adultAge });
  return { from, to: to !== null && to < adult ? to : adult };
}

async function notTooMany(ctx: CommandContext): Promise<void> {
  const { open } = await ctx.db.one<{ open: number }>(
    sql`select count(*) as open from identity.authority where declared_by = ${ctx.principal.id} and state in ('declared', 'offered')`,
  );
  if (open >= mostOpen) throw tooManyOpen();
}

/** An authority as it is first written. */
export interface NewAuthority {
  readonly id: string;
  readonly kind: string;
  readonly agentId: string | null;
  readonly subjectId: string | null;
  readonly agent: object;
  readonly subject: object;
  readonly acts: readonly string[];
  readonly matters: readonly string[] | null;
  readonly from: string;
  readonly to: string | null;
  readonly document: { file: string; fileName: string } | undefined;
  readonly paper: object | null;
  readonly secret: Buffer | null;
  readonly state: 'declared' | 'offered' | 'in-force';
  /** Decided by a desk at once. */
  readonly papers?: object;
}

export async function insert(ctx: CommandContext, a: NewAuthority): Promise<void> {
  const json = (value: object | null | undefined) => (value ? JSON.stringify(value) : null);
  const decided = a.state === 'in-force';
  await ctx.db.run(
    sql`insert into identity.authority (id, kind, agent_id, subject_id, agent, subject, acts, matters, valid_from, valid_to, document, document_name,
          paper, secret, state, declared_at, declared_by, decided_at, decided_by, decided_how, papers)
        values (${a.id}, ${a.kind}, ${a.agentId}::uuid, ${a.subjectId}::uuid, ${json(a.agent)}::jsonb, ${json(a.subject)}::jsonb, ${[...a.acts]}::text[],
          ${a.matters ? [...a.matters] : null}::text[], ${a.from}::date, ${a.to}::date, ${a.document ? Buffer.from(a.document.file, 'hex') : null},
          ${a.document?.fileName.normalize('NFC') ?? null}, ${json(a.paper)}::jsonb, ${a.secret}, ${a.state}, ${ctx.now}, ${ctx.principal.id},
          ${decided ? ctx.now : null}::timestamptz, ${decided ? ctx.principal.id : null}::uuid, ${decided ? 'desk' : null}, ${json(a.papers)}::jsonb)`,
  );
}
