/** The YAML of a form, changed by pages and fields. */
import { type Path, YamlModel } from './yaml-model.ts';

export interface Words {
  vi: string;
  en: string;
}
export interface Option {
  value: string;
  label: Words;
}
export interface Field {
  key: string;
  type: string;
  label: Words;
  hint?: Words;
  required?: boolean | string;
  when?: string;
  min?: number | string;
  max?: number | string;
  maxLength?: number;
  options?: Option[];
  [more: string]: unknown;
}
export interface Page {
  key: string;
  title: Words;
  help?: Words;
  when?: string;
  /** The block that several forms share, from which the page is. */
  block?: string;
  fields: Field[];
}

export class FormModel extends YamlModel {
  /** @throws when the text is no YAML, or no form */
  constructor(text: string) {
    super(text);
    if (!Array.isArray(this.pages) || !this.pages.every((page) => Array.isArray(page?.fields))) throw new Error('not a form');
  }

  get pages(): Page[] {
    return ((this.value() as { pages?: Page[] } | null) ?? {}).pages as Page[];
  }

  /** Words in both languages; gone when neither is there. */
  setWords(path: Path, words: Partial<Words>): void {
    this.set(path, words.vi || words.en ? { vi: words.vi ?? '', en: words.en ?? '' } : undefined);
  }

  addField(page: number, after: number, field: Field): void {
    this.insert(['pages', page, 'fields'], field, after);
  }

  addPage(after: number, page: Page): void {
    this.insert(['pages'], page, after);
  }

  /** Puts a field at the end of another page. */
  moveToPage(page: number, field: number, to: number): void {
    const [item] = this.list(['pages', page, 'fields']).items.splice(field, 1);
    this.list(['pages', to, 'fields']).items.push(item);
  }
}

/** A key that no field of the form has yet. */
export function freshKey(pages: readonly Page[], base: string): string {
  const taken = new Set(pages.flatMap((page) => [page.key, ...page.fields.map((field) => field.key)]));
  for (let i = 1; ; i++) if (!taken.has(`${base}${i}`)) return `${base}${i}`;
}

/** A key out of words: “Số tầng hầm” → `soTangHam`; with a number when it is taken. */
export function keyOf(pages: readonly Page[], words: string): string {
  const plain = words.normalize('NFD').replaceAll(/\p{M}/gu, '').replaceAll(/[đĐ]/g, 'd').toLowerCase();
  const parts = plain.match(/[a-z0-9]+/g) ?? [];
  const key = parts
    .map((part, i) => (i === 0 ? part : part[0]!.toUpperCase() + part.slice(1)))
    .join('')
    .slice(0, 40);
  if (!/^[a-z]/.test(key)) return freshKey(pages, 'field');
  return pages.some((page) => page.key === key || page.fields.some((field) => field.key === key)) ? freshKey(pages, key) : key;
}
