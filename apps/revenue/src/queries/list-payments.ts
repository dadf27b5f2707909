import {
  anyNumber,
  anyTime,
  anyUuid,
  type Context,
  fold,
  fromCursor,
  mustReachAll,
  query,
  shape,
  sql,
  type Sql,
  toCursor,
} from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { states, viewing } from '../words.ts';

const nullable = <T extends Parameters<typeof Type.Union>[0][number]>(type: T) => Type.Union([type, Type.Null()]);
const moment = Type.Unsafe<Date>({ type: 'string', format: 'date-time' });
const Day = Type.String({ format: 'date', description: 'YYYY-MM-DD, at Hanoi' });

export const PaymentLine = shape({
  id: Type.String(),
  receipt: nullable(Type.String()),
  purpose: Type.String({ description: 'fee, duty' }),
  amount: Type.Integer({ description: 'VND' }),
  came: nullable(Type.Integer({ description: 'VND; where another amount came than was asked for' })),
  payer: Type.String(),
  way: Type.Union([Type.Literal('desk'), Type.Literal('online')]),
  provider: Type.String(),
  ref: nullable(Type.String({ description: 'the number of the transaction at the provider' })),
  state: Type.String(),
  createdAt: moment,
  paidAt: nullable(moment),
  refundedAt: nullable(moment),
  reason: nullable(Type.String({ description: 'why it failed, was closed or went back' })),
  dossier: nullable(
    shape({
      id: Type.String(),
      number: Type.String(),
      unit: shape({ vi: Type.String(), en: Type.String() }),
    }),
  ),
});
export type PaymentLine = Static<typeof PaymentLine>;

const orders = {
  created: { by: sql`y.created_at`, type: sql`timestamptz`, part: anyTime },
  amount: { by: sql`y.amount`, type: sql`bigint`, part: anyNumber },
} as const;

export const Filter = {
  query: Type.Optional(
    Type.String({
      maxLength: 120,
      pattern: '^[^\\u0000-\\u001f]*$',
      description: 'a receipt, a number at the provider or of a dossier, else words of the payer’s name',
    }),
  ),
  state: Type.Optional(Type.Enum(Object.keys(states))),
  purpose: Type.Optional(Type.Enum(['fee', 'duty'])),
  way: Type.Optional(Type.Enum(['desk', 'online'])),
  unit: Type.Optional(Type.Integer({ minimum: 1, maximum: 2_147_483_647, description: 'with all below it' })),
  from: Day,
  to: Day,
};

/**
 * Payments begun in a period (both days included), a page at a time; `next` is given back as `after`. What is found by its number is
 * found whatever the period. The sums, đồng, are of all that was asked for and come with the first page. A payment lies in no unit, so
 * only a permission over the whole province opens the list; who looked at what is in the audit trail. @throws notAllowed
 */
