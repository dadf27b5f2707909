import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, html, raw } from './html.ts';

test('a string put into a template is escaped, finished HTML is not', () => {
  const name = `<script>alert("1")</script> & 'x'`;
  assert.equal(
    String(html`<p title="${name}">${name}${html`<b>${1}</b>`}</p>`),
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt; &amp; &#39;x&#39;<b>1</b></p>',
  );
  assert.equal(String(html`${[raw('<i>a</i>'), [raw('<i>b</i>'), 'c<']]}${false}${null}${undefined}`), '<i>a</i><i>b</i>c&lt;');
});

test('attributes are escaped, bare when true and left out when there is nothing to say', () => {
  assert.equal(
    String(attributes({ id: 'a"b', required: true, disabled: false, title: undefined, value: '', 'data-n': 0 })),
    ' id="a&quot;b" required value="" data-n="0"',
  );
});
