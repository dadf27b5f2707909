import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, type Module, reach, Refusal, runDueJobs, sql, type UnitFollower } from '@dinh/kernel';
import { type House, nobody, openHouse } from '../test-house.ts';
import { unitNamed, unitsNamed } from '../organisation/unit-named.ts';
import { applySuccessions, carryOut } from './carry-out.ts';

/** Things of units, as any module has them: 500 of the health department, of two fields. */
const things: UnitFollower = {
  key: 'things.things',
  title: { vi: 'Đồ vật', en: 'Things' },
  count: (db, units) =>
    db.all(
      sql`select unit_id as unit, count(*)::int as count from things.thing where unit_id = any(${units.map((u) => u.id)}::int[]) group by 1`,
    ),
  async follow(ctx, succession, limit) {
    const next = await ctx.db.all<{ id: number; unit: number; field: string }>(
      sql`select id, unit_id as unit, field from things.thing where unit_id = any(${succession.units.map((u) => u.id)}::int[]) order by id limit ${limit} for update`,
    );
    for (const { id, unit, field } of next)
      ctx.db.send(
        sql`update things.thing set unit_id = ${succession.successorOf(unit, { field })!.id}, moves = moves + 1 where id = ${id}`,
      );
    return next.length;
  },
};
const module: Module = { name: 'things', title: { vi: 'Đồ vật', en: 'Things' }, followers: [things] };

let house: House;
before(async () => {
  house = await openHouse('2026-11-20T09:00:00+07:00', [module]);
  const unit = await house.unit('so-yt');
  await house.app.db.run(sql`create schema things`);
  await house.app.db.run(
    sql`create table things.thing (id int primary key, unit_id int not null, field text not null, moves int not null default 0)`,
  );
  await house.app.db.run(
    sql`insert into things.thing select i, ${unit}, case when i % 4 = 0 then 'BA002.005' else 'BA002.001.004' end from generate_series(1, 500) i`,
  );
});
after(() => house.close());

const refusal = (code: string) => (error: unknown) => error instanceof Refusal && error.code === code;
const run = async (name: string, input: object, as = 'quantri'): Promise<any> =>
  house.app.run(house.app.operation(`identity.${name}`), input, await house.as(as));

const body = {
  begins: [
    {
      key: 'so-yt-xd',
      code: 'H99.40',
      parent: 'tinh',
      name: { vi: 'Sở Xây dựng và Y tế', en: 'Construction and Health' },
      kind: 'department',
      level: 'province',
    },
    {
      key: 'so-yt-xd.desk',
      code: 'H99.40.02',
      parent: 'so-yt-xd',
      name: { vi: 'Bộ phận Một cửa', en: 'Desk' },
      kind: 'desk',
      level: 'section',
    },
    {
      key: 'so-yt-xd.phong',
      code: 'H99.40.11',
      parent: 'so-yt-xd',
      name: { vi: 'Phòng Quản lý xây dựng', en: 'Section' },
      kind: 'section',
      level: 'section',
    },
    {
      key: 'ban-dan-so',
      code: 'H99.41',
      parent: 'tinh',
      name: { vi: 'Ban Dân số', en: 'Population' },
      kind: 'board',
      level: 'province',
    },
  ],
  changes: [],
  lines: [
    { from: 'so-xd', to: 'so-yt-xd' },
    { from: 'so-yt', to: 'ban-dan-so', fields: ['BA002.005'] },
    { from: 'so-yt', to: 'so-yt-xd' },
  ],
  appointments: [],
};
const head = { title: { vi: 'Sắp xếp sở', en: 'Reorganisation' }, basis: 'Nghị quyết 7' };
let id: string;

test('A plan is checked first: what is wrong with it is said, nothing happens', async () => {
  ({ id } = await run('save-succession', {
    ...head,
    body: {
      ...body,
      begins: [{ ...body.begins[0]!, key: 'so-yt', parent: 'so-xd' }],
      lines: [
        { from: 'so-xd', to: 'khong-co' },
        { from: 'so-yt', to: 'so-xd', fields: ['BA002'] },
      ],
      appointments: [{ account: 'ai-do', unit: 'tinh', role: 'thay-boi', title: { vi: 'Thầy', en: 'Seer' } }],
    },
  }));
  const { findings } = await run('check-succession', { id });
  const errors = findings.filter((f: { severity: string }) => f.severity === 'error').map((f: { vi: string }) => f.vi);
  for (const expected of [
    /chọn ngày áp dụng/,
    /Khóa “so-yt” đã có/,
    /“so-yt” nằm dưới “so-xd”/,
    /“Sở Xây dựng” chuyển cho “khong-co”/,
    /“Sở Xây dựng và Y tế” chuyển cho “Sở Xây dựng”/,
    /dòng cuối không được có điều kiện/,
    /Không có người “ai-do”/,
    /Không có vai trò “thay-boi”/,
  ])
    assert.ok(
      errors.some((vi: string) => expected.test(vi)),
      `${expected}: ${errors.join('\n')}`,
    );
  await assert.rejects(run('propose-succession', { id }), refusal('identity.succession-has-errors'));
});

