export { testDatabase, type TestDatabase, type TestDatabaseOptions } from './database.ts';
export { openBrowser, axePath } from './browser.ts';
