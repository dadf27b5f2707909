const bpmn = 'http://www.omg.org/spec/BPMN/20100524/MODEL';
const task = (id: string) =>
  `<bpmn:userTask id="${id}" name="${id}" dinh:role="desk" dinh:unit="1"><bpmn:extensionElements><dinh:outcomes><dinh:outcome key="ok" vi="Xong" en="Done"/></dinh:outcomes></bpmn:extensionElements></bpmn:userTask>`;
const flow = (a: string, b: string) => `<bpmn:sequenceFlow id="${a}-${b}" sourceRef="${a}" targetRef="${b}"/>`;

/** Start, a task, a decision, a task, a timer that is due at once, end. */
export const model = `<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="${bpmn}" xmlns:dinh="https://dinh.example/bpmn" id="d" targetNamespace="bench">
<bpmn:process id="bench" isExecutable="true"><bpmn:startEvent id="start"/>${task('first')}
<bpmn:businessRuleTask id="rule" dinh:decision="fee" dinh:result="fee"/>${task('second')}
<bpmn:intermediateCatchEvent id="later"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT0S</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:endEvent id="end"/>${flow('start', 'first')}${flow('first', 'rule')}${flow('rule', 'second')}${flow('second', 'later')}${flow('later', 'end')}
</bpmn:process></bpmn:definitions>`;

/** The same as bpmn-engine reads it: its decision is a service. */
export const otherModel = `<?xml version="1.0"?>
<definitions xmlns="${bpmn}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="bench">
<process id="bench" isExecutable="true"><startEvent id="start"/><userTask id="first"/>
<serviceTask id="rule" implementation="\${environment.services.decide}"/><userTask id="second"/>
<intermediateCatchEvent id="later"><timerEventDefinition id="t"><timeDuration xsi:type="tFormalExpression">PT0.001S</timeDuration></timerEventDefinition></intermediateCatchEvent>
<endEvent id="end"/>${flow('start', 'first')}${flow('first', 'rule')}${flow('rule', 'second')}${flow('second', 'later')}${flow('later', 'end')}
</process></definitions>`.replaceAll('bpmn:', '');

/** A timer and the end. */
export const waiting = `<?xml version="1.0"?>
<bpmn:definitions xmlns:bpmn="${bpmn}" id="d" targetNamespace="bench">
<bpmn:process id="bench-timers" isExecutable="true"><bpmn:startEvent id="start"/>
<bpmn:intermediateCatchEvent id="later"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>PT1H</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
<bpmn:endEvent id="end"/>${flow('start', 'later')}${flow('later', 'end')}</bpmn:process></bpmn:definitions>`;

/** Milliseconds between two looks of the worker that fires timers, on both sides; the program itself looks every three seconds. */
export const pause = 50;
