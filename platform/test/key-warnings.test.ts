/** Keys of systems do not end unseen: who looks after a system, and the administrators, hear of it in time. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let administrator: Visitor;
before(async () => {
  province = await openProvince();
  administrator = await province.signIn('quantri');
});
after(() => province.close());

test('Whoever looks after a system, and the administrators, hear 30, 14, 7 and 1 days before its last key ends, and when it has', async () => {
  await administrator.api('identity.register-client', {
    id: 'sap-het-han',
    kind: 'machine',
    name: { vi: 'Kho dữ liệu', en: 'Warehouse' },
    authMethod: 'client_secret_basic',
    contact: 'kho@example.test',
  });
  await administrator.api('identity.add-client-key', { client: 'sap-het-han', days: 40 });
  const key = sql`(select valid_to from identity.client_key where client_id = 'sap-het-han')`;
  const told = async (days: number) => {
    const { at } = await province.app.db.one<{ at: Date }>(sql`select ${key} as at`);
    province.clock.set(new Date(at.getTime() - days * 86_400_000 + 60_000).toISOString());
    for (let turn = 0; turn < 2; turn++) {
      await province.app.db.run(sql`select graphile_worker.add_job('identity.warn-of-ending-keys', '{}'::json)`);
      await province.settle();
    }
    return province.app.db.all<{ template: string; subject: string; contact: boolean }>(
      sql`select distinct template, subject, person_id is null as contact from notify.message where about = 'client:sap-het-han' and lang = 'vi' order by subject, contact`,
    );
  };
  const [ends, ended] = ['client-key-ends', 'client-key-ended'];
  const within = (days: number) => `Khóa của “Kho dữ liệu” hết hạn trong ${days} ngày tới`;
  assert.deepEqual(await told(33), []);
  const heard = async (days: number) => (await told(days)).map((one) => [one.template, one.subject, one.contact]);
  const both = (template: string, subject: string) => [false, true].map((contact) => [template, subject, contact]);
  const first = both(ends!, within(30));
  assert.deepEqual(await heard(30), first);
  assert.deepEqual(await heard(20), first, 'once for each of the days');
  administrator = await province.signIn('quantri');
  const home = await administrator.get('/quan-tri');
  assert.match(home.text, /Việc cần làm[\s\S]*he-thong\/sap-het-han">[^<]*<\/a>: khóa hết hạn ngày [\d/]+, còn 20 ngày/);
  const second = [...both(ends!, within(14)), ...first];
  assert.deepEqual(await heard(14), second);
  // A pause of the program over the seventh day: only the nearest one is told.
  const third = [...both(ends!, within(1)), ...second];
  assert.deepEqual(await heard(1), third);
  assert.deepEqual(await heard(0), [...third, ...both(ended!, 'Khóa của “Kho dữ liệu” đã hết hạn')]);
  assert.deepEqual((await heard(-2)).length, 8);
  administrator = await province.signIn('quantri');
  assert.match((await administrator.get('/quan-tri')).text, /sap-het-han">[^<]*<\/a>: không có khóa nào dùng được/);
  assert.doesNotMatch((await (await province.signIn('congdan')).get('/quan-tri')).text, /Việc cần làm/);
});
