/** The program's own Vietnamese sentences, to be found where they should have been said in another language. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type App, sql } from '@dinh/kernel';
import { root } from '../src/version.ts';

const accents = /[ăâđêôơưàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ]/i;
const pair = /\bvi:\s*(?:\([^)]*\)\s*=>\s*)?(['"`])((?:\\.|(?!\1)[^\\])*)\1/g;

/** True for a text in Vietnamese that the program or the pack can also say in the other language. */
export type IsOwn = (text: string) => boolean;

/** Gathers the pairs of all sources and of every definition in force that has both languages. */
export async function ownWords(app: App): Promise<IsOwn> {
  const whole = new Set<string>();
  const patterns: RegExp[] = [];
  for (const file of globSync('{apps,engines,ui,platform,kernel}/**/src/**/*.ts', { cwd: root })) {
    if (/node_modules|test/.test(file)) continue;
    for (const [, quote, raw = ''] of readFileSync(join(root, file), 'utf8').matchAll(pair)) {
      const text = raw.replace(/\\(.)/g, '$1').replace(/\s+/g, ' ').trim();
      if (!accents.test(text)) continue;
      if (quote !== '`' || !text.includes('${')) whole.add(text);
      else if (accents.test(text.replace(/\$\{[^}]*\}/g, ''))) patterns.push(asPattern(text));
    }
  }
  const rows = await app.db.all<{ body: unknown }>(sql`select body from kernel.v_definition`);
  for (const { body } of rows) gatherPairs(body, whole);
  const told = new Map<string, boolean>(); // the same words stand on many pages
  return (text) => {
    const before = told.get(text);
    if (before !== undefined) return before;
    const own = accents.test(text) && (whole.has(text) || patterns.some((one) => one.test(text)));
    told.set(text, own);
    return own;
  };
}

/** `Quá hạn ${n} ngày` finds `Quá hạn 2 ngày`. */
function asPattern(template: string): RegExp {
  const parts = template.split(/\$\{[^}]*\}/).map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.{0,80}')}$`, 'u');
}

function gatherPairs(body: unknown, into: Set<string>): void {
  if (typeof body !== 'object' || body === null) return;
  const { vi, en } = body as { vi?: unknown; en?: unknown };
  if (typeof vi === 'string' && typeof en === 'string' && en !== '' && en !== vi) into.add(vi.replace(/\s+/g, ' ').trim());
  for (const value of Object.values(body)) gatherPairs(value, into);
}
