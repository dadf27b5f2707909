import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  type AdjustableClock,
  adjustableClock,
  anonymous,
  type App,
  type Call,
  command,
  type CommandContext,
  createApp,
  jobContext,
  migrateApp,
  newId,
  readConfig,
  readKeys,
  runDueJobs,
  shape,
  sql,
  systemPrincipal,
} from '@dinh/kernel';
import { testDatabase } from '@dinh/testing';
import { Type } from 'typebox';
import { module, type PaymentRequest } from './index.ts';
import { addProvider } from './provider.ts';
import { callbackBody } from './sandbox/code.ts';
import { sandbox } from './sandbox/provider.ts';

export const anybody: Call = {
  principal: anonymous,
  lang: 'vi',
  origin: { channel: 'web', address: '127.0.0.1', trace: 'test' },
};
export const system: Call = {
  principal: systemPrincipal('test'),
  lang: 'vi',
  origin: { channel: 'job', trace: 'test' },
};

/** The payment engine alone, with a database of its own and a clock that stands still. */
export interface Till {
  readonly app: App;
  readonly clock: AdjustableClock;
  /** Runs `work` as one command. */
  within<T>(work: (ctx: CommandContext) => Promise<T>): Promise<T>;
  /** The payment as it stands. */
  payment(id: string): Promise<Row>;
  payments(subject: string): Promise<Row[]>;
  /** The payer presses a button on the sandbox's page. */
  press(id: string, behaviour: string): Promise<void>;
  /** The callback that the sandbox would send now. */
  callback(id: string): Promise<Record<string, string | number>>;
  receive(body: Record<string, string | number>): Promise<void>;
  reconcile(): Promise<void>;
  jobs(): Promise<void>;
  close(): Promise<void>;
}

export interface Row {
  readonly id: string;
  readonly state: string;
  readonly amount: number;
  readonly came: number | null;
  readonly receipt: string | null;
  readonly reason: string | null;
  readonly provider: string;
  readonly provider_ref: string | null;
}

export async function openTill(start = '2026-11-18T08:30:00+07:00'): Promise<Till> {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-till-'));
  const { url } = await testDatabase({
    key: 'payments engine',
    migrate: async (to) => void (await migrateApp(to, [module])),
  });
  const clock = adjustableClock(start);
  const app = createApp({
    config: { ...readConfig({ DINH_DATA: folder }, folder), logLevel: 'silent' },
    databaseUrl: url,
    keys: await readKeys(join(folder, 'keys')),
    modules: [module],
    clock,
  });
  await app.audit.start();
  addProvider(sandbox);
  return {
    app,
    clock,
    async within(work) {
      let result: unknown;
      const once = command({
        name: 'payments.test',
        title: { vi: 'Thử', en: 'Test' },
        input: shape({}),
        output: Type.Unknown(),
        may: 'anyone',
        run: async (ctx) => ((result = await work(ctx)), null),
      });
      await app.run(once, {}, anybody);
      return result as never;
    },
    payment: (id) => app.db.one(sql`select * from payments.payment where id = ${id}`),
    payments: (subject) => app.db.all(sql`select * from payments.payment where subject = ${subject} order by created_at, id`),
    async press(id, behaviour) {
      const { provider_ref: ref } = await app.db.one<Row>(sql`select * from payments.payment where id = ${id}`);
      await app.run(app.operation('payments.sandbox-pay'), { ref, behaviour }, anybody);
    },
    async callback(id) {
      const row = await app.db.one<Parameters<typeof callbackBody>[1]>(
        sql`select ref, order_id as "orderId", amount, state, coalesce(settled_at, created_at) as at from payments.sandbox where order_id = ${id}`,
      );
      return callbackBody(app, row);
    },
    receive: async (body) =>
      void (await app.run(app.operation('payments.receive-callback'), { provider: 'sandbox', body }, anybody)),
    async reconcile() {
      const job = app.jobs.find((one) => one.name === 'payments.reconcile')!;
      await job.run(jobContext(app, job.name), {});
    },
    jobs: () => runDueJobs(app, app.jobs),
    async close() {
      await app.audit.stop();
      await app.db.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A request for a matter of its own. */
export function request(change: Partial<PaymentRequest> = {}): PaymentRequest {
  return {
    subject: `dossier:${newId(Date.UTC(2026, 0, 1))}`,
    purpose: 'fee',
    amount: 75_000,
    description: 'Cấp giấy phép xây dựng',
    payer: 'Nguyễn Thị Hoa Sen',
    personId: null,
    provider: 'sandbox',
    returnPath: '/ho-so/AB',
    ...change,
  };
}
