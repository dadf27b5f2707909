import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  checkDependencies,
  checkImports,
  checkSchemas,
  checkTime,
  readSchemas,
  readWorkspaces,
  sourceFiles,
  type Workspace,
} from './architecture.ts';
import { root } from './paths.ts';

const workspaces = readWorkspaces();
const schemas = readSchemas(workspaces);
const read = (file: string): string => readFileSync(join(root, file), 'utf8');

/** Applies a rule to every file of every workspace. */
function everywhere(rule: (one: Workspace, file: string, text: string) => string[], endings?: string[]): string[] {
  return workspaces.flatMap((one) => sourceFiles(one, endings).flatMap((file) => rule(one, file, read(file))));
}

describe('The architecture', () => {
  test('Imports go down only: kernel ← engines, ui ← apps ← platform, and never in a circle', () => {
    assert.deepEqual(checkDependencies(workspaces), []);
  });

  test('A package imports what it declares, through the door, and nothing outside its folder', () => {
    assert.deepEqual(everywhere(checkImports), []);
  });

  test('A module reads only the published views of another schema', () => {
    assert.deepEqual(
      everywhere((one, file, text) => checkSchemas(one, file, text, schemas), ['ts', 'sql']),
      [],
    );
  });

  test('Time comes from the clock of the kernel', () => {
    assert.deepEqual(everywhere(checkTime, ['ts', 'sql']), []);
  });

  test('No file is longer than 500 lines', (t) => {
    const long = everywhere((_, file, text) => {
      const lines = text.split('\n').length;
      if (lines > 300 && lines <= 500) t.diagnostic(`${file} has ${lines} lines; 300 are enough for one thing`);
      return lines > 500 ? [`${file} has ${lines} lines`] : [];
    });
    assert.deepEqual(long, []);
  });
});

describe('The rules of the architecture see a breach', () => {
  const make = (name: string, folder: string, ...dependencies: string[]): Workspace => {
    return { name, folder, layer: folder.split('/')[0] as Workspace['layer'], dependencies };
  };
  const forms = make('@dinh/forms', 'engines/forms');
  const oneStop = make('@dinh/one-stop', 'apps/one-stop', '@dinh/forms');
  const services = make('@dinh/services', 'apps/services', '@dinh/one-stop');

  test('in package.json: an app that uses an app, and a circle', () => {
    assert.deepEqual(checkDependencies([forms, oneStop, services]), ['apps/services/package.json may not use @dinh/one-stop']);
    const a = make('@dinh/a', 'engines/a', '@dinh/b');
    const b = make('@dinh/b', 'engines/b', '@dinh/a');
    assert.match(checkDependencies([a, b])[0]!, /^circle: @dinh\/a → @dinh\/b → @dinh\/a$/);
  });

  test('in an import', () => {
    const file = 'apps/one-stop/src/index.ts';
    const breaches = (text: string): number => checkImports(oneStop, file, text).length;
    assert.equal(breaches(`import { x } from '@dinh/forms';\nimport type { y } from './y.ts';`), 0);
    assert.equal(breaches(`import { x } from '@dinh/forms/src/x.ts';`), 1);
    assert.equal(breaches(`export * from '../../services/src/index.ts';`), 1);
    assert.equal(breaches(`import 'lodash';`), 1);
    assert.equal(breaches(`// import 'lodash'`), 0);
  });

  test('in SQL', () => {
    const made = new Map([
      ['forms', forms],
      ['one_stop', oneStop],
    ]);
    const breaches = (one: Workspace, text: string): number => checkSchemas(one, 'x.sql', text, made).length;
    assert.equal(breaches(oneStop, 'select * from one_stop.dossier join forms.v_answer using (id)'), 0);
    assert.equal(breaches(oneStop, 'form uuid references forms.form (id)'), 0);
    assert.equal(breaches(oneStop, 'update forms.form set name = $1'), 1);
    assert.equal(breaches(forms, 'select * from one_stop.v_dossier'), 1);
  });

  test('in the use of time', () => {
    const breaches = (text: string): number => checkTime(forms, 'engines/forms/x.sql', text).length;
    assert.equal(breaches('const at = ctx.now(); const day = new Date(at);'), 0);
    assert.equal(breaches('const at = new Date();'), 1);
    assert.equal(breaches('insert into forms.form (at) values (now())'), 1);
    assert.equal(breaches('-- now() is not written here'), 0);
  });
});
