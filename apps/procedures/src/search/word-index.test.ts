import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Findable } from './procedure-index.ts';
import { fit, nearness, WordIndex } from './word-index.ts';

const word = fc.constantFrom('cap', 'doi', 'giay', 'phep', 'lai', 'xe');
const words = (most: number) =>
  fc.array(word, { minLength: 1, maxLength: most }).map((list) => list.join(' '));

interface Given {
  readonly name: string;
  readonly short: string | null;
  readonly besides: string;
}

const procedure = fc.record<Given>({
  name: words(6),
  short: fc.option(words(3)),
  besides: words(4),
});

function entryOf({ name, short, besides }: Given, place: number): Findable {
  const shown = { code: `P${place}`, name, shortName: short } as Findable['shown'];
  return { versionId: '', shown, besides: [besides] };
}

/** The definition, on texts with a blank before and after. */
function plainly(given: Given, place: number, phrases: readonly string[]) {
  const texts = {
    name: ` ${given.name} `,
    short: ` ${given.short ?? given.name} `,
    besides: ` p${place} ${given.besides} `,
  };
  const asked = phrases.map((phrase) => {
    const [list, whole] = [phrase.split(' '), ` ${phrase} `];
    const here = (one: string) => texts.name.includes(` ${one} `);
    const there = list.filter(here).length;
    const together = list.filter((one, i) => i > 0 && texts.name.includes(` ${list[i - 1]} ${one} `)).length;
    const close =
      (60 * there) / list.length + (list.length === 1 ? 40 * there : (40 * together) / (list.length - 1));
    const named = texts.name.includes(whole) || texts.short.includes(whole);
    return {
      is: texts.name === whole || texts.short === whole,
      begins: texts.short.startsWith(whole),
      named,
      held: named || texts.besides.includes(whole),
      near: named ? 100 : Math.round(close),
    };
  });
  const some = (name: 'is' | 'begins' | 'named' | 'held') => asked.some((one) => one[name]);
  return {
    is: some('is'),
    begins: some('begins'),
    named: some('named'),
    held: some('held'),
    near: Math.max(...asked.map((one) => one.near)),
  };
}

test('How phrases stand in names is what looking for them as texts finds', () => {
  fc.assert(
    fc.property(
      fc.array(procedure, { minLength: 1, maxLength: 5 }),
      fc.array(words(4), { minLength: 1, maxLength: 3 }),
      (list, phrases) => {
        const index = new WordIndex(list.map(entryOf));
        const found = [...index.fits([...list.keys()], index.seek({ text: '', phrases, clauses: [] }))].map(
          (one) => ({
            is: (one & fit.is) > 0,
            begins: (one & fit.begins) > 0,
            named: (one & fit.named) > 0,
            held: (one & fit.held) > 0,
            near: nearness(one),
          }),
        );
        assert.deepEqual(
          found,
          list.map((given, place) => plainly(given, place, phrases)),
        );
      },
    ),
    { numRuns: 300 },
  );
});
