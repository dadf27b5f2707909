/** The YAML of a form as a document that keeps what an editor does not touch: comments, order, fields it does not know. */
import { type Document, isSeq, parseDocument, type YAMLSeq } from 'yaml';

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
  fields: Field[];
}

export class FormModel {
  #document: Document;

  /** @throws when the text is no YAML, or no form */
  constructor(text: string) {
    this.#document = parseDocument(text);
    if (this.#document.errors.length > 0) throw this.#document.errors[0]!;
    if (!Array.isArray(this.pages) || !this.pages.every((page) => Array.isArray(page?.fields)))
      throw new Error('not a form');
  }

  get pages(): Page[] {
    return ((this.#document.toJS() as { pages?: Page[] } | null) ?? {}).pages as Page[];
  }

  text(): string {
    return this.#document.toString({ lineWidth: 110 });
  }

  /** Sets a property, or takes it away when `value` is undefined or empty. */
  set(path: readonly (string | number)[], value: unknown): void {
    const empty = value === undefined || value === '' || (Array.isArray(value) && value.length === 0);
    if (empty) this.#document.deleteIn(path);
    else this.#document.setIn(path, this.#document.createNode(value));
  }

  /** Words in both languages; gone when neither is there. */
  setWords(path: readonly (string | number)[], words: Partial<Words>): void {
    this.set(path, words.vi || words.en ? { vi: words.vi ?? '', en: words.en ?? '' } : undefined);
  }

  addField(page: number, after: number, field: Field): void {
    this.#list(['pages', page, 'fields']).items.splice(after + 1, 0, this.#document.createNode(field));
  }

  addPage(after: number, page: Page): void {
    this.#list(['pages']).items.splice(after + 1, 0, this.#document.createNode(page));
  }

  remove(path: readonly (string | number)[]): void {
    this.#document.deleteIn(path);
  }

  /** Moves an entry of a list by one place, up (-1) or down (1). */
  move(list: readonly (string | number)[], at: number, by: -1 | 1): boolean {
    const { items } = this.#list(list);
    if (at + by < 0 || at + by >= items.length) return false;
    const [item] = items.splice(at, 1);
    items.splice(at + by, 0, item);
    return true;
  }

  /** Puts a field at the end of another page. */
  moveToPage(page: number, field: number, to: number): void {
    const [item] = this.#list(['pages', page, 'fields']).items.splice(field, 1);
    this.#list(['pages', to, 'fields']).items.push(item);
  }

  #list(path: readonly (string | number)[]): YAMLSeq {
    const found = this.#document.getIn(path, true);
    if (!isSeq(found)) throw new Error(`${path.join('.')} is no list`);
    return found;
  }
}

/** A key that no field of the form has yet. */
export function freshKey(pages: readonly Page[], base: string): string {
  const taken = new Set(pages.flatMap((page) => [page.key, ...page.fields.map((field) => field.key)]));
  for (let i = 1; ; i++) if (!taken.has(`${base}${i}`)) return `${base}${i}`;
}
