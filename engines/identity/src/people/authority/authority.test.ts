import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { type Call, Refusal, runDueJobs, sql } from '@dinh/kernel';
import { module } from '../../index.ts';
import { type House, nobody, openHouse } from '../../test-house.ts';
import { openAccount } from '../../test-work.ts';

let house: House;
let file: string;
before(async () => {
  house = await openHouse();
  // A file that the citizen has brought.
  const hash = Buffer.alloc(32, 7);
  file = hash.toString('hex');
  await house.app.db.run(
    sql`insert into kernel.file (hash, size, media_type, created_at) values (${hash}, 10, 'application/pdf', ${house.clock.now()})`,
  );
  for (const holder of [await house.id('congdan'), await house.id('doanhnghiep')])
    await house.app.db.run(
      sql`insert into kernel.file_holder (hash, holder, at) values (${hash}, ${holder}, ${house.clock.now()})`,
    );
});
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const held = async (account: string) => (await house.as(account)).principal.authorities ?? [];
const child = { name: 'Nguyễn Bé Na', birthDate: '2009-03-01' };
const birth = { kind: 'birth-certificate', number: '12/2009' };
const document = () => ({ file, fileName: 'giay.pdf' });
const declareChild = async (more: object = {}) =>
  house.app.run(
    'identity.declare-authority',
    { kind: 'child' as const, subject: child, paper: birth, document: document(), ...more },
    await house.as('congdan'),
  );

test('S7 a parent declares a child with its birth certificate; a desk confirms, and it ends by itself at 18', async () => {
  const { authority } = await declareChild();
  assert.deepEqual(await held('congdan'), []);
  const desk = await house.as('motcua');
  const { claims, waiting } = await house.app.run('identity.list-authority-claims', { query: 'be na' }, desk);
  assert.deepEqual([claims.map((c) => c.id), waiting], [[authority], 1]);
  await assert.rejects(
    house.app.run('identity.confirm-authority', { authority, newSubject: child, papers: [{ kind: 'citizen-card' }] }, desk),
    refusal('identity.wrong-input'),
  );
  const { subject } = await house.app.run('identity.confirm-authority', { authority, newSubject: child, papers: [birth] }, desk);
  const [one] = await held('congdan');
  assert.deepEqual([one!.kind, one!.name, one!.subject], ['child', 'Nguyễn Bé Na', subject]);
  const { to } = await house.app.run('identity.view-authority', { authority }, desk);
  assert.equal(to, '2027-03-01');
  house.clock.advance(Date.parse('2027-02-28T23:00:00+07:00') - house.clock.now().getTime());
  assert.equal((await held('congdan')).length, 1);
  house.clock.advance(2 * 3_600_000);
  assert.deepEqual(await held('congdan'), []);
  await house.app.db.run(sql`select graphile_worker.add_job('identity.lapse-authorities', '{}'::json)`);
  await runDueJobs(house.app, module.jobs ?? []);
  const { state, endReason } = await house.app.run('identity.view-authority', { authority }, desk);
  assert.deepEqual([state, endReason], ['ended', 'hết thời hạn']);
});

test('Who is of age is nobody’s child, and a file that somebody else brought opens nothing', async () => {
  await assert.rejects(
    declareChild({ subject: { name: 'Nguyễn Văn Lớn', birthDate: '2000-01-01' } }),
    refusal('identity.of-age'),
  );
  await assert.rejects(
    declareChild({
      subject: { name: 'Bé', birthDate: '2020-01-01' },
      document: { file: 'ab'.repeat(32), fileName: 'x.pdf' },
    }),
    refusal('identity.file-not-yours'),
  );
  await assert.rejects(declareChild({ subject: { name: 'Bé Không Ngày' } }), refusal('identity.wrong-input'));
  await assert.rejects(declareChild({ paper: { kind: 'citizen-card' } }), refusal('identity.wrong-input'));
});

test('A grantor known by papers gives a power; the one named accepts, and either side ends it', async () => {
  const grantor = await house.as('congdan');
  const given = await house.app.run(
    'identity.grant-authority',
    { name: 'Phạm Quốc Khởi', idNumber: '000000000002', acts: ['file', 'follow'], matters: ['land'] },
    grantor,
  );
  // without an end: one year (BLDS 2015 Điều 563)
  assert.equal(given.until, '2028-03-01');
  const agent = await house.as('doanhnghiep');
  const seen = await house.app.run('identity.list-my-authorities', {}, agent);
  assert.deepEqual(
    seen.authorities.map((a) => [a.state, a.as, a.subjectName]),
    [['asked', 'agent', 'Nguyễn Thị Hoa Sen']],
  );
  await assert.rejects(
    house.app.run('identity.answer-authority', { authority: given.authority, accept: true }, await house.as('motcua')),
    refusal('identity.authority-not-found'),
  );
  await house.app.run('identity.answer-authority', { authority: given.authority, accept: true }, agent);
  const mine = (await held('doanhnghiep')).find((one) => one.kind === 'attorney')!;
  assert.deepEqual([mine.name, mine.matters], ['Nguyễn Thị Hoa Sen', ['land']]);
  await assert.rejects(
    house.app.run('identity.answer-authority', { authority: given.authority, accept: false }, agent),
    refusal('identity.authority-decided'),
  );
  await house.app.run(
    'identity.end-authority',
    { authority: given.authority, reason: 'Tôi tự làm được' },
    await house.as('congdan'),
  );
  assert.equal(
    (await held('doanhnghiep')).some((one) => one.kind === 'attorney'),
    false,
  );
});

