import { query, shape, sql, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { feeFirst, resultNotFound } from '../errors.ts';
import { resultColumns, type Result, readable, visible } from '../model/result.ts';
import { typeById } from '../model/result-type.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const Nullable = Type.Union([Type.String(), Type.Null()]);

const Owed = Type.Union([
  shape({
    amount: Type.Integer({ description: 'VND' }),
    reference: Type.String({ description: 'of the dossier, under which it is paid' }),
  }),
  Type.Null(),
]);

export const ResultView = shape({
  id: Type.String(),
  dossierId: Type.String(),
  dossierCode: Type.String(),
  type: Type.String(),
  name: Words,
  title: Type.String(),
  state: Type.String(),
  kind: Type.String(),
  number: Nullable,
  issuedOn: Nullable,
  validUntil: Nullable,
  unit: Words,
  holderName: Type.String(),
  /** Of confirmation; null while the result is held back. */
  code: Nullable,
  /** Held back from its holder until the fee is paid: then there is no paper, no code and no field here. */
  owed: Owed,
  reason: Nullable,
  changedAt: Type.Any(),
  replaces: Nullable,
  /** The paper in its place; to its holder once that is issued. */
  replacedBy: Nullable,
  hasPaper: Type.Boolean(),
  paperSize: Type.Union([Type.Number(), Type.Null()]),
  version: Type.Integer(),
  fields: Type.Array(
    shape({
      key: Type.String(),
      label: Words,
      type: Type.String(),
      from: Type.String(),
      value: Type.Any({ description: 'as kept' }),
      words: Type.String({ description: 'as printed' }),
    }),
  ),
  signatures: Type.Array(
    shape({ role: Type.String(), name: Type.String(), title: Nullable, behalfOf: Nullable, at: Type.Any() }),
  ),
});

/** A result with its record and signatures: to its holder and to officials in reach; who looked is kept. */
export const viewResult = query({
  name: 'results.view-result',
  title: { vi: 'Xem kết quả', en: 'View a result' },
  input: Type.Union([shape({ id: Type.String({ format: 'uuid' }) }), shape({ dossierId: Type.String({ format: 'uuid' }) })]),
  output: ResultView,
  may: 'results.view-result',
  audit: true,
  subject: (_input, output) => `result:${output.id}`,
  async run(ctx, input) {
    const which = 'id' in input ? sql`r.id = ${input.id}` : sql`r.dossier_id = ${input.dossierId} and r.kind = 'first'`;
    const r = await ctx.db.maybe<
      Result & {
        unit: Text;
        next: string | null;
        open: boolean;
        fee: number | null;
        reference: string | null;
      }
    >(
      sql`select ${resultColumns}, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as unit, n.id as next, ${readable(ctx)} as open,
            d.fee, d.reference
          from results.result r join identity.v_unit u on u.id = r.unit_id left join one_stop.v_dossier d on d.id = r.dossier_id
            left join results.result n on n.id = r.replaced_by and (n.state not in ('draft', 'signed') or ${ctx.principal.role === 'official'})
          where ${which} and ${visible(ctx)}`,
    );
    if (!r) throw resultNotFound();
    ctx.concern(r.holderId, r.applicantId);
    const { body: type } = await typeById(ctx.app, r.typeId);
    const signatures = await ctx.db.all<{
      role: string;
      name: string;
      title: string | null;
      behalfOf: string | null;
      at: Date;
    }>(
      sql`select s.role, s.name, s.title, p.name as "behalfOf", s.at from results.signature s left join identity.v_person p on p.id = s.behalf_of
          where s.result_id = ${r.id} order by s.ordinal`,
    );
    return {
      id: r.id,
      dossierId: r.dossierId,
      dossierCode: r.dossierCode,
      type: r.type,
      name: r.name,
      title: r.title,
      state: r.state,
      kind: r.kind,
      number: r.number,
      issuedOn: r.issuedOn,
      validUntil: r.validUntil,
      unit: r.unit,
      holderName: r.holderName,
      code: r.open ? r.code : null,
      owed: r.open ? null : { amount: r.fee ?? 0, reference: r.reference ?? r.dossierCode },
      reason: r.reason,
      changedAt: r.changedAt,
      replaces: r.replaces,
      replacedBy: r.next,
      hasPaper: r.open && r.pdf !== null,
      paperSize: r.open ? r.pdfSize : null,
      version: r.version,
      fields: (r.open ? type.fields : []).map(({ key, label, type: kind, from }) => ({
        key,
        label,
        type: kind,
        from,
        value: r.data[key] ?? null,
        words: r.words[key] ?? '',
      })),
      signatures,
    };
  },
});

/**
 * Where the paper of a result is kept, for streaming it; who opened it is kept.
 * @throws resultNotFound; feeFirst while it is held back from its holder
 */
export const openPaper = query({
  name: 'results.open-paper',
  title: { vi: 'Mở văn bản kết quả', en: 'Open the paper of a result' },
  input: shape({ id: Type.String({ format: 'uuid' }) }),
  output: shape({ id: Type.String(), hash: Type.String(), size: Type.Number(), fileName: Type.String() }),
  may: 'results.view-result',
  audit: true,
  api: false,
  subject: (input) => `result:${input.id}`,
  async run(ctx, input) {
    const r = await ctx.db.maybe<{
      pdf: Buffer;
      size: number;
      name: Text;
      number: string | null;
      open: boolean;
    }>(
      sql`select r.pdf, r.pdf_size as size, r.name, r.number, ${readable(ctx)} as open from results.result r where r.id = ${input.id} and r.pdf is not null and ${visible(ctx)}`,
    );
    if (!r) throw resultNotFound();
    if (!r.open) throw feeFirst();
    const fileName = `${r.name.vi} ${r.number ?? 'du thao'}.pdf`.replace(/[/\\:*?"<>|]+/g, '-');
    return { id: input.id, hash: r.pdf.toString('hex'), size: r.size, fileName };
  },
});
