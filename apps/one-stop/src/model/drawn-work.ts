/** What processes say and print by drawing alone: notices by message templates, papers by their templates. */
import { roleHolders } from '@dinh/identity';
import { type CommandContext, isUuid, sql } from '@dinh/kernel';
import { notifyAll, saidInWords } from '@dinh/notify';
import type { Printed, Scope, Told } from '@dinh/process';
import { paperTemplate } from '@dinh/records';
import { type Dossier, dossierColumns, numberOf } from './dossier.ts';
import { issuePaper } from './paper.ts';
import { ownerNotices, tellApplicant } from './tell.ts';

/** What every notice of a dossier says, by the names in message templates. */
export const toldFacts = ['name', 'link', 'code', 'number', 'reference', 'title'] as const;

/** What every paper of a dossier says, by the names in the data of templates; see `commonFacts`. */
export const printedFacts = ['agency', 'desk', 'place', 'date', 'dossier', 'qr', 'lookup', 'applicant', 'owner', 'procedure', 'components', 'sets', 'limit', 'receivedAt', 'dueAt', 'returnVia', 'fee', 'official', 'signer', 'recipients', 'number', 'form'] as const; // prettier-ignore

/** The dossier of a step, locked by it. @throws Error where the process is about none: an incident that people see */
async function dossierOf(ctx: CommandContext, { businessKey, element }: Scope): Promise<Dossier> {
  const found = isUuid(businessKey)
    ? await ctx.db.maybe<Dossier>(
        sql`select ${dossierColumns} from one_stop.dossier d where d.id = ${businessKey}::uuid`,
      )
    : undefined;
  if (!found) throw new Error(`${element.id} tells or prints about a dossier, and there is none`);
  return found;
}

/** Sends what a step of the process of a dossier says. @throws Error where the template needs what nothing gives */
export async function tellDrawn(
  ctx: CommandContext,
  scope: Scope,
  { template, to, role, unit, data }: Told,
): Promise<void> {
  const dossier = await dossierOf(ctx, scope);
  const said = saidInWords(data);
  if (to === 'applicant') return tellApplicant(ctx, dossier, template, said);
  if (to === 'owner') return notifyAll(ctx, await ownerNotices(ctx, template, dossier, said));
  if (to !== 'role' || role === undefined || unit === null) throw new Error(`nobody is “${to}” of a dossier`);
  const { id, reference, title } = dossier;
  await notifyAll(
    ctx,
    (await roleHolders(ctx, { role, unit })).map((one) => ({
      template,
      to: one,
      data: { code: numberOf(dossier), number: numberOf(dossier), reference, title, ...said },
      about: `dossier:${id}`,
      link: `/ban-lam-viec/ho-so/${id}`,
    })),
  );
}

/** Makes a paper of a dossier by a template in force; what it says is frozen now. @throws Error where there is no such template */
export async function printDrawn(
  ctx: CommandContext,
  scope: Scope,
  { template, data }: Printed,
): Promise<void> {
  const dossier = await dossierOf(ctx, scope);
  const entry = await paperTemplate(ctx.app, template, { ruleset: dossier.ruleset, at: ctx.now });
  await issuePaper(ctx, dossier, template, localTimes(data), entry.title);
}

/** Moments of FEEL in the zone of the country as templates take them: local, without the zone. */
function localTimes<Value>(value: Value): Value {
  if (typeof value === 'string')
    return value.replace(/^(\d{4}-\d\d-\d\dT[\d:.]+)@Asia\/Ho_Chi_Minh$/, '$1') as Value;
  if (Array.isArray(value)) return value.map((one) => localTimes(one)) as Value;
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, localTimes(one)])) as Value;
}
