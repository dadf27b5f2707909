import {
  type FormDefinition,
  type FormEnvironment,
  type FormError,
  formEnvironment,
  parsePosted,
  prefillForm,
  validateForm,
} from '@dinh/forms';
import { localDate, page, type PageContext, type PageResult, post, redirect, Refusal, sendJson, show } from '@dinh/kernel';
import { answersWrong } from '../errors.ts';
import { askedComponents, type NewComponent } from '../model/components.ts';
import { deskForm } from '../model/desk-form.ts';
import { feePaidBy } from '../model/fee.ts';
import { rulesAt } from '../model/ruleset.ts';
import { handedIn } from './act-run.ts';
import { feeAnswer } from './fee-fields.ts';
import { typed } from './frame.ts';
import { type Counter, feeWords, receptionScreen } from './reception-view.ts';

const path = '/ban-lam-viec/tiep-nhan';
const title = { vi: 'Tiếp nhận hồ sơ tại quầy', en: 'Receive a dossier at the counter' };
const may = 'one-stop.receive-dossier';
const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Paper reception on one screen: procedure, applicant, components, receipt; everything by keyboard (D1). */
export const receptionPage = page({ path, title, may, run: async (ctx) => show(await screenFor(ctx, {})) });

/** Where the form posts to has nothing of its own to show: it leads back to the form that was sent. */
export const receptionAgain = page({
  path: `${path}/ho-so`,
  title,
  may,
  run: async ({ url }) => redirect(path + (/\?.*/.exec(url)?.[0] ?? '')),
});

/** Procedures for what is typed so far. */
export const procedureChoices = page({
  path: `${path}/thu-tuc`,
  title,
  may,
  async run(ctx) {
    const { suggestions } = await ctx.run('procedures.suggest', { q: (ctx.query['q'] ?? '').slice(0, 300) });
    return sendJson(
      suggestions
        .filter((one) => one.kind === 'procedure')
        .map((one) => ({
          label: one.name[ctx.lang],
          value: one.key,
          hint: `${one.key} · ${one.hint[ctx.lang]}`,
        })),
    );
  },
});

/** Persons for what is typed so far: number, telephone or name. Who looked for whom is in the audit trail. */
export const personChoices = page({
  path: `${path}/nguoi`,
  title,
  may: 'people.register-person',
  async run(ctx) {
    const q = (ctx.query['q'] ?? '').trim().slice(0, 120);
    if (q.length < 3) return sendJson([]);
    const { persons } = await ctx.run('identity.find-person', { query: q, limit: 8 });
    return sendJson(
      persons.map((one) => ({
        label: one.name,
        value: one.id,
        hint: [one.birthDate?.split('-').reverse().join('/'), one.idNumber, one.phone].filter(Boolean).join(' · '),
      })),
    );
  },
});

/** Receives it: makes the applicant when nobody knows them yet, files, accepts, and shows the receipt. */
export const receptionPost = post({
  path: `${path}/ho-so`,
  title,
  may,
  async run(ctx): Promise<PageResult> {
    const code = typed(ctx, 'thu-tuc') ?? '';
    const { procedure } = await ctx.run('procedures.view-procedure', { code });
    const form = await formOf(ctx, procedure.form);
    const asked = await deskForm(ctx.app, form, procedure, ctx.now);
    const { data } = parsePosted(asked, ctx.form);
    let given: NewComponent[] = [];
    let applicant = typed(ctx, 'nguoi');
    try {
      const handed = await handedIn(ctx, procedure);
      given = handed.given;
      // Nobody comes into the directory with what is about to be corrected, or for what is received elsewhere.
      const { errors } = validateForm(asked, data, await formEnvironment(ctx.app, ctx.now, ctx.lang));
      if (handed.refused.length > 0)
        throw answersWrong(
          {},
          {
            fields: [...handed.refused, ...errors.map(({ path: at, message }) => ({ path: `data.${at}`, message }))],
          },
        );
      const { mine } = await ctx.run('one-stop.receiving-desk', { procedure: code });
      if (mine && errors.length === 0) applicant ??= await makeApplicant(ctx, data, typed(ctx, 'kenh') !== 'post');
      const received = await ctx.run('one-stop.receive-dossier', {
        procedure: code,
        data,
        components: given,
        channel: typed(ctx, 'kenh') === 'post' ? 'post' : 'counter',
        applicantId: applicant ?? null,
        ...feeAnswer(ctx),
        receipt: typed(ctx, 'giay') !== undefined || undefined,
        note: typed(ctx, 'ghi-chu'),
      });
      return redirect(`${path}?xong=${received.id}`);
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return show(await screenFor(ctx, { code, person: applicant, data, given, refusal: error }), 422);
    }
  },
});

