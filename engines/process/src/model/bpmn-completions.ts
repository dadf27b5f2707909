/**
 * What bpmn-moddle leaves out of BPMN 2.0.2, or has otherwise than its XML schema (Semantic.xsd): without it a file that says
 * such things would be refused, or lose them when it is written.
 */
const reference = (name: string, type: string) => ({ name, type, isReference: true });
const references = (name: string, type: string) => ({ ...reference(name, type), isMany: true });
/** The same property, redefined. */
const again = <P extends { name: string }>(of: string, property: P) => ({
  ...property,
  redefines: `${of}#${property.name.replace(/^bpmn:/, '')}`,
});
/** An element that is written under its own name, with the type of what it holds where that is another one. */
const typed = (name: string, type: string) => ({ name, type, xml: { serialize: 'xsi:type' } });
const completion = (of: string, properties: readonly object[]) => ({
  name: `Whole${of}`,
  extends: [`bpmn:${of}`],
  properties,
});

/** Types for a package of moddle. */
export const bpmnCompletions: readonly object[] = [
  completion('Extension', [
    { name: 'bpmn:documentation', type: 'bpmn:Documentation', isMany: true },
    again('bpmn:Extension', { name: 'bpmn:definition', type: 'String', isAttr: true }),
  ]),
  completion('Participant', [references('bpmn:endPointRef', 'bpmn:EndPoint')]),
  completion('ConversationNode', [references('bpmn:messageFlowRef', 'bpmn:MessageFlow')]),
  completion('ParticipantAssociation', [
    again('bpmn:ParticipantAssociation', reference('bpmn:innerParticipantRef', 'bpmn:Participant')),
    again('bpmn:ParticipantAssociation', reference('bpmn:outerParticipantRef', 'bpmn:Participant')),
  ]),
  { ...completion('InputOutputBinding', []), superClass: ['bpmn:BaseElement'] },
  completion('GlobalScriptTask', [again('bpmn:GlobalScriptTask', { name: 'bpmn:script', type: 'String' })]),
  completion('Lane', [again('bpmn:Lane', typed('bpmn:partitionElement', 'bpmn:BaseElement'))]),
  completion('CorrelationPropertyRetrievalExpression', [
    again('bpmn:CorrelationPropertyRetrievalExpression', typed('bpmn:messagePath', 'bpmn:FormalExpression')),
  ]),
  completion('CorrelationPropertyBinding', [
    again('bpmn:CorrelationPropertyBinding', typed('bpmn:dataPath', 'bpmn:FormalExpression')),
  ]),
  completion('ComplexBehaviorDefinition', [
    again('bpmn:ComplexBehaviorDefinition', typed('bpmn:condition', 'bpmn:FormalExpression')),
    again('bpmn:ComplexBehaviorDefinition', {
      name: 'bpmn:event',
      type: 'bpmn:ImplicitThrowEvent',
      xml: { serialize: 'property' },
    }),
  ]),
];
