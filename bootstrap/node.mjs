import { accessSync, constants, existsSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from './refusal.mjs';

const needed = 24;

/** The Node that npm brought with the dependencies on Linux, or undefined. */
export function bundledNode(root) {
  if (process.platform !== 'linux') return undefined;
  const binary = join(root, 'node_modules', `node-linux-${process.arch}`, 'bin', 'node');
  return existsSync(binary) ? binary : undefined;
}

/**
 * The Node to run the program with: this one when it is new enough, else the one that npm brought.
 * @throws {Refusal} when there is none
 */
export function findNode(root) {
  if (Number.parseInt(process.versions.node, 10) >= needed) return process.execPath;
  const bundled = bundledNode(root);
  if (!bundled) {
    throw new Refusal(
      `Đình runs on Node ${needed} and this is Node ${process.versions.node}. ` +
        (process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch)
          ? 'npm brings Node 24 as an optional dependency, which was left out: run "npm install --include=optional".'
          : `On ${process.platform} ${process.arch} npm cannot bring it: install Node ${needed} from https://nodejs.org.`),
    );
  }
  try {
    accessSync(bundled, constants.X_OK);
  } catch {
    throw new Refusal(`${bundled} may not be executed here (is the disk mounted noexec?).`);
  }
  return bundled;
}
