import assert from 'node:assert/strict';
import { test } from 'node:test';
import { attributes, type Child, html } from './html.ts';
import { Pieces } from './pieces.ts';

test('A piece is drawn once for each object and name, and is what was drawn', () => {
  const pieces = new Pieces<object>();
  const [one, other] = [{}, {}];
  let drawn = 0;
  const draw = (text: string) => () => {
    drawn++;
    return html`<p>${text}</p>`;
  };
  assert.equal(String(pieces.of(one, 'vi', draw('Đình & <chợ>'))), '<p>Đình &amp; &lt;chợ&gt;</p>');
  assert.equal(String(pieces.of(one, 'vi', draw('sông'))), '<p>Đình &amp; &lt;chợ&gt;</p>');
  assert.equal(String(pieces.of(one, 'en', draw('market'))), '<p>market</p>');
  assert.equal(String(pieces.of(other, 'vi', draw('núi'))), '<p>núi</p>');
  assert.equal(drawn, 3);
});

test('What is drawn around holes is what drawing it with the values gives', () => {
  const pieces = new Pieces<object>();
  const site = {};
  let drawn = 0;
  const draw = ({ title, href, list }: { title: string; href: string; list: Child }) => {
    drawn++;
    return html`<title>${title}</title>
      <a${attributes({ href, title })}>${title}</a>
      ${list}`;
  };
  for (const values of [
    { title: 'Đình', href: '/a?b=1&c=2', list: html`<p>&amp;</p>` },
    { title: 'sông "Đáy" <1>', href: '/', list: undefined },
    { title: '', href: '', list: ['một', html`<b>hai</b>`, 3] },
  ])
    assert.equal(String(pieces.around(site, 'vi', values, draw)), String(draw(values)));
  assert.equal(drawn, 4);
});
