/** Things of others that need more than a row: matters under way, papers that wait, tasks, places, payments, incidents. */
import { randomUUID } from 'node:crypto';
import { sql } from '@dinh/kernel';
import { answersFor, bring, file, openTask } from './filing.ts';
import { row } from './others-row.ts';
import type { Province } from './province.ts';

const permit = { workKind: 'house', permitKind: 'new' };

/** The persons, the agency and the desk whose things they are. */
interface Whose {
  readonly person: string;
  readonly official: string;
  readonly head: string;
  readonly clerk: string;
  readonly unit: number;
  readonly desk: number;
  /** A business. */
  readonly firm: string;
}

/** How each is made, by its kind. */
export function moreThings(province: Province, whose: Whose): Record<string, () => Promise<string>> {
  const { app } = province;
  const { person, official, head, unit, desk, firm } = whose;
  const citizenRow = (more: object) =>
    row(app, 'identity.person', {
      kind: 'citizen',
      state: 'active',
      name: 'Người Có Bản Ghi Trùng',
      origin: 'desk',
      locale: 'vi',
      ...more,
    });
  const matter = async (): Promise<string> => {
    const specialist = await province.signIn('chuyenvien');
    const process = 'outgoing-document';
    const { processes } = await specialist.api('work.list-beginnings', { process });
    const units = Object.fromEntries(processes[0]!.places.map((one) => [one.key, one.units[0]!.id]));
    const title = 'Công văn của người khác';
    return (await specialist.api('work.begin-process', { process, title, units })).instance;
  };
  const filed = async (): Promise<string> => (await file(province, await province.signIn('congdan'), 'HNM.6739-14', permit)).id;
  const assigned = async () => {
    const id = await filed();
    await (await province.signIn('motcua')).api('one-stop.accept-dossier', { id, feeTaken: true });
    const { id: taskId } = await openTask(app, id, 'assign');
    await (
      await province.signIn('truongphong')
    ).api('one-stop.complete-step', { taskId, outcome: 'assign', specialist: official });
    const { id: task, element } = await openTask(app, id);
    const { instance, token } = await app.db.one<{ instance: string; token: string }>(
      sql`select instance_id as instance, token_id as token from process.task where id = ${task}`,
    );
    return { dossier: id, task, element, instance, token };
  };
  return {
    matter,
    matterTask: async () =>
      (
        await app.db.one<{ id: string }>(
          sql`select id from process.v_task where instance_id = ${await matter()} and state = 'open'`,
        )
      ).id,
    freshTask: async () => (await assigned()).task,
    incident: async () => row(app, 'process.incident', { instance_id: (await assigned()).instance }),
    stuck: async () => {
      const { instance, token, element } = await assigned();
      const timer = await row(app, 'process.timer', {
        instance_id: instance,
        token_id: token,
        element,
        owner: 'one-stop',
        state: 'failed',
      });
      return row(app, 'process.incident', { instance_id: instance, timer_id: timer, element });
    },
    paperDossier: async () => {
      const dossier = await filed();
      await row(app, 'one_stop.hand_over', { dossier_id: dossier, from_unit: desk, to_unit: unit });
      return dossier;
    },
    paid: () =>
      row(app, 'payments.payment', {
        subject: `dossier:${randomUUID()}`,
        person_id: person,
        provider: 'desk',
        state: 'paid',
        amount: 1000,
        paid_at: app.clock.now(),
      }),
    phone: () =>
      row(app, 'identity.factor', {
        person_id: person,
        kind: 'phone',
        address: `09${Math.floor(Math.random() * 1e8)
          .toString()
          .padStart(8, '0')}`,
      }),
    twin: async () => {
      const phone = `08${Math.floor(Math.random() * 1e8)}`;
      await citizenRow({ phone });
      return citizenRow({ phone });
    },
    staff: () => citizenRow({ kind: 'official', name: 'Cán Bộ Nơi Khác', origin: 'personnel' }),
    position: () =>
      row(app, 'identity.position', {
        person_id: official,
        unit_id: unit,
        role: 'specialist',
        title_vi: 'Chuyên viên',
        title_en: 'Specialist',
        valid_from: '2020-01-01',
      }),
    businessWithPapers: async () => {
      const there = await app.db.maybe(
        sql`select from identity.representative where business_id = ${firm} and person_id = ${person} and valid_to is null`,
      );
      if (!there)
        await row(app, 'identity.representative', {
          business_id: firm,
          person_id: person,
          valid_from: '2020-01-01',
          acts: ['file', 'follow', 'receive', 'manage'],
        });
      await app.db.run(
        sql`update results.result set business_id = ${firm}, holder_id = null where holder_id = ${person} and state = 'issued'`,
      );
      return firm;
    },
    decisionDraft: async () => {
      const { dmn } = await app.db.one<{ dmn: string }>(
        sql`select body->>'dmn' as dmn from kernel.definition where kind = 'decision' order by key limit 1`,
      );
      return row(app, 'studio.draft', {
        author_id: head,
        kind: 'decision',
        state: 'writing',
        problems: '[]',
        text: dmn,
      });
    },
  };
}

/** A whole dossier as an applicant sends it, so that only whose things it names is left to refuse it for. */
export async function wholeDossier({ app, person, nobody }: Province, account: string): Promise<object> {
  const code = 'HNM.6739-14';
  const { procedure } = await nobody.api('procedures.view-procedure', { code });
  const hash = await bring(app, await person(account));
  return {
    procedure: code,
    data: await answersFor(app, procedure.form, permit),
    components: procedure.components
      .filter((one) => one.satisfiedBy !== 'form' && one.stage === undefined)
      .map(({ key }) => ({ key, origin: 'upload', file: hash, fileName: `${key}.pdf` })),
    payAtDesk: true,
  };
}
