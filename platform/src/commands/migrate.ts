import { migrateApp } from '@dinh/kernel';
import { modules } from '../modules.ts';
import { withApp } from './tool.ts';
import { type Command, noMore } from './usage.ts';

export const migrateCommand: Command = {
  usage: [['migrate', 'brings the database up to date; npm start does so by itself']],
  async run(args) {
    noMore(args);
    const applied = await withApp((app) => migrateApp(app.db.url, modules));
    for (const name of applied) console.log(name);
    console.log(applied.length === 0 ? 'The database is up to date.' : `${applied.length} applied.`);
    return 0;
  },
};
