import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { root } from './paths.ts';

/** A workspace: its folder, the layer that this puts it in, and what its package.json lets it import. */
export interface Workspace {
  readonly name: string;
  readonly folder: string;
  readonly layer: Layer;
  readonly dependencies: readonly string[];
}

export type Layer = 'kernel' | 'ui' | 'engines' | 'apps' | 'platform' | 'testing';

/** Who may name whom in package.json. Engines have no pages, with three exceptions. */
const mayUse: Readonly<Record<Layer, readonly Layer[]>> = {
  kernel: [],
  ui: ['kernel'],
  engines: ['kernel', 'engines'],
  apps: ['kernel', 'engines', 'ui'],
  platform: ['kernel', 'engines', 'ui', 'apps'],
  testing: ['kernel', 'ui'],
};
// Signing in, drawing forms, and the sandbox's page, which stands where a payment provider's own page would.
const enginesWithPages = ['@dinh/identity', '@dinh/forms', '@dinh/payments'];

/** The order in which schemas are made: a module reads published views of its own layer and those below. */
const height: Readonly<Record<Layer, number>> = {
  kernel: 0,
  ui: 1,
  engines: 1,
  apps: 2,
  platform: 3,
  testing: 4,
};

const manifest = (folder: string) =>
  JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8')) as {
    name: string;
    dependencies?: Record<string, string>;
    optionalDependencies?: Record<string, string>;
    devDependencies?: Record<string, string>;
  };
const tools = Object.keys(manifest('.').devDependencies ?? {});

export function readWorkspaces(): Workspace[] {
  const files = globSync('{kernel,ui,platform,testing,engines/*,apps/*}/package.json', { cwd: root });
  return files.sort().map((file) => {
    const folder = dirname(file);
    const { name, dependencies = {}, optionalDependencies = {} } = manifest(folder);
    const all = Object.keys({ ...dependencies, ...optionalDependencies });
    return { name, folder, layer: folder.split('/')[0] as Layer, dependencies: all };
  });
}

/** Breaches of the table of layers, and circles. */
export function checkDependencies(workspaces: readonly Workspace[]): string[] {
  const byName = new Map(workspaces.map((one) => [one.name, one]));
  const breaches: string[] = [];
  const visit = (one: Workspace, path: readonly string[]): void => {
    if (path.includes(one.name)) return void breaches.push(`circle: ${[...path, one.name].join(' → ')}`);
    for (const name of one.dependencies) {
      const used = byName.get(name);
      if (!used) continue;
      const allowed = mayUse[one.layer].includes(used.layer) || (used.layer === 'ui' && enginesWithPages.includes(one.name));
      if (!allowed && path.length === 0) breaches.push(`${one.folder}/package.json may not use ${name}`);
      visit(used, [...path, one.name]);
    }
  };
  for (const one of workspaces) visit(one, []);
  return [...new Set(breaches)];
}

/** The source files of a workspace, as paths from the root. */
export function sourceFiles(workspace: Workspace, endings: readonly string[] = ['ts']): string[] {
  return globSync(
    endings.map((ending) => `${workspace.folder}/**/*.${ending}`),
    {
      cwd: root,
      exclude: (path) => path.endsWith('node_modules') || path.endsWith('dist'),
    },
  ).sort();
}

/** Tests and what only they use: `x.test.ts`, `testing.ts`, `test-house.ts`, what stands in `test/` or `conformance/`. */
const isTest = (file: string): boolean => /\.test\.ts$|\/test(ing|-[\w-]+)\.ts$|\/(test|conformance)\//.test(file);

