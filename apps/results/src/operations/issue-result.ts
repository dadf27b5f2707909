import { command, type Context, localDate, mediaTypes, type Refusal, shape, type Sql, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { notSignedYet, resultNotFound } from '../errors.ts';
import { agencyOf } from '../model/agency.ts';
import { addSignature, paperOf } from '../model/make.ts';
import { dayWords } from '../model/days.ts';
import { formatNumber, takeNumber } from '../model/number.ts';
import { lockResult, resultColumns, topicsOf, type Result } from '../model/result.ts';
import { typeById } from '../model/result-type.ts';
import { signAsAgency, stampOf } from '../model/sign.ts';
import { tellOfNew } from '../model/tell.ts';
import { lastDay } from '../model/validity.ts';

const Issued = shape({
  id: Type.String(),
  number: Type.String(),
  issuedOn: Type.String({ description: 'YYYY-MM-DD' }),
  validUntil: Type.Union([Type.String(), Type.Null()]),
  code: Type.String({ description: 'of confirmation' }),
});

/** Everything slow that does not need the number. */
async function ready(ctx: Context, which: Sql, missing: () => Refusal) {
  const result = await ctx.db.maybe<Result>(sql`select ${resultColumns} from results.result r where ${which}`);
  if (!result) throw missing();
  if (result.state !== 'signed') throw notSignedYet();
  const type = await typeById(ctx.app, result.typeId);
  const agency = await agencyOf(ctx.db, result.unitId);
  const [pdf, stamp] = await Promise.all([paperOf(ctx.app, result), stampOf(ctx.app, ctx.now, result.places, agency)]);
  return { id: result.id, seen: result.version, type: type.body, agency, pdf, stamp };
}

const firstSigned = (dossierId: string): Sql => sql`r.dossier_id = ${dossierId} and r.kind = 'first'`;
const laterSigned = (id: string): Sql => sql`r.id = ${id} and r.kind <> 'first'`;

/**
 * The clerk enters a signed result in its register and issues it: number, day and the agency's signature on the paper
 * (NĐ 30/2020 Điều 15, 18, 26; docs/adr/0006). The first result of a dossier is issued by the one-stop within the clerk's
 * step; corrections and replacements by the clerk on the register's page.
 */
export const issueResult = command({
  name: 'results.issue-result',
  title: { vi: 'Vào sổ, đóng dấu, phát hành kết quả', en: 'Number, stamp and issue a result' },
  input: Type.Union([shape({ dossierId: Type.String({ format: 'uuid' }) }), shape({ id: Type.String({ format: 'uuid' }) })]),
  output: Issued,
  may: 'results.stamp-result',
  api: false,
  prepare: (ctx, input) =>
    'id' in input ? ready(ctx, laterSigned(input.id), resultNotFound) : ready(ctx, firstSigned(input.dossierId), notSignedYet),
  async run(ctx, input, prepared) {
    const { app, db, now, principal } = ctx;
    // Outside the one-stop nobody has checked whose task this is: the clerk's office must take part in it.
    const mine = 'id' in input && principal.kind !== 'system' ? sql` and r.units && ${[...principal.units]}::int[]` : sql.empty;
    const result = await lockResult(ctx, sql`r.id = ${prepared.id}${mine}`);
    if (result.state !== 'signed') throw notSignedYet();
    const { type, agency, pdf, stamp } =
      result.version === prepared.seen ? prepared : await ready(ctx, sql`r.id = ${result.id}`, resultNotFound);
    const day = result.kind === 'correction' && result.issuedOn ? result.issuedOn : localDate(now);
    const year = Number(day.slice(0, 4));
    // From here to the commit the register is ours.
    const number =
      result.kind === 'correction' && result.number
        ? result.number
        : formatNumber(type.number.format, {
            sequence: await takeNumber(db, agency.id, type, year),
            year,
            symbol: agency.symbol,
          });
    const issued = await signAsAgency(app, now, pdf, { places: result.places, stamp, agency, number, day });
    const kept = await app.files.put(issued, mediaTypes.pdf, db);
    const validUntil = lastDay(result.dated, day);
    const record = { number, issuedOn: day, ...(validUntil && { validUntil }) };
    const words = {
      number,
      issuedOn: dayWords(day),
      ...(validUntil && { validUntil: dayWords(validUntil) }),
    };
    db.send(
      sql`update results.result set state = 'issued', number = ${number}, issued_on = ${day}::date, issued_at = ${now}, valid_until = ${validUntil}::date,
            pdf = ${Buffer.from(kept.hash, 'hex')}, pdf_size = ${kept.size}, data = data || ${JSON.stringify(record)}::jsonb,
            words = words || ${JSON.stringify(words)}::jsonb, folded = kernel.fold(${number}) || ' ' || folded, version = version + 1
          where id = ${result.id}`,
    );
    await addSignature(ctx, result.id, {
      ordinal: 2,
      role: 'agency',
      name: agency.name.vi,
      title: null,
      behalfOf: undefined,
      unitId: agency.id,
      pdf: kept.hash,
    });
    ctx.subject(`result:${result.id}`);
    ctx.note({ number });
    ctx.emit({
      name: 'results.result-issued',
      key: result.id,
      topics: topicsOf(result),
      data: { dossierId: result.dossierId, type: result.type, number },
    });
    if (result.kind === 'correction' || result.kind === 'replacement') await tellOfNew(ctx, result, result.kind, number);
    return { id: result.id, number, issuedOn: day, validUntil, code: result.code };
  },
});
