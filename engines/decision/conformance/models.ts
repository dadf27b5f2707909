/** Opens the model of a test with those that it imports. */
import { existsSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { readDmn, xmlText } from '@dinh/decision';
import type { DecisionModel } from '@dinh/decision';

/**
 * The model `name` of a test folder (the only one when the test names none) with everything that it
 * imports. Throws when there is no such file or it is no DMN.
 */
export async function openModel(folder: string, name: string): Promise<DecisionModel> {
  const path = modelPath(folder, name);
  const xml = textOf(path);
  return await readDmn(xml, { imports: importsOf(path, xml, folder) });
}

/** The text of a file of the kit, whatever its encoding. */
export const textOf = (path: string): string => xmlText(readFileSync(path));

function modelPath(folder: string, name: string): string {
  if (name && existsSync(join(folder, name))) return join(folder, name);
  const [only, ...more] = modelsIn(folder).filter((file) => dirname(file) === folder);
  if (only === undefined || name || more.length > 0) throw new Error(`There is no model ${name}.`);
  return only;
}

/** All files below a folder, in order, behind links too; what cannot be looked into is left out. Throws for the folder itself. */
export function filesIn(folder: string): string[] {
  const files: string[] = [];
  const seen = new Set([realpathSync(folder)]);
  const walk = (at: string, names: readonly string[]): void => {
    for (const name of names) {
      const path = join(at, name);
      try {
        if (!statSync(path).isDirectory()) files.push(path);
        // A link may lead back to where it stands.
        else if (seen.size < seen.add(realpathSync(path)).size) walk(path, readdirSync(path));
      } catch {
        // A link to nothing, or a folder of somebody else.
      }
    }
  };
  walk(folder, readdirSync(folder));
  return files.sort();
}

function modelsIn(folder: string): string[] {
  return filesIn(folder).filter((file) => file.endsWith('.dmn'));
}

/** The texts of all models that a model needs, itself left out: by `locationURI`, else by namespace. */
function importsOf(path: string, xml: string, folder: string): string[] {
  const found = new Map<string, string>([[path, xml]]);
  const open = [{ path, xml }];
  for (let next = open.pop(); next; next = open.pop()) {
    for (const wanted of importElements(next.xml)) {
      const file = locate(wanted, next.path, folder);
      if (file === null || found.has(file)) continue;
      const text = textOf(file);
      found.set(file, text);
      open.push({ path: file, xml: text });
    }
  }
  found.delete(path);
  return [...found.values()];
}

interface ImportElement {
  readonly namespace: string;
  readonly location: string;
}

function importElements(xml: string): ImportElement[] {
  return [...xml.matchAll(/<(?:[\w-]+:)?import\s([^>]*)>/g)].map(([, attributes = '']) => ({
    namespace: attribute(attributes, 'namespace'),
    location: attribute(attributes, 'locationURI'),
  }));
}

function attribute(text: string, name: string): string {
  return new RegExp(`(?:^|\\s)${name}\\s*=\\s*["']([^"']*)["']`).exec(text)?.[1] ?? '';
}

function locate({ namespace, location }: ImportElement, from: string, folder: string): string | null {
  const named = join(dirname(from), location);
  if (location.endsWith('.dmn') && existsSync(named)) return named;
  return modelsIn(folder).find((file) => file !== from && namespaceOf(file) === namespace) ?? null;
}

function namespaceOf(file: string): string {
  const root = /<(?:[\w-]+:)?definitions\s([^>]*)>/.exec(textOf(file));
  return attribute(root?.[1] ?? '', 'namespace');
}
