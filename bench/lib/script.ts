import { newId, newReference, newSecret } from '@dinh/kernel';
import type pg from 'pg';
import { type Difference, type Row, shapeOf } from './rows.ts';

/** A statement of the floor: its text, and for each parameter what it is made of. */
export interface Written {
  readonly name: string;
  readonly text: string;
  readonly parameters: readonly Parameter[];
}

/** A constant, or pieces of text with values between them that are new each time. */
type Parameter = string | null | readonly (string | { readonly fresh: string })[];

/** The statements of one act and the values that differ from one time to the next. */
export interface Script {
  readonly statements: readonly Written[];
  readonly fresh: readonly Fresh[];
}

interface Fresh {
  /** How it stood in the rows that were taken. */
  readonly old: string;
  readonly kind: 'id' | 'reference' | 'folded' | 'moment' | 'trace' | 'stream' | 'number' | 'given';
}

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/**
 * Writes down by hand what an act has done: the same rows with the same content, but for identifiers and times.
 * @param given values that the caller of the floor sets: ids of rows that are there already
 */
export async function writeScript(db: pg.Pool, did: Difference, given: readonly string[] = []): Promise<Script> {
  const fresh = freshValues(did, given);
  const statements: Written[] = [];
  const add = (text: string, parameters: Parameter[]): void =>
    void statements.push({ name: `f${statements.length}`, text, parameters });
  const shapes = new Map<string, Awaited<ReturnType<typeof shapeOf>>>();
  const shape = async (table: string) => {
    if (!shapes.has(table)) shapes.set(table, await shapeOf(db, table));
    return shapes.get(table)!;
  };
  for (const { row, changed } of did.updated) {
    const { columns, key } = await shape(row.table);
    const names = Object.keys(changed);
    const set = names.map((c, i) => `"${c}" = $${i + 1}::${columns[c]}`);
    const where = key.map((c, i) => `"${c}" = $${names.length + i + 1}::${columns[c]}`);
    add(
      `update ${row.table} set ${set.join(', ')} where ${where.join(' and ')}`,
      [...names.map((c) => changed[c]!), ...key.map((c) => row.values[c]!)].map((v) => split(v, fresh)),
    );
  }
  for (const row of did.deleted) {
    const { columns, key } = await shape(row.table);
    add(
      `delete from ${row.table} where ${key.map((c, i) => `"${c}" = $${i + 1}::${columns[c]}`).join(' and ')}`,
      key.map((c) => split(row.values[c]!, fresh)),
    );
  }
  for (const [table, rows] of Map.groupBy(did.inserted, (row) => row.table)) {
    const { columns } = await shape(table);
    // Columns that no row fills are left to their defaults, as anybody would.
    const names = Object.keys(rows[0]!.values).filter((c) => rows.some((row) => row.values[c] !== null));
    const parameters: Parameter[] = [];
    const tuples = rows.map((row) => {
      const places = names.map((c) => `$${parameters.push(audited(row, c) ?? split(row.values[c]!, fresh))}::${columns[c]}`);
      return `(${places.join(', ')})`;
    });
    add(`insert into ${table} (${names.map((c) => `"${c}"`).join(', ')}) values ${tuples.join(', ')}`, parameters);
  }
  return { statements, fresh: [...fresh, { old: '', kind: 'stream' }, { old: '#', kind: 'number' }] };
}

/** An entry of the trail goes into the floor's own stream under its own next number. */
function audited(row: Row, column: string): Parameter | undefined {
  if (row.table !== 'audit.entry') return undefined;
  if (column === 'stream') return [{ fresh: '' }];
  return column === 'number' ? [{ fresh: '#' }] : undefined;
}

function freshValues({ inserted, updated }: Difference, given: readonly string[]): Fresh[] {
  const found = new Map<string, Fresh['kind']>(given.map((value) => [value, 'given']));
  const add = (value: string | null | undefined, kind: Fresh['kind']): void => {
    if (value && !found.has(value)) found.set(value, kind);
  };
  for (const row of inserted) {
    if (row.table === 'audit.entry') {
      add(row.values['at'], 'moment');
      add(row.values['trace'], 'trace');
      continue;
    }
    if (uuid.test(row.values['id'] ?? '')) add(row.values['id'], 'id');
    if (row.table !== 'one_stop.dossier') continue;
    add(row.values['reference'], 'reference');
    add(row.values['reference']!.toLowerCase(), 'folded'); // among the words by which it is found
  }
  for (const { row } of updated) add(row.values['id'], 'given');
  for (const row of inserted) if (row.table === 'kernel.event') add(row.values['trace'], 'trace');
  return [...found].map(([old, kind]) => ({ old, kind }));
}

