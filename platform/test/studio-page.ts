/**
 * The editors of the studio in Chromium, by which a test reads nothing before it has been taken over: what an act changes is
 * `aria-busy` from the act on until it is drawn anew, the list of mistakes until the check has answered.
 */
import type { Locator, Page } from 'playwright-core';

/** The editor when it stands there and nothing of it is going to be drawn anew: what is looked for in it waits for that. */
export const editor = (page: Page): Locator => page.locator('[data-editor][data-ready]:not([aria-busy], :has([aria-busy]))');

/** What is told below it, once the check of what is written there now has answered. */
export const found = (page: Page): Locator => page.locator('.drawn-problems:not([aria-busy])');

/** Waits for that: before what is read at once, such as a count or all texts. */
export async function drawn(page: Page): Promise<void> {
  await editor(page).waitFor({ state: 'attached' });
}

/** The same, and the check has answered. */
export async function checked(page: Page): Promise<void> {
  await found(page).waitFor({ state: 'attached' });
  await drawn(page); // mistakes are marked in it
}

/** Opens an editor. @param path `process/settle-short`, with `?lang=en` for English */
export async function openEditor(page: Page, path: string): Promise<void> {
  const [item, query] = path.split('?');
  await page.goto(`/studio/${item}/soan${query ? `?${query}` : ''}`);
  await drawn(page);
}

/** The text that is written by what has been drawn. */
export async function written(page: Page): Promise<string> {
  await drawn(page);
  return page.locator('textarea[name="text"]').inputValue();
}

/** The list of a field as it is offered now. */
export async function offered(page: Page, field: string): Promise<string[]> {
  await drawn(page);
  return editor(page).getByLabel(field, { exact: true }).first().locator('option').allInnerTexts();
}

/** Types into a field and leaves it. */
export async function type(page: Page, field: Locator, value: string): Promise<void> {
  await drawn(page);
  await field.fill(value);
  await page.keyboard.press('Tab');
  await drawn(page);
}
