import { open } from 'node:fs/promises';

/** A type of file, told by its content. */
export interface MediaType {
  /** As people say it: `pdf`, `jpg`, `docx`. */
  readonly short: string;
  readonly mediaType: string;
}

export const mediaTypes = {
  pdf: { short: 'pdf', mediaType: 'application/pdf' },
  jpg: { short: 'jpg', mediaType: 'image/jpeg' },
  png: { short: 'png', mediaType: 'image/png' },
  docx: {
    short: 'docx',
    mediaType: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  },
  xlsx: { short: 'xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' },
  heic: { short: 'heic', mediaType: 'image/heic' },
  tiff: { short: 'tiff', mediaType: 'image/tiff' },
  dwg: { short: 'dwg', mediaType: 'image/vnd.dwg' },
} satisfies Record<string, MediaType>;

/** Tells the type by the first bytes; a name proves nothing. Undefined when it is none that we take. */
export async function detectType(path: string): Promise<MediaType | undefined> {
  const handle = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(4096), 0, 4096, 0);
    const head = buffer.subarray(0, bytesRead);
    const starts = (...bytes: number[]) => bytes.every((byte, i) => head[i] === byte);
    const text = head.toString('latin1');
    if (text.slice(0, 1024).includes('%PDF-')) return mediaTypes.pdf;
    if (starts(0xff, 0xd8, 0xff)) return mediaTypes.jpg;
    if (starts(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a)) return mediaTypes.png;
    if (starts(0x49, 0x49, 0x2a, 0x00) || starts(0x4d, 0x4d, 0x00, 0x2a)) return mediaTypes.tiff;
    if (text.slice(4, 8) === 'ftyp' && /^(heic|heix|mif1|msf1)/.test(text.slice(8, 12))) return mediaTypes.heic;
    if (/^AC10\d\d/.test(text)) return mediaTypes.dwg;
    if (starts(0x50, 0x4b, 0x03, 0x04)) return await officeType(handle);
    return undefined;
  } finally {
    await handle.close();
  }
}

/** Word and Excel files are ZIP archives; the names in the central directory at the end tell which. */
async function officeType(handle: Awaited<ReturnType<typeof open>>): Promise<MediaType | undefined> {
  const { size } = await handle.stat();
  const length = Math.min(size, 64 * 1024);
  const { buffer } = await handle.read(Buffer.alloc(length), 0, length, size - length);
  const names = buffer.toString('latin1');
  if (/vbaProject\.bin/.test(names)) return undefined; // macros are not taken
  if (names.includes('word/document.xml')) return mediaTypes.docx;
  if (names.includes('xl/workbook.xml')) return mediaTypes.xlsx;
  return undefined;
}
