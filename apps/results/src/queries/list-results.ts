import { type Context, fold, query, shape, type Sql, sql, type Text } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { inStoreOf, readable, visible } from '../model/result.ts';

const Words = shape({ vi: Type.String(), en: Type.String() });
const Nullable = Type.Union([Type.String(), Type.Null()]);

export const ResultLine = shape({
  id: Type.String(),
  type: Type.String(),
  name: Words,
  title: Type.String(),
  number: Nullable,
  issuedOn: Nullable,
  validUntil: Nullable,
  state: Type.String(),
  kind: Type.String(),
  unit: Words,
  holderName: Type.String(),
  dossierCode: Type.String(),
  code: Nullable,
  withheld: Type.Boolean({
    description: 'held back from its holder until the fee is paid; then without code',
  }),
  reason: Nullable,
  paperSize: Type.Union([Type.Number(), Type.Null()]),
});
export type ResultLine = Static<typeof ResultLine>;

const Page = shape({ results: Type.Array(ResultLine), next: Nullable });
const filters = {
  q: Type.Optional(Type.String({ maxLength: 100, description: 'words of the number, code, holder or procedure' })),
  state: Type.Optional(Type.String({ maxLength: 20 })),
  before: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
};

const lines = (ctx: Context, where: Sql, limit: number): Sql =>
  sql`select r.id, r.type, r.name, r.title, r.number, r.issued_on as "issuedOn", r.valid_until as "validUntil", r.state, r.kind,
             jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as unit, r.holder_name as "holderName", r.dossier_code as "dossierCode",
             case when not o.held then r.code end as code, o.held as withheld, r.reason, case when not o.held then r.pdf_size end as "paperSize"
      from results.result r cross join lateral (select not ${readable(ctx)} as held) o join identity.v_unit u on u.id = r.unit_id where ${where} order by r.id desc limit ${limit}`;

/** Every word must occur, in any order, with or without accents. */
function matching(q: string | undefined): Sql | undefined {
  const words = fold(q ?? '')
    .split(/\s+/)
    .filter(Boolean)
    .slice(0, 8);
  return words.length > 0 ? sql.all(words.map((w) => sql`r.folded like ${`%${w.replace(/[%_\\]/g, '\\$&')}%`}`)) : undefined;
}

async function page(ctx: Context, where: Sql, limit: number) {
  const found = await ctx.db.all<ResultLine & { name: Text }>(lines(ctx, where, limit + 1));
  return { results: found.slice(0, limit), next: found.length > limit ? found[limit - 1]!.id : null };
}

/** The papers in one's data store, newest first (A1): one's own, of one's businesses, and those filed for others. */
export const myResults = query({
  name: 'results.my-results',
  title: { vi: 'Giấy tờ của tôi', en: 'My papers' },
  input: shape(filters),
  output: Page,
  may: 'results.view-result',
  run: (ctx, input) =>
    page(
      ctx,
      sql.all([
        inStoreOf(ctx.principal.id, ctx.now),
        sql`r.state not in ('draft', 'signed')`,
        matching(input.q),
        input.state ? sql`r.state = ${input.state}` : undefined,
        input.before ? sql`r.id < ${input.before}` : undefined,
      ]),
      50,
    ),
});

/** The register of results of the units in reach, newest first. */
export const listResults = query({
  name: 'results.list-results',
  title: { vi: 'Sổ kết quả', en: 'Register of results' },
  input: shape({
    ...filters,
    type: Type.Optional(Type.String({ maxLength: 60 })),
    from: Type.Optional(Type.String({ format: 'date' })),
    to: Type.Optional(Type.String({ format: 'date' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 5000 })),
  }),
  output: Page,
  may: 'results.view-result',
  audit: true,
  run: (ctx, input) =>
    page(
      ctx,
      sql.all([
        visible(ctx),
        matching(input.q),
        input.state ? sql`r.state = ${input.state}` : undefined,
        input.type ? sql`r.type = ${input.type}` : undefined,
        input.from ? sql`r.issued_on >= ${input.from}::date` : undefined,
        input.to ? sql`r.issued_on <= ${input.to}::date` : undefined,
        input.before ? sql`r.id < ${input.before}` : undefined,
      ]),
      input.limit ?? 50,
    ),
});
