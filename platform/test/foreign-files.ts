/** Files of other tools, as they write them, with words of their own that must come back whole. */

/** As Camunda Modeler writes a process for Camunda 8, with words of Camunda 7 as well. */
export const camundaProcess = `<?xml version="1.0" encoding="UTF-8"?>
<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" xmlns:dc="http://www.omg.org/spec/DD/20100524/DC" xmlns:di="http://www.omg.org/spec/DD/20100524/DI" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_0k1" targetNamespace="http://bpmn.io/schema/bpmn" exporter="Camunda Modeler" exporterVersion="5.31.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <bpmn:process id="leave" name="Leave request" isExecutable="true" camunda:historyTimeToLive="180" camunda:versionTag="1.4">
    <bpmn:extensionElements>
      <zeebe:versionTag value="1.4" />
      <camunda:executionListener class="org.example.Started" event="start" />
    </bpmn:extensionElements>
    <bpmn:startEvent id="StartEvent_1" name="Asked for leave" camunda:initiator="who">
      <bpmn:extensionElements>
        <camunda:formData>
          <camunda:formField id="days" label="Days" type="long" defaultValue="1">
            <camunda:validation><camunda:constraint name="min" config="1" /></camunda:validation>
          </camunda:formField>
        </camunda:formData>
      </bpmn:extensionElements>
      <bpmn:outgoing>Flow_1</bpmn:outgoing>
    </bpmn:startEvent>
    <bpmn:userTask id="Activity_1" name="Decide" camunda:assignee="\${who.head}" camunda:candidateGroups="heads" camunda:formKey="embedded:app:forms/leave.html">
      <bpmn:extensionElements>
        <zeebe:userTask />
        <zeebe:formDefinition formId="leave-form" />
        <zeebe:assignmentDefinition assignee="=head" candidateGroups="=&quot;heads&quot;" />
        <zeebe:taskSchedule dueDate="=now() + duration(&quot;P2D&quot;)" />
        <zeebe:ioMapping>
          <zeebe:input source="=days" target="asked" />
          <zeebe:output source="=approved" target="approved" />
        </zeebe:ioMapping>
        <zeebe:properties>
          <zeebe:property name="colour" value="green" />
        </zeebe:properties>
        <camunda:taskListener expression="\${audit.note(task)}" event="complete" />
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_1</bpmn:incoming>
      <bpmn:outgoing>Flow_2</bpmn:outgoing>
    </bpmn:userTask>
    <bpmn:serviceTask id="Activity_2" name="Book it" camunda:type="external" camunda:topic="book">
      <bpmn:extensionElements>
        <zeebe:taskDefinition type="book-leave" retries="5" />
        <zeebe:taskHeaders>
          <zeebe:header key="system" value="hr" />
        </zeebe:taskHeaders>
      </bpmn:extensionElements>
      <bpmn:incoming>Flow_2</bpmn:incoming>
      <bpmn:outgoing>Flow_3</bpmn:outgoing>
    </bpmn:serviceTask>
    <bpmn:endEvent id="Event_1" name="Booked">
      <bpmn:incoming>Flow_3</bpmn:incoming>
    </bpmn:endEvent>
    <bpmn:sequenceFlow id="Flow_1" sourceRef="StartEvent_1" targetRef="Activity_1" />
    <bpmn:sequenceFlow id="Flow_2" name="approved" sourceRef="Activity_1" targetRef="Activity_2">
      <bpmn:extensionElements>
        <camunda:executionListener expression="\${flow.take(execution)}" event="take" />
      </bpmn:extensionElements>
    </bpmn:sequenceFlow>
    <bpmn:sequenceFlow id="Flow_3" sourceRef="Activity_2" targetRef="Event_1" />
  </bpmn:process>
  <bpmndi:BPMNDiagram id="BPMNDiagram_1">
    <bpmndi:BPMNPlane id="BPMNPlane_1" bpmnElement="leave">
      <bpmndi:BPMNShape id="Shape_1" bpmnElement="StartEvent_1"><dc:Bounds x="182" y="160" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Shape_2" bpmnElement="Activity_1"><dc:Bounds x="270" y="138" width="100" height="80" /><bpmndi:BPMNLabel /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Shape_3" bpmnElement="Activity_2"><dc:Bounds x="430" y="138" width="100" height="80" /></bpmndi:BPMNShape>
      <bpmndi:BPMNShape id="Shape_4" bpmnElement="Event_1"><dc:Bounds x="592" y="160" width="36" height="36" /></bpmndi:BPMNShape>
      <bpmndi:BPMNEdge id="Edge_1" bpmnElement="Flow_1"><di:waypoint x="218" y="178" /><di:waypoint x="270" y="178" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Edge_2" bpmnElement="Flow_2"><di:waypoint x="370" y="178" /><di:waypoint x="430" y="178" /></bpmndi:BPMNEdge>
      <bpmndi:BPMNEdge id="Edge_3" bpmnElement="Flow_3"><di:waypoint x="530" y="178" /><di:waypoint x="592" y="178" /></bpmndi:BPMNEdge>
    </bpmndi:BPMNPlane>
  </bpmndi:BPMNDiagram>
</bpmn:definitions>
`;

