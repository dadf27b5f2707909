import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { PostedFile } from '@dinh/kernel';
import type { FastifyRequest } from 'fastify';

export interface PostedBody {
  readonly form: Record<string, string | string[]>;
  readonly files: PostedFile[];
}

/** Reads a posted form, urlencoded or with files; files are laid into the folder that `folder` makes. */
export async function readBody(request: FastifyRequest, folder: () => Promise<string>): Promise<PostedBody> {
  const form: Record<string, string | string[]> = Object.create(null);
  const add = (name: string, value: string) => {
    const before = form[name];
    form[name] = before === undefined ? value : [before, value].flat();
  };
  const files: PostedFile[] = [];
  if (request.body instanceof URLSearchParams) {
    for (const [name, value] of request.body) add(name, value);
  } else if (request.isMultipart()) {
    for await (const part of request.parts()) {
      if (part.type === 'field') {
        add(part.fieldname, String(part.value));
        continue;
      }
      const path = join(await folder(), String(files.length));
      const stream = createWriteStream(path);
      await pipeline(part.file, stream);
      if (part.filename === '' && stream.bytesWritten === 0) continue; // nothing was chosen
      files.push({
        field: part.fieldname,
        name: part.filename.normalize('NFC').slice(-200),
        size: stream.bytesWritten,
        path,
        truncated: part.file.truncated,
      });
    }
  }
  return { form, files };
}
