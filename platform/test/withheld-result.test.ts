/** A result whose fee is paid with it (`feePaidBy: return`): no way to the paper, or to what it says, before the fee is there. */
import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { sql } from '@dinh/kernel';
import { answersFor, bring, file, type FiledDossier, holderOf, openTask, statusOf } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';
import { Crew, settle } from './settle.ts';

let province: Province;
let crew: Crew;
let citizen: Visitor;
/** The exchange of a driving licence: its fee is paid with the result. */
const withResult = 'HNM.0808';

before(async () => {
  province = await openProvince();
  crew = new Crew(province);
  citizen = await crew.as('congdan');
});
after(() => province.close());

interface Ready extends FiledDossier {
  readonly desk: Visitor;
  readonly result: string;
  readonly code: string;
  readonly number: string;
  readonly hash: string;
}

/** A dossier whose result is signed, stamped and waits for its fee. */
async function ready(): Promise<Ready> {
  const filed = await file(province, citizen, withResult, {}, { payAtDesk: true });
  const { unit } = await province.app.db.one<{ unit: number }>(
    sql`select desk_id as unit from one_stop.dossier where id = ${filed.id}`,
  );
  const desk = await crew.as(await holderOf(province.app, unit, 'desk'));
  await desk.api('one-stop.accept-dossier', { id: filed.id });
  await assert.rejects(settle(province, crew, filed), /one-stop\.fee-not-paid-yet/);
  const result = await province.app.db.one<{ result: string; code: string; number: string; hash: string }>(
    sql`select id as result, code, number, encode(pdf, 'hex') as hash from results.v_result where dossier_id = ${filed.id}`,
  );
  return { ...filed, ...result, desk };
}

const storedOf = async (who: Visitor, id: string) =>
  (await who.api('results.my-results', {})).results.find((one) => one.id === id);
const offered = async (who: Visitor, id: string) => (await who.api('results.facts', {})).papers.some((one) => one.id === id);
const told = async (id: string) =>
  (
    await province.app.db.all<{ template: string }>(
      sql`select distinct template from notify.message where about = ${`dossier:${id}`} and template like 'result-%' order by template`,
    )
  ).map((one) => one.template);

/** Files again with the paper of the result as a component, as whoever knows its hash could try. */
async function reuse(one: Ready) {
  const { procedure } = await citizen.api('procedures.view-procedure', { code: withResult });
  const file = await bring(province.app, await province.person('congdan'));
  const [first, ...rest] = procedure.components.filter((c) => c.satisfiedBy !== 'form');
  return citizen.api('one-stop.submit-dossier', {
    procedure: withResult,
    data: await answersFor(province.app, procedure.form),
    components: [
      { key: first!.key, origin: 'store', file: one.hash, fileName: 'a.pdf', resultId: one.result },
      ...rest.map(({ key }) => ({ key, origin: 'upload' as const, file, fileName: 'b.pdf' })),
    ],
    payAtDesk: true,
  });
}

