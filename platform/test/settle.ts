/** Carries any dossier to its signed result, each step by somebody who holds its place. */
import { sql } from '@dinh/kernel';
import { file, type FiledDossier, holderOf, openTask, statusOf } from './filing.ts';
import type { Province, Visitor } from './province.ts';

/** By which outcome each step of the pack's processes goes on, the usual way. */
const usual: Readonly<Record<string, string>> = {
  check: 'prepared',
  assign: 'assign',
  study: 'no-consultation',
  'part-appraise': 'propose-approval',
  'part-approve': 'sign',
  'arrange-visit': 'no-visit',
  'report-visit': 'reported',
  answer: 'agree',
  appraise: 'propose-approval',
  'upper-appraise': 'propose-approval',
  review: 'forward',
  'notify-duty': 'no-duty',
  submit: 'submit',
  approve: 'sign',
  stamp: 'issue',
  return: 'return',
};

/** People signed in once, by account. */
export class Crew {
  readonly #province: Province;
  readonly #signedIn = new Map<string, Promise<Visitor>>();

  constructor(province: Province) {
    this.#province = province;
  }

  as(account: string): Promise<Visitor> {
    let visitor = this.#signedIn.get(account);
    if (!visitor) this.#signedIn.set(account, (visitor = this.#province.signIn(account)));
    return visitor;
  }
}

/** Files a dossier of the procedure and settles it to the end. @returns how many steps it took. */
export async function settleProcedure(province: Province, crew: Crew, code: string): Promise<number> {
  return settle(province, crew, await file(province, await crew.as('congdan'), code));
}

/** Takes a dossier from where it stands to its result, whoever it waits for. @returns how many steps it took. */
export async function settle(province: Province, crew: Crew, dossier: Pick<FiledDossier, 'id' | 'reference'>): Promise<number> {
  const { app } = province;
  for (let steps = 1; steps < 30; steps++) {
    if (await waitedFor(province, crew, dossier.id)) continue;
    const task = await openTask(app, dossier.id);
    const account = task.assignee ? await accountOf(app, task.assignee) : await holderOf(app, task.unit, task.role);
    const who = await crew.as(account);
    if (task.element === 'receive') await who.api('one-stop.accept-dossier', { id: dossier.id, feeTaken: true });
    else {
      const specialist =
        task.element === 'assign' ? await province.person(await holderOf(app, task.unit, 'specialist')) : undefined;
      await who.api('one-stop.complete-step', {
        taskId: task.id,
        version: task.version,
        outcome: usual[task.element] ?? 'forward',
        ...(['approve', 'notify-duty'].includes(task.element) && { comment: 'Theo đề xuất của phòng' }),
        ...(specialist && { specialist }),
        ...(task.element === 'appraise' && { values: await officialValues(province, dossier.id) }),
      });
    }
    if ((await statusOf(app, dossier.id)) === 10) return steps;
  }
  throw new Error(`dossier ${dossier.reference} does not come to its end`);
}

/** What a dossier waits for besides a task: the desk takes the supplement, or the money. @returns true when it did */
async function waitedFor({ app }: Province, crew: Crew, id: string): Promise<boolean> {
  const { status, desk } = await app.db.one<{ status: number; desk: number }>(
    sql`select status, desk_id as desk from one_stop.dossier where id = ${id}`,
  );
  if (status !== 5 && status !== 6) return false;
  const who = await crew.as(await holderOf(app, desk, 'desk'));
  if (status === 5) await who.api('one-stop.supplement-dossier', { id, components: [] });
  else await who.api('one-stop.collect-fee', { id });
  return true;
}

const accountOf = async (app: Province['app'], person: string): Promise<string> =>
  (await app.db.one<{ account: string }>(sql`select account from identity.person where id = ${person}`)).account;

interface ResultField {
  readonly key: string;
  readonly type: string;
  readonly required?: boolean;
  readonly from?: string;
  readonly value?: string;
  readonly options?: readonly { readonly value: string }[];
}

/** What an official must fill in on the result: something that fits. */
/** Something for each field of the result that the official fills. */
export async function officialValues(province: Province, dossierId: string): Promise<Record<string, unknown>> {
  const { fields } = await province.app.db.one<{ fields: ResultField[] }>(
    sql`select t.body->'fields' as fields from one_stop.dossier d join kernel.definition p on p.id = d.version_id
        join kernel.definition t on t.kind = 'result-type' and t.key = p.body->>'result' where d.id = ${dossierId} order by t.version desc limit 1`,
  );
  const values: Record<string, unknown> = {};
  for (const field of fields ?? []) {
    if (field.from !== undefined || field.value !== undefined) continue;
    values[field.key] =
      field.options?.[0]?.value ??
      { integer: 1, decimal: 1, money: 1000, boolean: true, date: '2026-12-01', year: 2026 }[field.type] ??
      'Theo hồ sơ đã thẩm định';
  }
  return values;
}
