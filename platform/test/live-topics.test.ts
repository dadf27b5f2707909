import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { file } from './filing.ts';
import { openProvince, type Province } from './province.ts';

let province: Province;
before(async () => void (province = await openProvince()));
after(() => province.close());

/** Listens as somebody. @returns what they hear until `end` is called */
async function listen(account: string, topics: readonly string[]) {
  const { session } = await province.signIn(account);
  const stop = new AbortController();
  const answer = await fetch(`${province.address}/su-kien?topics=${topics.map(encodeURIComponent).join(',')}`, {
    headers: { cookie: `dinh_session=${session}` },
    signal: stop.signal,
  });
  const reader = answer.body!.getReader();
  let text = '';
  // The stream begins once those listening are known to the dispatcher: with how long to wait before coming again.
  text += new TextDecoder().decode((await reader.read()).value);
  const all = (async () => {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return;
      text += new TextDecoder().decode(value);
    }
  })().catch(() => {});
  return {
    async end(): Promise<string[]> {
      // What was written before this reaches everybody before an answer that was asked for after it.
      await province.get('/');
      stop.abort();
      await all;
      const told = [...text.matchAll(/^data: (.*)$/gm)].flatMap(([, json]) => JSON.parse(json!) as string[]);
      return [...new Set(told)].sort();
    },
  };
}

test('That a dossier has changed hear its applicant and the officials who may see it, and nobody else who is signed in', async () => {
  const citizen = await province.signIn('congdan');
  const { id } = await file(province, citizen, 'HNM.6739-14');
  await province.settle();
  const { desk } = await province.app.db.one<{ desk: number }>(
    sql`select desk_id as desk from one_stop.dossier where id = ${id}`,
  );
  const topics = [`dossier:${id}`, `unit:${desk}`, 'unit:0'];
  const who = ['congdan', 'doanhnghiep', 'motcua', 'nghiepvu', 'kiemsoat', 'syt.chuyenvien11', 'stp.truongphong1'];
  const ears = await Promise.all(who.map((account) => listen(account, topics)));
  const clerk = await province.signIn('motcua');
  await clerk.api('one-stop.accept-dossier', { id, feeTaken: true });
  await province.settle();
  const heard = Object.fromEntries(await Promise.all(ears.map(async (ear, i) => [who[i]!, await ear.end()])));
  assert.deepEqual(heard, {
    congdan: [`dossier:${id}`],
    doanhnghiep: [],
    motcua: [`dossier:${id}`, `unit:${desk}`],
    nghiepvu: ['unit:0', `unit:${desk}`], // watches the processes of the whole province
    kiemsoat: [`dossier:${id}`, `unit:${desk}`, 'unit:0'].sort(),
    // Officials of other agencies, with the same permissions in units of their own.
    'syt.chuyenvien11': [],
    'stp.truongphong1': [],
  });
});

test('An address of the stream that is no topic, or an id that is none, is heard by nobody and breaks nothing', async () => {
  const ear = await listen('quantri', [
    'dossier:x',
    'dossier:',
    '__proto__:1',
    'unit:x',
    'unit:-1',
    'unit:99999999999999999999',
    'hand-over:1',
    '',
  ]);
  await province.settle();
  assert.deepEqual(await ear.end(), []);
});

test('Whoever works not at the desk begins the day where they work: administrators with what waits, business officers in the studio', async () => {
  const first = async (account: string) => {
    const visitor = await province.signIn(account);
    return (await visitor.get('/dang-nhap')).headers.get('location');
  };
  assert.deepEqual(await Promise.all(['nghiepvu', 'quantri', 'motcua', 'congdan'].map(first)), [
    '/studio',
    '/quan-tri',
    '/ban-lam-viec',
    '/',
  ]);
});

test('Who asked for the desk and has another room comes there after signing in; every page leads to it by its name, an error too', async () => {
  const asked = async (account: string, address: string) => {
    const visitor = await province.signIn(account);
    return (await visitor.get(`/dang-nhap?tiep=${encodeURIComponent(address)}`)).headers.get('location');
  };
  assert.equal(await asked('ketoan', '/ban-lam-viec'), '/thu-phi');
  assert.equal(await asked('ketoan', '/ban-lam-viec?hang=tiep-nhan'), '/thu-phi');
  assert.equal(await asked('motcua', '/ban-lam-viec?hang=tiep-nhan'), '/ban-lam-viec?hang=tiep-nhan');
  assert.equal(await asked('ketoan', '/tai-khoan'), '/tai-khoan');
  // A citizen is told that it is not theirs, rather than led elsewhere without a word.
  assert.equal(await asked('congdan', '/ban-lam-viec'), '/ban-lam-viec');
  const accountant = await province.signIn('ketoan');
  for (const path of ['/', '/tai-khoan/bao-mat', '/tai-khoan/bao-mat/thiet-bi'])
    assert.match((await accountant.get(path)).text, /<a href="\/thu-phi">Thu, hoàn phí<\/a>/, path);
  const refused = await accountant.get('/ban-lam-viec');
  assert.equal(refused.status, 403);
  assert.match(refused.text, /href="\/thu-phi"[^>]*>\s*Về thu, hoàn phí/);
  assert.ok(!/href="\/ban-lam-viec"/.test(refused.text));
});
