/** The bare kernel for its tests: one module made by the test, on a database of its own. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testDatabase } from '@dinh/testing';
import { pino } from 'pino';
import { type Principal, systemPrincipal } from './access/principal.ts';
import { type App, createApp, migrateApp } from './app.ts';
import { adjustableClock, type AdjustableClock } from './clock.ts';
import { readConfig } from './config.ts';
import { readKeys } from './keys.ts';
import type { Module } from './module.ts';
import type { Call } from './operations/execute.ts';

export interface Ground {
  readonly app: App;
  readonly clock: AdjustableClock;
  readonly folder: string;
  readonly url: string;
  /** A second program on the same database and keys. */
  second(): Promise<App>;
  /** Another one that has not begun, for `startApp`; whoever starts it stops it. */
  another(): App;
  close(): Promise<void>;
}

/** Opens the kernel with one module. Nothing runs in the background: the test starts what it needs. */
export async function openGround(module: Partial<Module> & { setUp?: string } = {}): Promise<Ground> {
  const { setUp, ...rest } = module;
  const folder = await mkdtemp(join(tmpdir(), 'dinh-kernel-'));
  const { url } = await testDatabase({
    key: 'kernel',
    migrate: async (to) => void (await migrateApp(to, [])),
  });
  const modules = [{ name: 'ground', title: { vi: 'Nền', en: 'Ground' }, ...rest }];
  const clock = adjustableClock('2026-11-18T08:30:00+07:00');
  const config = { ...readConfig({ DINH_DATA: folder }, folder), logLevel: 'silent' };
  const keys = await readKeys(join(folder, 'keys'));
  const open = (): App =>
    createApp({
      config,
      databaseUrl: url,
      keys,
      modules,
      clock,
      log: pino({ level: 'silent' }),
      poolSize: 8,
    });
  const apps = [open()];
  const app = apps[0]!;
  if (setUp) await app.db.pool.query(setUp);
  await app.audit.start(3_600_000); // tests seal when they want to
  return {
    app,
    clock,
    folder,
    url,
    another: open,
    async second() {
      const other = open();
      apps.push(other);
      await other.audit.start(3_600_000);
      return other;
    },
    async close() {
      for (const one of apps) {
        await one.audit.stop().catch(() => {});
        await one.db.close();
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** A call by the program itself, or by a person. */
export function callBy(principal: Principal = systemPrincipal('test'), more: Partial<Call> = {}): Call {
  return { principal, lang: 'vi', origin: { channel: 'api', address: '127.0.0.1', trace: 'test' }, ...more };
}

export const somebody: Principal = {
  kind: 'person',
  id: '019aa000-0000-7000-8000-000000000001',
  name: 'Hoa Sen',
  grants: [],
  units: [],
  role: 'citizen',
};
