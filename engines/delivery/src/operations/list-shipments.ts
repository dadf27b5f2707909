import { query, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { type Shipment, shipmentColumns } from '../shipment.ts';

const State = Type.Union(
  (['requested', 'collected', 'in-transit', 'delivered', 'returned', 'failed'] as const).map((one) => Type.Literal(one)),
);

/** The parcels of the desks in reach, oldest first: what is to be handed over, and what is on its way. */
export const listShipments = query({
  name: 'delivery.list-shipments',
  title: { vi: 'Danh sách bưu gửi', en: 'Shipments' },
  input: shape({
    state: Type.Optional(State),
    subject: Type.Optional(Type.String({ maxLength: 100 })),
    after: Type.Optional(Type.String({ format: 'uuid', description: '`next` of the page before' })),
    limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 200 })),
  }),
  output: shape({ shipments: Type.Array(Type.Any()), next: Type.Union([Type.String(), Type.Null()]) }),
  may: 'delivery.record-handover',
  audit: true,
  async run(ctx, input) {
    const limit = input.limit ?? 50;
    const rows = await ctx.db.all<Shipment>(
      sql`select ${shipmentColumns} from delivery.shipment s where ${sql.all([
        where(reach(ctx.principal, 'delivery.record-handover'), { unit: sql`s.unit_id` }),
        input.state ? sql`s.state = ${input.state}` : undefined,
        input.subject ? sql`s.subject = ${input.subject}` : undefined,
        input.after ? sql`s.id > ${input.after}` : undefined,
      ])} order by s.id limit ${limit + 1}`,
    );
    const shipments = rows.slice(0, limit);
    return { shipments, next: rows.length > limit ? shipments.at(-1)!.id : null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'delivery.list-shipments': typeof listShipments;
  }
}