function split(value: string | null, fresh: readonly Fresh[]): Parameter {
  if (value === null) return null;
  let pieces: (string | { fresh: string })[] = [value];
  for (const { old } of fresh)
    pieces = pieces.flatMap((piece) =>
      typeof piece !== 'string' ? [piece] : piece.split(old).flatMap((text, i) => (i === 0 ? [text] : [{ fresh: old }, text])),
    );
  pieces = pieces.filter((piece) => piece !== '');
  return pieces.every((piece) => typeof piece === 'string') ? pieces.join('') : pieces;
}

let number = 0;

/** New values for one run of a script. @param given by how they stood in the rows taken */
export function freshly(script: Script, stream: string, given: Readonly<Record<string, string>>): Map<string, string> {
  const now = Date.now();
  const reference = newReference();
  const values = new Map<string, string>();
  for (const { old, kind } of script.fresh)
    values.set(
      old,
      kind === 'given'
        ? given[old]!
        : kind === 'id'
          ? newId(now)
          : kind === 'reference'
            ? reference
            : kind === 'folded'
              ? reference.toLowerCase()
              : kind === 'moment'
                ? new Date(now).toISOString()
                : kind === 'trace'
                  ? newSecret(9)
                  : kind === 'stream'
                    ? stream
                    : String(++number),
    );
  return values;
}

export function valueOf(parameter: Parameter, values: ReadonlyMap<string, string>): string | null {
  if (parameter === null || typeof parameter === 'string') return parameter;
  let text = '';
  for (const piece of parameter) text += typeof piece === 'string' ? piece : values.get(piece.fresh)!;
  return text;
}

/**
 * The change of the dossier itself takes its number from the counter of the unit and day in the same statement, and
 * comes last, so that the counter is locked as briefly as can be.
 */
export function withCode(script: Script, { unitCode, given }: { unitCode: string; given: string }): Script {
  const own = script.statements.find((s) => s.text.startsWith('update one_stop.dossier'))!;
  const at = (column: string) => Number(new RegExp(`"${column}" = \\$(\\d+)::`).exec(own.text)![1]);
  const prefix = given.slice(0, given.lastIndexOf('-') + 1);
  const words = own.parameters[at('words') - 1] as string | readonly unknown[];
  const code = `$${at('code')}::text || lpad(c.last::text, greatest(4, length(c.last::text)), '0')`;
  const parameters = [...own.parameters];
  parameters[at('code') - 1] = prefix;
  parameters[at('words') - 1] = withoutCode(words as Parameter, given.toLowerCase());
  const set = own.text
    .replace(/^update one_stop.dossier set /, '')
    .replace(/ where .*$/, '')
    .replace(`"code" = $${at('code')}::text`, `"code" = ${code}`)
    .replace(`"words" = $${at('words')}::text`, `"words" = $${at('words')}::text || lower(${code})`);
  const text = `with c as (insert into one_stop.counter as n (unit_code, day, last)
      values ($${parameters.push(unitCode)}::text, $${parameters.push(dayOf(prefix))}::date, 1)
      on conflict (unit_code, day) do update set last = n.last + 1 returning last),
    register as (insert into one_stop.paper_counter as r (unit_id, register, year, last)
      select unit_id, 'receipt', ${dayOf(prefix).slice(0, 4)}, 1 from one_stop.dossier where ${/ where (.*)$/.exec(own.text)![1]!}
      on conflict (unit_id, register, year) do update set last = r.last + 1)
    update one_stop.dossier set ${set} from c where ${/ where (.*)$/.exec(own.text)![1]!}`;
  const others = script.statements.filter((s) => s !== own);
  return { ...script, statements: [...others, { name: own.name, text, parameters }] };
}

/** `H42.05-261118-` → `2026-11-18`. */
function dayOf(prefix: string): string {
  const [, yy, mm, dd] = /-(\d\d)(\d\d)(\d\d)-$/.exec(prefix)!;
  return `20${yy}-${mm}-${dd}`;
}

function withoutCode(words: Parameter, code: string): Parameter {
  if (words === null) return null;
  if (typeof words === 'string') return words.replace(code, '');
  return words.map((piece) => (typeof piece === 'string' ? piece.replace(code, '') : piece));
}
