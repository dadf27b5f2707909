import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { sourceWords } from './sources.ts';

const pack = fileURLToPath(new URL('../../packs/ha-nam/', import.meta.url));

test('Where a piece of a pack is from is said in the language of the page', () => {
  assert.equal(sourceWords('vi', 'law NĐ 61/2018 Điều 19'), 'NĐ 61/2018 Điều 19');
  assert.equal(sourceWords('vi', 'seed 004 line 2284'), 'Tài liệu nguồn 004, dòng 2284');
  assert.equal(sourceWords('en', 'seed 004 line 2284'), 'Source document 004, line 2284');
  assert.equal(sourceWords('vi', 'ours, after law NĐ 61/2018 Điều 13'), 'Tự soạn, theo NĐ 61/2018 Điều 13');
  assert.equal(sourceWords('en', 'ours'), 'Composed by us');
  assert.equal(sourceWords('vi', 'Công văn 12/SXD ngày 20/11/2026'), 'Công văn 12/SXD ngày 20/11/2026');
});

test('No remark of the pack on a source stays in English on a page in Vietnamese', () => {
  const english =
    /\b(the|ours|of|by|and|is|are|as|fields?|layout|order|after|name|for|be|added|wording|register|only|which|what|seed|law|line)\b/;
  const found = new Set<string>();
  for (const file of globSync('**/*.{yaml,bpmn}', { cwd: pack })) {
    const text = readFileSync(pack + file, 'utf8');
    for (const [, quoted, bare, ofProcess] of text.matchAll(
      /(?<=^|[{,] *|^ *(?:- )?)source: *(?:"([^"\n]*)"|((?:law|seed|ours|announced)\b[^\n}]*?)(?= *(?:\}|\n| #|, \w+:)))|dinh:source="([^"]*)"/gm,
    ))
      found.add((quoted ?? bare ?? ofProcess)!);
  }
  assert.ok(found.size > 100, `${found.size}`);
  const left = [...found].map((one) => sourceWords('vi', one)).filter((one) => english.test(one));
  assert.deepEqual(left, []);
});
