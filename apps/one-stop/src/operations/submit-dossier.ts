import { classOf, dataClasses } from '@dinh/identity';
import { formEnvironment, getAt, validateForm, type FormDefinition } from '@dinh/forms';
import {
  allows,
  type Authority,
  command,
  type CommandContext,
  demand,
  type FieldError,
  fold,
  localDate,
  newReference,
  shape,
  sql,
  workingMinutes,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { answersWrong, authorityGone, authorityTooNarrow, channelClosed } from '../errors.ts';
import { recordAct } from '../model/history.ts';
import { checkHolder, insertComponents, NewComponent, missingComponents } from '../model/components.ts';
import { deskForm } from '../model/desk-form.ts';
import { filingUnder } from '../model/own.ts';
import { partiesOf } from '../model/parties.ts';
import { placesOf, unitsOf } from '../model/places.ts';
import { rulesAt } from '../model/ruleset.ts';
import { calendarOf } from '../model/working-time.ts';
import { Status } from '../model/status.ts';
import { startSettling } from '../model/settling.ts';
import { brokenRules, limitOf, moreVariables } from '../model/procedure-facts.ts';

export const NewDossier = shape({
  procedure: Type.String({ minLength: 1, maxLength: 40, description: 'code of the procedure' }),
  data: Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), {
    description: 'answers of the form, with the applicant',
  }),
  components: Type.Array(NewComponent, { maxItems: 100 }),
  draftKey: Type.Optional(
    Type.String({
      minLength: 8,
      maxLength: 80,
      description: 'the draft it comes from: sent twice, it makes one dossier',
    }),
  ),
  payAtDesk: Type.Optional(Type.Boolean()),
  authority: Type.Optional(
    Type.Union([Type.String({ format: 'uuid' }), Type.Null()], {
      description: 'the right to act for somebody under which it is filed; null for oneself; that of the session when absent',
    }),
  ),
});

export const Filed = shape({
  id: Type.String(),
  reference: Type.String({ description: 'told to the applicant; cannot be guessed' }),
  fee: Type.Integer({ description: 'VND' }),
  feeState: Type.String(),
});

/**
 * Files a dossier online. Everything that the person sees on the next page is written in one transaction: the dossier,
 * its components, the process with the desk's first task, history, audit and event (S3–S5).
 */
export const submitDossier = command({
  name: 'one-stop.submit-dossier',
  title: { vi: 'Nộp hồ sơ', en: 'File a dossier' },
  input: NewDossier,
  output: Filed,
  may: 'signed-in',
  onDuplicate: ['dossier_draft_key_key'],
  subject: (_input, output) => `dossier:${output.id}`,
  run: (ctx, input) => fileDossier(ctx, input, 'online'),
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.submit-dossier': typeof submitDossier;
  }
}

