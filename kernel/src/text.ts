/** The two languages of every screen. Vietnamese is the one people read first. */
export type Lang = 'vi' | 'en';

/** A sentence or label in both languages. */
export interface Text {
  readonly vi: string;
  readonly en: string;
}

/**
 * Folds a Vietnamese text for comparison: NFC, lower case, no accents, đ → d.
 * The SQL twin is `kernel.fold(text)`; both give the same characters.
 */
export function fold(text: string): string {
  if (text.length > longestByTable) return foldAny(text);
  folds ??= foldsOfLatin();
  const codes: number[] = [];
  for (let i = 0; i < text.length; i++) {
    const folded = folds[text.charCodeAt(i)] ?? unknown;
    if (folded === unknown) return foldAny(text);
    if (folded !== nothing) codes.push(folded);
  }
  return String.fromCharCode(...codes);
}

function foldAny(text: string): string {
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().normalize('NFC');
}

/** By code: what a character of Latin script, or a mark above one, becomes whatever stands beside it. */
let folds: Uint16Array | undefined;
const nothing = 0xffff;
const unknown = 0xfffe;
const longestByTable = 1000;

function foldsOfLatin(): Uint16Array {
  const table = new Uint16Array(0x1f00).fill(unknown);
  for (let code = 0; code < table.length; code++) {
    if (code >= 0x370 && code < 0x1e00) continue; // other scripts, some of whose letters look at their neighbours
    const folded = foldAny(String.fromCharCode(code));
    table[code] = folded === '' ? nothing : folded.charCodeAt(0);
  }
  return table;
}

/** Brings typed text to the form in which it is stored: NFC, trimmed, without control characters. */
export function clean(text: string): string {
  return (
    text
      .normalize('NFC')
      // oxlint-disable-next-line no-control-regex -- they are what is taken out
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
      .trim()
  );
}
