import { checkModel, readDmn, resolveImports } from '@dinh/decision';
import { checkForm, type FormDefinition, resolveForm } from '@dinh/forms';
import { checker, type Definition, type PackFolder, type PackPart } from '@dinh/kernel';
import { FormBlock, placeOf } from '../form-blocks.ts';
import { ResultType } from '../model.ts';
import { Ruleset } from '../ruleset.ts';

interface Item {
  readonly key: string;
  readonly body: unknown;
  readonly source: string;
  readonly effectiveFrom?: string;
}

const define =
  (part: string, kind: string): PackPart<Item[]>['load'] =>
  async (load, items) => {
    for (const item of items) await load.define(part, { kind, ...item });
  };

/** A body as its file has it; where it is from stands in the file too. */
const withSource = ({ body, source }: Definition): Record<string, unknown> =>
  body.source === undefined && source !== 'ours' ? { ...body, source } : body;

/** `rulesets.yaml`: the rules of the one-stop by period. Kind `ruleset`; `one-stop` is the one in force on a day. */
export const rulesetsPart: PackPart<Item[]> = {
  name: 'rulesets',
  async read(folder) {
    const document = await folder.yaml<{ rulesets: Ruleset[] }>('rulesets.yaml');
    return (document?.value.rulesets ?? []).flatMap((ruleset, i) => {
      const body = JSON.parse(JSON.stringify(ruleset)) as Ruleset & { source: string };
      const from = body.effectiveFrom.slice(0, 10);
      if (!checker(Ruleset).Check(body)) {
        const [error] = checker(Ruleset).Errors(body);
        folder.problem('rulesets.yaml', document!.line(['rulesets', i]), `${error?.instancePath} ${error?.message}`);
        return [];
      }
      return [{ key: body.key, body: { ...body, effectiveFrom: from }, source: body.source, effectiveFrom: from }];
    });
  },
  load: define('rulesets', 'ruleset'),
  async save(save) {
    save.yaml('rulesets.yaml', { rulesets: (await save.definitions('ruleset')).map(withSource) });
  },
};

/** `decisions/*.dmn`: fee tables and other decisions, as DMN. */
export const decisionsPart: PackPart<Item[]> = {
  name: 'decisions',
  async read(folder) {
    const items: Item[] = [];
    for (const file of await folder.files('decisions', '.dmn')) {
      const dmn = await folder.text(file);
      try {
        await readDmn(dmn);
      } catch (error) {
        folder.problem(file, 1, (error as Error).message);
        continue;
      }
      const source = /<description>\s*source:\s*([^<.]*)/.exec(dmn)?.[1]?.trim() ?? 'ours';
      items.push({ key: file.slice('decisions/'.length, -'.dmn'.length), body: { dmn }, source });
    }
    return items;
  },
  async check(items, _others, folder) {
    const all = items.map(({ key, body }) => ({ key, dmn: (body as { dmn: string }).dmn }));
    for (const { key, dmn } of all) {
      const { models, problems } = resolveImports(key, dmn, all);
      const imports = models.map((one) => one.dmn);
      const found = problems.length > 0 ? [] : await checkModel(dmn, { imports });
      for (const { line, message } of [...problems, ...found.filter(({ severity }) => severity === 'error')])
        folder.problem(`decisions/${key}.dmn`, line, message.en);
    }
  },
  load: define('decisions', 'decision'),
  async save(save) {
    for (const { key, body } of await save.definitions('decision')) save.text(`decisions/${key}.dmn`, body.dmn);
  },
};

const blocksOf = new WeakMap<PackFolder, Promise<FormBlock[]>>();

/** The blocks of a pack; read once, so that a mistake in them is told once. */
function readBlocks(folder: PackFolder): Promise<FormBlock[]> {
  const found = blocksOf.get(folder) ?? readBlockFiles(folder);
  blocksOf.set(folder, found);
  return found;
}

