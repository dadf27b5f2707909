import { readFile } from 'node:fs/promises';
import {
  type App,
  type CommandContext,
  type Context,
  localDate,
  mediaTypes,
  newReference,
  type Queries,
  shape,
  type Sql,
  sql,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { issuedAlready, paperMissing } from '../errors.ts';
import { type Agency, issuerOf, signerPlace } from './agency.ts';
import { computed } from './computation.ts';
import { checkFilled, ownerOf, recordOf, wordsOf } from './fields.ts';
import { holderOf } from './holder.ts';
import { formOf, type PaperInput, printResult } from './paper.ts';
import { foldedOf, resultColumns, type Result } from './result.ts';
import { type ResultType, typeAt } from './result-type.ts';
import { signAsHead } from './sign.ts';
import { validityOf } from './validity.ts';
import { formEnvironment } from '@dinh/forms';

/** What the one-stop tells of a dossier whose result is made. */
export const DossierFacts = {
  dossierId: Type.String({ format: 'uuid' }),
  code: Type.String({ maxLength: 60, description: 'code of the dossier' }),
  type: Type.String({ maxLength: 60, description: 'key of the result type' }),
  title: Type.String({ maxLength: 2000 }),
  holderName: Type.String({ maxLength: 300 }),
  holderId: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Null()])),
  applicantId: Type.Optional(Type.Union([Type.String({ format: 'uuid' }), Type.Null()])),
  unitId: Type.Integer(),
  procedureCode: Type.String({ maxLength: 40 }),
  data: Type.Record(Type.String(), Type.Unknown(), { description: "the form's answers" }),
  proposal: Type.Optional(
    Type.Record(Type.String(), Type.Unknown(), {
      description: 'what else fields may read: {financialDuty: {amount}}',
    }),
  ),
  ruleset: Type.Optional(Type.String({ maxLength: 40 })),
};
const Facts = shape(DossierFacts);
export type Facts = Static<typeof Facts>;

/** What a signed or drafted result tells whoever called. */
export const Made = shape({
  id: Type.String(),
  code: Type.String(),
  state: Type.String(),
  version: Type.Integer(),
});
export type Made = Static<typeof Made>;

/** A result about to be written: everything but its paper. */
export type Draft = Omit<
  Result,
  'pdf' | 'pdfSize' | 'places' | 'version' | 'state' | 'changedAt' | 'reason' | 'issuedAt' | 'validUntil'
>;

interface Making {
  readonly draft: Draft;
  readonly type: ResultType;
  readonly agency: Agency;
  readonly ruleset?: string;
}

/** The first result of a dossier, with its row locked; undefined when there is none yet. @throws issuedAlready */
export async function firstOf(ctx: CommandContext, dossierId: string): Promise<Result | undefined> {
  const found = await ctx.db.maybe<Result>(
    sql`select ${resultColumns} from results.result r where r.dossier_id = ${dossierId} and r.kind = 'first' for update of r`,
  );
  if (found && found.state !== 'draft' && found.state !== 'signed') throw issuedAlready();
  return found;
}

/** Puts together the result of a dossier. @param values what officials filled in; the ones kept before when not given */
export async function draftOf(
  ctx: Pick<CommandContext, 'app' | 'db' | 'now' | 'newId'> | Pick<Context, 'app' | 'db' | 'now' | 'newId'>,
  facts: Facts,
  existing: Result | undefined,
  values?: Record<string, unknown>,
): Promise<Making> {
  const { app, db, now } = ctx;
  const definition = await typeAt(app, facts.type, now);
  const type = definition.body;
  const agency = await issuerOf(db, type.issuedByUnit, facts.unitId, localDate(now));
  const filled = values ? checkFilled(type, values) : existing?.type === type.key ? existing.filled : {};
  const holder = await holderOf(db, facts.data, facts.applicantId ?? facts.holderId ?? null, localDate(now));
  const partaking = await partakingUnits(db, agency.id, facts.dossierId);
  const base = {
    id: existing?.id ?? ctx.newId(),
    dossierId: facts.dossierId,
    dossierCode: facts.code,
    type: type.key,
    typeId: definition.id,
    name: type.name,
    title: facts.title,
    procedureCode: facts.procedureCode,
    unitId: agency.id,
    units: [...new Set([agency.id, facts.unitId, ...partaking])],
    register: type.register.key,
    number: null,
    issuedOn: null,
    holderName: facts.holderName,
    ...holder,
    applicantId: facts.applicantId ?? null,
    answers: facts.data,
    kind: 'first' as const,
    replaces: null,
    replacedBy: null,
    code: existing?.code ?? newReference(),
  };
  const computation = await computed(app, facts.procedureCode, type, facts.data, now);
  const more = { computation: computation?.value ?? {}, ...facts.proposal };
  const draft = {
    ...base,
    computation,
    ...(await recordFor(app, now, { ...base, filled }, type, agency, more)),
  };
  return { draft, type, agency, ...(facts.ruleset && { ruleset: facts.ruleset }) };
}

