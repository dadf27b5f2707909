/**
 * A whole province for a scenario test: the real program over HTTP on the pack of Hà Nam, with a clock that stands
 * still until it is moved.
 *
 *     const province = await openProvince();
 *     after(() => province.close());
 *
 *     test('F1 …', async () => {
 *       const page = await province.get('/tim-kiem?q=giay+phep');          // nobody signed in
 *       const citizen = await province.signIn('congdan');                   // an account of packs/ha-nam/people.yaml
 *       const sent = await citizen.submit(await citizen.get('/…'), { name: 'Hoa' });   // the form as a browser would
 *       assert.equal(sent.location, '/…');
 *       const out = await citizen.api('procedures.view-procedure', { code: 'HNM.1242' });
 *       province.clock.advance(3_600_000);                                  // an hour later
 *       await province.settle();                                            // events handled, due jobs done
 *       const screen = await province.browser({ as: 'motcua', width: 360 }); // a page of Chromium
 *     });
 *
 * The database is a copy of a template that holds all migrations and the pack (made once per run, about ten seconds;
 * the copy takes a fraction of one). Each test file has its own; test files may run at the same time.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import {
  adjustableClock,
  type AdjustableClock,
  type App,
  type Config,
  createApp,
  localDate,
  migrateApp,
  readConfig,
  readKeys,
  runDueJobs,
  sql,
  startApp,
} from '@dinh/kernel';
import { openBrowser, testDatabase } from '@dinh/testing';
import { buildAssets } from '@dinh/ui';
import type { Browser, Page } from 'playwright-core';
import { modules } from '../src/modules.ts';
import { fingerprint } from '../src/pack/fingerprint.ts';
import { loadPack } from '../src/pack/load.ts';
import { root } from '../src/version.ts';
import { createWeb } from '../src/web/server.ts';
import { Visitor } from './visitor.ts';

export { type Answer, type Upload, Problem, readForm, Visitor } from './visitor.ts';

/** When a province opens unless told otherwise: a Wednesday morning within working hours. */
export const openingTime = '2026-11-18T08:30:00+07:00';
/** When its pack was loaded. */
const loadTime = '2026-11-02T08:00:00+07:00';

export interface BrowserOptions {
  /** Account to be signed in as; nobody by default. */
  readonly as?: string;
  /** Pixels; 1280 by default. */
  readonly width?: number;
  readonly height?: number;
  readonly javaScript?: boolean;
  readonly dark?: boolean;
}

export interface Province {
  readonly app: App;
  readonly clock: AdjustableClock;
  /** `http://127.0.0.1:41234` */
  readonly address: string;
  /** Somebody who is not signed in. */
  readonly nobody: Visitor;
  readonly get: Visitor['get'];
  readonly postForm: Visitor['postForm'];
  readonly api: Visitor['api'];
  /** Signs a demonstration person in, without the password page. */
  signIn(account: string): Promise<Visitor>;
  /** A page of Chromium in a context of its own; closed with the province. */
  browser(options?: BrowserOptions): Promise<Page>;
  /** Handles all events and does all due jobs, until there is nothing more. */
  settle(): Promise<void>;
  /** The id of a person by account. */
  person(account: string): Promise<string>;
  /** The id of a unit by its key in the pack. */
  unit(key: string): Promise<number>;
  close(): Promise<void>;
}

/**
 * Opens a province.
 * @param start what the clock says, ISO text with zone
 * @param change configuration other than usual (a mail server, limits)
 */
export async function openProvince(start: string = openingTime, change: Partial<Config> = {}): Promise<Province> {
  const folder = await mkdtemp(join(tmpdir(), 'dinh-province-'));
  const [keys, { url }] = await Promise.all([readKeys(join(folder, 'keys')), provinceDatabase(folder), buildAssets()]);
  const clock = adjustableClock(start);
  const config = { ...provinceConfig(folder), ...change };
  const app = createApp({ config, databaseUrl: url, keys, modules, clock, poolSize: 8 });
  const stop = await startApp(app, ['web']);
  const server = await createWeb(app);
  const address = await server.listen({ host: '127.0.0.1', port: 0 });
  (config as { publicUrl: string }).publicUrl = address;

  const nobody = new Visitor(app, address);
  const id = async <T>(query: ReturnType<typeof sql>): Promise<T> => (await app.db.one<{ id: T }>(query)).id;
  const person = (account: string) => id<string>(sql`select id from identity.person where account = ${account}`);
  const session = async (account: string): Promise<string> => {
    const { token } = await nobody.inside('identity.sign-in-demonstration', {
      person: await person(account),
    });
    return token;
  };
  let chromium: Promise<Browser> | undefined;
  return {
    app,
    clock,
    address,
    nobody,
    get: nobody.get.bind(nobody),
    postForm: nobody.postForm.bind(nobody),
    api: nobody.api.bind(nobody),
    person,
    unit: (key) =>
      id<number>(
        sql`select id from identity.v_unit where key = ${key} and (valid_to is null or valid_to > ${localDate(clock.now())}::date)`,
      ),
    signIn: async (account) => new Visitor(app, address, await session(account)),
    async browser({ as, width = 1280, height = 900, javaScript = true, dark = false } = {}) {
      const context = await (
        await (chromium ??= openBrowser())
      ).newContext({
        baseURL: app.config.publicUrl,
        viewport: { width, height },
        javaScriptEnabled: javaScript,
        colorScheme: dark ? 'dark' : 'light',
        locale: 'vi-VN',
        timezoneId: 'Asia/Ho_Chi_Minh',
        bypassCSP: true, // axe is put into the page; the policy itself has its own test
      });
      if (as) await context.addCookies([{ name: 'dinh_session', value: await session(as), url: app.config.publicUrl }]);
      return context.newPage();
    },
    async settle() {
      for (let round = 0; round < 60; round++) {
        await app.events.drain();
        await runDueJobs(app, app.jobs);
        const { waiting, held } = await app.db.one<{ waiting: number; held: number }>(
          sql`select (count(*) filter (where locked_at is null and run_at <= now() and attempts < max_attempts))::int as waiting,
                     (count(*) filter (where locked_at is not null))::int as held from graphile_worker.jobs`,
        );
        if (waiting === 0 && held === 0) break;
        if (waiting === 0) await sleep(20); // the end of a job is written behind the run that did it
      }
      await app.events.drain();
    },
    async close() {
      await chromium?.then((browser) => browser.close());
      await server.close();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function provinceConfig(folder: string): Config {
  const env = { LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'error', DINH_DATA: folder };
  return { ...readConfig(env, root), port: 0, demonstration: true };
}

/** A fresh database with all migrations and the pack in it. */
async function provinceDatabase(folder: string): Promise<{ url: string }> {
  return testDatabase({
    key: `province ${fingerprint(join(root, 'packs/ha-nam'))}`,
    keep: true,
    async migrate(to) {
      await migrateApp(to, modules);
      const app = createApp({
        config: provinceConfig(folder),
        databaseUrl: to,
        keys: await readKeys(join(folder, 'keys-of-load')),
        modules,
        clock: adjustableClock(loadTime),
        poolSize: 2,
      });
      await loadPack(app, join(root, 'packs/ha-nam'));
      await app.db.pool.query('vacuum analyze');
      await app.db.close();
    },
  });
}
