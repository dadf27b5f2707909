import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, test } from 'node:test';
import { hostname } from 'node:os';
import { eventually } from '@dinh/testing';
import { sql } from '../database/sql.ts';
import { newId } from '../ids.ts';
import { callBy, openGround, type Ground } from '../test-ground.ts';
import { auditInsert } from './entry.ts';
import { recoverStreams } from './recover.ts';
import { type Anchor, anchorTrail, verifyTrail, type Verdict } from './verify.ts';

let ground: Ground;
before(async () => {
  ground = await openGround();
});
after(() => ground.close());

/** Three seals of three entries each, in a stream of its own. */
async function write(): Promise<string> {
  const app = await ground.second();
  for (let n = 1; n <= 9; n++) {
    await app.audit.record({
      at: ground.clock.now(),
      principal: callBy().principal,
      operation: 'ground.view-thing',
      outcome: 'viewed',
      subject: `thing:${n}`,
      origin: callBy().origin,
    });
    ground.clock.advance(100);
    if (n % 3 === 0) await app.audit.seal();
  }
  await app.audit.stop();
  return app.audit.stream;
}

function verify(anchor?: Anchor): Promise<Verdict> {
  return verifyTrail(ground.app.db, ground.app.keys.sealers, new Date(ground.clock.now().getTime() - 10_000), anchor);
}

/** What somebody does who has the database: switches the guards off, tampers, and tidies up after the look at it. */
async function tamper(change: string, undo: string, values: unknown[], anchor?: Anchor): Promise<Verdict> {
  const { pool } = ground.app.db;
  const as = async (text: string): Promise<void> => {
    const client = await pool.connect();
    try {
      await client.query("set session_replication_role = 'replica'");
      // Only the values that this text names, numbered anew.
      const used = [...new Set(text.match(/\$\d/g) ?? [])].sort();
      const renumbered = used.reduce((one, name, i) => one.replaceAll(name, `$${i + 1}`), text);
      await client.query({ text: renumbered, values: used.map((name) => values[Number(name.slice(1)) - 1]) });
    } finally {
      await client.query("set session_replication_role = 'origin'").catch(() => {});
      client.release();
    }
  };
  await as(change);
  try {
    return await verify(anchor);
  } finally {
    await as(undo);
    assert.equal((await verify()).whole, true);
  }
}

test('A trail as it was written is whole, and every entry and seal is counted', async () => {
  await write();
  const verdict = await verify();
  assert.deepEqual({ ...verdict, streams: 0 }, { whole: true, streams: 0, seals: 3, entries: 9, unsealed: 0 });
});

test('Entries that come together are whole with all they say, and what is read with one is what stood when it was written', async () => {
  const app = await ground.second();
  const record = app.audit.recorder<number, { item: number; entries: number }>(
    (items) =>
      sql`select item, (select count(*)::int from audit.entry where stream = ${app.audit.stream}) as entries from unnest(${[...items]}::int[]) item`,
  );
  const persons = [
    [],
    [newId(ground.clock.now().getTime())],
    [newId(ground.clock.now().getTime()), newId(ground.clock.now().getTime())].sort(),
  ];
  const subjects = ['NULL', 'one "in quotes", {in braces}', 'C:\\two\n\ttab'];
  const entry = (n: number) => ({
    at: ground.clock.now(),
    principal: callBy().principal,
    operation: 'ground.view-thing',
    outcome: 'viewed' as const,
    subject: subjects[n]!,
    detail: { said: subjects[n] },
    origin: callBy().origin,
    concerns: new Set(persons[n]),
  });
  const rows = await Promise.all(persons.map((_, n) => record(entry(n), n)));
  for (const [n, seen] of rows.entries())
    assert.deepEqual(
      seen.find(({ item }) => item === n),
      { item: n, entries: 0 },
    );
  await Promise.all(persons.map((_, n) => app.audit.record(entry(n))));
  await app.audit.stop();
  const written = await app.db.all<{ concerns: string[] | null; subject: string; said: string }>(
    sql`select concerns, subject, detail::json ->> 'said' as said from audit.entry where stream = ${app.audit.stream} order by number`,
  );
  const expected = persons.map((ids) => (ids.length > 0 ? ids : null));
  assert.deepEqual(
    written.map(({ concerns }) => concerns),
    [...expected, ...expected],
  );
  for (const what of ['subject', 'said'] as const)
    assert.deepEqual(
      written.map((one) => one[what]),
      [...subjects, ...subjects],
    );
  assert.equal((await verify()).whole, true);
});

