/** Archives, written while what goes into them comes: of a large one no more than a piece is in memory. */
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { strToU8, Zip, ZipDeflate } from 'fflate';

export interface ZipEntry {
  /** With `/` between folders. */
  readonly name: string;
  /** Text, written as UTF-8; of what is long, piece by piece. */
  readonly content: string | Iterable<string> | AsyncIterable<string>;
}

type Several<T> = Iterable<T> | AsyncIterable<T>;

/**
 * A ZIP file (APPNOTE 6.3, deflated) as a stream. Others get their turn after every piece.
 * @param at when its files were made, by the clock of Việt Nam
 */
export function zip(entries: Several<ZipEntry>, at?: Date): Readable {
  return Readable.from(parts(entries, at), { objectMode: false });
}

async function* parts(entries: Several<ZipEntry>, at: Date | undefined): AsyncGenerator<Uint8Array> {
  const ready: Uint8Array[] = [];
  let failure: Error | undefined;
  const archive = new Zip((error, chunk) => {
    if (error) failure = error;
    else ready.push(chunk);
  });
  const taken = (): Uint8Array[] => {
    if (failure) throw failure;
    return ready.splice(0);
  };
  for await (const { name, content } of entries) {
    const file = new ZipDeflate(name, { level: 6 });
    if (at) file.mtime = wallClock(at);
    archive.add(file);
    for await (const piece of typeof content === 'string' ? [content] : content) {
      file.push(strToU8(piece));
      yield* taken();
      await nextTurn();
    }
    file.push(new Uint8Array(), true);
    yield* taken();
  }
  archive.end();
  yield* taken();
}

/** The format holds a time without a zone, and the library takes that of the computer. */
const wallClock = (at: Date): Date => new Date(at.getTime() + (7 * 60 + at.getTimezoneOffset()) * 60_000);
