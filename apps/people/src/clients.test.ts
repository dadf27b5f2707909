import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type House, openHouse } from './test-house.ts';

let house: House;
before(async () => void (house = await openHouse()));
after(() => house.close());

const home = '/quan-tri/he-thong';
const register = async (id: string) => {
  const call = await house.as('quantri');
  await house.app.run(
    'identity.register-client',
    { id, kind: 'machine', authMethod: 'private_key_jwt', name: { vi: `Hệ thống ${id}`, en: id } },
    call,
  );
};
/** Sends a form of the page of a system. @returns the page that comes back when it is refused */
const send = async (id: string, act: string, fields: Record<string, string>): Promise<string | undefined> => {
  const sent = await house.open('quantri', `${home}/${id}/${act}`, fields);
  return sent.kind === 'redirect' ? undefined : sent.text;
};
const revisionOf = (text: string): string => /name="revision" value="(\d+)"/.exec(text)![1]!;

test('Two who change the same system at once: the second is told, keeps what was typed, and may save all the same', async () => {
  await register('hai-nguoi');
  const seen = { revision: revisionOf((await house.open('quantri', `${home}/hai-nguoi`)).text) };
  assert.equal(await send('hai-nguoi', 'sua', { ...seen, nameVi: 'Hệ thống', contact: 'mot@vidu.vn' }), undefined);
  const late = (await send('hai-nguoi', 'sua', { ...seen, nameVi: 'Tên của người thứ hai' }))!;
  assert.match(late, /vừa được người khác, hoặc bạn ở cửa sổ khác, thay đổi/);
  assert.match(late, /Người phụ trách[^]*mot@vidu\.vn/, 'how it stands now is above');
  assert.match(
    late,
    /<details[^>]* open[^]*name="nameVi"[^>]* value="Tên của người thứ hai"|<details[^>]* open[^]*value="Tên của người thứ hai"/,
  );
  const again = { revision: revisionOf(late), nameVi: 'Tên của người thứ hai' };
  assert.equal(await send('hai-nguoi', 'sua', again), undefined);
  const { text } = await house.open('quantri', `${home}/hai-nguoi`);
  assert.match(text, /<h1>Tên của người thứ hai/);

  // Of two permissions that are given at the same moment none is lost without a word.
  const at = { revision: revisionOf(text), scope: 'all' };
  assert.equal(await send('hai-nguoi', 'giao-quyen', { ...at, permission: 'people.view-person' }), undefined);
  assert.match((await send('hai-nguoi', 'giao-quyen', { ...at, permission: 'audit.view-trail' }))!, /vừa được người khác/);
  assert.match((await house.open('quantri', `${home}/hai-nguoi`)).text, /<code>people\.view-person<\/code>/);
});

test('What is refused on the page of a system stands open in its own form, with what was typed; a private key does not come back', async () => {
  await register('nham-khoa');
  const refused = async (act: string, fields: Record<string, string>) => {
    const text = (await send('nham-khoa', act, fields))!;
    assert.equal(text.match(/<details[^>]* open/g)?.length, 1, act);
    return text;
  };
  const wrong = await refused('them-khoa', { key: 'không phải khóa', days: '40' });
  assert.match(wrong, /<details[^>]* open[^]*>\nkhông phải khóa<\/textarea>[^]*value="40"/);
  assert.match(wrong, /<a href="#key">/);
  const secret = await refused('them-khoa', { key: '-----BEGIN PRIVATE KEY-----abc', days: '40' });
  assert.match(secret, /Đây là khóa bí mật/);
  assert.doesNotMatch(secret, /BEGIN PRIVATE KEY/);
  assert.match(await refused('them-khoa', { key: 'x', days: 'mãi' }), /Hãy nhập số ngày, từ 1 đến 1100/);
  assert.match(await refused('dong', { reason: '' }), /<a href="#reason-close">Hãy nhập lý do/);
  const unplaced = await refused('giao-quyen', { permission: 'people.view-person', scope: 'unit' });
  assert.match(unplaced, /id="permission-unit"/);
});
