import { answersForPdf, type Field } from '@dinh/forms';
import { localDate, type PageContext, type Text } from '@dinh/kernel';
import { askedComponents } from '../model/components.ts';
import { feePaidBy } from '../model/fee.ts';
import { rulesAt } from '../model/ruleset.ts';
import type { Act } from '../queries/list-acts.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { type DutyChoice, dutyChoice } from './duty-fields.ts';
import { filledForm } from './fee-reasons.ts';

/** What the forms of acts offer to choose from. */
export interface Choices {
  readonly components: readonly {
    readonly key: string;
    readonly name: Text;
    readonly needed: boolean;
    /** It is the interactive form itself, which every dossier has. */
    readonly filledIn: boolean;
  }[];
  readonly atOnce: boolean;
  /** The fee may be paid when the result is handed out. */
  readonly feeLater: boolean;
  readonly specialists: readonly { id: string; name: string; open: number; late: number }[];
  readonly colleagues: readonly { id: string; name: string; open: number; late: number }[];
  readonly units: readonly { id: number; name: string }[];
  readonly planned: readonly { unit: number; subject: string; days: number }[];
  /** What the specialist writes in the result. */
  readonly decides: readonly Decided[];
  /** The financial duty that is proposed. */
  readonly duty: DutyChoice | undefined;
}

/** A field of the result: decided by the agency, or copied from a paper form that was not typed in at the counter. */
export interface Decided {
  readonly key: string;
  readonly label: Text;
  readonly type: string;
  readonly onPaper?: true;
  /** What an earlier draft says, as one would type it. */
  readonly drafted?: string;
  /** What the question in the form offers to choose from. */
  readonly options?: readonly { readonly value: string; readonly label: Text }[];
}

/** Reads what the forms of these acts need; nothing for acts that need nothing. */
export async function choicesFor(ctx: PageContext, page: DossierPage, acts: readonly Act[]): Promise<Choices> {
  const has = (...keys: string[]) => acts.some((act) => keys.includes(act.key));
  const { dossier } = page;
  const [version, specialists, colleagues, units, duty] = await Promise.all([
    ctx.run('procedures.view-version', { versionId: dossier.versionId }),
    has('assign') ? ctx.run('one-stop.list-colleagues', { dossierId: dossier.id, role: 'specialist' }) : none,
    has('reassign', 'delegate-task') ? ctx.run('one-stop.list-colleagues', { dossierId: dossier.id }) : none,
    has('consult') ? ctx.run('one-stop.list-consultable', { id: dossier.id }) : noUnits,
    has('notify', 'no-duty') ? dutyChoice(ctx, page) : undefined,
  ]);
  return {
    components: askedComponents(version.procedure.components, dossier.data, ctx.now, dossier.authorityId !== null).map(
      ({ key, name, needed, satisfiedBy }) => ({ key, name, needed, filledIn: satisfiedBy === 'form' }),
    ),
    atOnce: version.procedure.atOnce,
    feeLater: has('accept') && feePaidBy(version.procedure, await rulesAt(ctx.app, ctx.now)) === 'return',
    specialists: specialists.persons,
    colleagues: colleagues.persons,
    ...units,
    decides: has('propose-approval') ? await decidedBy(ctx, page, version.procedure.result) : [],
    duty,
  };
}

/**
 * The fields of a result that an official fills in, by its type in force today. At the counter only what fee, limit and
 * papers depend on is typed in: what else the result says then stands on the paper form, and is asked for here.
 */
async function decidedBy(ctx: PageContext, page: DossierPage, type: string): Promise<readonly Decided[]> {
  const found = await ctx.app.definitions.at<{
    fields?: { key: string; label: Text; type: string; from: string }[];
  }>('result-type', type, localDate(ctx.now));
  const fields = found?.body.fields ?? [];
  const unanswered = page.dossier.channel === 'online' ? [] : await unansweredOf(ctx, page);
  const onPaper = fields.flatMap(({ key, label, type: kind, from }): Decided[] => {
    const question = unanswered.find((one) => from === `form.${one.key}`);
    if (!question || !typable.has(kind)) return [];
    if (kind !== 'choice' && !question.options) return [{ key, label, type: kind, onPaper: true }];
    return question.options ? [{ key, label, type: kind, onPaper: true, options: question.options }] : [];
  });
  const decided = [...onPaper, ...fields.filter((field) => field.from === 'officer')];
  if (decided.length === 0) return [];
  const { values } = await ctx.run('results.draft-values', { dossierId: page.dossier.id });
  return decided.map((field) => ({ ...field, drafted: asTyped(values[field.key]) }));
}

/** A value of a draft as an official would type it: decimals with a comma, of an address its words. */
function asTyped(value: unknown): string | undefined {
  if (typeof value === 'object' && value !== null) return asTyped((value as { detail?: unknown }).detail);
  if (typeof value === 'number') return String(value).replace('.', ',');
  return typeof value === 'string' ? value : undefined;
}

const typable = new Set(['text', 'multiline', 'integer', 'decimal', 'money', 'date', 'year', 'address', 'choice']);

/** The questions of the dossier's form that apply to it and have no answer. */
async function unansweredOf(ctx: PageContext, page: DossierPage): Promise<readonly Field[]> {
  const filled = await filledForm(ctx, page);
  if (!filled) return [];
  const open = new Set(
    answersForPdf(filled.definition, page.dossier.data, filled.env).flatMap(({ rows }) =>
      rows.filter((row) => !row.heading && row.value === '').map((row) => row.path),
    ),
  );
  return filled.definition.pages.flatMap((one) => one.fields).filter(({ key }) => open.has(key));
}

const none = { persons: [] };
const noUnits = { units: [], planned: [] };
