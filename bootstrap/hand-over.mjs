import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import module from 'node:module';
import { dirname, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { productionBuild } from './build.mjs';
import { Refusal } from './refusal.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];
const mark = 'DINH_HANDED_OVER';

/** Whether this process was started by another that has installed everything. The mark goes no further. */
export function wasHandedOver() {
  const was = process.env[mark] !== undefined;
  delete process.env[mark];
  return was;
}

/**
 * Runs the entry. When this process already is the right Node (every npm command after the first),
 * the entry is loaded right here: one process, no relay of signals. Otherwise Node 24 is started as a
 * child that gets our arguments, environment, terminal and signals, and whose end is our end.
 * @param {boolean} options.built run the production build of the entry
 */
export async function handOver({ root, node, entry, args, built, freshProcess }) {
  if (node !== process.execPath || freshProcess)
    return relay(node, [...process.execArgv, join(root, 'bootstrap.mjs'), ...process.argv.slice(2)]);
  const build = built ? await productionBuild(root, entry) : undefined;
  const file = build ?? join(root, entry);
  // Compiled code is kept beside the packages, where an install throws it away, or goes with its build.
  const compiled = build ? join(dirname(build), 'compiled') : join(root, 'node_modules', '.cache', 'node-compile');
  module.enableCompileCache?.(compiled);
  process.argv = [process.execPath, file, ...args];
  await import(pathToFileURL(file).href);
  // Node writes it when a process ends in good order; this one may be killed one day.
  setTimeout(() => module.flushCompileCache?.(), 10_000).unref();
}

function relay(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit', env: { ...process.env, [mark]: '1' } });
    const pass = (signal) => {
      // Ctrl+C in a terminal reaches the child by itself; a second SIGINT would mean "hurry".
      if (signal === 'SIGINT' && process.stdin.isTTY) return;
      child.kill(signal);
    };
    for (const signal of forwarded) process.on(signal, pass);
    child.on('error', (error) => reject(new Refusal(`${node} could not be started: ${error.message}`)));
    child.on('exit', (code, signal) => {
      process.exitCode = signal ? 128 + constants.signals[signal] : code;
      for (const name of forwarded) process.off(name, pass);
      resolve();
    });
  });
}
