import type { Text } from '@dinh/kernel';
import type { Field, FormDefinition, Page } from './definition.ts';
import { isRecord, own } from './data.ts';

/** A mistake in a definition and where it is: `pages[2].fields[0].when`. */
export interface Problem {
  readonly path: string;
  readonly reason: Text;
}

/** What a pack's `forms/_blocks/<key>.yaml` holds: pages, or fields, that several forms share. */
export interface Block {
  readonly key: string;
  readonly source?: string;
  readonly pages?: readonly Page[];
  readonly fields?: readonly Field[];
}

/**
 * Puts the blocks in: `- include: applicant` in a list of pages stands for the block's pages, in a list of fields
 * for its fields. What comes out is still to be judged by `checkForm`; a missing block is a problem here.
 */
export function resolveForm(
  written: unknown,
  blocks: Readonly<Record<string, unknown>>,
): { readonly form: FormDefinition; readonly problems: readonly Problem[] } {
  const problems: Problem[] = [];
  const blockOf = (key: unknown, part: 'pages' | 'fields', path: string): unknown[] => {
    const block = typeof key === 'string' && Object.hasOwn(blocks, key) ? blocks[key] : undefined;
    const list = own(block, part);
    if (Array.isArray(list)) return list;
    problems.push({
      path,
      reason: {
        vi: `không có khối “${String(key)}” với ${part}`,
        en: `there is no block "${String(key)}" with ${part}`,
      },
    });
    return [];
  };
  const putFields = (fields: unknown, path: string, depth: number): unknown => {
    if (!Array.isArray(fields) || depth > 8) return fields;
    return fields.flatMap((field, i): unknown[] => {
      const at = `${path}[${i}]`;
      const include = own(field, 'include');
      if (include !== undefined) {
        const put = putFields(blockOf(include, 'fields', `${at}.include`), at, depth + 1);
        return Array.isArray(put) ? put : [];
      }
      return isRecord(field) && field['fields']
        ? [{ ...field, fields: putFields(field['fields'], `${at}.fields`, depth + 1) }]
        : [field];
    });
  };
  const pages = own(written, 'pages');
  const put = Array.isArray(pages)
    ? pages.flatMap((page, i): unknown[] => {
        const include = own(page, 'include');
        const taken = include === undefined ? [page] : blockOf(include, 'pages', `pages[${i}].include`);
        return taken.map((one) =>
          isRecord(one)
            ? {
                ...one,
                ...(include !== undefined && { block: include }),
                fields: putFields(one['fields'], `pages[${i}].fields`, 0),
              }
            : one,
        );
      })
    : pages;
  const form = isRecord(written) ? { ...written, pages: put } : written;
  return { form: form as FormDefinition, problems };
}

/** The form without the pages that came from these blocks; for places that keep the applicant by other means. */
export function withoutBlocks(form: FormDefinition, blocks?: readonly string[]): FormDefinition {
  return {
    ...form,
    pages: form.pages.filter((page) => !page.block || (blocks && !blocks.includes(page.block))),
  };
}

/** The form with the pages of these blocks alone: what the desk asks for when it takes in a paper dossier. */
export function onlyBlocks(form: FormDefinition, blocks: readonly string[]): FormDefinition {
  return {
    ...form,
    pages: form.pages.filter((page) => page.block !== undefined && blocks.includes(page.block)),
  };
}