/** Units whose people may see the result: those that take part in the dossier, and the agency's leaders, clerks and desk. */
async function partakingUnits(db: Queries, agencyId: number, dossierId: string): Promise<number[]> {
  const rows = await db.all<{ id: number }>(
    sql`select id from identity.v_unit where parent_id = ${agencyId} and kind in ('leadership', 'clerk', 'desk')
        union select unnest(units) from one_stop.v_dossier where id = ${dossierId}`,
  );
  return rows.map((row) => row.id);
}

/** The record of a result, in words too, and how long it will be valid. */
export async function recordFor(
  app: App,
  at: Date,
  of: Pick<Result, 'answers' | 'filled' | 'holderName' | 'procedureCode'>,
  type: ResultType,
  agency: Agency,
  more: Record<string, unknown> = {},
): Promise<Pick<Result, 'filled' | 'data' | 'words' | 'dated'>> {
  const data = recordOf(type, {
    answers: of.answers,
    filled: of.filled,
    owner: ownerOf(of.answers, of.holderName),
    unitName: agency.name.vi,
    more,
    now: at,
  });
  const [form, env] = await Promise.all([formOf(app, of.procedureCode, at), formEnvironment(app, at, 'vi')]);
  return {
    filled: of.filled,
    data,
    words: wordsOf(type, data, form, env),
    dated: validityOf(type, data, at),
  };
}

/** Prints and keeps a draft, for those who appraise and approve to look at. */
export async function saveDraft(ctx: CommandContext, making: Making): Promise<Made> {
  const paper = await printResult(ctx.app, ctx.now, await draftPaper(ctx, making));
  return save(ctx, making.draft, 'draft', paper.pdf, paper.places);
}

/** What the paper of a draft shows: marked as a draft, signed by nobody. */
export async function draftPaper({ app, now }: Pick<Context, 'app' | 'now'>, making: Making): Promise<PaperInput> {
  const { draft, type, agency, ruleset } = making;
  const form = await formOf(app, draft.procedureCode, now);
  return { result: draft, type, agency, signer: undefined, form, ruleset, isDraft: true };
}

/** Prints the paper, puts the principal's signature on it and keeps both (P7). */
export async function saveSigned(ctx: CommandContext, making: Making, reason: string): Promise<Made> {
  const { app, db, now, principal } = ctx;
  const { draft, type, agency } = making;
  const behalfOf = actsFor(ctx);
  const place = await signerPlace(db, principal, agency, localDate(now), behalfOf);
  const form = await formOf(app, draft.procedureCode, now);
  const paper = await printResult(app, now, {
    result: draft,
    type,
    agency,
    signer: place,
    form,
    ruleset: making.ruleset,
  });
  const pdf = await signAsHead(app, now, paper, { id: principal.id, place, agency, reason });
  const made = await save(ctx, draft, 'signed', pdf, paper.places);
  db.send(sql`delete from results.signature where result_id = ${made.id}`);
  await addSignature(ctx, made.id, {
    ordinal: 1,
    role: 'head',
    name: place.name,
    title: place.position,
    behalfOf,
    unitId: agency.id,
    pdf,
  });
  return made;
}

