import { type App, newId, type NewEvent, type Queries, sql, type Transaction } from '@dinh/kernel';
import { type Movement, type Parcel, usualPost } from './provider.ts';

/** A parcel with where it has been. */
export interface Shipment extends Parcel {
  readonly subject: string;
  readonly provider: string;
  readonly unitId: number;
  readonly personId: string | null;
  readonly createdAt: Date;
  /** First to last; `at` is ISO text. */
  readonly movements: readonly {
    readonly at: string;
    readonly state: Parcel['state'];
    readonly place: string | null;
    readonly note: string | null;
  }[];
}

/** What the engine needs of its caller: a transaction, the time, and the outbox. */
export interface DeliveryContext {
  readonly app: App;
  readonly now: Date;
  readonly db: Transaction;
  emit(event: NewEvent): void;
}

export const shipmentColumns = sql.raw(
  `s.id, s.subject, s.direction, s.state, s.provider, s.tracking_code as "trackingCode", s.unit_id as "unitId", s.person_id as "personId", s.recipient, s.phone,
   s.address, s.content, s.created_at as "createdAt", s.changed_at as "changedAt",
   (select coalesce(jsonb_agg(jsonb_build_object('at', m.at, 'state', m.state, 'place', m.place, 'note', m.note) order by m.number), '[]')
    from delivery.movement m where m.shipment_id = s.id) as movements`,
);

/** All parcels of a matter, newest first. */
export function shipmentsOf(db: Queries, subject: string): Promise<Shipment[]> {
  return db.all(sql`select ${shipmentColumns} from delivery.shipment s where s.subject = ${subject} order by s.created_at desc`);
}

export interface ShipmentRequest {
  readonly subject: string;
  readonly direction: Parcel['direction'];
  readonly unitId: number;
  readonly personId: string | null;
  readonly recipient: string;
  readonly phone: string;
  readonly address: string;
  readonly content: string;
}

/** Asks for a parcel to be carried. While one of the same matter is on its way, that one is meant. @returns its id */
export async function requestShipment(ctx: DeliveryContext, request: ShipmentRequest): Promise<string> {
  const { db, now } = ctx;
  const id = newId(now.getTime());
  const made = await db.run(
    sql`insert into delivery.shipment (id, subject, direction, state, provider, unit_id, person_id, recipient, phone, address, content, created_at, changed_at)
        values (${id}, ${request.subject}, ${request.direction}, 'requested', ${usualPost()}, ${request.unitId}, ${request.personId}, ${request.recipient},
                ${request.phone}, ${request.address}, ${request.content}, ${now}, ${now})
        on conflict (subject, direction) where state in ('requested', 'collected', 'in-transit') do nothing`,
  );
  if (made === 0) {
    const there = await db.one<{ id: string }>(
      sql`select id from delivery.shipment where subject = ${request.subject} and direction = ${request.direction} and state in ('requested', 'collected', 'in-transit')`,
    );
    return there.id;
  }
  recordMovement(ctx, { ...request, id }, { state: 'requested', at: now });
  return id;
}

/** Writes where a parcel is, and tells whoever watches its matter. The shipment's own row is the caller's. */
export function recordMovement(
  ctx: DeliveryContext,
  shipment: { readonly id: string; readonly subject: string; readonly unitId: number },
  movement: Movement & { readonly note?: string; readonly personId?: string | null },
): void {
  ctx.db.send(
    sql`insert into delivery.movement (shipment_id, number, at, state, place, note, person_id)
        select ${shipment.id}::uuid, count(*) + 1, ${movement.at}::timestamptz, ${movement.state}, ${movement.place ?? null}, ${movement.note ?? null}, ${movement.personId ?? null}::uuid
        from delivery.movement where shipment_id = ${shipment.id}`,
  );
  ctx.emit({
    name: 'delivery.shipment-moved',
    key: shipment.id,
    topics: [shipment.subject, `unit:${shipment.unitId}`],
    data: { subject: shipment.subject, state: movement.state },
  });
}
