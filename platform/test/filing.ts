/**
 * Filing and settling for scenario tests: answers that any form of the pack accepts, files for the components that are
 * asked for, and the acts of each official by name.
 */
import { randomUUID } from 'node:crypto';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Field, type FormDefinition, formEnvironment, validateForm } from '@dinh/forms';
import { type App, localDate, sql } from '@dinh/kernel';
import type { Province } from './province.ts';
import type { Visitor } from './visitor.ts';

/** Answers that the rules of some form ask for. */
const samples: Record<string, unknown> = {
  capacity: 'self',
  deliveryMethod: 'screen',
  memberCount: 100,
  headPracticeYears: 5,
  monthsInsured: 24,
  contractEndedOn: '2026-11-01',
  healthCheckDate: '2026-10-01',
  officeNameVi: 'Văn phòng đại diện ABC tại Hà Nam',
  transferorIdNumber: '035090001111',
  newLicenceClass: 'A1',
  examYear: 2010,
  fromDate: '2027-01-10',
  toDate: '2027-02-10',
};

/** Answers to every question that a form asks, with `own` in place of the samples. @throws Error with what is still wrong. */
export async function answersFor(app: App, formKey: string, own: Record<string, unknown> = {}): Promise<Record<string, unknown>> {
  const now = app.clock.now();
  const form = (await app.definitions.at<FormDefinition>('form', formKey, localDate(now)))!.body;
  const env = await formEnvironment(app, now, 'vi');
  const district = env.areas!.children(env.areas!.children(null)[0]!.code)[0]!;
  const commune = env.areas!.children(district.code)[0] ?? district;
  const address = { province: env.areas!.children(null)[0]!.code, commune: commune.code, detail: 'Số 5' };
  let data: Record<string, unknown> = { ...own };
  for (let round = 0; round < 8; round++) {
    const { errors, visible } = validateForm(form, data, env);
    if (errors.length === 0) return data;
    const filling: Filling = { visible, address, day: 0 };
    data = fill(
      form.pages.flatMap((page) => page.fields),
      data,
      '',
      filling,
    );
  }
  throw new Error(`${formKey}: ${JSON.stringify(validateForm(form, data, env).errors)}`);
}

interface Filling {
  readonly visible: ReadonlySet<string>;
  readonly address: unknown;
  day: number;
}

function fill(fields: readonly Field[], data: unknown, prefix: string, filling: Filling): Record<string, unknown> {
  const filled = { ...(data as Record<string, unknown>) };
  for (const field of fields) {
    const path = prefix + field.key;
    if (!filling.visible.has(path) || (filled[field.key] !== undefined && field.type !== 'group')) continue;
    if (field.type === 'group' && field.repeat) {
      const given = (filled[field.key] as unknown[] | undefined) ?? [];
      const length = Math.max(field.repeat.min ?? 0, field.key === 'commitMembers' ? 5 : 1, given.length);
      filled[field.key] = Array.from({ length }, (_, i) => fill(field.fields ?? [], given[i] ?? {}, `${path}[${i}].`, filling));
    } else if (field.type === 'group') filled[field.key] = fill(field.fields ?? [], filled[field.key] ?? {}, `${path}.`, filling);
    else if (field.required) filled[field.key] = sample(field, filling);
  }
  return filled;
}

function sample(field: Field, filling: Filling): unknown {
  filling.day += 1;
  if (field.key in samples) return samples[field.key];
  switch (field.type) {
    case 'choice':
      return field.options?.at(-1)?.value;
    case 'choices':
      return [field.options?.[0]?.value];
    case 'boolean':
      return true;
    case 'integer':
    case 'decimal':
    case 'money':
    case 'year':
      return typeof field.min === 'number' ? Math.ceil(field.min) : field.type === 'year' ? 2010 : 1;
    case 'date':
      return new Date(Date.UTC(field.min === 'today' ? 2027 : 2010, 5, 1 + filling.day)).toISOString().slice(0, 10);
    case 'address':
      return filling.address;
    case 'personName':
      return 'Nguyễn Thị Hoa Sen';
    case 'personalId':
      return '035090001234';
    case 'phone':
      return '0912345678';
    case 'email':
      return 'a@vidu.vn';
    case 'taxCode':
      return '0700123456';
    default:
      return field.pattern
        ? ['09/2008', '0123456789', '12345'].find((text) => new RegExp(`^(?:${field.pattern!.regex})$`, 'u').test(text))
        : 'Nội dung trả lời đủ dài';
  }
}

/** A small PDF of its own. */
export const pdf = (text: string = randomUUID()): Buffer =>
  Buffer.from(`%PDF-1.4\n% ${text}\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n`);

/** Puts a file into the store as this person's. @returns its hash. */
export async function bring(app: App, personId: string, name = 'giay-to.pdf'): Promise<string> {
  const path = join(app.config.dataFolder, 'files', 'tmp', randomUUID());
  await writeFile(path, pdf());
  return (await app.files.take(path, name, ['pdf'], undefined, personId)).hash;
}

export interface FiledDossier {
  readonly id: string;
  readonly reference: string;
  readonly fee: number;
  readonly feeState: string;
}

/** Files a dossier of any procedure as a citizen, with all components that it asks for. */
export async function file(
  province: Pick<Province, 'app' | 'person'>,
  citizen: Visitor,
  code: string,
  own: Record<string, unknown> = {},
  options: { account?: string; draftKey?: string; payAtDesk?: boolean } = {},
): Promise<FiledDossier> {
  const { app } = province;
  const { procedure } = await citizen.api('procedures.view-procedure', { code });
  const data = await answersFor(app, procedure.form, own);
  const person = await province.person(options.account ?? 'congdan');
  const hash = await bring(app, person);
  const components = procedure.components
    .filter((c) => c.satisfiedBy !== 'form' && c.stage === undefined)
    .map((c) => ({ key: c.key, origin: 'upload' as const, file: hash, fileName: `${c.key}.pdf` }));
  return citizen.api('one-stop.submit-dossier', {
    procedure: code,
    data,
    components,
    payAtDesk: options.payAtDesk ?? true,
    draftKey: options.draftKey,
  });
}

/** The open task of a dossier at a step (or its only one). */
export async function openTask(
  app: App,
  dossierId: string,
  element?: string,
): Promise<{
  id: string;
  element: string;
  role: string;
  unit: number;
  assignee: string | null;
  version: number;
}> {
  const tasks = await app.db.all<{
    id: string;
    element: string;
    role: string;
    unit: number;
    assignee: string | null;
    version: number;
  }>(
    sql`select id, element, role, unit_id as unit, assignee, version from process.v_task where business_key = ${dossierId} and state = 'open' order by created_at`,
  );
  const found = element ? tasks.find((task) => task.element === element) : tasks[0];
  if (!found) throw new Error(`no open task ${element ?? ''}; open are: ${tasks.map((t) => t.element).join(', ')}`);
  return found;
}

/** An account of somebody who holds a role in a unit. */
export async function holderOf(app: App, unit: number, role: string): Promise<string> {
  const today = localDate(app.clock.now());
  const { account } = await app.db.one<{ account: string }>(
    sql`select p.account from identity.v_official o join identity.person p on p.id = o.person_id where o.unit_id = ${unit} and o.role = ${role}
          and o.valid_from <= ${today}::date and (o.valid_to is null or o.valid_to > ${today}::date) order by p.account limit 1`,
  );
  return account;
}

export const statusOf = async (app: App, id: string): Promise<number> =>
  (await app.db.one<{ status: number }>(sql`select status from one_stop.dossier where id = ${id}`)).status;
