/** Where a piece of a pack is from, in words: packs write `law …`, `seed …` or `ours`. */
import type { Lang, Text } from './lang.ts';

export const sourceNames: Readonly<Record<'law' | 'seed' | 'ours' | 'other', Text>> = {
  law: { vi: 'Luật, nghị định', en: 'Law' },
  seed: { vi: 'Tài liệu nguồn', en: 'Source document' },
  ours: { vi: 'Tự soạn', en: 'Composed by us' },
  other: { vi: 'Khác', en: 'Other' },
};

/** `law NĐ 61/2018 Điều 19` → `NĐ 61/2018 Điều 19`, `seed 004 line 2284` → `Tài liệu nguồn 004, dòng 2284`, `ours` → `Tự soạn`. */
export function sourceWords(lang: Lang, source: string): string {
  if (/^ours\b/.test(source)) return source.replace('ours', sourceNames.ours[lang]);
  return source
    .replace(/^law /, '')
    .replace(/^seed /, `${sourceNames.seed[lang]} `)
    .replace(/ line (?=\d)/, lang === 'vi' ? ', dòng ' : ', line ');
}
