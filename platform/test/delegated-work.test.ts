/** What somebody does in the place of another ends with the authority for it: nothing stays with who may no longer act. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { jobContext, localDate, sql } from '@dinh/kernel';
import { file, openTask } from './filing.ts';
import { openProvince, type Province, type Visitor } from './province.ts';

let province: Province;
let citizen: Visitor;
let desk: Visitor;
let head: Visitor;
let deputy: Visitor;
let ids: { head: string; deputy: string };
const signIn = async () => {
  [citizen, desk, head, deputy] = (await Promise.all(
    ['congdan', 'motcua', 'truongphong', 'chuyenvien2'].map((one) => province.signIn(one)),
  )) as [Visitor, Visitor, Visitor, Visitor];
};
before(async () => {
  province = await openProvince();
  await signIn();
  ids = { head: await province.person('truongphong'), deputy: await province.person('chuyenvien2') };
});
after(() => province.close());

/** A dossier that waits for the head of the section to say who studies it. */
async function accepted(): Promise<string> {
  const { id } = await file(province, citizen, 'HNM.6739-14');
  await desk.api('one-stop.accept-dossier', { id, feeTaken: true });
  return id;
}
/** The authority of the head for today; the deputy's rights follow. */
async function delegate(to = ids.deputy): Promise<string> {
  const day = localDate(province.clock.now());
  const input = { to, from: day, until: day, reason: 'Đi họp' };
  const { delegation } = await head.api('identity.delegate-authority', input);
  return delegation;
}
const claim = async (id: string) =>
  deputy.api('one-stop.claim-task', { taskId: (await openTask(province.app, id)).id });
const holder = async (id: string) => (await openTask(province.app, id)).assignee;
async function returned(): Promise<void> {
  const job = province.app.jobs.find(({ name }) => name === 'identity.return-delegated-work')!;
  await job.run(jobContext(province.app, 'identity'), {});
  await province.settle();
}

test('Authority that is taken back takes what was begun by it along; what the deputy does in their own right stays', async () => {
  const [own, taken] = [await accepted(), await accepted()];
  await head.api('one-stop.complete-step', {
    taskId: (await openTask(province.app, own)).id,
    outcome: 'assign',
    specialist: ids.deputy,
  });
  const delegation = await delegate();
  await claim(taken);
  assert.equal(await holder(taken), ids.deputy);
  await returned();
  assert.equal(await holder(taken), ids.deputy, 'while they may');
  await head.api('identity.revoke-delegation', { delegation });
  await province.settle();
  assert.deepEqual([await holder(taken), await holder(own)], [ids.head, ids.deputy]);
  const { history } = await head.api('one-stop.view-dossier', { id: taken });
  assert.equal(history.at(-1).act, 'work-handed-over');
  assert.match(history.at(-1).comment, /Trịnh Văn Thông → Vũ Thị Quế\. Hết ủy quyền của Vũ Thị Quế/);
});

test('After its last day, too; where the giver has handed on to somebody else it waits in the unit', async () => {
  const [first, second] = [await accepted(), await accepted()];
  await delegate();
  await claim(first);
  province.clock.advance(86_400_000);
  await signIn();
  await returned();
  assert.equal(await holder(first), ids.head);

  const delegation = await delegate();
  await claim(second);
  await delegate(await province.person('chuyenvien'));
  await head.api('identity.revoke-delegation', { delegation });
  await province.settle();
  assert.equal(await holder(second), null);
  const left = await province.app.db.all(
    sql`select from identity.delegation where returned_at is null and revoked_at is not null`,
  );
  assert.deepEqual(left, []);
});
