import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fold } from '@dinh/kernel';

/** How passwords are compared: without accents, capitals and blanks. */
export function foldPassword(password: string): string {
  return fold(password).replace(/\s/g, '');
}

/** What stands for a folded password in the list: the first four bytes of its SHA-256. */
export function passwordMark(folded: string): number {
  return createHash('sha256').update(folded).digest().readUInt32BE(0);
}

const read = (name: string) => readFileSync(new URL(`../../data/${name}`, import.meta.url));
let marks: Buffer | undefined;
let stems: ReadonlySet<string> | undefined;

/** True when a folded password is among those that breaches have brought to light most often. */
export function isBreached(folded: string): boolean {
  marks ??= read('common-passwords.bin');
  const wanted = passwordMark(folded);
  let low = 0;
  let high = marks.length / 4 - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = marks.readUInt32BE(middle * 4);
    if (found === wanted) return true;
    if (found < wanted) low = middle + 1;
    else high = middle - 1;
  }
  return false;
}

/** Up to so many characters before and behind a word make no better password of it. */
const trimmings = 6;
const asLetters: Readonly<Record<string, string>> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '@': 'a',
  $: 's',
};

/**
 * True when a folded password is a word, or two, that everybody in Vietnam thinks of, with a few characters around it:
 * `matkhau123`, `@hanoi2024`, `m4tkh4u!!`.
 */
export function isVietnameseWord(folded: string, more: readonly string[] = []): boolean {
  stems ??= new Set(read('vietnamese-stems.txt').toString('utf8').split(/\s+/).filter(Boolean));
  const known = (text: string): boolean => stems!.has(text) || more.includes(text);
  const whole = (text: string): boolean => {
    if (known(text)) return true;
    for (let at = 3; at <= text.length - 3; at++) if (known(text.slice(0, at)) && known(text.slice(at))) return true;
    return false;
  };
  const plain = folded.replace(/[013451@$]/g, (sign) => asLetters[sign]!);
  for (const text of new Set([folded, plain]))
    for (let front = 0; front <= trimmings; front++)
      for (let back = 0; back <= trimmings; back++) {
        const middle = text.slice(front, text.length - back);
        if (middle.length < 3 || !trimmed(folded, front, back)) continue;
        if (whole(middle)) return true;
      }
  return false;
}

/** Only figures and signs count as trimmings: `minhanhnguyen` is no `minhanh` with something behind it. */
function trimmed(folded: string, front: number, back: number): boolean {
  const cut = folded.slice(0, front) + (back > 0 ? folded.slice(-back) : '');
  return /^[^\p{L}]*$/u.test(cut);
}
