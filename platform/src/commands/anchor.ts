import { writeFile } from 'node:fs/promises';
import { anchorTrail } from '@dinh/kernel';
import { withApp } from './tool.ts';
import { type Command, noMore } from './usage.ts';

export const anchor: Command = {
  usage: [['anchor [FILE]', 'writes the last seal of every audit stream: keep it elsewhere, for verify --anchor']],
  async run([file, ...rest]) {
    noMore(rest);
    const found = await withApp((app) => anchorTrail(app.db, app.clock.now()));
    const text = `${JSON.stringify(found, undefined, 2)}\n`;
    if (file === undefined) process.stdout.write(text);
    else {
      await writeFile(file, text);
      console.log(`${found.seals.length} seals of ${found.at} → ${file}`);
    }
    return 0;
  },
};
