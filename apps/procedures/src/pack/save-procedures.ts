import { bodyChecksum, type Definition, type PackSave } from '@dinh/kernel';
import type { Procedure } from '../model.ts';
import { complete, type Kinds, procedureColumns, type ProcedureRow } from './read-procedures.ts';

/** The day from which a procedure holds whose file says nothing of it. */
const always = '2018-01-01';

/**
 * Writes the catalogue as `procedures.tsv`, the kinds as what most of their procedures have in common, and what differs
 * from its kind in a file of its own.
 */
export async function saveProcedures(save: PackSave): Promise<void> {
  const all = await save.definitions<Procedure>('procedure');
  if (all.length === 0) return;
  const kinds = kindsOf(all.map((one) => one.body));
  save.yaml('procedure-kinds.yaml', kinds);
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
function ownOf({ body, effectiveFrom }: Definition<Procedure>, kinds: Kinds): object | undefined {
  const kind = kinds.kinds.find((one) => one.key === body.kind)!;
  const row = Object.fromEntries(
    Object.entries(rowOf(body)).map(([column, text]) => [column, text.replaceAll(/[\t\r\n]+/g, ' ').trim()]),
  ) as ProcedureRow;
  const given = complete(row, kind, kinds, undefined) as Record<string, unknown>;
  const own = Object.fromEntries(
    Object.entries(body).filter(([name, value]) => bodyChecksum(value) !== bodyChecksum(given[name] ?? null)),
  );
  if (Object.keys(own).length === 0 && effectiveFrom === always) return undefined;
  return { code: body.code, effectiveFrom, workedOut: body.workedOut, ...own };
}

/** For each kind what most of its procedures have, field by field. */
function kindsOf(bodies: readonly Procedure[]): Kinds {
  const kinds = new Map<string, Procedure[]>();
  for (const body of bodies) kinds.set(body.kind, [...(kinds.get(body.kind) ?? []), body]);
  return {
    warningDays: common(bodies, 'warningDays'),
    shares: common(bodies, 'shares'),
    commonComponents: [],
    kinds: [...kinds].map(([key, those]) => ({
      key,
      name: common(those, 'kindName'),
      form: common(those, 'form'),
      process: common(those, 'process'),
      fee: common(those, 'fee'),
      result: common(those, 'result'),
      timeLimit: common(those, 'timeLimit'),
      components: common(those, 'components'),
      ...(common(those, 'atOnce') && { atOnce: true }),
    })),
  };
}

function common<Name extends keyof Procedure>(bodies: readonly Procedure[], name: Name): Procedure[Name] {
  const counted = new Map<string, { value: Procedure[Name]; times: number }>();
  for (const body of bodies) {
    const sum = bodyChecksum(body[name] ?? null);
    counted.set(sum, { value: body[name], times: (counted.get(sum)?.times ?? 0) + 1 });
  }
  return [...counted.values()].toSorted((a, b) => b.times - a.times)[0]!.value;
}
