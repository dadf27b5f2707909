import assert from 'node:assert/strict';
import { test } from 'node:test';
import { adjustableClock, type App } from '@dinh/kernel';
import type { Parcel } from '../provider.ts';
import { sandboxPost } from './post.ts';

const clock = adjustableClock('2026-11-18T08:30:00+07:00');
const app = { clock, keys: { secret: Buffer.alloc(32, 7) } } as unknown as App;
const parcel: Parcel = {
  id: '01a1ec49-28e0-7369-ab1a-844dcbcdd485',
  direction: 'to-applicant',
  recipient: 'Nguyễn Thị Hoa Sen',
  phone: '0900000001',
  address: 'Số 5, Phường Châu Sơn',
  content: 'Kết quả',
  trackingCode: null,
  changedAt: clock.now(),
  state: 'collected',
};

test('a parcel that is announced twice has one tracking code', async () => {
  const first = await sandboxPost.announce(app, parcel);
  assert.match(first.trackingCode, /^VN\d{9}TN$/);
  assert.deepEqual(await sandboxPost.announce(app, parcel), first);
});

test('a parcel moves on when its time has come, and comes back from where nobody is', async () => {
  assert.equal(await sandboxPost.track(app, parcel), undefined);
  clock.advance(30 * 60_000);
  assert.equal((await sandboxPost.track(app, parcel))?.state, 'in-transit');
  const onTheWay = { ...parcel, state: 'in-transit' as const, changedAt: clock.now() };
  assert.equal(await sandboxPost.track(app, onTheWay), undefined);
  clock.advance(24 * 60 * 60_000);
  assert.equal((await sandboxPost.track(app, onTheWay))?.state, 'delivered');
  const empty = { ...onTheWay, address: 'Nhà không có người nhận' };
  assert.equal((await sandboxPost.track(app, empty))?.state, 'returned');
  assert.equal(await sandboxPost.track(app, { ...onTheWay, state: 'delivered' }), undefined);
});
