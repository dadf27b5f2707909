/**
 * `npm run soak`: the long form of what `npm test` does briefly. 100 kills under load and half a minute without a
 * database, 10,000 generated requests per operation, all procedures filed and settled to the signed result; twice as many
 * parts at a time as `npm test` runs files. `DINH_KILLS`, `DINH_AWAY` (seconds), `DINH_RUBBISH` and `DINH_SETTLE`
 * (all or some) shorten it. The last line is always `N passed, N failed`, and the exit code is 1 when anything failed.
 */
import { join } from 'node:path';
import { run } from 'node:test';
import { startTestCluster } from './cluster.ts';
import { filesAtOnce, root, wholeOutput } from './paths.ts';
import { follow, total } from './report.ts';

/** How many files at once: most of the time each of them waits for an answer of the database. */
const atOnce = filesAtOnce * 2;

/** What is asked for, with the number that says how much of it; the longest first, in shares that go side by side. */
const parts = [
  ...shares('requests per operation of identity', 'platform/test/rubbish-identity.test.ts', 3),
  ...shares('requests per operation of the others', 'platform/test/rubbish-matters.test.ts', 3),
  ...shares('requests per five pages', 'platform/test/rubbish-pages.test.ts', 2),
  {
    what: 'kills under load',
    variable: 'DINH_KILLS',
    much: '100',
    file: 'platform/test/kill.test.ts',
    argv: [],
  },
  {
    what: 'procedures settled',
    variable: 'DINH_SETTLE',
    much: 'all',
    file: 'platform/test/every-procedure.test.ts',
    argv: [],
  },
];
type Part = (typeof parts)[number];

/** A file that takes every nth operation or page, n times. */
function shares(what: string, file: string, of: number) {
  return Array.from({ length: of }, (_, i) => ({
    what: `${what}, share ${i + 1} of ${of}`,
    variable: 'DINH_RUBBISH',
    much: '10000',
    file,
    argv: [`--share=${i}/${of}`],
  }));
}

const began = performance.now();
const sum = { passed: 0, failed: 0 };
process.env['DINH_AWAY'] ??= '30';
for (const { variable, much } of parts) process.env[variable] ??= much;
const { buildAssets } = await import('@dinh/ui');
await buildAssets();
const cluster = await startTestCluster();
process.env['DINH_TEST_CLUSTER'] = cluster.url;
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
try {
  const left: Part[] = [...parts];
  const worker = async (): Promise<void> => {
    for (let part = left.shift(); part && !interruption.signal.aborted; part = left.shift()) await soak(part);
  };
  await Promise.all(Array.from({ length: atOnce }, worker));
} catch (error) {
  console.error(error);
  sum.failed++;
} finally {
  await cluster.stop({ remove: true });
}
if (interruption.signal.aborted) sum.failed++;
console.log(`${Math.round((performance.now() - began) / 1000)} s`);
console.log(`${sum.passed} passed, ${sum.failed} failed`);
process.exit(sum.failed > 0 ? 1 : 0);

async function soak({ what, variable, file, argv }: Part): Promise<void> {
  const start = performance.now();
  const stream = run({
    cwd: root,
    files: [join(root, file)],
    execArgv: ['--test-force-exit', '--import', wholeOutput],
    argv,
    timeout: 12 * 3_600_000,
    signal: interruption.signal,
  });
  const { tallies, unheard } = await follow(stream, [join(root, file)]);
  const { passed, failed: told } = total(tallies.values());
  const failed = told + unheard.length;
  sum.passed += passed;
  sum.failed += failed;
  console.log(
    `${what}: ${process.env[variable]}, ${Math.round((performance.now() - start) / 1000)} s, ${failed === 0 ? 'whole' : `${failed} failed`}\n`,
  );
}
