import { readTables, type TableView } from '@dinh/decision';
import type { FormDefinition } from '@dinh/forms';
import { type App, type Context, type Definition, localDate, sql, type Text } from '@dinh/kernel';
import type { ProcedureVersion, ResultType } from '../model.ts';
import { readCatalogue } from '../search/catalogue.ts';
import { procedureVersion } from './procedure-version.ts';

export interface UnitFacts {
  readonly key: string;
  readonly name: Text;
  readonly phone: string | null;
  readonly email: string | null;
  readonly address: string | null;
  readonly hours: Text | null;
}

/** A procedure with everything it names, as a page shows it. */
export interface ProcedureSheet {
  readonly day: string;
  readonly version: ProcedureVersion;
  readonly form: FormDefinition | undefined;
  readonly fee: { readonly tables: readonly TableView[]; readonly source: string } | undefined;
  readonly result: ResultType | undefined;
  /** Its field, in both languages. */
  readonly field: Text;
  /** Names of the results that may stand for a component. */
  readonly accepted: ReadonlyMap<string, Text>;
  /** Units that it names: where to ask, who is consulted. */
  readonly units: ReadonlyMap<string, UnitFacts>;
}

/** By app: another one in this process has other units. */
const kept = new WeakMap<App, Map<string, Promise<ProcedureSheet>>>();

/**
 * The sheet of a procedure as it stands on `day`.
 * @throws procedureNotFound
 */
export async function procedureSheet(
  ctx: Pick<Context, 'app' | 'db' | 'now'>,
  code: string,
  day = localDate(ctx.now),
): Promise<ProcedureSheet> {
  const version = await procedureVersion(ctx, { code, day });
  const { definitions } = ctx.app;
  const { procedure } = version;
  const [form, fee, result] = await Promise.all([
    definitions.at<FormDefinition>('form', procedure.form, day),
    definitions.at<{ dmn: string }>('decision', procedure.fee, day),
    definitions.at<ResultType>('result-type', procedure.result, day),
  ]);
  // Versions are final: what was put together of the same versions is the same; units may get another telephone.
  const minute = Math.floor(performance.now() / 60_000);
  const name = [version.versionId, form?.id, fee?.id, result?.id, minute].join(' ');
  const before = kept.get(ctx.app);
  const sheets = before && before.size <= 2000 ? before : new Map<string, Promise<ProcedureSheet>>();
  if (sheets !== before) kept.set(ctx.app, sheets);
  let sheet = sheets.get(name);
  if (!sheet) {
    sheet = complete(ctx, version, form, fee, result, day);
    sheets.set(name, sheet);
    sheet.catch(() => sheets.delete(name));
  }
  return { ...(await sheet), day };
}

async function complete(
  ctx: Pick<Context, 'app'>,
  version: ProcedureVersion,
  form: Definition<FormDefinition> | undefined,
  fee: Definition<{ dmn: string }> | undefined,
  result: Definition<ResultType> | undefined,
  day: string,
): Promise<ProcedureSheet> {
  const { procedure } = version;
  const acceptable = [
    ...new Set(procedure.components.map((c) => c.satisfiedBy).filter((key) => key && key !== 'form')),
  ] as string[];
  const results = await Promise.all(acceptable.map((key) => ctx.app.definitions.at<ResultType>('result-type', key, day)));
  const units = [
    procedure.agency,
    procedure.section,
    procedure.contact?.unit,
    `${procedure.agency}.desk`,
    ...(procedure.consultation ?? []).map((one) => one.unit),
  ].filter((key) => key !== undefined);
  const rows = await ctx.app.db.all<
    Omit<UnitFacts, 'name' | 'hours'> & {
      vi: string;
      en: string;
      hours_vi: string | null;
      hours_en: string | null;
    }
  >(
    sql`select key, name_vi as vi, name_en as en, phone, email, address, hours_vi, hours_en from identity.v_unit where key = any(${units}::text[])`,
  );
  const { fields } = await readCatalogue(ctx.app);
  const field = fields.find((one) => one.code === procedure.businessType)?.name;
  return {
    day,
    version,
    field: field ?? { vi: version.businessTypeName, en: version.businessTypeName },
    form: form?.body,
    fee: fee && { tables: readTables(fee.body.dmn), source: fee.source },
    result: result?.body,
    accepted: new Map(results.flatMap((one) => (one ? [[one.key, one.body.name] as const] : []))),
    units: new Map(
      rows.map(({ vi, en, hours_vi, hours_en, ...unit }) => [
        unit.key,
        { ...unit, name: { vi, en }, hours: hours_vi ? { vi: hours_vi, en: hours_en ?? hours_vi } : null },
      ]),
    ),
  };
}
