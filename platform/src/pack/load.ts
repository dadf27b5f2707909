import {
  type App,
  bodyChecksum,
  localDate,
  type PackChange,
  type PackLoad,
  type PackPart,
  type PackProblem,
  publishDefinition,
  sql,
  type Transaction,
} from '@dinh/kernel';
import { fingerprint } from './fingerprint.ts';
import { loadVersions, publishVersions, readVersions, type Versions } from './versions.ts';

/** One line of the report of a load. */
export interface PackReportLine {
  readonly part: string;
  readonly key: string;
  readonly change: PackChange;
  readonly note?: string;
}

/** A pack that was read and found whole. */
export interface CheckedPack {
  readonly parts: readonly PackPart[];
  readonly items: ReadonlyMap<string, unknown>;
  readonly versions: Versions;
}

/** A pack with an error in it is refused whole; this tells every place. */
export class PackRefused extends Error {
  readonly problems: readonly PackProblem[];

  constructor(problems: readonly PackProblem[]) {
    super(`the pack has ${problems.length} problem(s):\n${problems.map((p) => `  ${p.file}:${p.line}: ${p.reason}`).join('\n')}`);
    this.name = 'PackRefused';
    this.problems = problems;
  }
}

/** Reads and checks a pack. @throws PackRefused with file, line and reason of every problem. */
export async function checkPack(app: Pick<App, 'modules'>, root: string): Promise<CheckedPack> {
  const { DiskPackFolder } = await import('./folder.ts');
  const folder = new DiskPackFolder(root);
  const parts = inOrder(app.modules.flatMap((m) => m.packParts ?? []));
  const items = new Map<string, unknown>();
  for (const part of parts) items.set(part.name, await part.read(folder));
  const versions = await readVersions(app.modules, folder);
  items.set('versions', versions);
  // References are only looked at once every part could be read: one error must not be told ten times.
  if (folder.problems.length === 0)
    for (const part of parts) await part.check?.(items.get(part.name), (name) => items.get(name), folder);
  if (folder.problems.length > 0) throw new PackRefused(folder.problems);
  return { parts, items, versions };
}

/**
 * Loads a pack in one transaction: whole or not at all. What is there already stays, what an officer has edited is
 * kept and reported.
 * @param dry only report what would happen (`dinh pack diff`).
 */
export async function loadPack(app: App, root: string, dry = false): Promise<PackReportLine[]> {
  const { parts, items, versions } = await checkPack(app, root);
  const report: PackReportLine[] = [];
  const problems: PackProblem[] = [];
  const undone = new Error('dry run');
  await app.db
    .transaction(async (tx) => {
      await tx.run(sql`select pg_advisory_xact_lock(7364002)`);
      report.length = 0;
      problems.length = 0;
      const load = packLoad(app, tx, report, problems, versions);
      for (const part of parts) await part.load(load, items.get(part.name));
      await loadVersions(load, versions);
      if (problems.length > 0) throw new PackRefused(problems);
      tx.send(sql`delete from kernel.loaded_pack`); // what was taken in before may have changed by this
      if (dry) throw undone;
    })
    .catch((error) => {
      if (error !== undone) throw error;
    });
  app.definitions.forget();
  return report;
}

/**
 * The same at a start: a pack that this database has taken in as it is now is not read again.
 * @returns undefined when nothing had to be done
 */
export async function loadChangedPack(app: App, root: string): Promise<PackReportLine[] | undefined> {
  const now = `${fingerprint(root)}${app.config.demonstration ? ' with demonstration persons' : ''}`;
  const known = await app.db.maybe<{ fingerprint: string }>(
    sql`select fingerprint from kernel.loaded_pack where folder = ${root}`,
  );
  if (known?.fingerprint === now) return undefined;
  const report = await loadPack(app, root);
  await app.db.run(
    sql`insert into kernel.loaded_pack (folder, fingerprint, at) values (${root}, ${now}, ${app.clock.now()})
        on conflict (folder) do update set fingerprint = excluded.fingerprint, at = excluded.at`,
  );
  return report;
}

function packLoad(app: App, tx: Transaction, lines: PackReportLine[], problems: PackProblem[], versions: Versions): PackLoad {
  const now = app.clock.now();
  const today = localDate(now);
  let known: ReturnType<typeof knownDefinitions> | undefined;
  const report: PackLoad['report'] = (part, key, change, note) => void lines.push({ part, key, change, note });
  return {
    app,
    tx,
    now,
    today,
    report,
    problem: (file, line, reason) => void problems.push({ file, line, reason }),
    async define(part, item) {
      known ??= knownDefinitions(tx, today);
      const checksum = bodyChecksum(item.body);
      const name = `${item.kind} ${item.key}`;
      const there = (await known).get(name);
      if (there?.checksums.includes(checksum)) return report(part, name, 'unchanged');
      if (there?.officer) return report(part, name, 'kept', 'an officer has edited it; the pack says something else');
      if (there)
        await publishDefinition(tx, now, {
          ...item,
          origin: 'pack',
          effectiveFrom: item.effectiveFrom ?? today,
        });
      else await publishVersions(tx, now, item, versions.get(name));
      report(part, name, there ? 'changed' : 'added');
    },
  };
}

/**
 * For each definition: the checksums of the newest version from a pack, of that in force and of the newest at all, and
 * whether an officer has edited it.
 */
async function knownDefinitions(tx: Transaction, today: string): Promise<Map<string, { checksums: string[]; officer: boolean }>> {
  const rows = await tx.all<{ name: string; checksums: string[]; officer: boolean }>(
    sql`select kind || ' ' || key as name, bool_or(origin = 'officer') as officer,
               array_remove(array[(array_agg(checksum order by version desc) filter (where origin = 'pack'))[1],
                                  (array_agg(checksum order by effective_from desc, version desc) filter
                                    (where effective_from <= ${today}::date and (effective_to is null or effective_to > ${today}::date)))[1],
                                  (array_agg(checksum order by version desc))[1]], null) as checksums
        from kernel.definition group by 1`,
  );
  return new Map(rows.map((row) => [row.name, row]));
}

function inOrder(parts: readonly PackPart[]): PackPart[] {
  const done = new Map<string, PackPart>();
  const visiting = new Set<string>();
  const byName = new Map(parts.map((part) => [part.name, part]));
  const visit = (part: PackPart): void => {
    if (done.has(part.name)) return;
    if (visiting.has(part.name)) throw new Error(`pack parts wait for each other: ${[...visiting].join(' → ')}`);
    visiting.add(part.name);
    for (const before of part.after ?? []) {
      const other = byName.get(before);
      if (!other) throw new Error(`pack part ${part.name} names an unknown part: ${before}`);
      visit(other);
    }
    visiting.delete(part.name);
    done.set(part.name, part);
  };
  parts.forEach(visit);
  return [...done.values()];
}
