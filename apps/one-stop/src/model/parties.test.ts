import assert from 'node:assert/strict';
import { test } from 'node:test';
import { partiesOf } from './parties.ts';

const account = { name: 'Nguyễn Thị Hoa Sen', phone: '0900000001', email: 'sen@vidu.vn' };

test('S7 who files for themselves is applicant, owner and contact in one', () => {
  const parties = partiesOf({ applicant: { name: 'Lò Thị Mẩy', phone: '0911111111' } }, account);
  assert.equal(parties.capacity, 'self');
  assert.equal(parties.applicantName, 'Lò Thị Mẩy');
  assert.equal(parties.ownerName, 'Lò Thị Mẩy');
  assert.deepEqual(parties.contact, { name: 'Lò Thị Mẩy', phone: '0911111111', email: 'sen@vidu.vn' });
  assert.equal(parties.delivery.method, 'screen');
});

test('S7 for a child, by power of attorney, for a business: applicant and owner are told apart', () => {
  const applicant = { name: 'Lò Thị Mẩy' };
  const owner = (capacity: string, who: object) => partiesOf({ capacity, applicant, owner: who }, account).ownerName;
  assert.equal(owner('child', { name: 'Lò Văn Nhỏ' }), 'Lò Văn Nhỏ');
  assert.equal(owner('attorney', { name: 'Trần Văn Sông' }), 'Trần Văn Sông');
  assert.equal(owner('business', { organisationName: 'Công ty Sông Châu', name: 'Trần' }), 'Công ty Sông Châu');
  assert.equal(owner('child', {}), 'Lò Thị Mẩy');
});

test('An owner left over from another choice does not count, and a strange capacity is one’s own', () => {
  const data = { applicant: { name: 'Mẩy' }, owner: { name: 'Ai đó' } };
  assert.equal(partiesOf({ ...data, capacity: 'self' }, account).ownerName, 'Mẩy');
  assert.equal(partiesOf({ ...data, capacity: 'king' }, account).capacity, 'self');
});

test('Another contact and another place of delivery go before the applicant’s', () => {
  const address = { detail: 'Số 5' };
  const parties = partiesOf(
    {
      applicant: { name: 'Mẩy', phone: '1' },
      contact: { name: 'Sông', phone: '2', email: 'b@vidu.vn' },
      deliveryMethod: 'post',
      deliveryAddress: address,
    },
    account,
  );
  assert.deepEqual(parties.contact, { name: 'Sông', phone: '2', email: 'b@vidu.vn' });
  assert.deepEqual(parties.delivery, { method: 'post', address });
});

test('A form that asks nothing about the applicant takes the account', () => {
  const parties = partiesOf({}, account);
  assert.equal(parties.applicantName, account.name);
  assert.deepEqual(parties.contact, account);
});