async function readBlockFiles(folder: PackFolder): Promise<FormBlock[]> {
  const blocks: FormBlock[] = [];
  for (const file of await folder.files('forms/_blocks', '.yaml')) {
    const document = await folder.yaml<FormBlock>(file);
    if (!document) continue;
    const [error] = checker(FormBlock).Errors(document.value);
    const place = error?.instancePath.split('/').slice(1) ?? [];
    if (error)
      folder.problem(
        file,
        document.line(place.map((p) => (/^\d+$/.test(p) ? Number(p) : p))),
        `${error.instancePath} ${error.message}`,
      );
    else blocks.push(document.value);
  }
  return blocks;
}

/** `forms/_blocks/*.yaml`: pages that several forms share. Kind `form-block`. */
export const formBlocksPart: PackPart<FormBlock[]> = {
  name: 'form-blocks',
  read: readBlocks,
  async load(load, blocks) {
    for (const body of blocks) await load.define('form-blocks', { kind: 'form-block', key: body.key, body, source: body.source });
  },
  async save(save) {
    for (const { key, body } of await save.definitions<FormBlock>('form-block')) save.yaml(`forms/_blocks/${key}.yaml`, body);
  },
};

/** `forms/*.yaml` with the blocks of `forms/_blocks` put in. */
export const formsPart: PackPart<Item[]> = {
  name: 'forms',
  async read(folder) {
    const blocks = Object.fromEntries((await readBlocks(folder)).map((block) => [block.key, block]));
    const items: Item[] = [];
    for (const file of (await folder.files('forms', '.yaml')).filter((name) => !name.startsWith('forms/_'))) {
      const document = await folder.yaml<{ key: string; source?: string }>(file);
      if (!document) continue;
      const { form, problems } = resolveForm(document.value, blocks);
      const all = problems.length > 0 ? problems : checkForm(form);
      for (const { path, reason } of all) folder.problem(file, document.line(steps(path)), `${path}: ${reason.en}`);
      items.push({ key: document.value.key, body: form, source: document.value.source ?? 'ours' });
    }
    return items;
  },
  load: define('forms', 'form'),
  // Where a form has a block as it is, it includes it; pages that it has made its own stand in its file.
  async save(save) {
    const blocks = (await save.definitions<FormBlock>('form-block')).map(({ body }) => body);
    for (const form of await save.definitions<FormDefinition>('form')) {
      let pages: unknown[] = [...form.body.pages];
      for (const block of blocks) {
        const at = placeOf(block, form.body.pages);
        if (at < 0) continue;
        const first = pages.indexOf(form.body.pages[at]!);
        pages = pages.toSpliced(first, block.pages.length, { include: block.key });
      }
      save.yaml(`forms/${form.key}.yaml`, { ...withSource(form), pages });
    }
  },
};

/** `pages[2].fields[0].when` → `['pages', 2, 'fields', 0, 'when']`. */
function steps(path: string): (string | number)[] {
  return [...path.matchAll(/\[(\d+)\]|[^.[\]]+/g)].map((m) => (m[1] === undefined ? m[0] : Number(m[1])));
}

/** `results/*.yaml`: what a settled dossier ends in. */
export const resultTypesPart: PackPart<Item[]> = {
  name: 'result-types',
  async read(folder) {
    const items: Item[] = [];
    for (const file of await folder.files('results', '.yaml')) {
      const document = await folder.yaml(file);
      if (!document) continue;
      const list = (
        Array.isArray(document.value) ? document.value : ((document.value as { results?: unknown[] }).results ?? [document.value])
      ) as (ResultType & { source?: string })[];
      list.forEach((body, i) => {
        if (checker(ResultType).Check(body)) items.push({ key: body.key, body, source: body.source ?? 'ours' });
        else {
          const [error] = checker(ResultType).Errors(body);
          folder.problem(file, document.line(['results', i]), `${error?.instancePath} ${error?.message}`);
        }
      });
    }
    return items;
  },
  load: define('result-types', 'result-type'),
  async save(save) {
    for (const type of await save.definitions('result-type')) save.yaml(`results/${type.key}.yaml`, withSource(type));
  },
};