test('What an agent declares the grantor confirms from their own account; strangers cannot', async () => {
  const { authority } = await house.app.run(
    'identity.declare-authority',
    {
      kind: 'attorney',
      subject: { name: 'Nguyễn Thị Hoa Sen', idNumber: '000000000001' },
      paper: { kind: 'power-of-attorney', number: '77/2027' },
      document: document(),
      until: '2027-06-30',
    },
    await house.as('doanhnghiep'),
  );
  await assert.rejects(
    house.app.run('identity.answer-authority', { authority, accept: true }, await house.as('doanhnghiep')),
    refusal('identity.authority-decided'),
  );
  const grantor = await house.as('congdan');
  const asked = (await house.app.run('identity.list-my-authorities', {}, grantor)).authorities.filter((a) => a.state === 'asked');
  assert.deepEqual(
    asked.map((a) => [a.id, a.as]),
    [[authority, 'subject']],
  );
  await house.app.run('identity.open-authority-document', { authority }, grantor);
  await assert.rejects(
    house.app.run('identity.open-authority-document', { authority }, await house.as('chuyenvien')),
    refusal('identity.authority-not-found'),
  );
  await house.app.run('identity.answer-authority', { authority, accept: true }, grantor);
  assert.equal(
    (await held('doanhnghiep')).some((one) => one.kind === 'attorney'),
    true,
  );
});

test('A session acts for another only under an authority that holds, and the principal says so', async () => {
  const { token } = await house.app.run('identity.sign-in', { account: 'doanhnghiep', password: 'dinh' }, nobody);
  const call = async (): Promise<Call> => ({
    ...nobody,
    principal: await house.principals.principal(token),
  });
  const mine = ((await call()).principal.authorities ?? []).find((one) => one.kind === 'attorney')!;
  const { name } = await house.app.run('identity.act-for', { authority: mine.id }, await call());
  assert.equal(name, 'Nguyễn Thị Hoa Sen');
  assert.equal((await call()).principal.actsFor?.subject, await house.id('congdan'));
  await assert.rejects(
    house.app.run('identity.act-for', { authority: await house.id('congdan') }, await call()),
    refusal('identity.authority-not-found'),
  );
  await house.app.run('identity.end-authority', { authority: mine.id, reason: 'Xong việc' }, await call());
  assert.equal((await call()).principal.actsFor, undefined);
});

test('Who is not known by papers can neither give a power nor accept one without the code', async () => {
  const { token } = await openAccount(house.app, {
    name: 'Lê Tự Khai',
    idNumber: '035190000066',
    birthDate: '1990-01-01',
    phone: '0912000066',
    password: 'một cụm từ dài',
  });
  const call = { ...nobody, principal: await house.principals.principal(token) };
  await assert.rejects(
    house.app.run('identity.grant-authority', { name: 'Ai Đó', idNumber: '000000000002', acts: ['file'] }, call),
    refusal('identity.level-needed'),
  );
  const { authority, code } = await house.app.run(
    'identity.grant-authority',
    { name: 'Lê Tự Khai', idNumber: '035190000066', acts: ['file'] },
    await house.as('congdan'),
  );
  await assert.rejects(
    house.app.run('identity.answer-authority', { authority, accept: true }, call),
    refusal('identity.level-needed'),
  );
  await house.app.run('identity.answer-authority', { authority, code, accept: true }, call);
});

test('A desk records a power of attorney at once, and refuses what was declared falsely', async () => {
  const desk = await house.as('motcua');
  await house.app.run(
    'identity.record-authority',
    {
      kind: 'attorney',
      agent: await house.id('congdan'),
      subject: await house.id('doanhnghiep'),
      papers: [{ kind: 'power-of-attorney', number: '1/2027' }],
    },
    desk,
  );
  assert.deepEqual(
    (await held('congdan')).map((one) => [one.kind, one.name]),
    [['attorney', 'Phạm Quốc Khởi']],
  );
  const { authority } = await declareChild({ subject: { name: 'Bé Giả', birthDate: '2020-01-01' } });
  await house.app.run('identity.refuse-authority', { authority, reason: 'Giấy khai sinh giả' }, desk);
  const mine = await house.app.run('identity.list-my-authorities', {}, await house.as('congdan'));
  const refused = mine.authorities.find((a) => a.id === authority)!;
  assert.deepEqual([refused.state, refused.endReason], ['refused', 'Giấy khai sinh giả']);
});
