import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { bpmnWords } from '../../model/bpmn-words.ts';
import { shownWords } from './dmn-shown-words.ts';
import { dmnWords } from './dmn-words.ts';

const packages = fileURLToPath(new URL('../../../../../node_modules/', import.meta.url));

/** Texts that stand in the sources of a library as arguments of `translate` or as labels of its menus. */
function textsOf(pattern: string): Set<string> {
  const found = new Set<string>();
  for (const file of globSync(pattern, { cwd: packages })) {
    const source = readFileSync(packages + file, 'utf8');
    for (const [, , text] of source.matchAll(/[tT]ranslate\(\s*(['"])((?:(?!\1).)+)\1/g)) found.add(text!);
    if (/(ReplaceOptions|ReplaceMenuProvider|PopupEntries)\.js$/.test(file))
      for (const [, text] of source.matchAll(/\blabel: '([^']+)'/g)) found.add(text!);
    // Texts that are translated where they are used: constants, what a check of something typed answers, types of values.
    if (!file.startsWith('dmn-js')) continue;
    for (const [, text] of source.matchAll(/\b(?:\w+_LABEL =|title:|\w+Duration:) '([A-Z][^']+)'/g)) found.add(text!);
    if (/(simple-\S+-edit[\\/]|Ids)Util(s?)\.js$/.test(file))
      for (const [, text] of source.matchAll(/\breturn '([A-Z][^']+)'/g)) found.add(text!);
    for (const [, list] of source.matchAll(/DATA_TYPES = \[([^\]]+)\]/g))
      for (const [, text] of list!.matchAll(/'(\w+)'/g)) found.add(text!);
    if (file.endsWith('HitPolicies.js'))
      for (const [, text] of source.matchAll(/\b(?:label|explanation): '([^']+)'/g)) found.add(text!);
  }
  return found;
}

test('Everything that the process editor says is said in Vietnamese', () => {
  const texts = new Set([...textsOf('bpmn-js/lib/**/*.js'), ...textsOf('diagram-js/lib/**/*.js')]);
  assert.ok(texts.size > 100, `${texts.size} texts were found`);
  // The one is an example in a comment, the other the beginning of six that are there.
  for (const text of ['HELLO {you}', 'Align elements ']) texts.delete(text);
  assert.deepEqual(
    [...texts].filter((text) => !bpmnWords[text]),
    [],
  );
});

test('Everything that the decision editor says is said in Vietnamese', () => {
  const texts = new Set([...textsOf('dmn-js-*/lib/**/*.js'), ...textsOf('diagram-js/lib/**/*.js')]);
  texts.delete('HELLO {you}'); // an example in a comment
  assert.ok(texts.size > 100, `${texts.size} texts were found`);
  assert.deepEqual(
    [...texts].filter((text) => !dmnWords[text]),
    [],
  );
});

test('What the decision editor writes without asking is said in Vietnamese, too', () => {
  // Put together from two words in one place.
  const found = new Set<string>(['Move Input', 'Move Output']);
  for (const file of globSync('dmn-js-*/lib/**/*.js', { cwd: packages })) {
    const source = readFileSync(packages + file, 'utf8');
    for (const [, text, label] of source.matchAll(
      /createTextVNode\("([^"]*[A-Za-z]{2}[^"]*)"\)|"(?:title|aria-label)": "([^"]+)"/g,
    ))
      if (!(text ?? label)!.startsWith('\\x')) found.add((text ?? label)!);
  }
  assert.ok(found.size > 5, [...found].join());
  assert.deepEqual(
    [...found].filter((text) => !shownWords[text]),
    [],
  );
});
