import type { Module } from '@dinh/kernel';
import { shipmentsFollow } from './follow-units.ts';
import { followShipments, noteMovement } from './follow.ts';
import { listShipments } from './operations/list-shipments.ts';
import { recordHandover } from './operations/record-handover.ts';
import { addPost } from './provider.ts';
import { sandboxPost } from './sandbox/post.ts';
import { permissions } from './permissions.ts';

export { addPost, type Movement, type Parcel, type Post, type ShipmentState } from './provider.ts';
export { type DeliveryContext, requestShipment, type Shipment, type ShipmentRequest, shipmentsOf } from './shipment.ts';

/** Public post: results brought to people and dossiers fetched from them (NĐ 61/2018 Điều 16.2, QĐ 45/2016). */
export const module: Module = {
  name: 'delivery',
  title: { vi: 'Bưu chính công ích', en: 'Public post' },
  migrations: new URL('../migrations/', import.meta.url),
  personRecords: [
    {
      what: { vi: 'Bưu gửi', en: 'Parcels' },
      table: 'delivery.shipment',
      column: 'person_id',
      madeAt: 'created_at',
    },
  ],
  permissions,
  operations: [recordHandover, listShipments, noteMovement],
  jobs: [followShipments],
  followers: [shipmentsFollow],
  async start(app) {
    if (app.config.demonstration) addPost(sandboxPost);
  },
};
