/** Models that hold all of BPMN 2.0.2, made from its schema. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readBpmn } from '@dinh/process';
import { wholeModel } from './bpmn-models.ts';
import { schemaTypes } from './bpmn-schema.ts';
import { tryModel } from './miwg-model.ts';

const abstract = new Set([
  'base',
  'conversationNode',
  'choreographyActivity',
  'flowElement',
  'flowNode',
  'activity',
  'event',
  'catchEvent',
  'throwEvent',
  'gateway',
  'callable',
]);
/** Written under the name of the property that holds them. */
const renamed = new Set(['rendering']);

for (const manner of [
  { prefix: '', truth: true, turn: 0 },
  { prefix: 'bpmn:', truth: false, turn: 1 },
])
  test(`Every element of BPMN with every attribute is read, drawn and written as it was, ${manner.prefix || 'without a prefix'}`, async () => {
    const xml = wholeModel(manner);
    for (const type of schemaTypes)
      if (!abstract.has(type) && !renamed.has(type))
        assert.ok(xml.includes(`<${manner.prefix}${type} `) || xml.includes(`<${manner.prefix}${type}>`), type);
    assert.deepEqual(await tryModel(xml), []);
  });

test('Attributes of other tools keep their prefix on the elements of those tools, and every character stays whole', async () => {
  const said = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:x="urn:x" id="d" targetNamespace="t"><process id="p" name="&#x1F600; &#128512; 😀 &#233;">
<documentation>&#x1F600;<![CDATA[&#x1F600;]]></documentation><extensionElements><x:a x:b="1" b="2" x:c="a &lt; b"><x:d x:e="3"/><x:f e="x:g=&quot;1&quot;"/></x:a></extensionElements></process></definitions>`;
  assert.deepEqual(await tryModel(said), []);
  assert.equal(readBpmn(said).elements['p']?.get('name'), '😀 😀 😀 é');
});

test('References that carry the prefix of the file itself, or white space, mean the element; a prefix may stand for any namespace', async () => {
  const said = `<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:tns="urn:t" xmlns:bpmn="urn:other" id="d" targetNamespace="urn:t">
<b:itemDefinition id="item" structureRef="tns:item"/><b:message id="m" itemRef=" tns:item "/>
<b:resource id="r"><b:resourceParameter id="rp" type="tns:item"/></b:resource>
<b:process id="p" bpmn:a="bpmn:a">
  <b:extensionElements><bpmn:x bpmn:messageRef="tns:m" messageRef="tns:m"><bpmn:y/></bpmn:x></b:extensionElements>
  <b:callActivity id="c" calledElement="tns:p"/>
  <b:sendTask id="t" messageRef="tns:m"><b:incoming>
    tns:f
  </b:incoming></b:sendTask>
  <b:scriptTask id="s"><b:outgoing> f </b:outgoing><b:script><![CDATA[<b:outgoing>tns:f</b:outgoing> bpmn:x]]></b:script></b:scriptTask>
  <b:sequenceFlow id="f" sourceRef="tns:s" targetRef='t'/>
</b:process></b:definitions>`;
  assert.deepEqual(await tryModel(said), []);
  const { elements } = readBpmn(said);
  assert.equal(elements['t']?.get('messageRef'), elements['m']);
  assert.deepEqual(elements['t']?.get('incoming'), [elements['f']]);
  assert.equal(elements['s']?.get('script'), '<b:outgoing>tns:f</b:outgoing> bpmn:x');
  assert.equal(elements['rp']?.get('type'), elements['item']);
  assert.equal(elements['c']?.get('calledElement'), 'p');
  assert.equal(elements['item']?.get('structureRef'), 'tns:item');
});

test('Comments, instructions, formatted words and prefixes declared anew are written as they were', async () => {
  const said = `<?xml version="1.0" encoding="UTF-8"?>
<!-- one --><definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t"><?two?><process id="p">
<documentation>Said <p xmlns="http://www.w3.org/1999/xhtml">in <b>bold</b></p> &amp; more</documentation>
<extensionElements><x:a xmlns:x="urn:1"><x:b xmlns:x="urn:2" x:c="1"><!-- three --></x:b></x:a></extensionElements>
<startEvent id="s"><!-- four --></startEvent></process></definitions><!-- five -->`;
  assert.deepEqual(await tryModel(said), []);
});

test('References to elements of other files stay what they were; those that only lead nowhere are told', async () => {
  const said = (message: string) => `<?xml version="1.0" encoding="UTF-8"?>
<b:definitions xmlns:b="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:o="urn:other" xmlns:xsd="http://www.w3.org/2001/XMLSchema" id="d" targetNamespace="urn:t">
<b:import importType="http://www.omg.org/spec/BPMN/20100524/MODEL" location="o.bpmn" namespace="urn:other"/>
<b:message id="m" itemRef="o:Item"/>
<b:collaboration id="c"><b:participant id="p1" processRef="o:Process"/><b:participant id="p2" processRef="p"/><b:messageFlow id="mf" sourceRef="p1" targetRef="p2" messageRef="o:Message"/></b:collaboration>
<b:process id="p"><b:property id="q" itemSubjectRef="xsd:string"/>
  <b:serviceTask id="s" operationRef="o:Operation"/>
  <b:userTask id="u"><b:potentialOwner><b:resourceRef> o:Resource </b:resourceRef></b:potentialOwner></b:userTask>
  <b:intermediateCatchEvent id="i"><b:eventDefinitionRef>o:One</b:eventDefinitionRef><b:eventDefinitionRef>o:Two</b:eventDefinitionRef></b:intermediateCatchEvent>
  <b:endEvent id="e"><b:messageEventDefinition messageRef="${message}"/></b:endEvent>
</b:process></b:definitions>`;
  assert.deepEqual(await tryModel(said('o:Message')), []);
  const { elements } = readBpmn(said('o:Message'));
  assert.deepEqual(
    Object.keys(elements),
    Object.keys(elements).filter((id) => !id.includes(':')),
    'what is elsewhere is no element here',
  );
  assert.match((await tryModel(said('z:Message'))).join(), /unresolved reference <z:Message>/);
  assert.match((await tryModel(said('Message'))).join(), /unresolved reference <Message>/);
});
