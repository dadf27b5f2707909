import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { copyFile, mkdir, open, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import type { Clock } from '../clock.ts';
import type { Config } from '../config.ts';
import type { Database, Queries } from '../database/database.ts';
import { sql } from '../database/sql.ts';
import { declareError } from '../errors.ts';
import { detectType, type MediaType } from './detect.ts';
import { scanFile } from './scan.ts';

/** A file that is kept. The hash is its address: the same content is kept once. */
export interface StoredFile {
  /** SHA-256, hex. */
  readonly hash: string;
  /** Bytes. */
  readonly size: number;
  readonly type: MediaType;
}

export const fileTooLarge = declareError('kernel.file-too-large', 413, {
  vi: 'Tệp “{name}” nặng {size} MB, vượt giới hạn {limit} MB. Xin chọn tệp nhỏ hơn hoặc chụp lại với độ phân giải thấp hơn.',
  en: 'The file “{name}” is {size} MB, over the limit of {limit} MB. Please choose a smaller file or scan it at a lower resolution.',
});
export const fileEmpty = declareError('kernel.file-empty', 422, {
  vi: 'Tệp “{name}” không có nội dung. Xin chọn lại tệp.',
  en: 'The file “{name}” is empty. Please choose the file again.',
});
export const fileTypeRefused = declareError('kernel.file-type-refused', 422, {
  vi: 'Tệp “{name}” không thuộc loại được nhận ({types}). Xin chuyển sang một trong các loại đó rồi tải lại.',
  en: 'The file “{name}” is not of an accepted kind ({types}). Please convert it to one of them and upload it again.',
});
export const fileMisnamed = declareError('kernel.file-misnamed', 422, {
  vi: 'Tên tệp “{name}” ghi một loại được nhận nhưng bên trong không phải: tệp bị hỏng hoặc chỉ được đổi tên. Xin mở thử trên máy, lưu lại thành {types} rồi tải lại.',
  en: 'The name of “{name}” says an accepted kind, but the content is another: the file is damaged or was only renamed. Please open it, save it as {types} and upload it again.',
});
export const fileInfected = declareError('kernel.file-infected', 422, {
  vi: 'Tệp “{name}” chứa mã độc nên không được nhận. Xin quét vi-rút máy của bạn và chọn tệp khác.',
  en: 'The file “{name}” contains malware and was not accepted. Please scan your device and choose another file.',
});

/** Whether the name of a file ends like a kind that is accepted; what it is, its content says. */
function saysAccepted(name: string, accept: readonly string[]): boolean {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return accept.includes(ending === 'jpeg' ? 'jpg' : ending);
}

/** Content-addressed files on disk, with what is known of them in `kernel.file`. */
export class FileStore {
  #config: Config;
  #db: Database;
  #clock: Clock;

  constructor(config: Config, db: Database, clock: Clock) {
    this.#config = config;
    this.#db = db;
    this.#clock = clock;
  }

  /**
   * Takes a file that lies at `path` (it may be moved away): checks size, type by content, and malware.
   * @param accept short names of accepted types, e.g. `['pdf', 'jpg', 'docx']`.
   * @param holder the person who brings it; only they can attach it to something.
   * @throws fileTooLarge, fileEmpty, fileTypeRefused, fileMisnamed, fileInfected
   */
  async take(
    path: string,
    name: string,
    accept: readonly string[],
    maxBytes = this.#config.maxFileBytes,
    holder?: string,
  ): Promise<StoredFile> {
    const { size } = await stat(path);
    const megabytes = (bytes: number) => Math.max(0.1, Math.round((bytes / 1024 / 1024) * 10) / 10);
    if (size > maxBytes) throw fileTooLarge({ name, size: megabytes(size), limit: megabytes(maxBytes) });
    if (size === 0) throw fileEmpty({ name });
    const type = await detectType(path);
    if ((await scanFile(path, this.#config.clamd)) === 'infected') throw fileInfected({ name });
    if (!type || !accept.includes(type.short))
      throw (saysAccepted(name, accept) ? fileMisnamed : fileTypeRefused)({
        name,
        types: accept.join(', ').toUpperCase(),
      });
    const hash = await hashFile(path);
    await this.#keep(path, hash);
    await this.#db.run(
      sql`insert into kernel.file (hash, size, media_type, created_at, scanned_at, verdict)
          values (${Buffer.from(hash, 'hex')}, ${size}, ${type.mediaType}, ${this.#clock.now()}, ${this.#clock.now()}, ${this.#config.clamd ? 'clean' : 'unscanned'})
          on conflict do nothing`,
    );
    if (holder)
      await this.#db.run(
        sql`insert into kernel.file_holder (hash, holder, at) values (${Buffer.from(hash, 'hex')}, ${holder}, ${this.#clock.now()}) on conflict do nothing`,
      );
    return { hash, size, type };
  }

  /**
   * Keeps bytes that the program itself made (a PDF).
   * @param db the transaction that refers to it, so that no second connection is needed inside one.
   */
  async put(bytes: Uint8Array, type: MediaType, db: Queries = this.#db): Promise<StoredFile> {
    const temporary = join(
      this.#config.dataFolder,
      'files',
      'tmp',
      createHash('sha256').update(bytes).update(String(process.hrtime.bigint())).digest('hex'),
    );
    await mkdir(dirname(temporary), { recursive: true });
    const handle = await open(temporary, 'wx');
    await handle.writeFile(bytes);
    await handle.sync();
    await handle.close();
    const hash = createHash('sha256').update(bytes).digest('hex');
    await this.#keep(temporary, hash);
    await db.run(
      sql`insert into kernel.file (hash, size, media_type, created_at, verdict)
          values (${Buffer.from(hash, 'hex')}, ${bytes.length}, ${type.mediaType}, ${this.#clock.now()}, 'clean') on conflict do nothing`,
    );
    return { hash, size: bytes.length, type };
  }

  /** @param hash hex. @throws ENOENT when it is not kept here. */
  read(hash: string): Readable {
    return createReadStream(this.path(hash));
  }

  path(hash: string): string {
    if (!/^[0-9a-f]{64}$/.test(hash)) throw new Error('not a file hash');
    return join(this.#config.dataFolder, 'files', hash.slice(0, 2), hash.slice(2, 4), hash);
  }

  /** Moves the file to its address; a copy under the same address is as good. The name appears only when it is whole. */
  async #keep(from: string, hash: string): Promise<void> {
    const to = this.path(hash);
    await mkdir(dirname(to), { recursive: true });
    try {
      await rename(from, to);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EXDEV') throw error;
      const beside = `${to}.${process.pid}.tmp`;
      await copyFile(from, beside);
      await rename(beside, to);
      await rm(from, { force: true });
    }
  }
}

async function hashFile(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path)) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
