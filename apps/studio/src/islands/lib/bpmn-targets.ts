/** What can be drawn, by what the menus of bpmn-js call it. */
export interface Target {
  readonly type: string;
  readonly eventDefinitionType?: string;
  readonly isExpanded?: boolean;
  readonly triggeredByEvent?: boolean;
}
type Targets = readonly (readonly [string, Target])[];

export const steps: Targets = [
  ['User task', { type: 'bpmn:UserTask' }],
  ['Business rule task', { type: 'bpmn:BusinessRuleTask' }],
  ['Service task', { type: 'bpmn:ServiceTask' }],
  ['Send task', { type: 'bpmn:SendTask' }],
  ['Receive task', { type: 'bpmn:ReceiveTask' }],
  ['Script task', { type: 'bpmn:ScriptTask' }],
  ['Manual task', { type: 'bpmn:ManualTask' }],
  ['Call activity', { type: 'bpmn:CallActivity' }],
  ['Sub-process (expanded)', { type: 'bpmn:SubProcess', isExpanded: true }],
  ['Transaction', { type: 'bpmn:Transaction', isExpanded: true }],
  ['Ad-hoc sub-process (expanded)', { type: 'bpmn:AdHocSubProcess', isExpanded: true }],
];
export const gateways: Targets = [
  ['Exclusive gateway', { type: 'bpmn:ExclusiveGateway' }],
  ['Parallel gateway', { type: 'bpmn:ParallelGateway' }],
  ['Inclusive gateway', { type: 'bpmn:InclusiveGateway' }],
  ['Event-based gateway', { type: 'bpmn:EventBasedGateway' }],
  ['Complex gateway', { type: 'bpmn:ComplexGateway' }],
];

const of =
  (type: string) =>
  (english: string, definition?: string): readonly [string, Target] => [
    english,
    { type: `bpmn:${type}`, ...(definition && { eventDefinitionType: `bpmn:${definition}EventDefinition` }) },
  ];
const caught = of('IntermediateCatchEvent');
const thrown = of('IntermediateThrowEvent');
const end = of('EndEvent');
const start = of('StartEvent');
const atEdge = of('BoundaryEvent');

export const events: Targets = [
  caught('Message intermediate catch event', 'Message'),
  caught('Timer intermediate catch event', 'Timer'),
  caught('Signal intermediate catch event', 'Signal'),
  caught('Conditional intermediate catch event', 'Conditional'),
  caught('Link intermediate catch event', 'Link'),
  thrown('Intermediate throw event'),
  thrown('Message intermediate throw event', 'Message'),
  thrown('Signal intermediate throw event', 'Signal'),
  thrown('Escalation intermediate throw event', 'Escalation'),
  thrown('Compensation intermediate throw event', 'Compensate'),
  thrown('Link intermediate throw event', 'Link'),
];
export const ends: Targets = [
  end('End event'),
  end('Message end event', 'Message'),
  end('Signal end event', 'Signal'),
  end('Escalation end event', 'Escalation'),
  end('Error end event', 'Error'),
  end('Compensation end event', 'Compensate'),
  end('Cancel end event', 'Cancel'),
  end('Terminate end event', 'Terminate'),
];
/** Of a process. */
export const starts: Targets = [
  start('Start event'),
  start('Message start event', 'Message'),
  start('Timer start event', 'Timer'),
  start('Signal start event', 'Signal'),
  start('Conditional start event', 'Conditional'),
];
/** Of an event sub-process; an embedded one begins without an event. */
export const eventSubStarts: Targets = [
  ...starts.slice(1),
  start('Error start event', 'Error'),
  start('Escalation start event', 'Escalation'),
  start('Compensation start event', 'Compensate'),
];
export const eventSub: Targets = [['Event sub-process', { type: 'bpmn:SubProcess', isExpanded: true, triggeredByEvent: true }]];
/** At the edge of an activity; of a transaction also that it is cancelled. */
export const boundaries: Targets = [
  atEdge('Timer boundary event', 'Timer'),
  atEdge('Message boundary event', 'Message'),
  atEdge('Signal boundary event', 'Signal'),
  atEdge('Conditional boundary event', 'Conditional'),
  atEdge('Error boundary event', 'Error'),
  atEdge('Escalation boundary event', 'Escalation'),
  atEdge('Compensation boundary event', 'Compensate'),
];
export const cancelled: Targets = [atEdge('Cancel boundary event', 'Cancel')];
