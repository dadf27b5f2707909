export { testDatabase, type TestDatabase, type TestDatabaseOptions } from './database.ts';
export { openBrowser, violations } from './browser.ts';