/** Writes a new dossier, by whatever channel it came. @param applicant the account it is filed for, if any. */
export async function fileDossier(
  ctx: CommandContext,
  input: Static<typeof NewDossier>,
  channel: 'online' | 'counter' | 'post',
  applicant: string | null = ctx.principal.kind === 'person' ? ctx.principal.id : null,
): Promise<Static<typeof Filed>> {
  if (input.draftKey) {
    const before = await ctx.db.maybe<Static<typeof Filed>>(
      sql`select id, reference, fee, fee_state as "feeState" from one_stop.dossier where draft_key = ${input.draftKey} and applicant_id is not distinct from ${applicant}`,
    );
    if (before) return before;
  }
  const { app } = ctx;
  const version = await ctx.call('procedures.view-procedure', { code: input.procedure });
  const { procedure } = version;
  const sure = channel === 'online' ? await app.demands.ofService(procedure.serviceLevel) : undefined;
  if (sure) demand(ctx.principal, sure, ctx.now);
  if (!procedure.channels.includes(channel)) throw channelClosed({ channels: procedure.channels.join(', ') });
  const form = await app.definitions.at<FormDefinition>('form', procedure.form, localDate(ctx.now));
  if (!form) throw new Error(`form ${procedure.form} of ${procedure.code} is not loaded`);
  const answers = await checkAnswers(ctx, form.body, procedure, input.data, channel);
  const authority = channel === 'online' ? filingUnder(ctx.principal, input.authority) : undefined;
  const missing =
    channel === 'online'
      ? missingComponents(procedure.components, answers.data, input.components, ctx.now, authority?.kind === 'attorney')
      : [];
  if (missing.length > 0) throw answersWrong({}, { fields: missing });
  const broken = brokenRules(procedure.rules ?? [], answers.data, ctx.now);
  if (broken.length > 0) throw answersWrong({}, { fields: broken });
  if (input.authority && !authority) throw authorityGone();
  if (authority && !allows(authority, 'file', [procedure.code, procedure.businessType])) throw authorityTooNarrow();
  await checkHolder(ctx, input.components);
  const fee = await ctx.call('procedures.compute-fee', { versionId: version.versionId, data: answers.data });
  const places = await placesOf(app, app.db, version.agency.id, version.section?.id ?? null);
  const rules = await rulesAt(app, ctx.now);
  const parties = partiesOf(answers.data, { name: ctx.principal.name }, authority);
  if (parties.wrong) throw answersWrong({}, { fields: [parties.wrong] });
  // In whose place it is filed stands in the audit trail, too.
  if (authority) ctx.actFor(authority.subject);
  const id = ctx.newId();
  const reference = newReference();
  const title = procedure.shortName?.vi ?? procedure.name;
  const feeState = fee.amount === 0 ? 'none' : input.payAtDesk ? 'at-desk' : 'due';
  const words = fold([parties.ownerName, parties.applicantName, reference, parties.contact.phone].join(' '));
  ctx.db.send(
    sql`insert into one_stop.dossier (id, reference, procedure_code, version_id, form_id, ruleset, title, business_type, unit_id, section_id, desk_id,
          units, status, channel, capacity, applicant_id, owner_id, authority_id, applicant_name, owner_name, contact, data, delivery, words, fee, fee_reason, fee_state,
          draft_key, submitted_at, changed_at, data_class)
        values (${id}, ${reference}, ${procedure.code}, ${version.versionId}, ${form.id}, ${rules.key}, ${title}, ${procedure.businessType},
          ${places.agency}, ${places.section}, ${places.desk}, ${unitsOf(places)},
          ${Status.filed}, ${channel}, ${parties.capacity}, ${applicant}, ${ownerOf(parties.capacity, authority, applicant)}, ${authority?.id ?? null}, ${parties.applicantName}, ${parties.ownerName},
          ${JSON.stringify(parties.contact)}::jsonb, ${JSON.stringify(answers.data)}::jsonb, ${JSON.stringify(parties.delivery)}::jsonb, ${words},
          ${fee.amount}, ${fee.reason}, ${feeState}, ${input.draftKey ?? null}, ${ctx.now}, ${ctx.now},
          ${classOf(await dataClasses(app, ctx.now), { procedure: procedure.code, field: procedure.businessType })})`,
  );
  insertComponents(ctx, id, procedure.components, input.components);
  recordAct(
    ctx,
    {
      dossierId: id,
      act: 'filed',
      status: Status.filed,
      unitId: places.desk,
      behalfOf: authority?.name ?? null,
      // Why the fee is what it is stays with the dossier, whatever becomes of the table.
      data: { channel, fee: fee.amount, feeDecision: { id: fee.decisionId, fired: fee.fired } },
    },
    true,
  );
  await startSettling(ctx, {
    dossierId: id,
    process: procedure.process,
    places,
    data: answers.data,
    more: await moreVariables(app, procedure, answers.data, ctx.now),
    limitMinutes: workingMinutes(
      await calendarOf(app, places.agency, ctx.now),
      limitOf(procedure.timeLimit, answers.data, ctx.now),
    ),
  });
  ctx.emit({
    name: 'one-stop.dossier-filed',
    key: id,
    topics: [
      'unit:0',
      `unit:${places.desk}`,
      ...(applicant ? [`person:${applicant}`] : []),
      ...(authority && authority.kind !== 'business' ? [`person:${authority.subject}`] : []),
      `dossier:${id}`,
    ],
    data: {
      reference,
      procedure: procedure.code,
      title,
      unit: places.agency,
      desk: places.desk,
      fee: fee.amount,
      feeState,
      channel,
    },
  });
  return { id, reference, fee: fee.amount, feeState };
}

/** Whose it is in the directory: of whom one acts for, one's own, or nobody's who is known. */
function ownerOf(capacity: string, authority: Authority | undefined, applicant: string | null): string | null {
  return authority ? authority.subject : capacity === 'self' ? applicant : null;
}

/**
 * Judges the answers. Online the whole form; a paper dossier brings its form on paper, so that only the parties and what
 * fee and time limit depend on are demanded, and the rest is judged where it was typed in all the same.
 * @throws answersWrong
 */
async function checkAnswers(
  ctx: CommandContext,
  form: FormDefinition,
  procedure: Parameters<typeof deskForm>[2],
  data: unknown,
  channel: 'online' | 'counter' | 'post',
): Promise<{ data: Record<string, any> }> {
  const env = await formEnvironment(ctx.app, ctx.now, ctx.lang);
  const whole = validateForm(form, data, env);
  const errors =
    channel === 'online'
      ? whole.errors
      : [
          ...validateForm(await deskForm(ctx.app, form, procedure, ctx.now), data, env).errors,
          ...whole.errors.filter((error) => !isEmpty(getAt(data, error.path))),
        ];
  if (errors.length === 0) return whole;
  const byPath = new Map(errors.map((error) => [error.path, error]));
  throw answersWrong(
    {},
    {
      fields: [...byPath.values()].map((e): FieldError => ({ path: `data.${e.path}`, message: e.message })),
    },
  );
}

const isEmpty = (value: unknown): boolean =>
  value === undefined || value === null || value === '' || (typeof value === 'object' && Object.values(value).every(isEmpty));
