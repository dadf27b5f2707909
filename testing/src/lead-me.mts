import { openBrowser } from './browser.ts';
const base = 'http://127.0.0.1:4900';
const b = await openBrowser();
const who = process.argv[2]!;
const width = Number(process.argv[3]);
const paths = process.argv.slice(4);
const ctx = await b.newContext({ viewport: { width, height: 900 } });
const page = await ctx.newPage();
await page.goto(base + '/dang-nhap');
await page.click(`button:has-text("${who}")`);
await page.waitForLoadState();
let n = 0;
for (const p of paths) {
  const r = await page.goto(base + p);
  await page.waitForTimeout(800);
  const over = await page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
  console.log(n, p, r?.status(), await page.title(), over > 0 ? `OVERFLOW ${over}` : '');
  await page.screenshot({ path: `/tmp/leadshots/${width}-${n++}.png`, fullPage: true });
}
await b.close();
