export {};
export { openBrowser, axePath } from './browser.ts';