describe('Before the fee is there', () => {
  let held: Ready;
  before(async () => {
    held = await ready();
  });

  test('the applicant reads that the result is ready, what is to be paid, and goes from there to pay', async () => {
    const page = await citizen.get(`/ho-so/${held.reference}`);
    assert.match(page.text, /Kết quả đã có\. Bạn nộp phí 135\.000\sđ để nhận/);
    assert.ok(!page.text.includes(`/ket-qua/${held.result}`));
    const away = await citizen.submit(page, {}, { form: `/ho-so/${held.reference}/thanh-toan` });
    assert.match(away.location!, /^\/thanh-toan\/thu-nghiem\//);
    assert.deepEqual(await told(held.id), ['result-ready-fee']);
  });

  test('the page of the result says the same, and shows neither paper nor content nor code', async () => {
    const page = await citizen.get(`/ket-qua/${held.result}`);
    assert.equal(page.status, 200);
    assert.match(page.text, /Kết quả đã có\. Bạn nộp phí 135\.000\sđ để nhận/);
    assert.ok(!page.text.includes('tep.pdf') && !page.text.includes(held.code));
    assert.ok(!page.text.includes('Nội dung'));
    const away = await citizen.submit(page, {}, { form: `/ho-so/${held.reference}/thanh-toan` });
    assert.equal(away.status, 303);
  });

  test('the address of the paper leads to that page, for whatever reason it is asked', async () => {
    for (const path of ['tep.pdf', 'tep.pdf?tai-ve=1']) {
      const { status, location } = await citizen.get(`/ket-qua/${held.result}/${path}`);
      assert.deepEqual([status, location], [303, `/ket-qua/${held.result}`]);
    }
    await assert.rejects(citizen.inside('results.open-paper', { id: held.result }), /results\.fee-first/);
  });

  test('the API gives what is owed in place of what it says', async () => {
    for (const input of [{ id: held.result }, { dossierId: held.id }]) {
      const view = await citizen.api('results.view-result', input);
      assert.deepEqual(view.owed, { amount: 135_000, reference: held.reference });
      assert.deepEqual([view.fields, view.code, view.hasPaper, view.paperSize], [[], null, false, null]);
    }
    const line = await storedOf(citizen, held.result);
    assert.deepEqual([line?.withheld, line?.code, line?.paperSize], [true, null, null]);
  });

  test('the store names it without a way to the file', async () => {
    const { text } = await citizen.get('/kho-giay-to');
    assert.match(text, /Chờ nộp phí/);
    assert.ok(!text.includes(`/ket-qua/${held.result}/tep.pdf`));
  });

  test('no form is filled from it and no component made of it', async () => {
    assert.equal(await offered(citizen, held.result), false);
    await assert.rejects(reuse(held), /one-stop\.file-not-yours/);
  });

  test('the public page of its code says that it is not handed out, and nothing of what it says', async () => {
    const { state, fields, signatures } = await province.api('results.confirm-result', { code: held.code });
    assert.deepEqual([state, fields, signatures], ['withheld', [], []]);
    assert.match((await province.get(`/xac-nhan/${held.code}`)).text, /Kết quả đã có, chưa được trao/);
  });

  test('officials read it as ever, and the desk is told why it cannot hand it out', async () => {
    const view = await held.desk.get(`/ban-lam-viec/ho-so/${held.id}`);
    assert.match(view.text, /đang được giữ lại: người nộp còn phải nộp 135\.000/);
    const task = await openTask(province.app, held.id, 'return');
    const act = await held.desk.get(`/ban-lam-viec/ho-so/${held.id}/viec/return?viec=${task.id}`);
    assert.match(act.text, /Phí, lệ phí 135\.000/);
    const refused = await held.desk.submit(act, {});
    assert.equal(refused.status, 409);
    assert.match(refused.text, /còn phải nộp 135\.000 đ/);
    assert.equal(await statusOf(province.app, held.id), 9);
    const clerk = await crew.as(await stamper(held.id));
    const seen = await clerk.api('results.view-result', { id: held.result });
    assert.deepEqual([seen.owed, seen.code], [null, held.code]);
    assert.ok(seen.fields.length > 0);
  });
});

/** Account of whoever stamped the result. */
const stamper = async (id: string): Promise<string> =>
  (
    await province.app.db.one<{ account: string }>(
      sql`select p.account from results.signature s join results.v_result r on r.id = s.result_id join identity.person p on p.id = s.person_id
          where r.dossier_id = ${id} and s.role = 'agency'`,
    )
  ).account;

/** Everything that was closed is open. */
async function opened(one: Ready): Promise<void> {
  const page = await citizen.get(`/ho-so/${one.reference}`);
  assert.ok(page.text.includes(`/ket-qua/${one.result}/tep.pdf`));
  assert.doesNotMatch(page.text, /Bạn nộp phí/);
  const paper = await citizen.get(`/ket-qua/${one.result}/tep.pdf`);
  assert.equal(paper.status, 200);
  const view = await citizen.api('results.view-result', { id: one.result });
  assert.deepEqual([view.owed, view.code, view.hasPaper], [null, one.code, true]);
  assert.ok(view.fields.length > 0);
  assert.equal((await storedOf(citizen, one.result))?.withheld, false);
  assert.equal(await offered(citizen, one.result), true);
  assert.match((await reuse(one)).reference, /./);
  assert.equal((await province.api('results.confirm-result', { code: one.code })).state, 'issued');
}

test('Paid at the desk, it opens at once', async () => {
  const one = await ready();
  await one.desk.api('one-stop.collect-fee', { id: one.id });
  await opened(one);
});

test('Paid online, it opens at once', async () => {
  const one = await ready();
  const page = await citizen.get(`/ket-qua/${one.result}`);
  const { location } = await citizen.submit(page, {}, { form: `/ho-so/${one.reference}/thanh-toan` });
  await citizen.follow(await citizen.submit(await citizen.get(location!), {}, { form: location! }));
  await province.settle();
  await opened(one);
  // The payment alone opens it: who comes back from paying does so before the dossier has heard of it.
  await province.app.db.run(sql`update one_stop.dossier set fee_state = 'at-desk' where id = ${one.id}`);
  await opened(one);
});

test('Waived, it opens at once, and the applicant hears of it', async () => {
  const one = await ready();
  await one.desk.api('one-stop.waive-fee', { id: one.id, reason: 'Người có công với cách mạng' });
  await opened(one);
  assert.deepEqual(await told(one.id), ['result-ready', 'result-ready-fee']);
});

test('The desk takes the fee and hands the result out in one act', async () => {
  const one = await ready();
  const task = await openTask(province.app, one.id, 'return');
  const act = await one.desk.get(`/ban-lam-viec/ho-so/${one.id}/viec/return?viec=${task.id}`);
  assert.equal((await one.desk.submit(act, { phi: 'da-thu' })).status, 303);
  assert.equal(await statusOf(province.app, one.id), 10);
  await opened(one);
});

test('A fee that is owed holds no refusal back', async () => {
  const { withheld } = await province.app.db.one<{ withheld: boolean[] }>(
    sql`select array[one_stop.result_withheld(gen_random_uuid(), 'due', 'refused'), one_stop.result_withheld(gen_random_uuid(), 'at-desk', null),
          one_stop.result_withheld(gen_random_uuid(), 'waived', 'granted'), one_stop.result_withheld(gen_random_uuid(), 'none', 'granted')] as withheld`,
  );
  assert.deepEqual(withheld, [false, false, false, false]);
});
