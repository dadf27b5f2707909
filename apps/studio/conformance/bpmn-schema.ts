/**
 * The elements of BPMN 2.0.2 as its XML schemas (Semantic.xsd) have them: one line for each type with the type that it
 * extends, its attributes and the elements inside of it.
 *
 * Attributes: `s` text, `b` truth value, `i` number, `q` a qualified name of something outside, `@x` the id of an element
 * x, `a,b` one of the words. Elements: of the type of that name or of the one behind the colon; `@x` holds an id, `expr` and
 * `formal` an expression, `text` plain text, `%x` any of a group.
 */
const schema = `
base | id:id | documentation extensionElements
definitions < base | name:s targetNamespace:s expressionLanguage:s typeLanguage:s exporter:s exporterVersion:s | import extension %root relationship
import | namespace:s location:s importType:s |
extension | definition:q mustUnderstand:b | documentation
relationship < base | type:s direction:None,Forward,Backward,Both | source:@process target:@process
category < base | name:s | categoryValue
categoryValue < base | value:s |
collaboration < base | name:s isClosed:b | participant messageFlow %artifact %conversationNode conversationAssociation participantAssociation messageFlowAssociation correlationKey choreographyRef:@choreography conversationLink
conversationNode < base | name:s | participantRef:@participant messageFlowRef:@messageFlow correlationKey
conversation < conversationNode | |
subConversation < conversationNode | | %conversationNode
callConversation < conversationNode | calledCollaborationRef:@collaboration | participantAssociation
conversationAssociation < base | innerConversationNodeRef:@conversation outerConversationNodeRef:@subConversation |
conversationLink < base | name:s sourceRef:@conversation targetRef:@participant |
globalConversation < collaboration | |
messageFlow < base | name:s sourceRef:@participant targetRef:@participant messageRef:@message |
messageFlowAssociation < base | innerMessageFlowRef:@messageFlow outerMessageFlowRef:@messageFlow |
participant < base | name:s processRef:@process | interfaceRef:@interface endPointRef:@endPoint participantMultiplicity
participantAssociation < base | | innerParticipantRef:@participant outerParticipantRef:@participant
participantMultiplicity < base | minimum:i maximum:i |
partnerEntity < base | name:s | participantRef:@participant
partnerRole < base | name:s | participantRef:@participant
correlationKey < base | name:s | correlationPropertyRef:@correlationProperty
correlationProperty < base | name:s type:@itemDefinition | correlationPropertyRetrievalExpression
correlationPropertyRetrievalExpression < base | messageRef:@message | messagePath:formal
correlationPropertyBinding < base | correlationPropertyRef:@correlationProperty | dataPath:formal
correlationSubscription < base | correlationKeyRef:@correlationKey | correlationPropertyBinding
choreography < collaboration | | %flowElement %choreographyActivity
globalChoreographyTask < collaboration | initiatingParticipantRef:@participant |
choreographyActivity < flowNode | initiatingParticipantRef:@participant loopType:None,Standard,MultiInstanceSequential,MultiInstanceParallel | participantRef:@participant correlationKey
choreographyTask < choreographyActivity | | messageFlowRef:@messageFlow
subChoreography < choreographyActivity | | %flowElement %artifact
callChoreography < choreographyActivity | calledChoreographyRef:@choreography | participantAssociation
flowElement < base | name:s | auditing monitoring categoryValueRef:@categoryValue
flowNode < flowElement | | incoming:@sequenceFlow outgoing:@sequenceFlow
auditing < base | |
monitoring < base | |
activity < flowNode | isForCompensation:b startQuantity:i completionQuantity:i default:@sequenceFlow | ioSpecification property dataInputAssociation dataOutputAssociation %resourceRole %loop
task < activity | |
sendTask < activity | implementation:s messageRef:@message operationRef:@operation |
receiveTask < activity | implementation:s instantiate:b messageRef:@message operationRef:@operation |
serviceTask < activity | implementation:s operationRef:@operation |
userTask < activity | implementation:s | rendering
rendering < base | |
businessRuleTask < activity | implementation:s |
manualTask < activity | |
scriptTask < activity | scriptFormat:s | script:text
subProcess < activity | triggeredByEvent:b | laneSet %flowElement %artifact
transaction < subProcess | method:s |
adHocSubProcess < subProcess | cancelRemainingInstances:b ordering:Parallel,Sequential | completionCondition:expr
callActivity < activity | calledElement:q |
standardLoopCharacteristics < base | testBefore:b loopMaximum:i | loopCondition:expr
multiInstanceLoopCharacteristics < base | isSequential:b behavior:None,One,All,Complex oneBehaviorEventRef:@messageEventDefinition noneBehaviorEventRef:@signalEventDefinition | loopCardinality:expr loopDataInputRef:@dataInput loopDataOutputRef:@dataOutput inputDataItem:dataInput outputDataItem:dataOutput complexBehaviorDefinition completionCondition:expr
complexBehaviorDefinition < base | | condition:formal event:implicitThrowEvent
event < flowNode | | property
catchEvent < event | parallelMultiple:b | dataOutput dataOutputAssociation outputSet %eventDefinition eventDefinitionRef:@signalEventDefinition
throwEvent < event | | dataInput dataInputAssociation inputSet %eventDefinition eventDefinitionRef:@errorEventDefinition
implicitThrowEvent < throwEvent | |
startEvent < catchEvent | isInterrupting:b |
endEvent < throwEvent | |
intermediateCatchEvent < catchEvent | |
intermediateThrowEvent < throwEvent | |
boundaryEvent < catchEvent | cancelActivity:b attachedToRef:@task |
cancelEventDefinition < base | |
compensateEventDefinition < base | waitForCompletion:b activityRef:@task |
conditionalEventDefinition < base | | condition:expr
errorEventDefinition < base | errorRef:@error |
escalationEventDefinition < base | escalationRef:@escalation |
linkEventDefinition < base | name:s | source:@linkEventDefinition target:@linkEventDefinition
messageEventDefinition < base | messageRef:@message | operationRef:@operation
signalEventDefinition < base | signalRef:@signal |
terminateEventDefinition < base | |
timerEventDefinition < base | | timeDate:expr timeDuration:expr timeCycle:expr
error < base | name:s errorCode:s structureRef:@itemDefinition |
escalation < base | name:s escalationCode:s structureRef:@itemDefinition |
signal < base | name:s structureRef:@itemDefinition |
message < base | name:s itemRef:@itemDefinition |
gateway < flowNode | gatewayDirection:Unspecified,Converging,Diverging,Mixed |
exclusiveGateway < gateway | default:@sequenceFlow |
inclusiveGateway < gateway | default:@sequenceFlow |
complexGateway < gateway | default:@sequenceFlow | activationCondition:expr
eventBasedGateway < gateway | instantiate:b eventGatewayType:Exclusive,Parallel |
parallelGateway < gateway | |
sequenceFlow < flowElement | sourceRef:@task targetRef:@task isImmediate:b | conditionExpression:expr
dataObject < flowElement | itemSubjectRef:@itemDefinition isCollection:b | dataState
dataObjectReference < flowElement | itemSubjectRef:@itemDefinition dataObjectRef:@dataObject | dataState
dataStoreReference < flowElement | itemSubjectRef:@itemDefinition dataStoreRef:@dataStore | dataState
dataStore < base | name:s capacity:i isUnlimited:b itemSubjectRef:@itemDefinition | dataState
dataState < base | name:s |
dataInput < base | name:s itemSubjectRef:@itemDefinition isCollection:b | dataState
dataOutput < base | name:s itemSubjectRef:@itemDefinition isCollection:b | dataState
property < base | name:s itemSubjectRef:@itemDefinition | dataState
ioSpecification < base | | dataInput dataOutput inputSet outputSet
inputSet < base | name:s | dataInputRefs:@dataInput optionalInputRefs:@dataInput whileExecutingInputRefs:@dataInput outputSetRefs:@outputSet
outputSet < base | name:s | dataOutputRefs:@dataOutput optionalOutputRefs:@dataOutput whileExecutingOutputRefs:@dataOutput inputSetRefs:@inputSet
dataInputAssociation < base | | sourceRef:@dataInput targetRef:@dataInput transformation:formal assignment
dataOutputAssociation < base | | sourceRef:@dataOutput targetRef:@property transformation:formal assignment
assignment < base | | from:expr to:expr
ioBinding < base | operationRef:@operation inputDataRef:@inputSet outputDataRef:@outputSet |
itemDefinition < base | structureRef:q isCollection:b itemKind:Information,Physical |
interface < base | name:s implementationRef:q | operation
operation < base | name:s implementationRef:q | inMessageRef:@message outMessageRef:@message errorRef:@error
endPoint < base | |
callable < base | name:s | supportedInterfaceRef:@interface ioSpecification ioBinding
process < callable | processType:None,Public,Private isClosed:b isExecutable:b definitionalCollaborationRef:@collaboration | auditing monitoring property laneSet %flowElement %artifact %resourceRole correlationSubscription supports:@process
globalTask < callable | | %resourceRole
globalBusinessRuleTask < globalTask | implementation:s |
globalManualTask < globalTask | |
globalScriptTask < globalTask | scriptLanguage:s | script:text
globalUserTask < globalTask | implementation:s | rendering
laneSet < base | name:s | lane
lane < base | name:s partitionElementRef:@itemDefinition | partitionElement:rendering flowNodeRef:@task childLaneSet:laneSet
resource < base | name:s | resourceParameter
resourceParameter < base | name:s type:@itemDefinition isRequired:b |
resourceRole < base | name:s | resourceRef:@resource resourceParameterBinding
performer < resourceRole | |
humanPerformer < resourceRole | |
potentialOwner < base | name:s | resourceAssignmentExpression
resourceAssignmentExpression < base | | formalExpression:formal
resourceParameterBinding < base | parameterRef:@resourceParameter | formalExpression:formal
association < base | sourceRef:@task targetRef:@textAnnotation associationDirection:None,One,Both |
group < base | categoryValueRef:@categoryValue |
textAnnotation < base | textFormat:s | text:text
`;

