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
  return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/[đĐ]/g, 'd').toLowerCase().normalize('NFC');
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
