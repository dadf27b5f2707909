/** Makes `common-passwords.bin` from lists of passwords; README.md beside it says from which. */
import { readFileSync, writeFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { foldPassword, passwordMark } from '../src/sign-in/common-passwords.ts';

const marks = new Set<number>();
for (const file of process.argv.slice(2)) {
  const bytes = readFileSync(file);
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8');
  const words = file.endsWith('.json') ? (JSON.parse(text) as string[]) : text.split(/\r?\n/);
  for (const word of words.map(foldPassword)) if ([...word].length >= 8) marks.add(passwordMark(word));
}
const sorted = new Uint32Array(marks).sort();
const out = Buffer.alloc(sorted.length * 4);
sorted.forEach((mark, i) => out.writeUInt32BE(mark, i * 4));
writeFileSync(new URL('common-passwords.bin', import.meta.url), out);
console.log(`${sorted.length} passwords`);