/** In whose place the principal signs, when they hold the right only so. */
function actsFor(ctx: CommandContext): string | undefined {
  const grants = ctx.principal.grants.filter((g) => g.permission === 'results.sign-result');
  const behalfOf = grants.length > 0 && grants.every((g) => g.behalfOf) ? grants[0]?.behalfOf : undefined;
  ctx.actFor(behalfOf);
  return behalfOf;
}

const json = (value: unknown): Sql => sql`${JSON.stringify(value)}::jsonb`;

async function save(
  ctx: CommandContext,
  d: Draft,
  state: 'draft' | 'signed',
  pdf: Uint8Array,
  places: Result['places'],
): Promise<Made> {
  const { db, now } = ctx;
  const kept = await ctx.app.files.put(pdf, mediaTypes.pdf, db);
  const { version } = await db.one<{ version: number }>(
    sql`insert into results.result as r (id, dossier_id, dossier_code, type, type_id, name, title, procedure_code, unit_id, units, register, number, issued_on,
          holder_name, holder_id, business_id, applicant_id, answers, filled, data, words, dated, state, kind, replaces, code, pdf, pdf_size, places,
          folded, created_at, computation)
        values (${d.id}, ${d.dossierId}, ${d.dossierCode}, ${d.type}, ${d.typeId}, ${json(d.name)}, ${d.title}, ${d.procedureCode}, ${d.unitId},
          ${d.units}, ${d.register}, ${d.number}, ${d.issuedOn}, ${d.holderName}, ${d.holderId}, ${d.businessId}, ${d.applicantId}, ${json(d.answers)},
          ${json(d.filled)}, ${json(d.data)}, ${json(d.words)}, ${json(d.dated)}, ${state}, ${d.kind}, ${d.replaces}, ${d.code},
          ${Buffer.from(kept.hash, 'hex')}, ${kept.size}, ${json(places)}, ${foldedOf(d)}, ${now}, ${d.computation && json(d.computation)})
        on conflict (id) do update set dossier_code = excluded.dossier_code, type = excluded.type, type_id = excluded.type_id, name = excluded.name,
          title = excluded.title, unit_id = excluded.unit_id, units = excluded.units, register = excluded.register, holder_name = excluded.holder_name,
          holder_id = excluded.holder_id, business_id = excluded.business_id, answers = excluded.answers, filled = excluded.filled, data = excluded.data,
          words = excluded.words, dated = excluded.dated, state = excluded.state, pdf = excluded.pdf, pdf_size = excluded.pdf_size,
          places = excluded.places, computation = excluded.computation, folded = excluded.folded, version = r.version + 1
        returning version`,
  );
  ctx.subject(`result:${d.id}`);
  return { id: d.id, code: d.code, state, version };
}

/** Notes a signature with the paper as it is after it. */
export async function addSignature(
  ctx: CommandContext,
  resultId: string,
  s: {
    ordinal: number;
    role: 'head' | 'agency';
    name: string;
    title: string | null;
    behalfOf: string | undefined;
    unitId: number;
    pdf: Uint8Array | string;
  },
): Promise<void> {
  const hash = typeof s.pdf === 'string' ? s.pdf : (await ctx.app.files.put(s.pdf, mediaTypes.pdf, ctx.db)).hash;
  const person = ctx.principal.kind === 'person' ? ctx.principal.id : null;
  ctx.db.send(
    sql`insert into results.signature (result_id, ordinal, role, name, title, person_id, behalf_of, unit_id, at, pdf)
        values (${resultId}, ${s.ordinal}, ${s.role}, ${s.name}, ${s.title}, ${person}::uuid, ${s.behalfOf ?? null}::uuid, ${s.unitId}, ${ctx.now}, ${Buffer.from(hash, 'hex')})`,
  );
}

/** The paper of a result as it is kept. @throws paperMissing */
export async function paperOf(app: App, result: Pick<Result, 'pdf'>): Promise<Uint8Array> {
  if (!result.pdf) throw paperMissing();
  return readFile(app.files.path(result.pdf.toString('hex'))).catch((cause: unknown) => {
    throw paperMissing({}, { cause });
  });
}
