import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const variable = 'DINH_TEST_QUEUE';

/** Test files that wait for a process to take them, each for one process. */
export interface Queue {
  /** The next that nobody has taken, which is now taken; undefined when there is none. */
  take(): string | undefined;
  /** Whether all have been taken. */
  isEmpty(): boolean;
}

/** Lays out a queue for the processes that this one starts. */
export function layOutQueue(files: readonly string[]): Queue & { remove(): void } {
  const folder = mkdtempSync(join(tmpdir(), 'dinh-test-queue-'));
  writeFileSync(join(folder, 'files.json'), JSON.stringify(files));
  process.env[variable] = folder;
  return { ...openQueue(), remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** The queue that the process which started this one has laid out. */
export function openQueue(): Queue {
  const folder = process.env[variable]!;
  const files = JSON.parse(readFileSync(join(folder, 'files.json'), 'utf8')) as string[];
  const mark = (number: number): string => join(folder, String(number));
  let next = 0;
  return {
    take() {
      for (; next < files.length; next++) if (isNew(mark(next))) return files[next++];
      return undefined;
    },
    isEmpty: () => files.every((_, number) => existsSync(mark(number))),
  };
}

/** A file can be made once: whoever has made it was first. */
function isNew(mark: string): boolean {
  try {
    closeSync(openSync(mark, 'wx'));
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}
