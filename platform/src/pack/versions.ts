import {
  type App,
  bodyChecksum,
  checker,
  type PackFolder,
  type PackLoad,
  type PackSave,
  publishDefinition,
  shape,
  sql,
  type Transaction,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';

/** The day from which a definition holds of which a pack says nothing else. */
export const always = '2018-01-01';

/** Kinds whose own files say from when a version holds. */
const dated: ReadonlySet<string> = new Set(['procedure', 'ruleset']);

const Day = Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' });
const Span = {
  effectiveFrom: Day,
  effectiveTo: Type.Optional(Day),
};

/** `versions/KIND/KEY.yaml`: when the version holds that its own file says, and what held before and will hold after. */
const VersionsFile = shape({
  kind: Type.String({ minLength: 1 }),
  key: Type.String({ minLength: 1 }),
  /** Of the version that stands in its own file; absent when none holds on the day of the export. */
  own: Type.Optional(shape(Span)),
  others: Type.Array(shape({ ...Span, source: Type.String({ minLength: 1 }), body: Type.Unknown() })),
});
type VersionsFile = Static<typeof VersionsFile>;
type Span = Static<ReturnType<typeof shape<typeof Span>>>;

/** The versions of a pack, by `kind key`. */
export type Versions = ReadonlyMap<string, VersionsFile>;

/** Reads and checks them. Bodies have the shape of their kind; what they name is not looked up, as it may be of another day. */
export async function readVersions(modules: App['modules'], folder: PackFolder): Promise<Versions> {
  const kinds = new Map(modules.flatMap((one) => one.definitionKinds ?? []).map((kind) => [kind.kind, kind.schema]));
  const found = new Map<string, VersionsFile>();
  for (const file of await folder.files('versions', '.yaml')) {
    const document = await folder.yaml<VersionsFile>(file);
    if (!document) continue;
    const { value } = document;
    const wrong = (schema: Parameters<typeof checker>[0], what: unknown, at: (string | number)[]): boolean => {
      const [error] = checker(schema).Errors(what);
      if (!error) return false;
      const place = error.instancePath
        .split('/')
        .slice(1)
        .map((p) => (/^\d+$/.test(p) ? Number(p) : p));
      folder.problem(file, document.line([...at, ...place]), `${error.instancePath} ${error.message}`);
      return true;
    };
    if (wrong(VersionsFile, value, [])) continue;
    const schema = kinds.get(value.kind);
    if (!schema) {
      folder.problem(file, document.line(['kind']), `there is no kind “${value.kind}”`);
      continue;
    }
    const spans = [...value.others, ...(value.own ? [value.own] : [])].toSorted(byDay);
    for (const [i, span] of spans.entries()) {
      const next = spans[i + 1];
      if ((span.effectiveTo ?? '9999') <= span.effectiveFrom || (next && (span.effectiveTo ?? '9999') > next.effectiveFrom))
        folder.problem(file, 1, `the version from ${span.effectiveFrom} must end after it began and before the next begins`);
    }
    for (const [i, { body }] of value.others.entries()) wrong(schema, body, ['others', i, 'body']);
    found.set(`${value.kind} ${value.key}`, value);
  }
  return found;
}

const byDay = (a: Span, b: Span): number => (a.effectiveFrom < b.effectiveFrom ? -1 : 1);

/** Publishes a definition that is new here, with all its versions, oldest first. */
export async function publishVersions(
  tx: Transaction,
  now: Date,
  own: { kind: string; key: string; body: unknown; source: string; effectiveFrom?: string } | undefined,
  versions: VersionsFile | undefined,
): Promise<void> {
  const { kind, key } = own ?? versions!;
  const mine = own && {
    ...own,
    ...(versions?.own ?? { effectiveFrom: own.effectiveFrom ?? always }),
  };
  const all: readonly (Span & { body: unknown; source: string })[] = [...(versions?.others ?? []), ...(mine ? [mine] : [])];
  for (const { effectiveFrom, effectiveTo, body, source } of all.toSorted(byDay)) {
    const id = await publishDefinition(tx, now, { kind, key, body, source, origin: 'pack', effectiveFrom });
    if (effectiveTo) await tx.run(sql`update kernel.definition set effective_to = ${effectiveTo}::date where id = ${id}`);
  }
}

/**
 * What no file of its own holds: definitions that are not in force on the day of the export are published whole; of those that are
 * known here versions that are yet to come. Days that have passed stay as they were.
 */
export async function loadVersions(load: PackLoad, versions: Versions): Promise<void> {
  if (versions.size === 0) return;
  const rows = await load.tx.all<{ name: string; sums: string[]; officer: boolean }>(
    sql`select kind || ' ' || key as name, array_agg(checksum) as sums, bool_or(origin = 'officer') as officer
        from kernel.definition where kind || ' ' || key = any(${[...versions.keys()]}::text[]) group by 1`,
  );
  const there = new Map(rows.map((row) => [row.name, row]));
  for (const [name, file] of versions) {
    const known = there.get(name);
    if (!known) {
      await publishVersions(load.tx, load.now, undefined, file);
      load.report('versions', name, 'added');
      continue;
    }
    for (const one of file.others) {
      const at = `${name} from ${one.effectiveFrom}`;
      if (known.sums.includes(bodyChecksum(one.body))) load.report('versions', at, 'unchanged');
      else if (one.effectiveFrom <= load.today) load.report('versions', at, 'kept', 'days that have passed stay as they were');
      else if (known.officer) load.report('versions', at, 'kept', 'an officer has edited it; the pack says something else');
      else {
        await publishDefinition(load.tx, load.now, {
          ...one,
          kind: file.kind,
          key: file.key,
          origin: 'pack',
        });
        load.report('versions', at, 'changed');
      }
    }
  }
}

interface Row extends Span {
  readonly kind: string;
  readonly key: string;
  readonly version: number;
  readonly source: string;
  readonly body: unknown;
}

/** Writes what is not told by the files of what is in force today: other versions, and from when to when each holds. */
export async function saveVersions(save: PackSave): Promise<void> {
  const rows = await save.db.all<Row>(
    sql`select kind, key, version, effective_from as "effectiveFrom", effective_to as "effectiveTo", source, body from kernel.definition
        where (kind, key) in (select kind, key from kernel.definition group by kind, key
                              having count(*) > 1 or min(effective_from) <> ${always}::date or max(effective_to) is not null)
        order by kind, key, effective_from, version`,
  );
  for (const [, versions] of Map.groupBy(rows, ({ kind, key }) => `${kind} ${key}`)) {
    const { kind, key } = versions[0]!;
    const spans = spansOf(versions);
    const holds = spans.find(({ effectiveFrom: from, effectiveTo: to }) => from <= save.today && (to ?? '9999') > save.today);
    const others = spans.filter((span) => span !== holds);
    const told = holds && (holds.effectiveFrom === always || dated.has(kind));
    if (others.length === 0 && told && !holds.effectiveTo) continue;
    save.yaml(`versions/${kind}/${key}.yaml`, {
      kind,
      key,
      ...(holds && { own: days(holds) }),
      others: others.map((span) => ({ ...days(span), source: span.source, body: span.body })),
    });
  }
}

const days = ({ effectiveFrom, effectiveTo }: Span): Span => ({
  effectiveFrom,
  ...(effectiveTo && { effectiveTo }),
});

/** Which version holds when: of those that hold on a day the one that began last, of these the newest. */
function spansOf(versions: readonly Row[]): Row[] {
  const bounds = [...new Set(versions.flatMap((v) => [v.effectiveFrom, v.effectiveTo ?? '9999']))].sort();
  const spans: Row[] = [];
  for (const [i, from] of bounds.slice(0, -1).entries()) {
    const to = bounds[i + 1]!;
    const holds = versions.findLast((v) => v.effectiveFrom <= from && (v.effectiveTo ?? '9999') > from);
    const last = spans.at(-1);
    const end = to === '9999' ? undefined : to;
    if (!holds) continue;
    const span = { ...holds, effectiveFrom: from, ...(end ? { effectiveTo: end } : {}) };
    if (!end) delete (span as { effectiveTo?: string }).effectiveTo;
    if (last?.version === holds.version && last.effectiveTo === from)
      spans[spans.length - 1] = { ...span, effectiveFrom: last.effectiveFrom };
    else spans.push(span);
  }
  return spans;
}
