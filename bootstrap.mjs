// The door of every command: `npm start`, `npm test`, `npm run dinh …` all come here first.
// Plain JavaScript for any Node ≥ 20, because at this point nothing may be installed yet.
// It installs what is missing, finds Node 24 and hands over; see bootstrap/ for each step.
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { findEntry } from './bootstrap/commands.mjs';
import { ensureInstalled } from './bootstrap/install.mjs';
import { findNode } from './bootstrap/node.mjs';
import { handOver, wasHandedOver } from './bootstrap/hand-over.mjs';
import { Refusal } from './bootstrap/refusal.mjs';

const root = dirname(fileURLToPath(import.meta.url));

try {
  const found = findEntry(root, process.argv.slice(2));
  const installedNow = !wasHandedOver() && (await ensureInstalled(root));
  await handOver({ root, node: findNode(root), ...found, freshProcess: installedNow });
} catch (error) {
  if (!(error instanceof Refusal)) throw error;
  console.error(error.message);
  process.exitCode = error.exitCode;
}
