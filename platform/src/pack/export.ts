import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Amendment, type App, localDate, type PackSave } from '@dinh/kernel';
import { stringify } from 'yaml';
import { amendYaml } from './amend-yaml.ts';
import { saveVersions } from './versions.ts';

/** A file of a pack as it goes out. */
export interface PackFile {
  /** Its path in the folder of the pack. */
  readonly name: string;
  /** Makes its text, which takes a while: whoever writes many lets others have their turn between them. */
  readonly text: () => string;
}

/**
 * What is in force today as the files of a pack, officers' versions included, and beside them (`versions/`) what held
 * before and what will hold later. Read into an empty database it gives the same province on any day; of persons only
 * those of the demonstration are among it.
 */
export async function gatherPack(app: App): Promise<PackFile[]> {
  const files = new PackFiles(app);
  for (const part of app.modules.flatMap((m) => m.packParts ?? [])) await part.save(files);
  await saveVersions(files);
  return [...files.all()];
}

/**
 * Writes the files of `gatherPack` into a folder.
 * @param folder a new or empty folder. @returns the files written. @throws Error when there is something in it
 */
export async function exportPack(app: App, folder: string): Promise<string[]> {
  const there = await readdir(folder).catch(() => []);
  if (there.length > 0) throw new Error(`${folder} is not empty: an export goes into a new folder`);
  const files = await gatherPack(app);
  for (const { name, text } of files) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text());
  }
  return files.map(({ name }) => name);
}

interface Table {
  readonly columns: string[];
  readonly rows: Record<string, string>[];
}

/** The files of a pack while they are gathered. */
class PackFiles implements PackSave {
  readonly app: App;
  readonly db: App['db'];
  readonly today: string;
  readonly #texts = new Map<string, () => string>();
  readonly #tables = new Map<string, Table>();

  constructor(app: App) {
    this.app = app;
    this.db = app.db;
    this.today = localDate(app.clock.now());
  }

  async definitions<Body>(kind: string) {
    const all = await this.app.definitions.allAt<Body>(kind, this.today);
    return all.toSorted((a, b) => (a.key < b.key ? -1 : 1));
  }

  text(file: string, text: string): void {
    this.#put(file, () => text);
  }

  yaml(file: string, value: unknown): void {
    this.#put(file, () => stringify(value, { lineWidth: 0, aliasDuplicateObjects: false }));
  }

  amended(file: string, text: string, list: string, key: string, amendment: Amendment): void {
    this.#put(file, () => amendYaml(text, list, key, amendment));
  }

  #put(file: string, text: () => string): void {
    if (file.split('/').includes('..')) throw new Error(`${file} would stand outside the pack`);
    this.#texts.set(file, text);
  }

  table(
    file: string,
    columns: readonly string[],
    rows: readonly Readonly<Record<string, string | null | undefined>>[],
    key?: string,
  ): void {
    const table: Table = this.#tables.get(file) ?? { columns: [], rows: [] };
    this.#tables.set(file, table);
    for (const column of columns) if (!table.columns.includes(column)) table.columns.push(column);
    const known = new Map(key ? table.rows.map((row) => [row[key], row]) : []);
    for (const row of rows) {
      const cells = Object.fromEntries(columns.map((column) => [column, cell(row[column])]));
      const same = key ? known.get(cells[key]) : undefined;
      if (same) Object.assign(same, cells);
      else table.rows.push(cells);
    }
  }

  *all(): Generator<PackFile> {
    for (const [name, text] of this.#texts) yield { name, text };
    for (const [name, table] of this.#tables) yield { name, text: () => lines(table) };
  }
}

const lines = ({ columns, rows }: Table): string =>
  `${[columns, ...rows.map((row) => columns.map((column) => row[column] ?? ''))].map((line) => line.join('\t')).join('\n')}\n`;

/** A cell holds no tab and no line break. */
const cell = (value: string | null | undefined): string => (value ?? '').replaceAll(/[\t\r\n]+/g, ' ').trim();
