import type { PackDocument, PackFolder, Placed } from '@dinh/kernel';
import { checker } from '@dinh/kernel';
import { Procedure } from '../model.ts';

/** The columns of `procedures.tsv`. */
export const procedureColumns = [
  'code',
  'name',
  'agency',
  'section',
  'business_type',
  'kind',
  'legal_basis',
  'level',
  'audience',
  'channels',
  'source',
] as const;
export type ProcedureRow = Record<(typeof procedureColumns)[number], string>;

export interface Kinds {
  readonly warningDays: number[];
  readonly shares: Record<string, number>;
  readonly commonComponents: Procedure['components'];
  readonly kinds: (Pick<Procedure, 'form' | 'process' | 'fee' | 'result' | 'timeLimit' | 'components'> & {
    key: string;
    name: Procedure['kindName'];
    /** Settled while the applicant waits. */
    atOnce?: boolean;
  })[];
}

type Detail = Partial<Procedure> & { code: string; effectiveFrom?: string | Date };

/** A procedure with the place from which it came. */
export interface ReadProcedure {
  readonly body: Procedure;
  readonly effectiveFrom: string | undefined;
  readonly place: Placed<unknown>;
}

/**
 * Reads `procedures.tsv` and gives each row what its kind says (`procedure-kinds.yaml`), or what was worked out for it
 * (`procedures/*.yaml`).
 */
export async function readProcedures(folder: PackFolder): Promise<ReadProcedure[]> {
  const kinds = await folder.yaml<Kinds>('procedure-kinds.yaml');
  const rows = await folder.table('procedures.tsv', procedureColumns);
  if (!kinds) return [];
  const byKey = new Map(kinds.value.kinds.map((kind) => [kind.key, kind]));
  const details = await readDetails(folder);
  const seen = new Map<string, number>();
  const read = rows.flatMap((row) => {
    const { value } = row;
    const before = seen.get(value.code);
    if (before !== undefined) {
      folder.problem(row.file, row.line, `code ${value.code} stands already in line ${before}`);
      return [];
    }
    seen.set(value.code, row.line);
    const kind = byKey.get(value.kind);
    if (!kind) {
      folder.problem(row.file, row.line, `procedure-kinds.yaml has no kind “${value.kind}”`);
      return [];
    }
    const detail = details.get(value.code);
    details.delete(value.code);
    const body = complete(value, kind, kinds.value, detail?.value);
    if (!checker(Procedure).Check(body)) {
      const error = checker(Procedure).Errors(body)[0];
      const place = error?.instancePath.split('/').slice(1) ?? [];
      folder.problem(
        detail?.file ?? row.file,
        detail?.line(place.map((p) => (/^\d+$/.test(p) ? Number(p) : p))) ?? row.line,
        `${error?.instancePath} ${error?.message}`,
      );
      return [];
    }
    return [{ body, effectiveFrom: day(detail?.value.effectiveFrom), place: row }];
  });
  for (const [code, { file, line }] of details)
    folder.problem(file, line(['code']), `procedures.tsv has no procedure with code ${code}`);
  return read;
}

const day = (value: string | Date | undefined) =>
  value instanceof Date ? value.toISOString().slice(0, 10) : value;

async function readDetails(folder: PackFolder): Promise<Map<string, PackDocument<Detail>>> {
  const details = new Map<string, PackDocument<Detail>>();
  for (const file of await folder.files('procedures', '.yaml')) {
    const document = await folder.yaml<Detail>(file);
    if (!document) continue;
    if (typeof document.value?.code !== 'string') folder.problem(file, 1, '“code” is missing');
    else details.set(document.value.code, document);
  }
  return details;
}

/** A procedure as its row, its kind and what was worked out for it make it. */
export function complete(
  row: ProcedureRow,
  kind: Kinds['kinds'][number],
  kinds: Kinds,
  detail: Detail | undefined,
): Procedure {
  const {
    effectiveFrom: _,
    fieldsUsed: __,
    whoMayApply,
    ...own
  } = (detail ?? {}) as Detail & { fieldsUsed?: unknown };
  const bases = row.legal_basis
    .split(';')
    .map((title) => title.trim())
    .filter(Boolean)
    .map((title) => ({ title, source: row.source }));
  return withIsoDates({
    name: row.name,
    agency: row.agency,
    section: row.section,
    businessType: row.business_type,
    kind: row.kind,
    kindName: kind.name,
    level: row.level,
    audience: row.audience,
    channels: row.channels.split(';') as Procedure['channels'], // checked with the whole
    timeLimit: kind.timeLimit,
    atOnce: kind.atOnce ?? false,
    steps: [],
    components: [...kinds.commonComponents, ...kind.components],
    form: kind.form,
    process: kind.process,
    fee: kind.fee,
    result: kind.result,
    shares: kinds.shares,
    warningDays: kinds.warningDays,
    legalBases: bases,
    workedOut: detail !== undefined,
    source: row.source,
    ...own,
    code: row.code,
    ...(whoMayApply && { whoMayApply }),
  });
}

/** YAML reads `2014-06-18` as a date; here days are texts. */
function withIsoDates<T>(value: T): T {
  if (value instanceof Date) return value.toISOString().slice(0, 10) as T;
  if (Array.isArray(value)) return value.map(withIsoDates) as T;
  if (value && typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, withIsoDates(v)])) as T;
  return value;
}
