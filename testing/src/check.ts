/** `npm run check`: types, lint, format and the architecture, in a few seconds. Exit code 1 when one fails. */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { runChecks } from './checks.ts';
import { root } from './paths.ts';

await runChecks(({ name, passed, output, seconds }) => {
  console.log(`${passed ? '✔' : '✘'} ${name}  ${seconds.toFixed(1)} s`);
  if (output) console.log(output);
  if (!passed) process.exitCode = 1;
});
const architecture = join(root, 'testing', 'src', 'architecture.test.ts');
const { status } = spawnSync(process.execPath, [architecture], { cwd: root, stdio: 'inherit' });
if (status !== 0) process.exitCode = 1;
