import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readDmn } from '../index.ts';

test('a character beyond the basic plane is itself, however the file writes it', async () => {
  for (const written of ['🐎', '&#x1F40E;', '&#x0001f40e;', '&#128014;', '\\U01F40E', '<![CDATA[🐎]]>']) {
    const text = written.startsWith('<') ? `<![CDATA["🐎"]]>` : `"${written}"`;
    const model = await readDmn(
      `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/" name="m" namespace="m"><decision id="d" name="d"><literalExpression><text>${text}</text></literalExpression></decision></definitions>`,
    );
    assert.equal(model.evaluate('d').value, '🐎', written);
  }
});