const formOf = async (ctx: PageContext, key: string): Promise<FormDefinition> => {
  const found = await ctx.app.definitions.at<FormDefinition>('form', key, localDate(ctx.now));
  if (!found) throw new Error(`form ${key} is not loaded`);
  return found.body;
};

/**
 * The applicant in the directory: found by the number of their paper, else made. Undefined without a number.
 * @param present they stand at the counter, so that their card is seen
 */
async function makeApplicant(ctx: PageContext, data: Record<string, any>, present: boolean): Promise<string | undefined> {
  const applicant = (data['applicant'] ?? {}) as Record<string, string>;
  const number = applicant['idNumber']?.replace(/\s/g, '') ?? '';
  if (!wholeNumber.test(number) || (applicant['name']?.trim().length ?? 0) < 2) return undefined;
  const { persons } = await ctx.run('identity.find-person', { query: number, limit: 1 });
  if (persons[0]) return persons[0].id;
  const { papers } = await ctx.run('identity.list-paper-kinds', { proves: 'identity' });
  const card = present ? papers.find((paper) => paper.number === 'identity') : undefined;
  try {
    const made = await ctx.run('identity.make-person', {
      name: applicant['name']!.trim(),
      idNumber: number,
      ...(card && { papers: [{ kind: card.key, number }] }),
      ...(applicant['phone'] && { phone: applicant['phone'].trim() }),
      ...(applicant['email'] && { email: applicant['email'].trim() }),
    });
    return made.person;
  } catch (error) {
    // The form itself tells what is wrong with a name or number; the dossier can do without an account.
    if (error instanceof Refusal && error.status < 500) return undefined;
    throw error;
  }
}

interface Posted {
  readonly code?: string;
  readonly person?: string;
  readonly data?: Record<string, any>;
  readonly given?: readonly NewComponent[];
  readonly refusal?: Refusal;
}

async function screenFor(ctx: PageContext, posted: Posted) {
  const code = posted.code ?? ctx.query['thu-tuc'];
  const chosen = [posted.person ?? ctx.query['nguoi']].find((id) => id && uuid.test(id));
  const sought = ctx.query['tim-nguoi']?.trim().slice(0, 120) ?? '';
  const foundPersons = chosen || !sought ? [] : await findPersons(ctx, sought);
  // A whole number names one person: it need not be chosen once more (a reader of cards ends with Enter).
  const person = chosen ?? (wholeNumber.test(sought) && foundPersons.length === 1 ? foundPersons[0]!.value : undefined);
  const done = uuid.test(ctx.query['xong'] ?? '') ? ctx.query['xong'] : undefined;
  const [known, version, place] = await Promise.all([
    person ? ctx.run('identity.view-person', { person }) : undefined,
    code ? ctx.run('procedures.view-procedure', { code }).catch(unknown) : undefined,
    code ? ctx.run('one-stop.receiving-desk', { procedure: code }).catch(unknown) : undefined,
  ]);
  // What this official does not receive is said before anything is typed.
  const elsewhere = version && place && !place.mine ? { name: version.procedure.name, desk: place.desk } : undefined;
  let counter: Counter | undefined;
  if (version && !elsewhere) {
    const { procedure } = version;
    const env = await formEnvironment(ctx.app, ctx.now, ctx.lang);
    const form = await deskForm(ctx.app, await formOf(ctx, procedure.form), procedure, ctx.now);
    const from = { vi: 'danh bạ người dân', en: 'the directory' };
    const start = posted.data ?? {
      capacity: 'self',
      deliveryMethod: 'desk',
      ...(sought && foundPersons.length === 0 && { applicant: { [fieldFor(sought)]: sought } }),
    };
    const { data, origins } = known
      ? prefillForm(form, start, { applicant: { from, value: known } }, env)
      : { data: start, origins: {} };
    const fields = posted.refusal?.fields ?? [];
    counter = {
      form,
      env,
      data,
      origins,
      code: procedure.code,
      name: procedure.shortName?.vi ?? procedure.name,
      agency: version.agency.name,
      atOnce: procedure.atOnce,
      feeLater: feePaidBy(procedure, await rulesAt(ctx.app, ctx.now)) === 'return',
      channels: procedure.channels,
      components: askedComponents(procedure.components, data, ctx.now).filter((c) => c.satisfiedBy !== 'form'),
      given: posted.given ?? [],
      errors: fields
        .filter((f) => f.path.startsWith('data.'))
        .map((f): FormError => ({ path: f.path.slice(5), page: 'desk', message: f.message })),
      ...(await feeOf(ctx, version.versionId, form, data, env)),
    };
  }
  return receptionScreen(ctx, {
    counter,
    elsewhere,
    person: known,
    refusal: posted.refusal,
    received: done ? await ctx.run('one-stop.view-dossier', { id: done }) : undefined,
    found: code || !ctx.query['tim-thu-tuc'] ? [] : await findProcedures(ctx),
    foundPersons: person ? [] : foundPersons,
    unknown: !person && foundPersons.length === 0 && !posted.refusal ? sought : '',
  });
}