test('The program itself cannot change, delete or empty the trail', async () => {
  for (const text of ['update audit.entry set at = at', 'delete from audit.seal', 'truncate audit.entry'])
    await assert.rejects(ground.app.db.run(sql.raw(text)), /only added to/);
});

test('A4 a changed entry is found', async () => {
  const stream = await write();
  const verdict = await tamper(
    `update audit.entry set subject = 'thing:77' where stream = $1 and number = 5`,
    `update audit.entry set subject = 'thing:5' where stream = $1 and number = 5`,
    [stream],
  );
  assert.equal(verdict.whole, false);
  assert.match(verdict.broken!, new RegExp(`stream ${stream}, seal 2 of .*entries \\({\\[4,7\\)}\\) was changed`));
});

test('A4 a deleted entry is found by its number', async () => {
  const stream = await write();
  const [row] = (await ground.app.db.pool.query('select * from audit.entry where stream = $1 and number = 8', [stream])).rows;
  const verdict = await tamper(
    `delete from audit.entry where stream = $1 and number = 8`,
    `insert into audit.entry (stream, number, at, principal, operation, outcome, subject, origin, trace, detail) values ($1, 8, $2, 'system:test', 'ground.view-thing', 'viewed', 'thing:8', '127.0.0.1', 'test', '')`,
    [stream, row.at],
  );
  assert.match(verdict.broken!, /seal 3 of .*: entry 8 is missing/);
});

test('An entry that was put in later is found', async () => {
  const stream = await write();
  const verdict = await tamper(
    `insert into audit.entry (stream, number, at, principal, operation, outcome) values ($1, 4711, '2026-01-01', 'person:x', 'y.z', 'done')`,
    `delete from audit.entry where stream = $1 and number = 4711`,
    [stream],
  );
  assert.match(verdict.broken!, /entry 4711 of .*: no seal holds it/);
});

test('Entries that changed places are found', async () => {
  const stream = await write();
  const swap = `update audit.entry set number = case number when 1 then -2 else -1 end where stream = $1 and number in (1, 2)`;
  const verdict = await tamper(
    swap,
    `update audit.entry set number = case number when -2 then 1 else 2 end where stream = $1 and number < 0`,
    [stream],
  );
  assert.equal(verdict.whole, false);
});

test('A deleted seal and a rewritten one are found', async () => {
  const stream = await write();
  const [seal] = (await ground.app.db.pool.query('select * from audit.seal where stream = $1 and number = 2', [stream])).rows;
  const back = `insert into audit.seal (stream, number, numbers, entries, digest, previous, at, signature) values ($1, 2, '{[4,7)}', 3, $2, $3, $4, $5)`;
  const values = [stream, seal.digest, seal.previous, seal.at, seal.signature];
  assert.match(
    (await tamper('delete from audit.seal where stream = $1 and number = 2', back, values)).broken!,
    /seal 2 is missing/,
  );
  const verdict = await tamper(
    `update audit.seal set entries = 2, numbers = '{[4,6)}' where stream = $1 and number = 2`,
    `update audit.seal set entries = 3, numbers = '{[4,7)}' where stream = $1 and number = 2`,
    [stream],
  );
  assert.match(verdict.broken!, /seal 2 of .*: its signature is not by a key of ours/);
});

test('A seal signed by another key is found', async () => {
  const stream = await write();
  const [seal] = (await ground.app.db.pool.query('select * from audit.seal where stream = $1 and number = 3', [stream])).rows;
  const content = [
    stream,
    3,
    '{[7,10)}',
    3,
    seal.digest.toString('hex'),
    seal.previous.toString('hex'),
    seal.at.toISOString(),
  ].join('\u001f');
  const forged = sign(null, Buffer.from(content), generateKeyPairSync('ed25519').privateKey);
  const verdict = await tamper(
    `update audit.seal set signature = $2 where stream = $1 and number = 3`,
    `update audit.seal set signature = $3 where stream = $1 and number = 3`,
    [stream, forged, seal.signature],
  );
  assert.match(verdict.broken!, /seal 3 of .*: its signature is not by a key of ours/);
});

