import assert from 'node:assert/strict';
import { test } from 'node:test';
import { decodeXml } from '../src/model/decode-xml.ts';
import { tryModel } from './miwg-model.ts';

/** A model with what real tools write and few people use, and with the extensions of a tool that nobody knows. */
const odd = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:tri="http://www.trisotech.com/x" xmlns:ws="http://x/wsdl" xmlns:html="http://www.w3.org/1999/xhtml" id="d" targetNamespace="http://x" name="odd" exporter="T" exporterVersion="1" xsi:schemaLocation="http://www.omg.org/spec/BPMN/20100524/MODEL BPMN20.xsd">
 <import importType="http://schemas.xmlsoap.org/wsdl/" location="a.wsdl" namespace="http://x/wsdl"/>
 <itemDefinition id="it" structureRef="ws:thing" itemKind="Information" isCollection="false"/>
 <interface id="if" name="I" implementationRef="ws:port"><operation id="op" name="o" implementationRef="ws:op"><inMessageRef>m1</inMessageRef><errorRef>er</errorRef></operation></interface>
 <message id="m1" name="M1" itemRef="it"/><error id="er" errorCode="e" name="E"/><escalation id="es" escalationCode="c"/>
 <correlationProperty id="cp" name="k"><correlationPropertyRetrievalExpression messageRef="m1"><messagePath xsi:type="tFormalExpression" language="x">a/b</messagePath></correlationPropertyRetrievalExpression></correlationProperty>
 <resource id="res" name="R"><resourceParameter id="rp" name="p" type="it" isRequired="true"/></resource>
 <category id="cat"><categoryValue id="cv" value="G1"/></category>
 <globalUserTask id="gu" name="Global"/><globalBusinessRuleTask id="gb" name="G"/>
 <relationship type="x" id="rel"><source>p1</source><target>p2</target></relationship>
 <collaboration id="col"><participant id="pa1" name="A" processRef="p1"><participantMultiplicity minimum="0" maximum="3"/></participant><participant id="pa2" name="B"/>
  <messageFlow id="mf" sourceRef="pa1" targetRef="pa2" messageRef="m1" name="mf"/></collaboration>
 <choreography id="ch"><participant id="pc1" name="X"/><participant id="pc2" name="Y"/><messageFlow id="cmf" sourceRef="pc1" targetRef="pc2"/><startEvent id="cs"/><choreographyTask id="ct" name="CT" initiatingParticipantRef="pc1"><participantRef>pc1</participantRef><participantRef>pc2</participantRef><messageFlowRef>cmf</messageFlowRef></choreographyTask><sequenceFlow id="cf" sourceRef="cs" targetRef="ct"/></choreography>
 <process id="p1" isClosed="false" processType="None" isExecutable="false" definitionalCollaborationRef="col">
  <documentation textFormat="text/html"><![CDATA[<b>bold</b> & more]]></documentation>
  <extensionElements><tri:x a="1" c="2">text<tri:y/>tail</tri:x><html:div>Hello <html:b>World</html:b> end</html:div></extensionElements>
  <monitoring/><property id="prop" name="q" itemSubjectRef="it"/>
  <ioSpecification><inputSet/><outputSet/></ioSpecification>
  <laneSet id="ls"><lane id="l1" name="L1"><flowNodeRef>s</flowNodeRef><childLaneSet id="cl"><lane id="l2"/></childLaneSet></lane></laneSet>
  <startEvent id="s" name="S &amp; &#10;T" parallelMultiple="true"><outgoing>f1</outgoing><dataOutput id="do"/><dataOutputAssociation><sourceRef>do</sourceRef><targetRef>prop</targetRef></dataOutputAssociation><outputSet><dataOutputRefs>do</dataOutputRefs></outputSet><messageEventDefinition id="me"><operationRef>op</operationRef></messageEventDefinition><signalEventDefinition/></startEvent>
  <scriptTask id="sc" scriptFormat="text/javascript" tri:shape="z"><incoming>f1</incoming><outgoing>f2</outgoing><property id="pp"/><dataInputAssociation><targetRef>pp</targetRef><transformation>x</transformation><assignment><from>a</from><to>b</to></assignment></dataInputAssociation><potentialOwner name="po"><resourceRef>res</resourceRef><resourceParameterBinding parameterRef="rp"><formalExpression>1</formalExpression></resourceParameterBinding></potentialOwner><multiInstanceLoopCharacteristics isSequential="false" behavior="Complex" oneBehaviorEventRef="me"><loopCardinality xsi:type="tFormalExpression">3</loopCardinality><complexBehaviorDefinition><condition xsi:type="tFormalExpression">c</condition><event id="ite"><escalationEventDefinition escalationRef="es"/></event></complexBehaviorDefinition></multiInstanceLoopCharacteristics><script><![CDATA[ if (a < b) { c(); } ]]></script></scriptTask>
  <adHocSubProcess id="ad" ordering="Sequential" cancelRemainingInstances="false"><incoming>f2</incoming><completionCondition xsi:type="tFormalExpression">true</completionCondition></adHocSubProcess>
  <transaction id="tr" method="##Image"/>
  <complexGateway id="cg" default="f3"><outgoing>f3</outgoing><activationCondition>x</activationCondition></complexGateway>
  <eventBasedGateway id="eg" instantiate="true" eventGatewayType="Parallel"><incoming>f3</incoming></eventBasedGateway>
  <callActivity id="ca" calledElement="ws:other"/>
  <dataObject id="dob" isCollection="true"/><dataObjectReference id="dor" dataObjectRef="dob"><dataState name="st"/></dataObjectReference>
  <sequenceFlow id="f1" sourceRef="s" targetRef="sc" isImmediate="true"/><sequenceFlow id="f2" sourceRef="sc" targetRef="ad"><conditionExpression xsi:type="tFormalExpression" language="l" evaluatesToTypeRef="it">x &gt; 1</conditionExpression></sequenceFlow>
  <sequenceFlow id="f3" sourceRef="cg" targetRef="eg"/>
  <textAnnotation id="ta" textFormat="text/plain"><text>note</text></textAnnotation><group id="gr" categoryValueRef="cv"/>
  <association id="as" sourceRef="sc" targetRef="ta" associationDirection="Both"/>
  
 </process>
 <process id="p2"/>
 <bpmndi:BPMNDiagram id="dg" name="D" resolution="96.00000267028808"><bpmndi:BPMNPlane id="pl" bpmnElement="col">
  <bpmndi:BPMNShape id="x1" bpmnElement="pa1" isHorizontal="true"><dc:Bounds x="0" y="0" width="500" height="200"/><bpmndi:BPMNLabel labelStyle="lst"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="x2" bpmnElement="ct" isMessageVisible="true" participantBandKind="top_initiating" choreographyActivityShape="x1"><dc:Bounds x="10" y="20" width="50.5" height="20"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="x3" bpmnElement="dor"><dc:Bounds x="90" y="20" width="36" height="50"/></bpmndi:BPMNShape>
  <bpmndi:BPMNShape id="x4" bpmnElement="ta"><dc:Bounds x="190" y="20" width="86" height="50"/></bpmndi:BPMNShape>
  <bpmndi:BPMNEdge id="e1" bpmnElement="mf" messageVisibleKind="initiating" sourceElement="x1"><di:extension><tri:q/></di:extension><di:waypoint x="1" y="2"/><di:waypoint x="10" y="20"/></bpmndi:BPMNEdge>
  <bpmndi:BPMNShape id="x5" bpmnElement="tr" isExpanded="false"><dc:Bounds x="300" y="20" width="86" height="50"/></bpmndi:BPMNShape>
 </bpmndi:BPMNPlane><bpmndi:BPMNLabelStyle id="lst"><dc:Font name="Arial" size="11" isBold="false" isItalic="true" isUnderline="false" isStrikeThrough="false"/></bpmndi:BPMNLabelStyle></bpmndi:BPMNDiagram>
