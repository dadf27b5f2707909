import { type App, command, job, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';
import { type Movement, postByKey } from './provider.ts';
import { recordMovement, type Shipment, shipmentColumns } from './shipment.ts';

/** Notes what the post said of a parcel. Said twice, it counts once. */
export const noteMovement = command({
  name: 'delivery.note-movement',
  title: { vi: 'Ghi nhận hành trình bưu gửi', en: 'Note a movement' },
  api: false,
  input: shape({
    id: Type.String({ format: 'uuid' }),
    from: Type.String(),
    state: Type.String(),
    at: Type.String(),
    place: Type.Optional(Type.String()),
  }),
  output: shape({}),
  may: 'system',
  subject: (input) => `shipment:${input.id}`,
  async run(ctx, input) {
    const at = new Date(input.at);
    const moved = await ctx.db.maybe<{ subject: string; unitId: number }>(
      sql`update delivery.shipment set state = ${input.state}, changed_at = ${at}, version = version + 1
          where id = ${input.id} and state = ${input.from} returning subject, unit_id as "unitId"`,
    );
    if (moved)
      recordMovement(
        ctx,
        { id: input.id, ...moved },
        { state: input.state as Movement['state'], at, ...(input.place && { place: input.place }) },
      );
    return {};
  },
});

/** Asks the post after every parcel on its way; a post that does not answer is asked again (R3). */
export const followShipments = job({
  name: 'delivery.follow-shipments',
  every: 10,
  async run(ctx) {
    const { app, now } = ctx;
    for (const parcel of await underWay(app)) {
      const movement = await postByKey(parcel.provider)
        ?.track(app, parcel)
        .catch((error: unknown) => app.log.warn({ err: error, shipment: parcel.id }, 'the post does not answer'));
      await app.db.run(sql`update delivery.shipment set asked_at = ${now} where id = ${parcel.id}`);
      if (!movement) continue;
      const { id, state: from } = parcel;
      const { state, at, place } = movement;
      await app.run(noteMovement, { id, from, state, at: at.toISOString(), ...(place && { place }) }, ctx.call);
    }
  },
});

const underWay = (app: App): Promise<Shipment[]> =>
  app.db.all(
    sql`select ${shipmentColumns} from delivery.shipment s where s.state in ('collected', 'in-transit') order by s.asked_at nulls first limit 500`,
  );