test('A tail that was cut off, and a whole stream that is gone, show against an anchor', async () => {
  const stream = await write();
  const anchor = await anchorTrail(ground.app.db, ground.clock.now());
  assert.equal((await verify(anchor)).whole, true);
  const { pool } = ground.app.db;
  const saved = (await pool.query('select * from audit.seal where stream = $1 and number = 3', [stream])).rows[0];
  const entries = (await pool.query('select at from audit.entry where stream = $1 and number > 6 order by number', [stream]))
    .rows;
  const put = [7, 8, 9]
    .map(
      (n, i) =>
        `insert into audit.entry (stream, number, at, principal, operation, outcome, subject, origin, trace, detail) select $1, ${n}, '${entries[i].at.toISOString()}', 'system:test', 'ground.view-thing', 'viewed', 'thing:${n}', '127.0.0.1', 'test', ''`,
    )
    .map((text, i) => `e${i} as (${text})`);
  const back = `with ${put.join(', ')} insert into audit.seal (stream, number, numbers, entries, digest, previous, at, signature) values ($1, 3, '{[7,10)}', 3, $2, $3, $4, $5)`;
  const values = [stream, saved.digest, saved.previous, saved.at, saved.signature];
  const cut =
    'with e as (delete from audit.entry where stream = $1 and number > 6) delete from audit.seal where stream = $1 and number = 3';
  assert.match(
    (await tamper(cut, back, values, anchor)).broken!,
    /seal 3, which the anchor of .* names, is missing or was replaced/,
  );
  assert.equal((await tamper(cut, back, values)).whole, true, 'without an anchor nobody can tell');

  const gone = { ...anchor, seals: [...anchor.seals, { stream: newId(0), number: 1, hash: '00' }] };
  assert.match((await verify(gone)).broken!, /which the anchor of .* names, is missing/);
});

test('What a killed process wrote but did not seal is sealed by the next that starts', async () => {
  const stream = newId(ground.clock.now().getTime());
  const { db, keys } = ground.app;
  await db.run(
    sql`insert into audit.stream (id, host, process, key_id, started_at) values (${stream}, ${hostname()}, 4194305, ${keys.seal.id}, ${ground.clock.now()})`,
  );
  for (const number of [1, 2, 4])
    await db.run(
      auditInsert({
        stream,
        number,
        at: ground.clock.now(),
        principal: 'anonymous',
        behalfOf: null,
        operation: 'a.b',
        outcome: 'done',
        subject: null,
        origin: null,
        trace: null,
        detail: '',
      }),
    );
  ground.clock.advance(20_000);
  assert.match((await verify()).broken!, /entry 1 of .* no seal holds it/);
  assert.equal(await recoverStreams(db, keys.seal.privateKey, ground.clock.now()), 3);
  assert.equal((await verify()).whole, true);
  // A transaction of the dead process that committed later still is sealed at the next look.
  await db.run(
    auditInsert({
      stream,
      number: 3,
      at: ground.clock.now(),
      principal: 'anonymous',
      behalfOf: null,
      operation: 'a.b',
      outcome: 'done',
      subject: null,
      origin: null,
      trace: null,
      detail: '',
    }),
  );
  ground.clock.advance(20_000);
  assert.equal(await recoverStreams(db, keys.seal.privateKey, ground.clock.now()), 1);
  assert.equal((await verify()).whole, true);
});

test('The stream of a living process is left to it', async () => {
  const app = await ground.second();
  await app.db.run(sql`update audit.stream set process = ${process.ppid} where id = ${app.audit.stream}`);
  await app.audit.record({
    at: ground.clock.now(),
    principal: callBy().principal,
    operation: 'a.b',
    outcome: 'done',
    origin: callBy().origin,
  });
  ground.clock.advance(60_000);
  assert.equal(await recoverStreams(app.db, app.keys.seal.privateKey, ground.clock.now()), 0);
  await app.audit.stop();
  assert.equal((await verify()).whole, true);
});

test('An entry whose commit was not answered is sealed when it stands', async () => {
  const app = await ground.second();
  const made = () =>
    app.audit.entry({
      at: ground.clock.now(),
      principal: callBy().principal,
      operation: 'a.b',
      outcome: 'done',
      origin: callBy().origin,
    });
  const [stands, never] = [made(), made()];
  await app.db.run(auditInsert(stands));
  app.audit.doubt([stands, never]);
  await app.audit.seal();
  const { numbers } = await app.db.one<{ numbers: string }>(
    sql`select numbers::text from audit.seal where stream = ${app.audit.stream}`,
  );
  assert.equal(numbers, `{[${stands.number},${stands.number + 1})}`);
});

test('Seals are made every second by themselves', async () => {
  const app = await ground.second();
  await app.audit.stop();
  await app.db.run(sql`delete from audit.stream where id = ${app.audit.stream}`);
  await app.audit.start(50);
  await app.audit.record({
    at: ground.clock.now(),
    principal: callBy().principal,
    operation: 'a.b',
    outcome: 'done',
    origin: callBy().origin,
  });
  const seals = sql`select 1 as one from audit.seal where stream = ${app.audit.stream}`;
  await eventually(async () => assert.ok((await app.db.all(seals)).length > 0, 'no seal came'));
});