export const listPayments = query({
  name: 'revenue.list-payments',
  title: { vi: 'Các khoản thanh toán', en: 'Payments' },
  may: viewing,
  audit: true,
  input: shape({
    ...Filter,
    sort: Type.Optional(Type.Enum(['created', 'amount'])),
    descending: Type.Optional(Type.Boolean()),
    after: Type.Optional(Type.String({ maxLength: 1000 })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 1000 })),
  }),
  output: shape({
    payments: Type.Array(PaymentLine),
    sums: nullable(shape({ count: Type.Integer(), kept: Type.Integer(), refunded: Type.Integer() })),
    next: nullable(Type.String()),
  }),
  async run(ctx, input) {
    mustReachAll(ctx.principal, viewing);
    const limit = input.limit ?? 50;
    const sort = (input.sort ?? 'created') as keyof typeof orders;
    const { by, type, part } = orders[sort];
    const falls = input.descending ?? input.sort === undefined;
    const [way, behind] = falls ? [sql`desc`, sql`<`] : [sql`asc`, sql`>`];
    const after = fromCursor(input.after, [part, anyUuid]);
    const wanted = await conditions(ctx, input);
    const rows = await ctx.db.all<PaymentLine>(
      sql`select y.id, y.receipt, y.purpose, y.amount, y.came, y.payer, case when y.provider = 'desk' then 'desk' else 'online' end as way, y.provider,
                 y.provider_ref as ref, y.state, y.created_at as "createdAt", y.paid_at as "paidAt", y.refunded_at as "refundedAt", y.reason, d.dossier
          from payments.v_payment y left join lateral (
            select json_build_object('id', d.id, 'number', coalesce(d.code, d.reference), 'unit', json_build_object('vi', u.name_vi, 'en', u.name_en)) as dossier
            from one_stop.v_dossier d join identity.v_unit u on u.id = d.unit_id where ${ofDossier}) d on true
          where ${sql.all([...wanted, after && sql`(${by}, y.id) ${behind} (${after[0]}::${type}, ${after[1]}::uuid)`])}
          order by ${by} ${way}, y.id ${way} limit ${limit + 1}`,
    );
    const payments = rows.slice(0, limit);
    const sums = after
      ? null
      : await ctx.db.one<{ count: number; kept: number; refunded: number }>(
          sql`select count(*)::int as count, coalesce(sum(y.amount) filter (where y.state = 'paid'), 0)::bigint as kept,
                     coalesce(sum(coalesce(y.came, y.amount)) filter (where y.state = 'refunded'), 0)::bigint as refunded
              from payments.v_payment y where ${sql.all(wanted)}`,
        );
    ctx.note({ filter: { ...input, after: undefined }, shown: payments.map(({ id }) => id) });
    const last = payments.at(-1);
    const place = last && { created: new Date(last.createdAt).toISOString(), amount: last.amount }[sort];
    return {
      payments,
      sums: sums && { ...sums, kept: Number(sums.kept), refunded: Number(sums.refunded) },
      next: rows.length > limit && place !== undefined ? toCursor([place, last!.id]) : null,
    };
  },
});

/** The dossier that a payment `y` is for. */
export const ofDossier = sql.raw(
  `y.subject like 'dossier:%' and d.id = case when y.subject like 'dossier:%' then substr(y.subject, 9)::uuid end`,
);

type Asked = { readonly [K in keyof typeof Filter]?: Static<(typeof Filter)[K]> | undefined } & {
  readonly from: string;
  readonly to: string;
};

async function conditions(ctx: Pick<Context, 'db'>, input: Asked): Promise<(Sql | false | undefined)[]> {
  const text = input.query?.trim() ?? '';
  const numbered = text === '' ? [] : await byNumber(ctx, text.toUpperCase());
  const words = fold(text).split(/\s+/).filter(Boolean);
  return [
    input.state !== undefined && sql`y.state = ${input.state}`,
    input.purpose !== undefined && sql`y.purpose = ${input.purpose}`,
    input.way !== undefined && (input.way === 'desk' ? sql`y.provider = 'desk'` : sql`y.provider <> 'desk'`),
    input.unit !== undefined &&
      sql`exists (select from one_stop.v_dossier d join identity.v_unit u on u.id = d.unit_id where ${ofDossier} and u.path @> array[${input.unit}::int])`,
    numbered.length > 0
      ? sql`y.id = any(${numbered}::uuid[])`
      : sql`y.created_at >= (${input.from}::date)::timestamp at time zone 'Asia/Ho_Chi_Minh' and y.created_at < (${input.to}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'`,
    numbered.length === 0 &&
      words.length > 0 &&
      sql`kernel.fold(y.payer) like all (${words.map((word) => `%${word.replace(/[\\%_]/g, '\\$&')}%`)}::text[])`,
  ];
}

/** Payments whose receipt, number at the provider, or dossier is called so. */
async function byNumber({ db }: Pick<Context, 'db'>, number: string): Promise<string[]> {
  const rows = await db.all<{ id: string }>(
    sql`select id from payments.v_payment where receipt = ${number} or provider_ref = ${number}
          or subject = any(array(select 'dossier:' || d.id from one_stop.v_dossier d where d.code = ${number} or d.reference = ${number}))
        limit 200`,
  );
  return rows.map(({ id }) => id);
}

declare module '@dinh/kernel' {
  interface OperationTypes {
    'revenue.list-payments': typeof listPayments;
  }
}
