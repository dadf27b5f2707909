import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from './html.ts';
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
