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

export async function settle(province: Province, crew: Crew, dossier: FiledDossier): Promise<number> {
  const { app } = province;
  for (let steps = 1; steps < 30; steps++) {
    const task = await openTask(app, dossier.id);
    const account = await holderOf(app, task.unit, task.role);
    const who = await crew.as(account);
    if (task.element === 'receive')
      await who.api('one-stop.accept-dossier', { id: dossier.id, feeTaken: true });
    else {
      const specialist =
        task.element === 'assign'
          ? await province.person(await holderOf(app, task.unit, 'specialist'))
          : undefined;
      await who.api('one-stop.complete-step', {
        taskId: task.id,
        version: task.version,
        outcome: usual[task.element] ?? 'forward',
        ...(specialist && { specialist }),
        ...(task.element === 'appraise' && { values: await officialValues(province, dossier.id) }),
      });
    }
    if ((await statusOf(app, dossier.id)) === 10) return steps;
  }
  throw new Error(`dossier ${dossier.reference} does not come to its end`);
}

interface ResultField {
  readonly key: string;
  readonly type: string;
  readonly required?: boolean;
  readonly from?: string;
  readonly value?: string;
  readonly options?: readonly { readonly value: string }[];
}

/** What an official must fill in on the result: something that fits. */
async function officialValues(province: Province, dossierId: string): Promise<Record<string, unknown>> {
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