</definitions>
`;

test('A model with everything that is rare in BPMN is drawn, and nothing of it is lost when it is written', async () => {
  assert.deepEqual(await tryModel(odd), []);
});

test('What is lost, what refers to nothing and what is no BPMN is told', async () => {
  const nothing = await tryModel(odd.replace('sourceRef="s" ', 'sourceRef="nobody" '));
  assert.match(nothing.join('\n'), /unresolved reference <nobody>/);
  const unknown = await tryModel(odd.replace('<transaction id="tr" method="##Image"/>', '<dance id="tr"/>'));
  assert.match(unknown.join('\n'), /dance/);
  assert.match((await tryModel(odd.slice(0, -200))).join(), /broken off|badly nested/);
  assert.match((await tryModel('xin chào')).join(), /not BPMN/);
});

test('A file is read in the encoding that it declares', () => {
  const said = '<?xml version="1.0" encoding="ISO-8859-1"?><a b="é"/>';
  assert.equal(decodeXml(Buffer.from(said, 'latin1')), said.replace('ISO-8859-1', 'UTF-8'));
  assert.equal(decodeXml(Buffer.from('\ufeff<a b="đ"/>')), '<a b="đ"/>');
  assert.equal(decodeXml(Buffer.from('\ufeff<a b="đ"/>', 'utf16le')), '<a b="đ"/>');
  assert.match(decodeXml(Buffer.from('<?xml version="1.0" encoding="martian"?><a/>')), /UTF-8/);
  const kept = '<a b="&#233;"><![CDATA[&#x1F600;]]><!-- &#128512; --></a>';
  assert.equal(decodeXml(Buffer.from(`${kept}&#x1F600;&#128512;`)), `${kept}😀😀`);
});
