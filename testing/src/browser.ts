/** The browser of the tests: Chromium out of npm, started once per test file. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { eventually } from './eventually.ts';

const require = createRequire(import.meta.url);

const args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const systemLibraries = ['/usr/lib/x86_64-linux-gnu', '/usr/lib/aarch64-linux-gnu', '/usr/lib64', '/usr/lib'];

/**
 * Starts Chromium without a window; close it with `await browser.close()`.
 * `DINH_CHROMIUM` names another browser to use. With `DINH_LATE_BROWSER=250` timers and answers to
 * scripts come a quarter of a second late in every page: a test that reads what is not there yet fails then each time, and not once in
 * a hundred runs.
 *
 * Where the machine lacks Chromium's libraries the package brings its own, but unpacks them only when it believes that
 * it runs on Lambda, and reads that when it is loaded: hence the environment first, the import after.
 */
export async function openBrowser(): Promise<Browser> {
  const { chromium } = await import('playwright-core');
  const executablePath = process.env['DINH_CHROMIUM'] ?? (await unpack());
  const browser = await chromium.launch({ executablePath, args, headless: true });
  const late = Number(process.env['DINH_LATE_BROWSER'] ?? 0);
  if (late > 0) browser.on('context', (context) => void context.addInitScript(lateBy(late)));
  return browser;
}

/** What makes timers and answers late in every page. */
const lateBy = (milliseconds: number): string => `{
  const begin = window.setTimeout;
  window.setTimeout = (work, after = 0, ...rest) => begin(work, Number(after) + ${milliseconds}, ...rest);
  const ask = window.fetch;
  window.fetch = async (...asked) => {
    const answer = await ask(...asked);
    await new Promise((go) => begin(go, ${milliseconds}));
    return answer;
  };
}`;

/** Unpacks beside and moves into place in one step, so that test files may start at the same time. */
async function unpack(): Promise<string> {
  const bare = !systemLibraries.some((folder) => existsSync(`${folder}/libnss3.so`));
  const packed = new URL('../bin/chromium.br', import.meta.resolve('@sparticuz/chromium'));
  const folder = join(tmpdir(), `dinh-chromium-${statSync(packed).size}-${process.getuid?.() ?? 0}${bare ? '-bare' : ''}`);
  if (bare) {
    process.env['AWS_LAMBDA_FUNCTION_NAME'] ??= 'dinh';
    process.env['AWS_EXECUTION_ENV'] ??= 'AWS_Lambda_nodejs24.x';
    process.env['LD_LIBRARY_PATH'] = join(folder, 'al2023', 'lib');
    process.env['FONTCONFIG_PATH'] = join(folder, 'fonts');
  }
  if (!existsSync(folder)) {
    const work = mkdtempSync(`${folder}-`);
    const before = process.env['TMPDIR'];
    process.env['TMPDIR'] = work; // the package unpacks into the folder for temporary files
    const { default: chromium } = await import('@sparticuz/chromium');
    await chromium.executablePath();
    if (before === undefined) delete process.env['TMPDIR'];
    else process.env['TMPDIR'] = before;
    try {
      renameSync(work, folder);
    } catch {
      rmSync(work, { recursive: true }); // another process was quicker
    }
  }
  return join(folder, 'chromium');
}

/** Clicks what leads to another page, or to the same anew, and waits until that is loaded with its scripts. */
export async function follow(link: Locator): Promise<void> {
  await Promise.all([link.page().waitForEvent('load'), link.click()]);
}

/**
 * Waits until a part of a page says this: after an act the page that answers it may not stand there yet.
 * @throws AssertionError with what it says instead, after a minute
 */
export async function says(part: Locator, words: RegExp): Promise<void> {
  await eventually(async () => assert.match(await part.innerText(), words));
}

let axe: string | undefined;

/**
 * What axe-core finds wrong with a page as it stands now; empty when all is well.
 *
 * Every rule is gone through for every element. Only of the rules that are kept does axe not gather each element that
 * keeps them: on a full page that is two thirds of its time.
 * @param where the part to be looked at, as axe takes it: a selector, or `{ exclude: [['iframe']] }`; all by default
 * @returns for each broken rule its name and the elements
 */
export async function violations(page: Page, where?: string | object): Promise<string[]> {
  if ((await page.evaluate('typeof axe')) === 'undefined')
    await page.evaluate((axe ??= readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8')));
  const part = where === undefined ? 'document' : JSON.stringify(where);
  const found = await page.evaluate(
    `axe.run(${part}, { resultTypes: ['violations'] }).then(({ violations }) =>
      violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html).join(' | ')))`,
  );
  return found as string[];
}
