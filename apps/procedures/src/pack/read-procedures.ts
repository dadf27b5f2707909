import type { PackDocument, PackFolder, Placed } from '@dinh/kernel';
import { checker } from '@dinh/kernel';
import { Procedure } from '../model.ts';
import { fromKind, ProcedureKind } from '../procedure-kinds.ts';

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

/** `procedure-kinds.yaml`: what all kinds have, then each; a kind may say otherwise. */
interface KindsFile {
  readonly warningDays?: number[];
  readonly shares?: Record<string, number>;
  readonly commonComponents?: Procedure['components'];
  readonly source?: string;
  readonly kinds?: (Omit<ProcedureKind, 'atOnce' | 'shares' | 'warningDays' | 'source'> & Partial<ProcedureKind>)[];
}

const kindsOf = new WeakMap<PackFolder, Promise<ProcedureKind[]>>();

/** The kinds of a pack, each whole; read once, so that a mistake in them is told once. */
export function readKinds(folder: PackFolder): Promise<ProcedureKind[]> {
  const found = kindsOf.get(folder) ?? readKindsFile(folder);
  kindsOf.set(folder, found);
  return found;
}

async function readKindsFile(folder: PackFolder): Promise<ProcedureKind[]> {
  const document = await folder.yaml<KindsFile>(kindsFile);
  if (!document) return [];
  const { kinds = [], commonComponents = [], warningDays = [], shares = {}, source = 'ours' } = document.value;
  return kinds.flatMap((kind, i) => {
    const whole = {
      atOnce: false,
      shares,
      warningDays,
      source,
      ...kind,
      components: [...commonComponents, ...(kind.components ?? [])],
    };
    if (checker(ProcedureKind).Check(whole)) return [whole];
    const [error] = checker(ProcedureKind).Errors(whole);
    folder.problem(kindsFile, document.line(['kinds', i]), `${error?.instancePath} ${error?.message}`);
    return [];
  });
}
export const kindsFile = 'procedure-kinds.yaml';

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
  const kinds = await readKinds(folder);
  const rows = await folder.table('procedures.tsv', procedureColumns);
  const byKey = new Map(kinds.map((kind) => [kind.key, kind]));
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
    const body = complete(value, kind, detail?.value);
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

const day = (value: string | Date | undefined) => (value instanceof Date ? value.toISOString().slice(0, 10) : value);

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
export function complete(row: ProcedureRow, kind: ProcedureKind, detail: Detail | undefined): Procedure {
  const { effectiveFrom: _, fieldsUsed: __, whoMayApply, ...own } = (detail ?? {}) as Detail & { fieldsUsed?: unknown };
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
    level: row.level,
    audience: row.audience,
    channels: row.channels.split(';') as Procedure['channels'], // checked with the whole
    ...fromKind(kind),
    steps: [],
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
