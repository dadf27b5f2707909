import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import module from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Refusal } from './refusal.mjs';

const forwarded = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Runs the entry. When this process already is the right Node (every npm command after the first),
 * the entry is loaded right here: one process, no relay of signals. Otherwise Node 24 is started as a
 * child that gets our arguments, environment, terminal and signals, and whose end is our end.
 */
export async function handOver({ root, node, entry, args, freshProcess }) {
  const file = join(root, entry);
  if (node === process.execPath && !freshProcess) {
    // Compiled code is kept beside the packages, where an install throws it away.
    module.enableCompileCache?.(join(root, 'node_modules', '.cache', 'node-compile'));
    process.argv = [process.execPath, file, ...args];
    await import(pathToFileURL(file).href);
    return;
  }
  await relay(node, [file, ...args]);
}

function relay(node, args) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, args, { stdio: 'inherit' });
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
