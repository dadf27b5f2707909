import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { Findable } from './procedure-index.ts';
import { fit, nearness, WordIndex } from './word-index.ts';

const word = fc.constantFrom('cap', 'doi', 'giay', 'phep', 'lai', 'xe');
const words = (most: number) => fc.array(word, { minLength: 1, maxLength: most }).map((list) => list.join(' '));

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

/** How many of the procedures hold a word, in whichever text. */
const holders = (list: readonly Given[], word: string): number =>
  list.filter(({ name, short, besides }) => ` ${name} ${short ?? ''} ${besides} `.includes(` ${word} `)).length;

/** The definition, on texts with a blank before and after. */
function plainly(list: readonly Given[], place: number, phrases: readonly string[]) {
  const given = list[place]!;
  const tells = (word: string) => Math.log1p(list.length / Math.max(1, holders(list, word)));
  const worth = Math.min(0.9, Math.sqrt(16 / given.name.split(' ').length));
  const texts = {
    name: ` ${given.name} `,
    short: ` ${given.short ?? given.name} `,
    besides: ` p${place} ${given.besides} `,
  };
  const asked = phrases.map((phrase) => {
    const [asked, whole] = [phrase.split(' '), ` ${phrase} `];
    const sum = (numbers: readonly number[]) => numbers.reduce((one, other) => one + other, 0);
    const valued = (one: string) =>
      given.short !== null && texts.short.includes(` ${one} `)
        ? tells(one)
        : texts.name.includes(` ${one} `)
          ? tells(one) * worth
          : 0;
    const there = sum(asked.map(valued)) / sum(asked.map(tells));
    const pairs = asked.slice(1).map((one, i) => ({
      tells: tells(asked[i]!) + tells(one),
      near: [texts.short, texts.name].some((text) => text.includes(` ${asked[i]} ${one} `)),
    }));
    const together = sum(pairs.map((pair) => (pair.near ? pair.tells : 0))) / sum(pairs.map((pair) => pair.tells));
    const close = 60 * there + 40 * (asked.length === 1 ? there : together);
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
        const found = [...index.fits([...list.keys()], index.seek({ text: '', phrases, clauses: [] }))].map((one) => ({
          is: (one & fit.is) > 0,
          begins: (one & fit.begins) > 0,
          named: (one & fit.named) > 0,
          held: (one & fit.held) > 0,
          near: nearness(one),
        }));
        const expected = list.map((_, place) => plainly(list, place, phrases));
        for (const [place, { near, ...flags }] of found.entries()) {
          const { near: nearly, ...wanted } = expected[place]!;
          assert.deepEqual(flags, wanted);
          assert.ok(Math.abs(near - nearly) <= 1, `${near} for ${nearly}`); // sums in another order round otherwise
        }
      },
    ),
    { numRuns: 300 },
  );
});
