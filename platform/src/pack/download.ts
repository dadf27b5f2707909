import { type Context, localDate, page, query, shape, type Text } from '@dinh/kernel';
import { zip } from '@dinh/ui';
import { Type } from 'typebox';
import { gatherPack, type PackFile } from './export.ts';
import type { SiteDefinition } from './site.ts';

const title: Text = { vi: 'Tải bộ dữ liệu của tỉnh', en: 'Download the pack' };

/**
 * The files of the whole pack as `dinh pack export` writes them: what is in force today, was and will be, officers' versions
 * included. For those who publish definitions; the audit entry says how many files went out.
 */
const exportPack = query({
  name: 'platform.export-pack',
  title,
  input: shape({}),
  output: Type.Unsafe<readonly PackFile[]>({ type: 'array', description: 'the files with their texts' }),
  may: 'studio.publish-definition',
  audit: true,
  api: false,
  async run(ctx) {
    const files = await gatherPack(ctx.app);
    ctx.note({ files: files.length });
    return files;
  },
});

/** The pack as one archive, which is written while it is sent; unpacked it is a folder for `dinh pack check` and `load`. */
const packArchive = page({
  path: '/studio/nap/bo-du-lieu.zip',
  title,
  may: exportPack.may,
  async run(ctx) {
    const files: readonly PackFile[] = await ctx.run(exportPack, {});
    return {
      kind: 'file',
      body: zip(entries(files), ctx.now),
      type: 'application/zip',
      name: await nameOf(ctx),
      disposition: 'attachment',
    };
  },
});

/** One text at a time. */
function* entries(files: readonly PackFile[]) {
  for (const { name, text } of files) yield { name, content: text() };
}

/** `ha-nam-2026-11-28.zip` */
async function nameOf({ app, now }: Context): Promise<string> {
  const today = localDate(now);
  const site = await app.definitions.at<SiteDefinition>('site', 'province', today);
  return `${site?.body.key ?? 'pack'}-${today}.zip`;
}

export const packDownload = { operations: [exportPack], pages: [packArchive] };
