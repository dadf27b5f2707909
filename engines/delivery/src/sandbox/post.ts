import { createHmac } from 'node:crypto';
import type { Movement, Post } from '../provider.ts';

const minute = 60_000;
/** Minutes after which a parcel moves on, by where it is. */
const pace: Record<string, { readonly next: Movement['state']; readonly minutes: number }> = {
  collected: { next: 'in-transit', minutes: 30 },
  'in-transit': { next: 'delivered', minutes: 24 * 60 },
};

/**
 * A post to try things with: it carries parcels by the clock alone. An address with “không có người nhận” comes back.
 */
export const sandboxPost: Post = {
  key: 'sandbox',
  name: { vi: 'Bưu chính thử nghiệm', en: 'Sandbox post' },
  async announce(app, parcel) {
    const mac = createHmac('sha256', app.keys.secret).update(`delivery.sandbox:${parcel.id}`).digest();
    return { trackingCode: `VN${String(mac.readUIntBE(0, 6) % 1_000_000_000).padStart(9, '0')}TN` };
  },
  async track(app, parcel) {
    const step = pace[parcel.state];
    if (!step) return undefined;
    const at = new Date(parcel.changedAt.getTime() + step.minutes * minute);
    if (at > app.clock.now()) return undefined;
    const nobody = step.next === 'delivered' && /không có người nhận/i.test(parcel.address);
    return { state: nobody ? 'returned' : step.next, at };
  },
};
