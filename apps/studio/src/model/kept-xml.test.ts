/** Comments, processing instructions and markup in texts go through the editor of drawings and come back where they stood. */
import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { dinhModdle, plainXml, readBpmn } from '@dinh/process';
import { BpmnModdle } from 'bpmn-moddle';
import { evenXml } from './even-xml.ts';
import { carry, putBack } from './kept-xml.ts';
import { elementsBelow, writeBpmn } from './write-bpmn.ts';

const moddle = new BpmnModdle({ dinh: dinhModdle });
interface Made {
  $type: string;
  id?: string;
  text?: string;
  $attrs: Record<string, string>;
}

/** What the editor makes of a text when somebody has done something in it. */
async function edited(xml: string, change: (all: Made[]) => void = () => {}): Promise<string> {
  const carried = carry(plainXml(xml));
  const read: { rootElement: unknown; warnings?: unknown[] } = await moddle.fromXML(carried.text);
  const { rootElement, warnings } = read;
  assert.deepEqual(warnings, []);
  change([...elementsBelow(rootElement)] as unknown as Made[]);
  return putBack(await writeBpmn(moddle, rootElement), carried);
}

const model = (inside: string, around: readonly [string, string] = ['', '']): string => `<?xml version="1.0" encoding="UTF-8"?>
${around[0]}<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:h="http://www.w3.org/1999/xhtml" id="d" targetNamespace="t">
${inside}
</bpmn:definitions>${around[1]}
`;

test('Comments and processing instructions stand where they stood, around the file, in lists and among its texts', async () => {
  const said = model(
    `  <!-- the process -->
  <?tool keep="this"?>
  <bpmn:process id="p">
    <bpmn:documentation>words<!-- of a text --></bpmn:documentation>
    <bpmn:startEvent id="s">
      <bpmn:outgoing>f</bpmn:outgoing>
      <!-- no elements behind -->
    </bpmn:startEvent>
    <!-- -5 < 6 & "so" ’ -->
    <bpmn:sequenceFlow id="f" sourceRef="s" targetRef="e" />
    <bpmn:endEvent id="e"><!-- alone --><bpmn:incoming>f</bpmn:incoming><!-- last --></bpmn:endEvent>
    <!-- the end of the process -->
  </bpmn:process>
  <!-- the end of the file -->`,
    ['<!-- before -->\n<?xml-stylesheet href="a.xsl"?>\n', '\n<!-- after -->'],
  );
  const [one, again] = [await edited(said), await edited(await edited(said))];
  assert.equal(
    evenXml(one),
    evenXml(
      said.replace(
        '<!-- alone --><bpmn:incoming>f</bpmn:incoming><!-- last -->',
        '<bpmn:incoming>f</bpmn:incoming><!-- alone --><!-- last -->',
      ),
    ),
  );
  assert.equal(again, one, 'and the second time');
});

test('What stood at an element that was taken away, or made another, is not lost', async () => {
  const said = model('<bpmn:process id="p"><!-- of the step --><bpmn:task id="t" /><bpmn:task id="u" /></bpmn:process>');
  const without = await edited(said, (all) => {
    delete all.find(({ id }) => id === 't')!.$attrs['kept:before'];
  });
  assert.match(without, /<\/bpmn:process>\s*<!-- of the step -->\s*<\/bpmn:definitions>/);
  assert.doesNotMatch(without, /kept/);
});

test('XHTML in documentation and in notes is read as its words, stays while they stay, and goes where others are written', async () => {
  const said = model(`  <bpmn:process id="p">
    <bpmn:documentation><h:p class="a">One &amp; <h:b>two</h:b></h:p><p xmlns="http://www.w3.org/1999/xhtml">3<br/></p></bpmn:documentation>
    <bpmn:textAnnotation id="n"><bpmn:text>see <h:i>this</h:i><!-- and --> &lt;that&gt;</bpmn:text></bpmn:textAnnotation>
    <bpmn:textAnnotation id="m"><bpmn:text>plain</bpmn:text></bpmn:textAnnotation>
  </bpmn:process>`);
  assert.equal(evenXml(await edited(said)), evenXml(said));
  const { elements, problems } = readBpmn(said);
  assert.deepEqual(problems, []);
  assert.equal(elements['n']!.get('text'), 'see this <that>');
  assert.equal(elements['p']!.get('documentation')[0].get('text'), 'One & two3');
  const other = await edited(said, (all) => {
    all.find(({ id }) => id === 'n')!.text = 'see that';
  });
  assert.match(other, /<bpmn:text>see that<\/bpmn:text>/);
  assert.match(other, /<h:b>two<\/h:b>/);
});

test('A prefix that is declared anew for another namespace is written with one of its own', async () => {
  const said = model(
    `<bpmn:process id="p"><bpmn:extensionElements><x:a xmlns:x="urn:1" x:q="1"><x:b xmlns:x="urn:2" x:c="x:d"><x:e/></x:b><x:g/></x:a><x:a xmlns:x="urn:3" /></bpmn:extensionElements></bpmn:process>`,
  );
  const written = await edited(said);
  assert.match(
    written,
    /<x:a xmlns:x="urn:1" x:q="1">\s*<x1:b xmlns:x1="urn:2" x1:c="x1:d">\s*<x1:e \/>\s*<\/x1:b>\s*<x:g \/>\s*<\/x:a>\s*<x2:a xmlns:x2="urn:3" \/>/,
  );
});

test('What holds nothing of the kind is the same text, and every process of the pack is', async () => {
  const pack = fileURLToPath(new URL('../../../../packs/ha-nam/processes/', import.meta.url));
  for (const file of globSync(`${pack}*.bpmn`)) {
    const text = readFileSync(file, 'utf8');
    if (!/<!--|<\?(?!xml )/.test(text)) assert.deepEqual(carry(text), { text, said: [] }, file);
    else
      assert.equal(evenXml(await edited(text)), evenXml(await writeBpmn(moddle, (await moddle.fromXML(text)).rootElement)), file);
  }
  for (const broken of ['', 'no <xml', '<a><!-- b', '<a><b></a>', '<!-- alone -->', '</a><!-- -->']) carry(broken);
});
