export { testDatabase, type TestDatabase, type TestDatabaseOptions } from './database.ts';
export { follow, openBrowser, says, violations } from './browser.ts';
export { eventually } from './eventually.ts';
