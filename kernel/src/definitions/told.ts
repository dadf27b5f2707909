import { Type } from 'typebox';
import type { Text } from '../text.ts';

/**
 * How a part of a body is shown to officers who read, edit and compare it; it stands in the schema beside the keywords
 * of JSON Schema. What has no label is called by its name.
 */
export interface Told {
  readonly label: Text;
  readonly hint?: Text;
  /**
   * What its value names, so that it is picked from a list: `unit`, `role`, `permission`, `event`, `field` (of the form
   * that the body names), or a kind of definition. Of a table: what its keys name.
   */
  readonly names?: string;
  /** `feel`: an expression; `lines`: several lines; `day`, `month-day`, `duration`, `code`: how it is written. */
  readonly as?: 'feel' | 'lines' | 'day' | 'month-day' | 'duration' | 'code';
  /** Of a list: how one of its entries is called, `a component`. */
  readonly one?: Text;
}

type More = Omit<Told, 'label'>;

/**
 * Options for a schema of TypeBox: what officers read in place of its name.
 * @example fee: Type.String(told('Bảng phí', 'Fee table', { names: 'decision' }))
 */
export const told = (vi: string, en: string, more: More = {}): { 'x-told': Told } => ({
  'x-told': { label: { vi, en }, ...more },
});

/** How a part of a schema is shown; undefined for one that says nothing. */
export const toldOf = (schema: object): Told | undefined => (schema as { 'x-told'?: Told })['x-told'];

/** A text in both languages. */
export const inWords = (vi: string, en: string, more?: More, least = 0) =>
  Type.Object({ vi: Type.String({ minLength: least }), en: Type.String({ minLength: least }) }, told(vi, en, more));
/** A key or another word that programs read. */
export const inCode = (vi: string, en: string, more?: More) => Type.String(told(vi, en, { as: 'code', ...more }));
export const inFeel = (vi: string, en: string, more?: More) => Type.String(told(vi, en, { as: 'feel', ...more }));
/** Where something is from. */
export const sourceText = Type.String({
  minLength: 1,
  ...told('Nguồn, căn cứ', 'Source', {
    hint: { vi: 'law …, seed …, hoặc ours', en: 'law …, seed …, or ours' },
  }),
});
