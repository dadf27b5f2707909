/** A citizen sees which applications have access to their account, and takes it back. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { eventually } from '@dinh/testing';
import { openProvince, type Province } from './province.ts';
import { begin, client, openParty, type RelyingParty, walk } from './relying-party.ts';

let province: Province;
let party: RelyingParty;
let own: RelyingParty;
before(async () => {
  province = await openProvince(new Date().toISOString());
  party = await openParty(province);
  own = await openParty(province, { id: 'ung-dung-tinh', consent: false });
});
after(async () => {
  await party?.close();
  await own?.close();
  await province.close();
});

async function enter(account: string, through: RelyingParty, scope: string) {
  const person = await province.signIn(account);
  const { url, checks } = await begin(through, { scope });
  const tokens = await client.authorizationCodeGrant(through.config, await walk(person, url), checks);
  return { person, tokens };
}
const path = '/tai-khoan/ung-dung';

test('Who has let nobody in sees that', async () => {
  const person = await province.signIn('giamdoc');
  assert.match((await person.get(path)).text, /Chưa có ứng dụng nào/);
  assert.match((await person.get('/tai-khoan')).text, /href="\/tai-khoan\/ung-dung"/);
});

test('An application that was allowed stands there in words, with since when and when it was last used', async () => {
  const { person } = await enter('congdan', party, 'openid profile email');
  // When it was used is noted behind the answer.
  const text = await eventually(async () => {
    const page = (await person.get(path)).text;
    assert.doesNotMatch(page, /Chưa dùng/);
    return page;
  });
  assert.match(text, /Ứng dụng thử/);
  assert.match(text, /Biết họ tên, ngày sinh/);
  assert.match(text, /Biết địa chỉ thư điện tử/);
  const [first] = (await person.api('identity.list-consents', {})).consents;
  assert.equal(first!.client, 'ung-dung-thu');
  assert.ok(first!.lastUsedAt && first!.givenAt);
  const sheet = await person.get(`${path}?dang=csv`);
  assert.match(sheet.text, /Biết họ tên/);
  const english = await person.get(`${path}?lang=en`);
  assert.match(english.text, /Know your name/);
  await person.get(`${path}?lang=vi`);
});

test('Taking it back ends its tokens at once, nobody else’s, and it has to ask again', async () => {
  const other = await enter('doanhnghiep', party, 'openid profile');
  const { person, tokens } = await enter('congdan', party, 'openid profile email');
  const info = () => client.fetchUserInfo(party.config, tokens.access_token, tokens.claims()!.sub);
  assert.ok(await info());
  const asked = await person.get(`${path}/ung-dung-thu/thu-hoi`);
  assert.match(asked.text, /không còn/);
  const done = await person.submit(asked, {}, { form: path });
  assert.equal(done.location, `${path}?xong=1`);
  assert.match((await person.get(done.location)).text, /Chưa có ứng dụng nào/);
  await assert.rejects(info());
  const theirs = other.tokens;
  assert.ok(await client.fetchUserInfo(party.config, theirs.access_token, theirs.claims()!.sub));
  const again = await begin(party, { scope: 'openid profile', prompt: 'none' });
  assert.equal((await walk(person, again.url)).searchParams.get('error'), 'consent_required');
});

test('An application of the province stands there too, and its tokens end when one says so', async () => {
  const { person, tokens } = await enter('congdan', own, 'openid profile');
  const info = () => client.fetchUserInfo(own.config, tokens.access_token, tokens.claims()!.sub);
  assert.ok(await info());
  assert.match((await person.get(path)).text, /Ứng dụng của tỉnh/);
  const asked = await person.get(`${path}/ung-dung-tinh/thu-hoi`);
  assert.equal((await person.submit(asked, {}, { form: path })).location, `${path}?xong=1`);
  await assert.rejects(info());
  assert.match((await person.get(path)).text, /Chưa có ứng dụng nào/);
});

test('What is another’s, or nobody’s, is not there', async () => {
  await enter('doanhnghiep', party, 'openid profile');
  const person = await province.signIn('giamdoc');
  assert.equal((await person.get(`${path}/ung-dung-thu/thu-hoi`)).location, path);
  const refused = async (input: object) => JSON.parse((await person.rawApi('identity.revoke-consent', input)).text).code;
  assert.equal(await refused({ client: 'ung-dung-thu' }), 'identity.consent-not-found');
  assert.equal(await refused({}), 'identity.consent-not-found');
});
