import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { html, type Child } from './html.ts';
import { MarkableText } from './markable.ts';

test('A text with marks is what a template makes of its parts', () => {
  const cut = fc.tuple(fc.string({ unit: 'grapheme' }), fc.string({ unit: 'grapheme', minLength: 1 }));
  fc.assert(
    fc.property(fc.array(cut), fc.string({ unit: 'grapheme' }), (cuts, rest) => {
      const marks: [number, number][] = [];
      const parts: Child[] = [];
      let text = '';
      for (const [before, marked] of cuts) {
        marks.push([text.length + before.length, marked.length]);
        parts.push(before, html`<mark>${marked}</mark>`);
        text += before + marked;
      }
      assert.equal(String(new MarkableText(text + rest).marked(marks)), String(html`${parts}${rest}`));
    }),
    { seed: 5 },
  );
  assert.equal(
    String(new MarkableText('Cấp “giấy” <phép> & …').marked([[4, 6]])),
    'Cấp <mark>“giấy”</mark> &lt;phép&gt; &amp; …',
  );
});
