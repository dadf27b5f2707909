import { localDate, notAllowed, query, reach, shape, sql, type Text } from '@dinh/kernel';
import { Type } from 'typebox';
import { inStoreOf, withheld } from '../model/result.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const Nullable = Type.Union([Type.String(), Type.Null()]);

interface Row {
  id: string;
  type: string;
  name: Text;
  number: string;
  unit: Text;
  issuedOn: string;
  validUntil: string | null;
  data: Record<string, unknown>;
  hash: string;
  size: number;
  holderName: string;
}

/**
 * What earlier valid results, handed out, say of a person or their business, so that forms need not ask again (A1): facts for
 * `prefillForm` by `results.<type>`, and the papers that can stand for a component (`satisfiedBy` names their type).
 */
export const facts = query({
  name: 'results.facts',
  title: { vi: 'Thông tin từ giấy tờ đã cấp', en: 'Facts from earlier results' },
  input: shape({
    personId: Type.Optional(Type.String({ format: 'uuid', description: 'whoever asks, when not said' })),
    businessId: Type.Optional(Type.String({ format: 'uuid' })),
  }),
  output: shape({
    facts: Type.Record(Type.String(), shape({ from: Words, value: Type.Record(Type.String(), Type.Any()) })),
    papers: Type.Array(
      shape({
        id: Type.String(),
        type: Type.String(),
        name: Words,
        number: Type.String(),
        unit: Words,
        issuedOn: Type.String(),
        validUntil: Nullable,
        holderName: Type.String(),
        hash: Type.String({ description: 'SHA-256 of the paper in the file store' }),
        size: Type.Number(),
      }),
    ),
  }),
  may: 'results.view-result',
  async run(ctx, input) {
    const { principal } = ctx;
    const person = input.personId ?? principal.id;
    // A desk that enters a paper dossier asks for somebody else; citizens for themselves and for whom they act.
    const official =
      principal.kind === 'system' ||
      reach(principal, 'results.view-result').units.length > 0 ||
      reach(principal, 'results.view-result').all;
    const acts = principal.authorities?.some((one) => one.subject === person && one.verified);
    if (person !== principal.id && !official && !acts) throw notAllowed();
    const rows = await ctx.db.all<Row>(
      sql`select r.id, r.type, r.name, r.number, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as unit, r.issued_on as "issuedOn",
                 r.valid_until as "validUntil", r.data, encode(r.pdf, 'hex') as hash, r.pdf_size as size, r.holder_name as "holderName"
          from results.result r join identity.v_unit u on u.id = r.unit_id
          where r.state = 'issued' and not ${withheld} and (r.valid_until is null or r.valid_until >= ${localDate(ctx.now)}::date)
            and ${input.businessId ? sql`r.business_id = ${input.businessId} and (${inStoreOf(person, ctx.now)})` : sql`r.holder_id = ${person}`}
          order by r.issued_at desc, r.id desc limit 200`,
    );
    const kept: Row[] = [];
    const known: Record<string, { from: Text; value: Record<string, unknown> }> = {};
    for (const row of rows) {
      const type = await ctx.app.definitions.at<{ dataStore?: boolean }>('result-type', row.type, localDate(ctx.now));
      if (type && type.body.dataStore === false) continue;
      kept.push(row);
      // The newest of a type speaks.
      known[`results.${row.type}`] ??= {
        from: { vi: `${row.name.vi} số ${row.number}`, en: `${row.name.en} no. ${row.number}` },
        value: row.data,
      };
    }
    return { facts: known, papers: kept.map(({ data: _data, ...paper }) => paper) };
  },
});
