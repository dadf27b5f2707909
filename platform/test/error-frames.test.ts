/** An error keeps whoever meets it where they were: officials at an address of the workplace stay in its frame. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { violations } from '@dinh/testing';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let desk: Visitor;
let citizen: Visitor;
before(async () => {
  [desk, citizen] = (await Promise.all(['motcua', 'congdan'].map(province.signIn))) as [Visitor, Visitor];
});

const inWorkplace = (text: string) => /data-palette=/.test(text);

test('An official who finds nothing, or may not, stays in the workplace and has a way back into it', async () => {
  for (const [path, status] of [
    ['/ban-lam-viec/khong-co', 404],
    ['/quan-tri/vai-tro', 403],
  ] as const) {
    const page = await desk.get(path);
    assert.equal(page.status, status);
    assert.ok(inWorkplace(page.text), path);
    assert.match(page.text, /<a[^>]*href="\/ban-lam-viec"[^>]*>\s*Về bàn làm việc/);
  }
  assert.match((await desk.get('/ban-lam-viec/khong-co?lang=en')).text, /Back to Desk/i);
  await desk.get('/?lang=vi');
});

test('The address of all screens of administration leads to those that are open to who asks, and is nothing to others', async () => {
  const admin = await province.signIn('quantri');
  const home = await admin.get('/quan-tri');
  assert.equal(home.status, 200);
  for (const href of ['/quan-tri/nguoi', '/quan-tri/don-vi', '/quan-tri/he-thong'])
    assert.match(home.text, new RegExp(`<li><a href="${href}">`));
  assert.doesNotMatch((await desk.get('/quan-tri')).text, /<li><a href="\/quan-tri\/he-thong">/);
  assert.equal((await citizen.get('/quan-tri')).status, 404);
});

test('Citizens, visitors and officials elsewhere meet it in the frame of the portal', async () => {
  assert.ok(!inWorkplace((await desk.get('/khong-co')).text));
  const refused = await citizen.get('/ban-lam-viec/khong-co');
  assert.equal(refused.status, 404);
  assert.ok(!inWorkplace(refused.text));
  assert.ok(!inWorkplace((await province.get('/ban-lam-viec/khong-co')).text));
});

test('The page stands the examination of the others, wide and narrow', async () => {
  for (const width of [1280, 360]) {
    const page = await province.browser({ as: 'motcua', width });
    await page.goto('/quan-tri/vai-tro');
    assert.deepEqual(await violations(page), []);
    await page.context().close();
  }
});