/** What stands for a group in other types. */
export const groups: Readonly<Record<string, readonly string[]>> = {
  root: [
    'category',
    'collaboration',
    'choreography',
    'globalChoreographyTask',
    'globalConversation',
    'correlationProperty',
    'dataStore',
    'endPoint',
    'error',
    'escalation',
    'cancelEventDefinition',
    'compensateEventDefinition',
    'conditionalEventDefinition',
    'errorEventDefinition',
    'escalationEventDefinition',
    'linkEventDefinition',
    'messageEventDefinition',
    'signalEventDefinition',
    'terminateEventDefinition',
    'timerEventDefinition',
    'globalBusinessRuleTask',
    'globalManualTask',
    'globalScriptTask',
    'globalTask',
    'globalUserTask',
    'interface',
    'itemDefinition',
    'message',
    'partnerEntity',
    'partnerRole',
    'process',
    'resource',
    'signal',
  ],
  artifact: ['association', 'group', 'textAnnotation'],
  conversationNode: ['conversation', 'subConversation', 'callConversation'],
  choreographyActivity: ['choreographyTask', 'subChoreography', 'callChoreography'],
  flowElement: [
    'task',
    'sendTask',
    'receiveTask',
    'serviceTask',
    'userTask',
    'businessRuleTask',
    'manualTask',
    'scriptTask',
    'subProcess',
    'transaction',
    'adHocSubProcess',
    'callActivity',
    'startEvent',
    'endEvent',
    'intermediateCatchEvent',
    'intermediateThrowEvent',
    'boundaryEvent',
    'implicitThrowEvent',
    'exclusiveGateway',
    'inclusiveGateway',
    'complexGateway',
    'eventBasedGateway',
    'parallelGateway',
    'sequenceFlow',
    'dataObject',
    'dataObjectReference',
    'dataStoreReference',
  ],
  eventDefinition: [
    'cancelEventDefinition',
    'compensateEventDefinition',
    'conditionalEventDefinition',
    'errorEventDefinition',
    'escalationEventDefinition',
    'linkEventDefinition',
    'messageEventDefinition',
    'signalEventDefinition',
    'terminateEventDefinition',
    'timerEventDefinition',
  ],
  resourceRole: ['resourceRole', 'performer', 'humanPerformer', 'potentialOwner'],
  loop: ['standardLoopCharacteristics', 'multiInstanceLoopCharacteristics'],
};

export interface SchemaType {
  readonly attributes: readonly (readonly [name: string, kind: string])[];
  readonly elements: readonly (readonly [name: string, kind: string])[];
}

const lines = new Map(
  schema
    .trim()
    .split('\n')
    .map((line) => {
      const [head = '', attributes = '', elements = ''] = line.split('|');
      const [name = '', base] = head.trim().split(' < ');
      return [name, { base, attributes, elements }] as const;
    }),
);

/** A type with all that it has from the types that it extends. @throws when there is none of that name */
export function schemaType(name: string): SchemaType {
  const line = lines.get(name);
  if (!line) throw new Error(`The schema has no ${name}.`);
  const above = line.base ? schemaType(line.base) : { attributes: [], elements: [] };
  const pairs = (text: string) =>
    text
      .split(' ')
      .filter(Boolean)
      .map((one) => {
        const [said = '', kind = said] = one.split(':');
        return [said, kind] as const;
      });
  return {
    attributes: [...above.attributes, ...pairs(line.attributes)],
    elements: [...above.elements, ...pairs(line.elements)],
  };
}

export const schemaTypes: readonly string[] = [...lines.keys()];
