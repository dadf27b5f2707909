import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.mjs';

/** Commands with one entry each; what follows on the command line is the entry's own business. */
const entries = {
  start: 'platform/src/main.ts',
  dinh: 'platform/src/cli.ts',
  test: 'testing/src/run.ts',
  soak: 'testing/src/soak.ts',
  check: 'testing/src/check.ts',
};

/** Test kits written by others: `npm run conformance SUITE FOLDER`. */
const conformanceSuites = {
  'dmn-tck': 'engines/decision/conformance/dmn-tck.ts',
  'bpmn-miwg': 'apps/studio/conformance/bpmn-miwg.ts',
  govstack: 'platform/conformance/govstack.ts',
};

/**
 * Finds the program that a command line asks for.
 * @returns {{ entry: string, args: string[], built: boolean }} the entry's path from the root, its arguments, and
 *   whether its production build is wanted
 * @throws {Refusal} with the usage when the command or its file does not exist
 */
export function findEntry(root, [command, ...rest]) {
  if (command === 'bench') return named(root, 'bench', benches(root), rest);
  if (command === 'conformance') return named(root, 'conformance', conformanceSuites, rest);
  const entry = entries[command];
  if (!entry) {
    const known = [...Object.keys(entries), 'bench NAME', 'conformance SUITE FOLDER'].join(' | ');
    throw new Refusal(`Usage: npm run ${known}   (npm start and npm test for short)`, 2);
  }
  return { ...present(root, entry, rest), built: command === 'start' };
}

function named(root, command, choices, [name, ...args]) {
  const entry = name === undefined ? undefined : choices[name];
  if (!entry) {
    const known = Object.keys(choices).join(', ') || 'none yet';
    throw new Refusal(`Usage: npm run ${command} NAME …   Known names: ${known}`, 2);
  }
  return present(root, entry, args);
}

function present(root, entry, args) {
  if (!existsSync(join(root, entry))) throw new Refusal(`${entry} is not part of this version of Đình.`, 2);
  return { entry, args, built: false };
}

function benches(root) {
  const folder = join(root, 'bench');
  const files = existsSync(folder) ? readdirSync(folder) : [];
  const programs = files.filter((file) => /^[a-z0-9-]+\.ts$/.test(file));
  return Object.fromEntries(programs.map((file) => [file.slice(0, -3), `bench/${file}`]));
}