/** `import … from 'x'`, `export … from 'x'`, `import 'x'`, `import('x')`. */
const importing = /^(?:import|export)\s[^'";]*?from\s+'([^'\n]+)'|^import\s+'([^'\n]+)'|\bimport\(\s*'([^'\n]+)'\s*\)/gm;

/** Imports that climb out of the package, go behind another one's door, or are not declared. */
export function checkImports(workspace: Workspace, file: string, text: string): string[] {
  const breaches: string[] = [];
  const test = isTest(file) || workspace.layer === 'testing';
  for (const [, ...names] of withoutComments(text).matchAll(importing)) {
    const name = names.find((one) => one !== undefined);
    if (name === undefined || name.startsWith('node:')) continue;
    if (name.startsWith('.')) {
      const target = relative(join(root, workspace.folder), resolve(root, dirname(file), name));
      if (target.startsWith('..')) breaches.push(`${file}: ${name} leaves the package`);
      continue;
    }
    const owner = name
      .split('/')
      .slice(0, name.startsWith('@') ? 2 : 1)
      .join('/');
    if (name.startsWith('@dinh/') && name !== owner) breaches.push(`${file}: ${name} goes behind the door of ${owner}`);
    const declared = workspace.dependencies.includes(owner) || owner === workspace.name;
    const forTests = test && (owner === '@dinh/testing' || tools.includes(owner));
    if (!declared && !forTests) breaches.push(`${file}: ${owner} is not in the package's dependencies`);
  }
  return breaches;
}

/** The PostgreSQL schemas that the workspaces' migrations make, with the workspace of each. */
export function readSchemas(workspaces: readonly Workspace[]): Map<string, Workspace> {
  const schemas = new Map<string, Workspace>();
  for (const one of workspaces) {
    for (const file of globSync(`${one.folder}/migrations/*.sql`, { cwd: root })) {
      const text = readFileSync(join(root, file), 'utf8');
      for (const [, name] of text.matchAll(/create schema (?:if not exists )?(\w+)/gi)) schemas.set(name!, one);
    }
  }
  return schemas;
}

/** SQL that touches a table of another module: only its views `v_…` are published, and keys to refer to. */
export function checkSchemas(
  workspace: Workspace,
  file: string,
  text: string,
  schemas: ReadonlyMap<string, Workspace>,
): string[] {
  if (isTest(file)) return [];
  const breaches: string[] = [];
  const named = /\b(from|join|into|update|only|table|references|on)\s+(\w+)\.(\w+)/gi;
  for (const [, how, schema, table] of withoutComments(text).matchAll(named)) {
    const owner = schemas.get(schema!);
    if (!owner || owner === workspace || workspace.layer === 'testing') continue;
    if (height[owner.layer] > height[workspace.layer]) breaches.push(`${file}: ${schema}.${table} is in a layer above`);
    else if (!table!.startsWith('v_') && how!.toLowerCase() !== 'references')
      breaches.push(`${file}: ${schema}.${table} belongs to ${owner.name} and is not a published view`);
  }
  return breaches;
}

/** Time taken from anywhere but the kernel's clock: rules of days and hours could not be tested. */
export function checkTime(workspace: Workspace, file: string, text: string): string[] {
  if (isTest(file) || workspace.layer === 'testing' || file === 'kernel/src/clock.ts') return [];
  if (file.startsWith('ui/src/islands/')) return []; // in the browser the person's own clock is what counts
  const hasSql = workspace.layer !== 'kernel' && (file.endsWith('.sql') || /\bsql[<`]/.test(text));
  const inSql =
    /(?<![.\w])(now|clock_timestamp|statement_timestamp|transaction_timestamp)\(\)|\b(current_timestamp|localtimestamp)\b|(?<![.\w])current_date\b/i;
  const inCode = /\bDate\.now\(\)|\bnew Date\(\s*\)|\bTemporal\.Now\b/;
  return withoutComments(text)
    .split('\n')
    .flatMap((line, i) => {
      const found = inCode.exec(line) ?? (hasSql ? inSql.exec(line) : null);
      return found ? [`${file}:${i + 1}: ${found[0]} (take the time from the clock)`] : [];
    });
}

/** Blanks comments out, keeping lines; good enough for code that is formatted alike everywhere. */
function withoutComments(text: string): string {
  return text
    .replace(/\/\*[\s\S]*?\*\//g, (comment) => comment.replace(/[^\n]/g, ' '))
    .replace(/^\s*(\/\/|--).*$/gm, '')
    .replace(/\s(\/\/|--)\s.*$/gm, '');
}
