import { bodyChecksum, checker, newId, type PackFolder, type PackPart, type Placed, shape, sql, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { CaseInput } from './model/test-case.ts';

/** Which folder of a pack holds the models of a kind: the cases of `KEY` stand beside it, in `KEY.cases.yaml`. */
const folders = { process: 'processes', decision: 'decisions' } as const;
const ending = '.cases.yaml';
type Kind = keyof typeof folders;

const name = Type.String({ minLength: 2, maxLength: 200 });
const Case = shape({
  /** In Vietnamese alone, or in both languages. */
  name: Type.Union([name, shape({ vi: name, en: name })]),
  input: CaseInput,
  expected: Type.Record(Type.String(), Type.Unknown()),
});
const CasesFile = shape({ cases: Type.Array(Case), source: Type.String({ minLength: 1 }) });

interface Item {
  readonly kind: Kind;
  readonly key: string;
  readonly case: Static<typeof Case>;
  readonly source: string;
}

const named = (one: Static<typeof Case>): Partial<Text> & Pick<Text, 'vi'> =>
  typeof one.name === 'string' ? { vi: one.name } : one.name;

const steps = (pointer: string): (string | number)[] =>
  pointer
    .split('/')
    .slice(1)
    .map((step) => (/^\d+$/.test(step) ? Number(step) : step));

async function readCases(folder: PackFolder): Promise<Placed<Item>[]> {
  const found: Placed<Item>[] = [];
  for (const kind of Object.keys(folders) as Kind[])
    for (const file of await folder.files(folders[kind], ending)) {
      const document = await folder.yaml<Static<typeof CasesFile>>(file);
      if (!document) continue;
      const { value } = document;
      const key = file.slice(folders[kind].length + 1, -ending.length);
      if (!checker(CasesFile).Check(value)) {
        const [error] = checker(CasesFile).Errors(value);
        const at = error?.instancePath ?? '';
        folder.problem(file, document.line(steps(at)), `${at} ${error?.message}`);
        continue;
      }
      for (const [i, one] of value.cases.entries()) {
        const line = document.line(['cases', i]);
        const called = named(one).vi;
        if (value.cases.findIndex((other) => named(other).vi === called) !== i)
          folder.problem(file, line, `the case “${called}” stands twice`);
        found.push({ value: { kind, key, case: one, source: value.source }, file, line });
      }
    }
  return found;
}

/** Test cases of processes and decisions, beside their models. What an officer has changed or dropped stays so. */
export const testCasesPart: PackPart<Placed<Item>[]> = {
  name: 'test-cases',
  after: ['processes', 'decisions'],
  read: readCases,
  check(items, others, folder) {
    const keys = (part: string) =>
      new Set((others(part) as { key?: string; value?: { key: string } }[]).map((one) => one.value?.key ?? one.key));
    const known = { process: keys('processes'), decision: keys('decisions') };
    // A model that is yet to come, or has ended, is among the other versions.
    const other = others('versions') as ReadonlyMap<string, unknown> | undefined;
    for (const { value, file, line } of items)
      if (!known[value.kind].has(value.key) && !other?.has(`${value.kind} ${value.key}`))
        folder.problem(file, line, `there is no ${value.kind} “${value.key}” to which these cases belong`);
  },
  async load({ tx, now, report }, items) {
    const rows = await tx.all<{ name: string; content: unknown; officer: boolean }>(
      sql`select concat_ws('/', kind, key, name) as name, jsonb_build_object('en', name_en, 'input', input, 'expected', expected) as content,
                 origin = 'officer' or dropped as officer from studio.test_case`,
    );
    const there = new Map(rows.map((row) => [row.name, row]));
    for (const { value } of items) {
      const { kind, key, source } = value;
      const { input, expected } = value.case;
      const { vi: name, en = null } = named(value.case);
      const known = there.get(`${kind}/${key}/${name}`);
      const same = known && bodyChecksum(known.content) === bodyChecksum({ en, input, expected });
      report(
        'test-cases',
        `${kind} ${key}: ${name}`,
        !known ? 'added' : known.officer && !same ? 'kept' : same ? 'unchanged' : 'changed',
      );
      if (known && (same || known.officer)) continue;
      tx.send(
        sql`insert into studio.test_case (id, kind, key, name, name_en, input, expected, origin, source, created_at)
            values (${newId(now.getTime())}, ${kind}, ${key}, ${name}, ${en}, ${JSON.stringify(input)}::jsonb, ${JSON.stringify(expected)}::jsonb, 'pack', ${source}, ${now})
            on conflict (kind, key, name) do update set name_en = excluded.name_en, input = excluded.input, expected = excluded.expected, source = excluded.source`,
      );
    }
  },
  async save(save) {
    const rows = await save.db.all<{ kind: Kind; key: string; cases: unknown[]; source: string }>(
      sql`select kind, key, jsonb_agg(jsonb_build_object('name', case when name_en is null then to_jsonb(name) else jsonb_build_object('vi', name, 'en', name_en) end, 'input', input, 'expected', expected) order by name) as cases,
                 min(source) as source
          from studio.test_case where not dropped group by kind, key order by kind, key`,
    );
    for (const { kind, key, cases, source } of rows) save.yaml(`${folders[kind]}/${key}${ending}`, { cases, source });
  },
};
