/**
 * `npm run soak`: the long form of what `npm test` does briefly. 100 kills under load and half a minute without a
 * database, 10,000 generated requests per operation, all procedures filed and settled to the signed result.
 * `DINH_KILLS`, `DINH_AWAY` (seconds), `DINH_RUBBISH` and `DINH_SETTLE` (all or some) shorten it. The last line is
 * always `N passed, N failed`, and the exit code is 1 when anything failed.
 */
import { join } from 'node:path';
import { run } from 'node:test';
import { startTestCluster } from './cluster.ts';
import { root } from './paths.ts';
import { follow } from './report.ts';

/** What is asked for, with the number that says how much of it. */
const parts = [
  { what: 'kills under load', variable: 'DINH_KILLS', much: '100', file: 'platform/test/kill.test.ts' },
  {
    what: 'procedures settled',
    variable: 'DINH_SETTLE',
    much: 'all',
    file: 'platform/test/every-procedure.test.ts',
  },
  {
    what: 'requests per operation',
    variable: 'DINH_RUBBISH',
    much: '10000',
    file: 'platform/test/rubbish.test.ts',
  },
] as const;

const began = performance.now();
const sum = { passed: 0, failed: 0 };
process.env['DINH_AWAY'] ??= '30';
const { buildAssets } = await import('@dinh/ui');
await buildAssets();
const cluster = await startTestCluster();
process.env['DINH_TEST_CLUSTER'] = cluster.url;
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => interruption.abort());
try {
  for (const { what, variable, much, file } of parts) {
    if (interruption.signal.aborted) break;
    process.env[variable] ??= much;
    const start = performance.now();
    const stream = run({
      cwd: root,
      files: [join(root, file)],
      execArgv: ['--test-force-exit'],
      timeout: 12 * 3_600_000,
      signal: interruption.signal,
    });
    const { passed, failed } = await follow(stream);
    sum.passed += passed;
    sum.failed += failed;
    console.log(
      `${what}: ${process.env[variable]}, ${Math.round((performance.now() - start) / 1000)} s, ${failed === 0 ? 'whole' : `${failed} failed`}\n`,
    );
  }
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
