import { bodyChecksum, type Definition, type PackSave } from '@dinh/kernel';
import type { Procedure } from '../model.ts';
import type { ProcedureKind } from '../procedure-kinds.ts';
import { complete, kindsFile, procedureColumns, type ProcedureRow } from './read-procedures.ts';

/** The day from which a procedure holds whose file says nothing of it. */
const always = '2018-01-01';

/**
 * Writes the catalogue as `procedures.tsv`, the kinds, and what differs from its kind in a file of its own.
 */
export async function saveProcedures(save: PackSave): Promise<void> {
  const all = await save.definitions<Procedure>('procedure');
  if (all.length === 0) return;
  const kinds = (await save.definitions<ProcedureKind>('procedure-kind')).map((one) => one.body);
  save.yaml(kindsFile, { kinds });
  save.table(
    'procedures.tsv',
    procedureColumns,
    all.map(({ body }) => rowOf(body)),
  );
  for (const one of all) {
    const own = ownOf(one, kinds);
    if (own) save.yaml(`procedures/${one.body.key ?? one.body.code}.yaml`, own);
  }
}

function rowOf(body: Procedure): ProcedureRow {
  return {
    code: body.code,
    name: body.name,
    agency: body.agency,
    section: body.section,
    business_type: body.businessType,
    kind: body.kind,
    legal_basis: body.legalBases.map((basis) => basis.title).join('; '),
    level: body.level,
    audience: body.audience,
    channels: body.channels.join(';'),
    source: body.source,
  };
}

/** What its file must say; undefined when row and kind say it all. */
function ownOf({ body, effectiveFrom }: Definition<Procedure>, kinds: readonly ProcedureKind[]): object | undefined {
  const kind = kinds.find((one) => one.key === body.kind);
  const row = Object.fromEntries(
    Object.entries(rowOf(body)).map(([column, text]) => [column, text.replaceAll(/[\t\r\n]+/g, ' ').trim()]),
  ) as ProcedureRow;
  const given = (kind ? complete(row, kind, undefined) : {}) as Record<string, unknown>;
  const own = Object.fromEntries(
    Object.entries(body).filter(([name, value]) => bodyChecksum(value) !== bodyChecksum(given[name] ?? null)),
  );
  if (Object.keys(own).length === 0 && effectiveFrom === always) return undefined;
  return { code: body.code, effectiveFrom, workedOut: body.workedOut, ...own };
}
