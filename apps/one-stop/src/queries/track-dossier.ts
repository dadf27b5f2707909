import { type App, fold, query, shape, sql, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { dossierNotFound } from '../errors.ts';
import { asPrinted } from '../model/as-printed.ts';
import { feeOfDossierPaidBy } from '../model/fee.ts';
import { own } from '../model/own.ts';
import { dossierPage, ownersView } from './view-dossier.ts';

/** What the procedure is called in English, where it is; definitions are kept in memory. */
async function englishTitle(app: App, versionId: string): Promise<string | null> {
  const found = await app.definitions.byId<{ shortName?: Text }>(versionId);
  return found?.body.shortName?.en ?? null;
}

/** Anyone with the code or the reference sees the status only (TT 01/2018 Điều 16; S6). */
export const trackDossier = query({
  name: 'one-stop.track-dossier',
  title: { vi: 'Tra cứu hồ sơ', en: 'Track a dossier' },
  input: shape({ number: Type.String({ minLength: 6, maxLength: 60, description: 'code or reference' }) }),
  output: shape({
    number: Type.String(),
    title: Type.String(),
    titleEn: Type.Union([Type.String(), Type.Null()], {
      description: 'null where there are no English words',
    }),
    status: Type.Integer(),
    dueAt: Type.Any(),
    extended: Type.Boolean(),
    unit: Type.Any(),
  }),
  may: 'anyone',
  async run(ctx, input) {
    const number = asPrinted(input.number);
    const found = await ctx.db.maybe<{
      number: string;
      title: string;
      versionId: string;
      status: number;
      dueAt: Date | null;
      extended: boolean;
      unit: { vi: string; en: string };
    }>(
      sql`select coalesce(d.code, d.reference) as number, d.title, d.version_id as "versionId", d.status, d.due_at as "dueAt", d.extended, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as unit
          from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id where d.code = ${number} or d.reference = ${number}`,
    );
    if (!found) throw dossierNotFound();
    const { versionId, ...told } = found;
    return { ...told, titleEn: await englishTitle(ctx.app, versionId) };
  },
});

/** The signed-in person's dossiers, newest first. */
export const myDossiers = query({
  name: 'one-stop.my-dossiers',
  title: { vi: 'Hồ sơ của tôi', en: 'My dossiers' },
  input: shape({
    cursor: Type.Optional(Type.String({ maxLength: 60 })),
    search: Type.Optional(Type.String({ maxLength: 100, description: 'words of the code, reference, name or procedure' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 100 })),
  }),
  output: shape({ rows: Type.Array(Type.Any()), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'signed-in',
  async run(ctx, input) {
    const limit = input.limit ?? 20;
    const before =
      input.cursor && !Number.isNaN(Date.parse(input.cursor)) ? sql`d.submitted_at < ${new Date(input.cursor)}` : sql`true`;
    const words = fold(input.search ?? '')
      .split(/\s+/)
      .filter(Boolean)
      .slice(0, 8);
    const matching = sql.all(
      words.map(
        (word) =>
          sql`d.words || ' ' || kernel.fold(d.title || ' ' || coalesce(d.code, '')) like ${`%${word.replace(/[%_\\]/g, '\\$&')}%`}`,
      ),
    );
    const rows = await ctx.db.all<{ submittedAt: Date; versionId: string }>(
      sql`select d.id, d.reference, d.code, d.title, d.version_id as "versionId", d.owner_name as "ownerName", d.applicant_name as "applicantName", f.name as "filedBy", d.capacity, d.status, d.submitted_at as "submittedAt", d.due_at as "dueAt", d.fee, d.fee_state as "feeState",
                 d.extended, d.outcome, u.name_vi as unit
          from one_stop.dossier d join identity.v_unit u on u.id = d.unit_id
            left join identity.v_person f on d.authority_id is not null and f.id = d.applicant_id
          where ${own(ctx.principal)} and ${before} and ${matching} order by d.submitted_at desc limit ${limit + 1}`,
    );
    const page = await Promise.all(
      rows.slice(0, limit).map(async ({ versionId, ...row }) => ({ ...row, titleEn: await englishTitle(ctx.app, versionId) })),
    );
    return { rows: page, next: rows.length > limit ? page.at(-1)!.submittedAt.toISOString() : null };
  },
});

/** The owner sees each step to the level of the department, with times (S6): no names of officials, no internal comments. */
export const myDossier = query({
  name: 'one-stop.my-dossier',
  title: { vi: 'Hồ sơ của tôi', en: 'My dossier' },
  seenAs: { vi: 'Xem hồ sơ', en: 'Looked at the dossier' },
  input: shape({ reference: Type.String({ minLength: 6, maxLength: 60 }) }),
  output: Type.Any(),
  may: 'signed-in',
  audit: true,
  async run(ctx, input) {
    const number = input.reference.trim().toUpperCase();
    const found = await ctx.db.maybe<{ id: string; owner: string | null }>(
      sql`select d.id, d.owner_id as owner from one_stop.dossier d where (d.reference = ${number} or d.code = ${number}) and ${own(ctx.principal)}`,
    );
    if (!found) throw dossierNotFound();
    ctx.subject(`dossier:${found.id}`);
    // The owner sees who of those who act for them looks; that they look themselves is nobody's business.
    if (found.owner !== ctx.principal.id) ctx.concern(found.owner);
    const { actsFor } = ctx.principal;
    if (actsFor && actsFor.subject === found.owner) ctx.actFor(actsFor.subject);
    const view = ownersView(await dossierPage(ctx, found.id, true));
    return { ...view, feePaidBy: await feeOfDossierPaidBy(ctx, view.dossier) };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.track-dossier': typeof trackDossier;
    'one-stop.my-dossiers': typeof myDossiers;
    'one-stop.my-dossier': typeof myDossier;
  }
}
