import { type App, localDate, type Module, type PackFolder, type PackPart } from '@dinh/kernel';
import type { Json } from './json.ts';
import type { RenderedDocument } from './render.ts';
import { type TemplateBody, templateKind } from './template-kind.ts';
import { type PrintOptions, templateSet, type TemplateEntry, type TemplateSet } from './templates.ts';

interface Item {
  readonly key: string;
  readonly body: TemplateBody;
  readonly source: string;
}

/**
 * `templates/templates.yaml` and the Typst files beside it: each file a definition of kind `template`, with the data of
 * `templates/examples` by which it is shown and checked.
 */
const templatesPart: PackPart<Item[]> = {
  name: 'templates',
  async read(folder) {
    const index = await folder.yaml<{ templates: TemplateEntry[] }>('templates/templates.yaml');
    const entries = new Map((index?.value.templates ?? []).map((entry) => [entry.file, entry]));
    const files = [...(await folder.files('templates', '.typ')), ...(await folder.files('templates', '.svg'))];
    for (const [i, { file }] of (index?.value.templates ?? []).entries())
      if (!files.includes(`templates/${file}`))
        folder.problem('templates/templates.yaml', index!.line(['templates', i]), `there is no file templates/${file}`);
    return Promise.all(
      files.map(async (path) => {
        const file = path.slice('templates/'.length);
        const entry = entries.get(file);
        return {
          key: file,
          body: {
            ...(entry && { entry }),
            text: await folder.text(path),
            ...(await exampleOf(folder, file)),
          },
          source: entry?.source ?? 'ours',
        };
      }),
    );
  },
  async load(load, items) {
    for (const item of items) await load.define('templates', { kind: 'template', ...item });
  },
  async save(save) {
    const all = await save.definitions<TemplateBody>('template');
    save.yaml('templates/templates.yaml', { templates: all.flatMap(({ body }) => body.entry ?? []) });
    for (const { key, body } of all) {
      save.text(`templates/${key}`, body.text);
      if (body.example)
        save.text(`templates/examples/${key.replace(/\.typ$/, '.json')}`, `${JSON.stringify(body.example, null, 2)}\n`);
    }
  },
};

async function exampleOf(folder: PackFolder, file: string): Promise<Pick<TemplateBody, 'example'>> {
  const path = `templates/examples/${file.replace(/\.typ$/, '.json')}`;
  if (!file.endsWith('.typ') || !(await folder.exists(path))) return {};
  const example = await folder.yaml<Record<string, unknown>>(path); // JSON is YAML
  return example ? { example: example.value } : {};
}

const sets = new WeakMap<App, { day: string; at: number; set: TemplateSet }>();

/** The templates in force on a day; read once a minute. */
async function templatesOn(app: App, day: string): Promise<TemplateSet> {
  const last = sets.get(app);
  if (last && last.day === day && performance.now() - last.at < 60_000) return last.set;
  const found = await app.definitions.allAt<Item['body']>('template', day);
  const set = templateSet(
    found.flatMap((d) => (d.body.entry ? [d.body.entry] : [])),
    Object.fromEntries(found.map((d) => [d.key, d.body.text])),
  );
  sets.set(app, { day, at: performance.now(), set });
  return set;
}

/**
 * Prints data on a template of the pack as it stood on the day of `at`.
 * @param data dates ISO 8601, money whole đồng; the template's head says what it takes.
 * @throws templateMissing, templateFailed
 */
export async function printPaper(
  app: App,
  key: string,
  data: { [key: string]: Json | undefined },
  options: PrintOptions & { at: Date },
): Promise<RenderedDocument> {
  return (await templatesOn(app, localDate(options.at))).print(key, data, options);
}

/**
 * The template of a paper in force on the day of `at`, for what prints it later.
 * @throws Error where there is none, or it has no number in the ruleset
 */
export async function paperTemplate(
  app: App,
  key: string,
  { ruleset, at }: { readonly ruleset: string; readonly at: Date },
): Promise<TemplateEntry> {
  const all = await app.definitions.inForce<TemplateBody>('template', localDate(at));
  const entry = all.find(({ body }) => body.entry?.key === key)?.body.entry;
  if (!entry) throw new Error(`no template ${key} of a paper is in force`);
  if (entry.forms && !entry.forms.some((form) => form.ruleset === ruleset))
    throw new Error(`the template ${key} has no number in the ruleset ${ruleset}`);
  return entry;
}

/** The engine's part in the program: templates as dated definitions. */
export const module: Module = {
  name: 'records',
  title: { vi: 'Văn bản giấy', en: 'Papers' },
  definitionKinds: [templateKind],
  packParts: [templatesPart],
};