const unknown = (error: unknown): undefined => {
  if (!(error instanceof Refusal)) throw error;
};

/** The fee, once everything that it depends on is filled in. */
async function feeOf(
  ctx: PageContext,
  versionId: string,
  form: FormDefinition,
  data: Record<string, unknown>,
  env: FormEnvironment,
): Promise<{ fee?: { amount: number; reason: string } }> {
  const checked = validateForm(form, data, env);
  if (checked.errors.some((error) => !/^(applicant|owner|proxy|delivery|capacity)/.test(error.path))) return {};
  try {
    const { amount, reason } = await ctx.run('procedures.compute-fee', { versionId, data: checked.data });
    return { fee: { amount, reason } };
  } catch (error) {
    if (error instanceof Refusal) return {};
    throw error;
  }
}

/** The fee while the form is being filled in. */
export const receptionFee = post({
  path: `${path}/phi`,
  title,
  may,
  async run(ctx) {
    const version = await ctx.run('procedures.view-procedure', { code: typed(ctx, 'thu-tuc') ?? '' });
    const { procedure, versionId } = version;
    const form = await deskForm(ctx.app, await formOf(ctx, procedure.form), procedure, ctx.now);
    const env = await formEnvironment(ctx.app, ctx.now, ctx.lang);
    const { fee } = await feeOf(ctx, versionId, form, parsePosted(form, ctx.form).data, env);
    return sendJson({ fee: feeWords(ctx.lang, fee) });
  },
});

async function findProcedures(ctx: PageContext) {
  const { suggestions } = await ctx.run('procedures.suggest', { q: ctx.query['tim-thu-tuc']!.slice(0, 300) });
  return suggestions.filter((one) => one.kind === 'procedure').map((one) => ({ value: one.key, label: one.name[ctx.lang] }));
}

const wholeNumber = /^(?:\d{12}|\d{9})$/;

/** Where what was sought in vain is to be written, so that it is not typed twice. */
const fieldFor = (sought: string): 'idNumber' | 'phone' | 'name' =>
  wholeNumber.test(sought) ? 'idNumber' : /^\+?[\d ]+$/.test(sought) ? 'phone' : 'name';

async function findPersons(ctx: PageContext, query: string) {
  if (query.length < 2) return [];
  const { persons } = await ctx.run('identity.find-person', { query, limit: 8 });
  return persons.map((one) => ({
    value: one.id,
    label: [one.name, one.birthDate?.split('-').reverse().join('/'), one.idNumber].filter(Boolean).join(' · '),
  }));
}
