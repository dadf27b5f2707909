import { localDate, type PageContext, type Text } from '@dinh/kernel';
import { askedComponents } from '../model/components.ts';
import { feePaidBy } from '../model/fee.ts';
import { rulesAt } from '../model/ruleset.ts';
import type { Act } from '../queries/list-acts.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { type DutyChoice, dutyChoice } from './duty-fields.ts';

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
  /** What the specialist decides in the result (its fields `from: officer`). */
  readonly decides: readonly { readonly key: string; readonly label: Text; readonly type: string }[];
  /** The financial duty that is proposed. */
  readonly duty: DutyChoice | undefined;
}

/** Reads what the forms of these acts need; nothing for acts that need nothing. */
export async function choicesFor(
  ctx: PageContext,
  page: DossierPage,
  acts: readonly Act[],
): Promise<Choices> {
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
    components: askedComponents(version.procedure.components, dossier.data, ctx.now).map(
      ({ key, name, needed, satisfiedBy }) => ({ key, name, needed, filledIn: satisfiedBy === 'form' }),
    ),
    atOnce: version.procedure.atOnce,
    feeLater: has('accept') && feePaidBy(version.procedure, await rulesAt(ctx.app, ctx.now)) === 'return',
    specialists: specialists.persons,
    colleagues: colleagues.persons,
    ...units,
    decides: has('propose-approval') ? await decidedBy(ctx, version.procedure.result) : [],
    duty,
  };
}

/** The fields of a result that an official fills in, by its type in force today. */
async function decidedBy(ctx: PageContext, type: string): Promise<Choices['decides']> {
  const found = await ctx.app.definitions.at<{
    fields?: { key: string; label: Text; type: string; from: string }[];
  }>('result-type', type, localDate(ctx.now));
  return (found?.body.fields ?? []).filter((field) => field.from === 'officer');
}
const none = { persons: [] };
const noUnits = { units: [], planned: [] };
