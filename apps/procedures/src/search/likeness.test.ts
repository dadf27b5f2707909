import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { alikeFrom, Likeness, trigrams } from './likeness.ts';

const names = ['cap giay phep xay dung', 'cap phieu ly lich tu phap', 'giay phep giay phep kinh doanh van tai bang xe o to'];

test('A mistyped word is like the stretch of a name that it was meant to be', () => {
  const likeness = new Likeness(names);
  assert.deepEqual([...likeness.find('giay phep xay dug').keys()], [0]);
  assert.deepEqual([...likeness.find('giay fep xay dung').keys()], [0]);
  assert.deepEqual([...likeness.find('ly linh tu phap').keys()], [1]);
  assert.equal(likeness.find('giay phep xay dung').get(0), 1);
  assert.equal(likeness.find('bao hiem that nghiep').size, 0);
  assert.equal(likeness.find('').size, 0);
});

/** The definition itself: every stretch of the name, without a thought for time. */
function bestOfAll(text: string, name: string): number {
  const asked = new Set(trigrams(text));
  const all = trigrams(name);
  let best = 0;
  for (let from = 0; from < all.length; from++)
    for (let to = from + 1; to <= all.length; to++) {
      const stretch = new Set(all.slice(from, to));
      const shared = [...stretch].filter((trigram) => asked.has(trigram)).length;
      best = Math.max(best, shared / (asked.size + stretch.size - shared));
    }
  return best;
}

test('What is found is what comparing with every stretch of every name finds', () => {
  const word = fc.array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 4 }).map((w) => w.join(''));
  const words = fc.array(word, { minLength: 1, maxLength: 8 }).map((list) => list.join(' '));
  fc.assert(
    fc.property(words, fc.array(words, { maxLength: 5 }), (text, list) => {
      const expected = list.flatMap((name, place) => {
        const score = bestOfAll(text, name);
        return score >= alikeFrom ? [[place, score]] : [];
      });
      assert.deepEqual([...new Likeness(list).find(text)], expected);
    }),
  );
});