/** As Camunda Modeler writes a decision. */
export const camundaDecision = `<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:dmndi="https://www.omg.org/spec/DMN/20191111/DMNDI/" xmlns:dc="http://www.omg.org/spec/DMN/20180521/DC/" xmlns:biodi="http://bpmn.io/schema/dmn/biodi/2.0" xmlns:camunda="http://camunda.org/schema/1.0/dmn" xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" xmlns:modeler="http://camunda.org/schema/modeler/1.0" id="Definitions_dish" name="Dish" namespace="http://camunda.org/schema/1.0/dmn" exporter="Camunda Modeler" exporterVersion="5.31.0" modeler:executionPlatform="Camunda Cloud" modeler:executionPlatformVersion="8.6.0">
  <decision id="dish" name="dish" camunda:historyTimeToLive="P30D" camunda:versionTag="2">
    <extensionElements>
      <zeebe:versionTag value="2" />
    </extensionElements>
    <variable id="Var_1" name="dish" typeRef="string" />
    <decisionTable id="Table_1" hitPolicy="FIRST" biodi:annotationsWidth="300">
      <input id="Input_1" label="Season" biodi:width="192" camunda:inputVariable="season">
        <inputExpression id="InputExpression_1" typeRef="string"><text>season</text></inputExpression>
        <inputValues id="Values_1"><text>"winter","summer"</text></inputValues>
      </input>
      <output id="Output_1" label="Dish" name="dish" typeRef="string" biodi:width="192" />
      <rule id="Rule_1">
        <description>cold outside</description>
        <inputEntry id="Entry_1"><text>"winter"</text></inputEntry>
        <outputEntry id="Entry_2"><text>"soup"</text></outputEntry>
      </rule>
      <rule id="Rule_2">
        <inputEntry id="Entry_3"><text></text></inputEntry>
        <outputEntry id="Entry_4"><text>"salad"</text></outputEntry>
      </rule>
    </decisionTable>
  </decision>
  <dmndi:DMNDI>
    <dmndi:DMNDiagram id="DMNDiagram_1">
      <dmndi:DMNShape id="DMNShape_1" dmnElementRef="dish"><dc:Bounds height="80" width="180" x="160" y="100" /></dmndi:DMNShape>
    </dmndi:DMNDiagram>
  </dmndi:DMNDI>
</definitions>
`;

const model = (inside: string, head = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n${head}<bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="x"><bpmn:process id="p" name="Thử" isExecutable="true" dinh:source="ours">${inside}</bpmn:process></bpmn:definitions>`;
const task = (id: string, name: string): string => `<bpmn:userTask id="${id}" name="${name}" dinh:role="desk"/>`;
const way = (...ids: string[]): string =>
  ids
    .slice(1)
    .map((to, i) => `<bpmn:sequenceFlow id="${ids[i]}-${to}" sourceRef="${ids[i]}" targetRef="${to}"/>`)
    .join('');
const flow = (from: string, to: string, condition: string): string =>
  `<bpmn:sequenceFlow id="${from}-${to}" sourceRef="${from}" targetRef="${to}"><bpmn:conditionExpression>${condition}</bpmn:conditionExpression></bpmn:sequenceFlow>`;
const ends = `<bpmn:startEvent id="s" name="Bắt đầu"/><bpmn:endEvent id="e" name="Kết thúc"/>`;
const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');

/** One bad file of each kind, and what the screen says of it. */
export const badFiles: readonly (readonly [what: string, text: string, said: RegExp])[] = [
  ['not XML', 'xin chào', /Đây không phải tệp XML của BPMN 2\.0/],
  ['a picture', '\u0089PNG\r\n\u001a\n\u0000\u0000', /./],
  ['not BPMN', '<html><body/></html>', /phần tử <html> không được đứng ở đây/],
  [
    'no start',
    model(`${task('a', 'Thẩm định')}<bpmn:endEvent id="e"/>${way('a', 'e')}`),
    /“Thử”: quy trình không có sự kiện bắt đầu/,
  ],
  ['a dead end', model(`${ends}${task('a', 'Thẩm định')}${way('s', 'a')}`), /“Thẩm định”: ngõ cụt/],
  ['an unknown element', model(`${ends}<bpmn:wizard id="w"/>${way('s', 'e')}`), /phần tử <[\w:]+> không có trong BPMN 2\.0/],
  [
    'an expression that cannot be read',
    model(
      `${ends}<bpmn:exclusiveGateway id="g" name="Đủ chưa?" default="g-e"/>${task('a', 'Thẩm định')}${way('s', 'g', 'e')}${flow('g', 'a', 'amount &gt; ')}${way('a', 'e')}`,
    ),
    /từ “Đủ chưa\?” đến “Thẩm định”: điều kiện chưa đọc được/,
  ],
  [
    'a loop without a wait',
    model(
      `${ends}<bpmn:serviceTask id="x" name="Tính lại" dinh:handler="a.b"/><bpmn:exclusiveGateway id="g" name="Xong?" default="g-e"/>${way('s', 'x', 'g', 'e')}${flow('g', 'x', 'again')}`,
    ),
    /“(Tính lại|Xong\?)”: vòng lặp không có chỗ chờ/,
  ],
  [
    'a billion laughs',
    model(`${ends}${task('a', '&l9;')}${way('s', 'a', 'e')}`, `<!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]>`),
    /không được khai báo kiểu tài liệu/,
  ],
];
