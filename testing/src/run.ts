/**
 * `npm test`: the checks that read the code, then every `*.test.ts` of the repository, several files at a time, on one
 * PostgreSQL that is made for the run and removed after it. `npm test -- apps/one-stop calendar` runs only the test files whose
 * path has one of these parts; `DINH_LATE_EVENTS=300` lets events come 0.3 s late. The last line is always
 * `N passed, N failed, N skipped`, and the exit code is 1 when anything failed.
 */
import { join, relative } from 'node:path';
import { run } from 'node:test';
import { runChecks } from './checks.ts';
import { startTestCluster, type TestCluster } from './cluster.ts';
import { filesOfGroups, inGroups } from './groups.ts';
import { filesAtOnce, root, testFiles, wholeOutput } from './paths.ts';
import { holdBack } from './late-events.ts';
import { follow, type Tally, toAskAgain, type Told, total } from './report.ts';

const patterns = process.argv.slice(2);
const began = performance.now();
const interruption = new AbortController();
const tally: Tally = { passed: 0, failed: 0, skipped: 0 };
let cluster: TestCluster | undefined;

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => giveUp('Interrupted'));
setTimeout(() => giveUp('Half an hour is over'), 1_800_000).unref();

try {
  if (patterns.length === 0) await readCode();
  await buildAssets();
  const files = testFiles(patterns);
  if (files.length === 0) {
    console.log(`No test file has ${patterns.join(' or ')} in its path.`);
    tally.failed++;
  } else if (!interruption.signal.aborted) {
    cluster = await startTestCluster();
    const letGo = holdBack(cluster.url, Number(process.env['DINH_LATE_EVENTS'] ?? 0));
    await runTests(files, cluster.url).finally(letGo);
  }
} catch (error) {
  console.error(error);
  tally.failed++;
} finally {
  await cluster?.stop({ remove: true });
}

console.log(`\n${Math.round((performance.now() - began) / 1000)} s`);
console.log(`${tally.passed} passed, ${tally.failed} failed, ${tally.skipped} skipped`);
process.exit(tally.failed > 0 ? 1 : 0);

function giveUp(why: string): void {
  if (interruption.signal.aborted) return;
  console.log(`\n${why}; putting things away …`);
  tally.failed++;
  interruption.abort();
}

async function readCode(): Promise<void> {
  await runChecks(({ name, passed, output, seconds }) => {
    console.log(`${passed ? '✔' : '✘'} ${name}  ${seconds.toFixed(1)} s`);
    if (!passed) console.log(output);
    if (passed) tally.passed++;
    else tally.failed++;
  });
}

/** Styles and islands, which pages under test link to. */
async function buildAssets(): Promise<void> {
  const ui = await import('@dinh/ui');
  await ui.buildAssets();
}

/**
 * Runs all files side by side, and those that are to be asked again once more, with nothing beside them. A file that passes then
 * has passed, and is named as unsteady (docs/adr/0014).
 */
async function runTests(files: string[], url: string): Promise<void> {
  process.env['DINH_TEST_CLUSTER'] = url;
  process.env['NODE_COMPILE_CACHE'] = join(root, 'node_modules', '.cache', 'node-compile');
  const first = await runOnce(inGroups(files), filesAtOnce);
  const again = files.filter((file) => toAskAgain(first).includes(join(root, file)));
  if (again.length === 0 || interruption.signal.aborted) return add(first);
  console.log(`\nAsked again, alone: ${again.join(', ')}`);
  const second = await runOnce(
    again.map((file) => [file]),
    1,
  );
  add({ tallies: new Map([...first.tallies, ...second.tallies]), unheard: second.unheard });
  const steady = ([file, { failed }]: [string, Tally]) => failed === 0 && !second.unheard.includes(file);
  for (const [file] of [...second.tallies].filter(steady))
    console.log(`\n${relative(root, file)} passed when asked again: it is UNSTEADY. What it said the first time stands above.`);
}

function add({ tallies, unheard }: Told): void {
  const { passed, failed, skipped } = total(tallies.values());
  tally.passed += passed;
  tally.failed += failed + unheard.length;
  tally.skipped += skipped;
}

function runOnce(groups: readonly (readonly string[])[], concurrency: number): Promise<Told> {
  const paths = filesOfGroups(groups);
  const processOf = new Map(groups.flatMap((group, i) => group.map((file) => [join(root, file), paths[i]!] as const)));
  const stream = run({
    cwd: root,
    files: paths,
    concurrency,
    // a file that leaves a connection open must not hold up the rest
    execArgv: ['--test-force-exit', '--import', wholeOutput],
    timeout: 600_000,
    signal: interruption.signal,
  });
  return follow(stream, [...processOf.keys()], processOf);
}
