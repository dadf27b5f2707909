import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { test } from 'node:test';
import { evenXml } from './even-xml.ts';

const pack = fileURLToPath(new URL('../../../../packs/ha-nam/', import.meta.url));

test('The same in other letters is the same: order of attributes, quotes, empty elements, lines', () => {
  const one = `<?xml version="1.0"?>
<a  x='say "so"' id="1"><b name="n" id="2"></b><c><d>t</d></c></a>`;
  const other = `<?xml version="1.0"?>
<a id="1" x="say &#34;so&#34;">
  <b id="2" name="n" />
    <c>
      <d>t</d>
    </c>
</a>
`;
  assert.equal(evenXml(one), evenXml(other));
  assert.equal(
    evenXml(one),
    `<?xml version="1.0"?>
<a id="1" x="say &quot;so&quot;">
  <b id="2" name="n" />
  <c>
    <d>t</d>
  </c>
</a>`,
  );
});

test('Every process and decision of the pack stays what it says, and what is no XML stays as it is', () => {
  const files = globSync(['processes/*.bpmn', 'decisions/*.dmn'], { cwd: pack });
  assert.ok(files.length > 15);
  const bare = (text: string): string => text.replaceAll(/[\s/"']|&#34;|&quot;/g, '');
  for (const file of files) {
    const text = readFileSync(pack + file, 'utf8');
    const even = evenXml(text);
    assert.equal(evenXml(even), even, file);
    assert.equal(
      [...bare(even)].toSorted().join(''),
      [...bare(text.replaceAll(/<(\w[\w:]*)([^<>]*)><\/\1>/g, '<$1$2/>'))].toSorted().join(''),
      file,
    );
  }
  for (const text of ['', 'không phải XML', '<a <b>', '<a b="1', '< < >']) assert.equal(evenXml(text), evenXml(evenXml(text)));
});