test('What it touches is counted, and what follows from it is told', async () => {
  await run('save-succession', { id, ...head, day: '2026-12-01', body });
  const { findings, touched, derived } = await run('check-succession', { id });
  assert.deepEqual(
    findings.filter((f: { severity: string }) => f.severity === 'error'),
    [],
  );
  const of = (part: string) => touched.find((t: { part: string }) => t.part === part);
  assert.deepEqual(of('things.things').units, [{ key: 'so-yt', count: 500 }]);
  assert.equal(of('identity.positions').total, 4);
  assert.equal(derived, 2, 'desk and section of the department');
});

test('What is counted before is what is moved: each record once, though two units of it give way', async () => {
  await house.app.db.run(
    sql`update identity.person set address = '{"commune": "so-xd", "district": "so-yt"}'::jsonb where account = 'congdan'`,
  );
  const { touched, findings } = await run('check-succession', { id });
  const addresses = touched.find((t: { part: string }) => t.part === 'identity.addresses');
  assert.deepEqual([addresses.total, addresses.units], [1, [{ key: 'so-xd', count: 1 }]]);
  assert.deepEqual(
    findings.filter((f: { vi: string }) => /còn nêu/.test(f.vi)),
    [],
  );
});

test('Roles and definitions that still name a unit which gives way are told', async () => {
  await house.load((pack) => {
    pack.roles.push({
      key: 'in-charge',
      name: { vi: 'Phụ trách khối', en: 'In charge' },
      source: 'ours',
      permissions: { 'test.view': { scope: 'all', under: ['so-xd', 'tinh'] } },
    });
  });
  const { findings } = await run('check-succession', { id });
  const told = findings.filter((f: { vi: string }) => /còn nêu/.test(f.vi));
  assert.deepEqual(
    told.map((f: { severity: string }) => f.severity),
    ['warning'],
  );
  assert.match(told[0].vi, /^Vai trò “Phụ trách khối” còn nêu “Sở Xây dựng”\. Từ ngày áp dụng/);
});

test('Whoever drew it up does not approve it, and nobody does who may not', async () => {
  await run('propose-succession', { id });
  await assert.rejects(run('approve-succession', { id }), refusal('kernel.not-allowed'));
  await assert.rejects(run('approve-succession', { id }, 'giamdoc'), refusal('kernel.not-allowed'));
  await house.load((pack) => {
    for (const role of pack.roles)
      if (role.key === 'administrator' || role.key === 'head')
        (role.permissions as Record<string, string>)['people.approve-succession'] = 'all';
  });
  await assert.rejects(run('approve-succession', { id }), refusal('identity.succession-four-eyes'));
  await run('approve-succession', { id }, 'giamdoc');
  await assert.rejects(run('save-succession', { id, ...head, day: '2026-12-01', body }), refusal('identity.succession-not-open'));
});

const system = () => jobContext(house.app, 'test').call;

test('It is not carried out before its day, and broken off it goes on where it stood, each thing moved once', async () => {
  await applySuccessions.run(jobContext(house.app, 'identity.apply-successions'), {});
  assert.equal((await run('view-succession', { id })).succession.state, 'approved');
  house.clock.set('2026-12-01T00:03:00+07:00');
  let batches = 0;
  await carryOut(house.app, id, system(), (part) => part !== 'things.things' || ++batches < 2);
  const half = await run('view-succession', { id });
  assert.equal(half.succession.state, 'applying');
  assert.equal(half.parts.find((p: { part: string }) => p.part === 'things.things').moved, 400);

  // Two programs go on at the same time.
  await Promise.all([carryOut(house.app, id, system()), carryOut(house.app, id, system())]);
  const whole = await run('view-succession', { id });
  assert.equal(whole.succession.state, 'applied');
  assert.equal(whole.parts.find((p: { part: string }) => p.part === 'things.things').moved, 500);
  assert.deepEqual(
    whole.parts.map((p: { part: string; expected: number; moved: number }) => [p.part, p.expected, p.moved]),
    [
      ['identity.positions', 4, 4],
      ['identity.delegations', 0, 0],
      ['identity.addresses', 1, 1],
      ['things.things', 500, 500],
    ],
  );
  const rows = await house.app.db.all<{ key: string; things: number; moves: number }>(
    sql`select u.key, count(*)::int as things, max(moves) as moves from things.thing t join identity.unit u on u.id = t.unit_id group by 1 order by 1`,
  );
  assert.deepEqual(rows, [
    { key: 'ban-dan-so', things: 125, moves: 1 },
    { key: 'so-yt-xd', things: 375, moves: 1 },
  ]);
});

