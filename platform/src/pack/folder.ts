import { readdir, readFile, stat } from 'node:fs/promises';
import { join, relative } from 'node:path';
import type { PackDocument, PackFolder, PackProblem, Placed } from '@dinh/kernel';
import { isNode, LineCounter, parseDocument } from 'yaml';

/** A pack on disk. Problems are gathered, so that an author sees all of them at once. */
export class DiskPackFolder implements PackFolder {
  readonly problems: PackProblem[] = [];
  #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  problem(file: string, line: number, reason: string): void {
    this.problems.push({ file, line, reason });
  }

  async files(folder: string, ending: string): Promise<string[]> {
    const entries = await readdir(join(this.#root, folder), { recursive: true, withFileTypes: true }).catch(() => []);
    return entries
      .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
      .map((entry) => relative(this.#root, join(entry.parentPath, entry.name)))
      .sort();
  }

  async exists(file: string): Promise<boolean> {
    return stat(join(this.#root, file)).then(
      () => true,
      () => false,
    );
  }

  async text(file: string): Promise<string> {
    try {
      return (await readFile(join(this.#root, file), 'utf8')).replace(/^\uFEFF/, '').normalize('NFC');
    } catch {
      this.problem(file, 1, 'this file is missing or cannot be read');
      return '';
    }
  }

  async table<Column extends string>(file: string, columns: readonly Column[]): Promise<Placed<Record<Column, string>>[]> {
    const [header = '', ...lines] = (await this.text(file)).split(/\r?\n/);
    const names = header.split('\t');
    const missing = columns.filter((column) => !names.includes(column));
    if (missing.length > 0) {
      this.problem(file, 1, `the header lacks: ${missing.join(', ')}`);
      return [];
    }
    const rows: Placed<Record<Column, string>>[] = [];
    lines.forEach((line, i) => {
      if (line === '' || line.startsWith('#')) return;
      const cells = line.split('\t');
      if (cells.length !== names.length) {
        this.problem(file, i + 2, `${names.length} columns are needed, this line has ${cells.length}`);
        return;
      }
      const value = Object.fromEntries(names.map((name, c) => [name, cells[c]!.trim()])) as Record<Column, string>;
      rows.push({ value, file, line: i + 2 });
    });
    return rows;
  }

  async yaml<T>(file: string): Promise<PackDocument<T> | undefined> {
    const text = await this.text(file);
    const lines = new LineCounter();
    const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 100 } as never);
    for (const error of document.errors) this.problem(file, error.linePos?.[0].line ?? 1, error.message.split('\n')[0]!);
    if (document.errors.length > 0) return undefined;
    return {
      file,
      text,
      value: document.toJS({ maxAliasCount: 100 }) as T,
      line(path) {
        for (let depth = path.length; depth >= 0; depth--) {
          const node = depth === 0 ? document.contents : document.getIn(path.slice(0, depth), true);
          if (isNode(node) && node.range) return lines.linePos(node.range[0]).line;
        }
        return 1;
      },
    };
  }
}
