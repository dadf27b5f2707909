import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { fileGone } from '../errors.ts';
import { visible } from '../model/dossier.ts';

/** Opens a file of a dossier: access goes by the dossier, and the look is kept in the audit trail before a byte is sent. */
export const openFile = query({
  name: 'one-stop.open-file',
  title: { vi: 'Mở tệp của hồ sơ', en: 'Open a file of a dossier' },
  seenAs: { vi: 'Mở giấy tờ trong hồ sơ', en: 'Opened a paper of the dossier' },
  input: shape({ componentId: Type.String({ format: 'uuid' }) }),
  output: shape({
    hash: Type.String(),
    type: Type.String(),
    fileName: Type.String(),
    dossierId: Type.String(),
  }),
  may: 'one-stop.view-dossier',
  audit: true,
  async run(ctx, input) {
    const found = await ctx.db.maybe<{
      hash: string;
      type: string;
      fileName: string;
      dossierId: string;
      applicant: string | null;
      owner: string | null;
    }>(
      sql`select encode(c.file, 'hex') as hash, coalesce(c.media_type, 'application/octet-stream') as type, coalesce(c.file_name, c.name) as "fileName", d.id as "dossierId", d.applicant_id as applicant, d.owner_id as owner
          from one_stop.component c join one_stop.dossier d on d.id = c.dossier_id
          where c.id = ${input.componentId} and c.file is not null and ${visible(ctx)}`,
    );
    if (!found) throw fileGone();
    ctx.subject(`dossier:${found.dossierId}`);
    ctx.note({ component: input.componentId, file: found.fileName });
    const { applicant, owner, ...file } = found;
    ctx.concern(applicant, owner);
    return file;
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.open-file': typeof openFile;
  }
}
