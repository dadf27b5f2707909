import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';

/** What an answer may be written as in the file: see its beginning. */
export type Said =
  | string
  | number
  | boolean
  | null
  | readonly Said[]
  | { readonly from: number; readonly to: number; readonly step?: number }
  | { readonly days: readonly [number, number] }
  | { readonly months: number };

/** A case: answers by field; of a group its own answers, of a repeated one a list of them. */
export interface Case {
  readonly [field: string]: Said | Case | readonly Case[];
}

/** Made-up answers of a pack, for `dinh demo`. */
export interface AnswerFile {
  /** What is known of whoever files, so far as the directory does not say it. */
  readonly facts: Readonly<Record<string, string | readonly string[]>>;
  readonly fields: Case;
  readonly forms: Readonly<Record<string, readonly Case[]>>;
  /** Why some dossiers are refused after appraisal. */
  readonly refusals: readonly string[];
}

/** Reads `demonstration/answers.yaml`. A pack without it, an exported one, gives plain answers. */
export async function readAnswerFile(packFolder: string): Promise<AnswerFile> {
  const text = await readFile(join(packFolder, 'demonstration', 'answers.yaml'), 'utf8').catch(() => '{}');
  const { facts = {}, fields = {}, forms = {}, refusals = [] } = (parse(text) ?? {}) as Partial<AnswerFile>;
  return { facts, fields, forms, refusals };
}