test('People go with their unit, in their roles; titles say the new name; access follows, the archive too', async () => {
  const places = await house.app.db.all<{ line: string }>(
    sql`select p.account || ' ' || u.key || ' ' || o.title_vi as line from identity.v_official o join identity.person p on p.id = o.person_id
          join identity.v_unit u on u.id = o.unit_id where o.valid_to is null and u.key <> 'tinh' order by 1`,
  );
  assert.deepEqual(
    places.map((row) => row.line),
    [
      'chuyenvien so-yt-xd.phong Chuyên viên',
      'giamdoc so-yt-xd Giám đốc Sở Xây dựng và Y tế',
      'motcua so-yt-xd.desk Công chức một cửa',
      'phogiamdoc so-yt-xd.phong Chuyên viên',
    ],
  );
  const head = (await house.as('giamdoc')).principal;
  assert.deepEqual(head.units, [await house.unit('so-yt-xd')]);
  const reached = new Set(reach(head, 'test.view').units);
  for (const key of ['so-yt-xd', 'so-yt-xd.desk', 'so-xd', 'so-xd.phong', 'so-yt'])
    assert.ok(reached.has(await house.unit(key)), key);
  const specialist = (await house.as('chuyenvien')).principal;
  assert.deepEqual(
    new Set(specialist.grants.find((g) => g.permission === 'test.view' && g.scope === 'unit')!.units),
    new Set([await house.unit('so-yt-xd.phong'), await house.unit('so-xd.phong')]),
  );
});

test('The directory has both orders, each on its days, and says who came after whom', async () => {
  const keys = async (day: string) => (await house.app.run('identity.list-units', { day }, nobody)).units.map((u) => u.key);
  assert.deepEqual(await keys('2026-11-30'), ['tinh', 'so-xd', 'so-xd.desk', 'so-xd.phong', 'so-yt']);
  assert.deepEqual(await keys('2026-12-01'), ['tinh', 'so-yt-xd', 'so-yt-xd.desk', 'so-yt-xd.phong', 'ban-dan-so']);
  const pairs = await house.app.db.all<{ line: string }>(
    sql`select f.key || ' → ' || t.key || case when s.archive then ' *' else '' end as line from identity.v_unit_successor s
          join identity.unit f on f.id = s.from_unit join identity.unit t on t.id = s.to_unit order by 1`,
  );
  assert.deepEqual(
    pairs.map((row) => row.line),
    [
      'so-xd → so-yt-xd *',
      'so-xd.desk → so-yt-xd.desk *',
      'so-xd.phong → so-yt-xd.phong *',
      'so-yt → ban-dan-so',
      'so-yt → so-yt-xd *',
    ],
  );
  const named = await unitsNamed(house.app.db, ['so-yt', 'so-xd.phong', 'tinh', 'khong-co'], '2026-12-01');
  assert.deepEqual(
    named,
    new Map([
      ['so-xd.phong', await house.unit('so-yt-xd.phong')],
      ['so-yt', await house.unit('so-yt-xd')],
      ['tinh', await house.unit('tinh')],
    ]),
    'what a process drawn before names is whoever goes on with it',
  );
  assert.equal(await unitNamed(house.app.db, 'so-yt', '2026-11-30'), await house.unit('so-yt'));
  const kept = await house.load();
  assert.equal(kept['units kept'], 4, 'a pack that is loaded again brings nothing back');
});

test('What a request under way made under an old unit is found when it is looked once more', async () => {
  await house.app.db.run(sql`insert into things.thing values (501, ${await house.unit('so-yt')}, 'BA002.005')`);
  house.clock.advance(3 * 60_000);
  await applySuccessions.run(jobContext(house.app, 'identity.apply-successions'), {});
  const { key } = await house.app.db.one<{ key: string }>(
    sql`select u.key from things.thing t join identity.unit u on u.id = t.unit_id where t.id = 501`,
  );
  assert.equal(key, 'ban-dan-so');
  const swept = () => house.app.db.one<{ at: Date | null }>(sql`select swept_at as at from identity.succession where id = ${id}`);
  assert.equal((await swept()).at, null, 'something was found: it is looked again');
  await applySuccessions.run(jobContext(house.app, 'identity.apply-successions'), {});
  assert.ok((await swept()).at);
  assert.ok((await run('view-succession', { id })).succession.endedAt);
});

test('A plan is given back and withdrawn until its day', async () => {
  const fresh = await run('save-succession', { ...head, day: '2027-01-01' });
  await run('withdraw-succession', { id: fresh.id, reason: 'Chưa đủ căn cứ' });
  await assert.rejects(run('propose-succession', { id: fresh.id }), refusal('identity.succession-not-open'));
  await assert.rejects(run('withdraw-succession', { id, reason: 'Muộn rồi' }), refusal('identity.succession-not-open'));
  await assert.rejects(run('save-succession', { ...head, day: '2027-02-30' }), refusal('identity.day-wrong'));
  await runDueJobs(house.app, house.app.jobs);
});
