import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { templateMissing } from './errors.ts';
import type { Json } from './json.ts';
import { renderDocument } from './printer.ts';
import type { RenderedDocument } from './render.ts';

/** One number under which a form is printed: the same body has another number and title in another ruleset. */
export type FormNumber = {
  ruleset: string;
  number: string;
  title: { vi: string; en: string };
  instrument: string;
  source: string;
};

/** One line of a pack's `templates.yaml`. */
export type TemplateEntry = {
  key: string;
  file: string;
  title: { vi: string; en: string };
  paper: string;
  forms?: FormNumber[];
  source: string;
};

export type PrintOptions = { ruleset?: string; at?: Date };

/** The templates of a pack, ready to print. */
export type TemplateSet = {
  entries: TemplateEntry[];
  /**
   * Prints data on the template `key`. With a ruleset the template is told its number and title there
   * (`data.form = { number, title, instrument }`).
   * @throws templateMissing when there is no such template or it has no number in that ruleset; templateFailed
   */
  print(key: string, data: { [key: string]: Json | undefined }, options?: PrintOptions): Promise<RenderedDocument>;
};

/** Makes a set out of the entries of an index and the files that stand beside it, by name. */
export function templateSet(entries: TemplateEntry[], files: Record<string, string>): TemplateSet {
  const byKey = new Map(entries.map((entry) => [entry.key, entry]));
  const assets = Object.fromEntries(Object.entries(files).filter(([name]) => !entries.some(({ file }) => file === name)));
  return {
    entries,
    async print(key, data, { ruleset, at } = {}) {
      const entry = byKey.get(key);
      const template = entry && files[entry.file];
      if (!entry || template === undefined) throw templateMissing({ template: key });
      const form = ruleset === undefined ? undefined : entry.forms?.find((one) => one.ruleset === ruleset);
      if (entry.forms && ruleset !== undefined && !form) {
        throw templateMissing({ template: `${key} (${ruleset})` });
      }
      const numbered = form
        ? { ...data, form: { number: form.number, title: form.title.vi, instrument: form.instrument } }
        : data;
      return renderDocument({ template, data: numbered, assets, at, name: entry.file });
    },
  };
}

/** Reads `templates.yaml` of a folder and the Typst and SVG files beside it. */
export async function readTemplates(folder: string): Promise<TemplateSet> {
  const { parse } = await import('yaml');
  const names = (await readdir(folder)).filter((name) => /\.(typ|svg)$/.test(name));
  const files = await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const));
  const index = parse(await readFile(join(folder, 'templates.yaml'), 'utf8')) as {
    templates: TemplateEntry[];
  };
  return templateSet(index.templates, Object.fromEntries(files));
}
