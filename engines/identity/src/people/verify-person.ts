import { clean, command, type CommandContext, type FieldError, isDuplicate, query, shape, sql } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { personExists, personNotFound, wrongInput } from '../errors.ts';
import { birthDateError, day, gender, idNumber, moment, nullable, personName, unitId, uuid } from '../fields.ts';
import { actor } from '../operations/actor.ts';
import { paperErrors, type PaperSeen, papersSeen } from './papers.ts';
import { peopleRules, proof } from './rules.ts';

const facts = shape({
  person: uuid,
  name: personName,
  idNumber,
  birthDate: day,
  gender: Type.Optional(gender),
  papers: papersSeen,
});

interface Before {
  name: string;
  idNumber: string | null;
  birthDate: string | null;
  gender: string | null;
  level: number;
}

/**
 * Notes that a person came with their papers, and what those say: name, number and birth date are corrected by them and the
 * person reaches level 1. Which papers were seen, by whom and when is kept.
 * @throws personNotFound; personExists when the number belongs to somebody else; wrongInput when a paper is wrong or
 * none proves the identity.
 */
export const verifyPerson = command({
  name: 'identity.verify-person',
  title: { vi: 'Đối chiếu giấy tờ', en: 'Check a person against their papers' },
  may: 'people.register-person',
  input: facts,
  output: shape({ level: Type.Integer() }),
  subject: (input) => `person:${input.person}`,
  async run(ctx, input) {
    const errors: FieldError[] = await paperErrors(ctx, input.papers, 'identity', input.idNumber);
    const birth = birthDateError('birthDate', input.birthDate, ctx.now);
    if (birth) errors.push(birth);
    if (errors.length > 0) throw wrongInput({}, { fields: errors });
    const before = await ctx.db.maybe<Before>(
      sql`select name, id_number as "idNumber", birth_date as "birthDate", gender, verified_level as level
          from identity.person where id = ${input.person} and state <> 'closed' for update`,
    );
    if (!before) throw personNotFound();
    const after = {
      name: clean(input.name).replace(/\s+/g, ' '),
      idNumber: input.idNumber,
      birthDate: input.birthDate,
      gender: input.gender ?? before.gender,
    };
    await correct(ctx, input.person, after);
    const level = Math.max(before.level, 1);
    const changed = recordVerification(ctx, input.person, level, input.papers, { ...before }, after);
    ctx.note({ papers: input.papers.map(({ kind }) => kind), changed: Object.keys(changed) });
    ctx.emit({
      name: 'identity.person-verified',
      key: input.person,
      topics: [`person:${input.person}`],
      data: { level },
    });
    return { level };
  },
});

async function correct(
  ctx: CommandContext,
  person: string,
  after: { name: string; idNumber: string; birthDate: string; gender: string | null },
): Promise<void> {
  try {
    await ctx.db.run(
      sql`update identity.person set name = ${after.name}, id_number = ${after.idNumber}, birth_date = ${after.birthDate}::date,
            gender = ${after.gender}, verified_level = greatest(verified_level, 1) where id = ${person}`,
    );
  } catch (error) {
    if (!isDuplicate(error)) throw error;
    throw personExists({}, { fields: [{ path: 'idNumber', message: personExists.sentence }], cause: error });
  }
}

/** Keeps which papers were seen. @returns what was corrected by them, field by field. */
export function recordVerification(
  ctx: CommandContext,
  person: string,
  level: number,
  papers: readonly PaperSeen[],
  before: Record<string, unknown> = {},
  after: Record<string, unknown> = {},
): Record<string, { before: unknown; after: unknown }> {
  const changed = Object.fromEntries(
    Object.entries(after)
      .filter(([field, value]) => (before[field] ?? null) !== (value ?? null))
      .map(([field, value]) => [field, { before: before[field] ?? null, after: value }]),
  );
  ctx.db.send(
    sql`insert into identity.verification (id, person_id, level, papers, changed, at, by, unit_id)
        values (${ctx.newId()}, ${person}, ${level}, ${JSON.stringify(papers)}::jsonb, ${JSON.stringify(changed)}::jsonb, ${ctx.now},
                ${actor(ctx)}::uuid, ${ctx.principal.units[0] ?? null}::int)`,
  );
  return changed;
}

const verification = shape({
  at: moment,
  level: Type.Integer(),
  papers: Type.Array(
    shape({
      kind: Type.String(),
      name: shape({ vi: Type.String(), en: Type.String() }),
      number: nullable(Type.String()),
      issuedOn: nullable(Type.String()),
      expiresOn: nullable(Type.String()),
    }),
  ),
  changed: Type.Array(Type.String()),
  byName: nullable(Type.String()),
  unit: nullable(unitId),
  unitName: nullable(shape({ vi: Type.String(), en: Type.String() })),
});

/** When a person's papers were seen, which and by whom, the latest first; for desks and administrators. */
export const listVerifications = query({
  name: 'identity.list-verifications',
  title: { vi: 'Các lần đối chiếu giấy tờ', en: 'When papers were checked' },
  seenAs: { vi: 'Xem thông tin cá nhân của bạn', en: 'Looked at your personal details' },
  may: 'people.register-person',
  audit: true,
  subject: (input) => `person:${input.person}`,
  input: shape({ person: uuid }),
  output: shape({ verifications: Type.Array(verification) }),
  async run(ctx, input) {
    const { papers: kinds } = await peopleRules(ctx.app, ctx.now);
    const rows = await ctx.db.all<Static<typeof verification> & { papers: PaperSeen[]; changed: object }>(
      sql`select v.at, v.level, v.papers, v.changed, p.name as "byName", v.unit_id as unit,
                 case when u.id is not null then json_build_object('vi', u.name_vi, 'en', u.name_en) end as "unitName"
          from identity.verification v left join identity.person p on p.id = v.by left join identity.unit u on u.id = v.unit_id
          where v.person_id = ${input.person} order by v.at desc, v.id desc limit 100`,
    );
    ctx.concern(input.person);
    const nameOf = (key: string) => kinds.find((kind) => kind.key === key)?.name ?? { vi: key, en: key };
    return {
      verifications: rows.map((row) => ({
        ...row,
        changed: Object.keys(row.changed),
        papers: row.papers.map((paper) => ({
          kind: paper.kind,
          name: nameOf(paper.kind),
          number: paper.number ?? null,
          issuedOn: paper.issuedOn ?? null,
          expiresOn: paper.expiresOn ?? null,
        })),
      })),
    };
  },
});

/** The papers by which something can be proved, for the choice on a screen. */
export const listPaperKinds = query({
  name: 'identity.list-paper-kinds',
  title: { vi: 'Các loại giấy tờ', en: 'Kinds of papers' },
  may: 'signed-in',
  input: shape({ proves: Type.Optional(proof) }),
  output: shape({
    papers: Type.Array(
      shape({
        key: Type.String(),
        name: shape({ vi: Type.String(), en: Type.String() }),
        number: Type.String(),
      }),
    ),
  }),
  async run(ctx, input) {
    const { papers } = await peopleRules(ctx.app, ctx.now);
    return {
      papers: papers
        .filter(({ proves }) => input.proves === undefined || proves.includes(input.proves))
        .map(({ key, name, number }) => ({ key, name, number })),
    };
  },
});
