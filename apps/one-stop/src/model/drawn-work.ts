/** What processes say and print by drawing alone: notices by message templates, papers by their templates. */
import { roleHolders } from '@dinh/identity';
import { type CommandContext, isUuid, sql } from '@dinh/kernel';
import { notifyAll, saidInWords } from '@dinh/notify';
import { type Printed, processNamed, type Scope, type Told } from '@dinh/process';
import { paperTemplate } from '@dinh/records';
import { withCode } from './code-given.ts';
import { type Dossier, dossierColumns, numberOf } from './dossier.ts';
import { whoMayOpen } from './hearers.ts';
import { recordAct } from './history.ts';
import { issuePaper } from './paper.ts';
import { ownerNotices, tellApplicant } from './tell.ts';

/** What every notice of a dossier says, by the names in message templates. */
export const toldFacts = ['name', 'link', 'code', 'number', 'reference', 'title'] as const;

/** The same where a process began by itself and is about no dossier. */
export const toldByItself = ['name', 'link', 'title', 'step'] as const;

/** What every paper of a dossier says, by the names in the data of templates; see `commonFacts`. */
export const printedFacts = [
  'agency',
  'desk',
  'place',
  'date',
  'dossier',
  'qr',
  'lookup',
  'applicant',
  'owner',
  'procedure',
  'components',
  'sets',
  'limit',
  'receivedAt',
  'dueAt',
  'returnVia',
  'fee',
  'official',
  'signer',
  'recipients',
  'number',
  'form',
] as const;

/** The dossier of a step, locked by it; undefined where the process is about none. */
async function dossierOf(ctx: CommandContext, { businessKey }: Scope): Promise<Dossier | undefined> {
  if (!isUuid(businessKey)) return undefined;
  return ctx.db.maybe<Dossier>(sql`select ${dossierColumns} from one_stop.dossier d where d.id = ${businessKey}::uuid`);
}

/** Sends what a step of the process of a dossier says. @throws Error where the template needs what nothing gives */
export async function tellDrawn(ctx: CommandContext, scope: Scope, { template, to, role, unit, data }: Told): Promise<void> {
  const found = await dossierOf(ctx, scope);
  const dossier = found && (await withCode(ctx, found));
  const said = saidInWords(data);
  if (dossier && to === 'applicant') return tellApplicant(ctx, dossier, template, said);
  if (dossier && to === 'owner') return notifyAll(ctx, await ownerNotices(ctx, template, dossier, said));
  if (to !== 'role' || role === undefined || unit === null)
    throw new Error(`nobody is “${to}” of ${dossier ? 'a dossier' : 'a process about no dossier'}`);
  const about = dossier ? aboutDossier(dossier) : await aboutItself(ctx, scope);
  const holders = await roleHolders(ctx, { role, unit });
  const persons = holders.map(({ personId }) => personId);
  const open = dossier && (await whoMayOpen(ctx, dossier.id, persons));
  const { link, ...rest } = about;
  await notifyAll(
    ctx,
    holders.map((one) => ({
      ...rest,
      template,
      to: one,
      data: { ...about.data, ...said },
      // Whoever may not open the dossier is told, and is led nowhere.
      ...((!open || open.has(one.personId)) && { link }),
    })),
  );
}

type About = { readonly data: Record<string, string>; readonly about: string; readonly link: string };

const aboutDossier = (dossier: Dossier): About => ({
  data: {
    code: numberOf(dossier),
    number: numberOf(dossier),
    reference: dossier.reference,
    title: dossier.title,
  },
  about: `dossier:${dossier.id}`,
  link: `/ban-lam-viec/ho-so/${dossier.id}`,
});

/** What began by itself stands in the general list. */
const aboutItself = async ({ app }: CommandContext, scope: Scope): Promise<About> => ({
  data: { title: (await processNamed(app, scope.definitionId)).vi, step: scope.element.name.vi },
  about: `work:${scope.instanceId}`,
  link: `/cong-viec/${scope.instanceId}`,
});

/**
 * Makes a paper of a dossier by a template in force; what it says is frozen now, and the history tells it.
 * @throws Error where there is no such template, or no dossier
 */
export async function printDrawn(ctx: CommandContext, scope: Scope, { template, data }: Printed): Promise<void> {
  const dossier = await dossierOf(ctx, scope);
  if (!dossier) throw new Error(`${scope.element.id} prints a paper of a dossier, and there is none`);
  const entry = await paperTemplate(ctx.app, template, { ruleset: dossier.ruleset, at: ctx.now });
  await issuePaper(ctx, dossier, template, localTimes(data), entry.title);
  recordAct(ctx, {
    dossierId: dossier.id,
    act: 'paper-made',
    status: dossier.status,
    step: scope.element.name.vi,
    comment: entry.title.vi,
    byProgram: true,
  });
}

/** Moments of FEEL in the zone of the country as templates take them: local, without the zone. */
function localTimes<Value>(value: Value): Value {
  if (typeof value === 'string') return value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)@Asia\/Ho_Chi_Minh$/, '$1') as Value;
  if (Array.isArray(value)) return value.map((one) => localTimes(one)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, localTimes(one)])) as Value;
}
