import { command, reach, shape, sql, where } from '@dinh/kernel';
import { Type } from 'typebox';
import { notAtThatPoint, postUnavailable, shipmentNotFound } from '../errors.ts';
import { postByKey } from '../provider.ts';
import { recordMovement, type Shipment, shipmentColumns } from '../shipment.ts';

/**
 * The desk and the post hand a parcel to each other: to the post when a result goes out, from it when a dossier comes
 * in (QĐ 45/2016 Điều 9). The tracking code is the post's own, or what stands on its slip.
 */
export const recordHandover = command({
  name: 'delivery.record-handover',
  title: { vi: 'Bàn giao với bưu chính', en: 'Hand over with the post' },
  input: shape({
    id: Type.String({ format: 'uuid' }),
    trackingCode: Type.Optional(Type.String({ minLength: 3, maxLength: 40 })),
    note: Type.Optional(Type.String({ maxLength: 1000 })),
  }),
  output: shape({ state: Type.String(), trackingCode: Type.Union([Type.String(), Type.Null()]) }),
  may: 'delivery.record-handover',
  subject: (input) => `shipment:${input.id}`,
  // The post is asked before the transaction, and gives the same number when it is asked again.
  async prepare(ctx, input) {
    const parcel = await ctx.db.maybe<Shipment>(
      sql`select ${shipmentColumns} from delivery.shipment s where s.id = ${input.id} and ${where(reach(ctx.principal, 'delivery.record-handover'), { unit: sql`s.unit_id` })}`,
    );
    if (!parcel) throw shipmentNotFound();
    if (input.trackingCode || parcel.trackingCode || parcel.direction === 'from-applicant') return undefined;
    try {
      return await postByKey(parcel.provider)?.announce(ctx.app, parcel);
    } catch (error) {
      throw postUnavailable({}, { cause: error });
    }
  },
  async run(ctx, input, announced) {
    const parcel = await ctx.db.maybe<Shipment>(
      sql`select ${shipmentColumns} from delivery.shipment s where s.id = ${input.id} and ${where(reach(ctx.principal, 'delivery.record-handover'), { unit: sql`s.unit_id` })} for update`,
    );
    if (!parcel) throw shipmentNotFound();
    const out = parcel.direction === 'to-applicant';
    if (!(out ? ['requested'] : ['requested', 'collected', 'in-transit']).includes(parcel.state))
      throw notAtThatPoint({ state: parcel.state });
    const state = out ? 'collected' : 'delivered';
    const trackingCode = input.trackingCode ?? announced?.trackingCode ?? parcel.trackingCode;
    ctx.db.send(
      sql`update delivery.shipment set state = ${state}, tracking_code = ${trackingCode}, changed_at = ${ctx.now}, version = version + 1 where id = ${parcel.id}`,
    );
    recordMovement(ctx, parcel, {
      state,
      at: ctx.now,
      personId: ctx.principal.kind === 'person' ? ctx.principal.id : null,
      ...(input.note && { note: input.note }),
    });
    return { state, trackingCode: trackingCode ?? null };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'delivery.record-handover': typeof recordHandover;
  }
}
