import { spawn } from 'node:child_process';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { root } from './paths.ts';

export interface CheckResult {
  readonly name: string;
  readonly passed: boolean;
  readonly output: string;
  readonly seconds: number;
}

/**
 * Types and lint go side by side, each on its half of the cores. Their parts do much of the same work over again, so
 * that on two cores each alone on one takes half the computing time of either on both.
 */
const half = String(Math.max(1, Math.floor(availableParallelism() / 2)));

const kept = join('node_modules', '.cache', 'types.tsbuildinfo');

/** The checks that read the code without running it. */
const checks: Readonly<Record<string, readonly string[]>> = {
  // What was found is kept beside the packages; the next time only what a change can have touched is looked at.
  types: ['tsc', '-p', '.', '--checkers', half, '--incremental', '--tsBuildInfoFile', kept],
  lint: ['oxlint', '--type-aware', '--quiet', '--threads', half],
  format: ['oxfmt', '--check', '.'],
};

/** Runs all checks at once. @param told each as it ends */
export async function runChecks(told: (result: CheckResult) => void): Promise<void> {
  await Promise.all(Object.keys(checks).map(async (name) => told(await runCheck(name))));
}

/** A check passes when its program says so. */
function runCheck(name: string): Promise<CheckResult> {
  const [program, ...args] = checks[name]!;
  const began = performance.now();
  return new Promise((resolve) => {
    const child = spawn(join(root, 'node_modules', '.bin', program!), args, {
      cwd: root,
      env: { ...process.env, GOMAXPROCS: half },
    });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += String(text)));
    const done = (passed: boolean): void =>
      resolve({ name, passed, output: output.trim(), seconds: (performance.now() - began) / 1000 });
    child.on('error', (error) => {
      output += error.message;
      done(false);
    });
    child.on('close', (code) => done(code === 0));
  });
}
