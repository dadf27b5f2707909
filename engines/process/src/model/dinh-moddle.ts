import { bpmnCompletions } from './bpmn-completions.ts';

/**
 * Our words inside BPMN files, namespace `https://dinh.example/bpmn`, in the form that bpmn-moddle and bpmn-js take.
 * A file with them stays valid BPMN 2.0: other tools keep what they do not know.
 */
export const dinhModdle = {
  name: 'Dinh',
  uri: 'https://dinh.example/bpmn',
  prefix: 'dinh',
  xml: { tagAlias: 'lowerCase' },
  types: [
    ...bpmnCompletions,
    {
      name: 'Process',
      extends: ['bpmn:Process'],
      properties: [
        { name: 'nameEn', isAttr: true, type: 'String' },
        { name: 'source', isAttr: true, type: 'String' },
        { name: 'app', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Marked',
      extends: ['bpmn:FlowElement'],
      properties: [
        { name: 'nameEn', isAttr: true, type: 'String' },
        { name: 'status', isAttr: true, type: 'Integer' },
        { name: 'hold', isAttr: true, type: 'Boolean' },
        { name: 'restart', isAttr: true, type: 'Boolean' },
      ],
    },
    {
      name: 'Named',
      extends: [
        'bpmn:Collaboration',
        'bpmn:Participant',
        'bpmn:Lane',
        'bpmn:MessageFlow',
        'bpmn:TextAnnotation',
        'bpmn:CategoryValue',
        'bpmn:DataInput',
        'bpmn:DataOutput',
      ],
      properties: [{ name: 'nameEn', isAttr: true, type: 'String' }],
    },
    {
      name: 'UserTask',
      extends: ['bpmn:UserTask', 'bpmn:ManualTask'],
      properties: [
        { name: 'role', isAttr: true, type: 'String' },
        { name: 'unit', isAttr: true, type: 'String' },
        { name: 'assignee', isAttr: true, type: 'String' },
        { name: 'choose', isAttr: true, type: 'String' },
        { name: 'share', isAttr: true, type: 'Real' },
        { name: 'due', isAttr: true, type: 'String' },
        { name: 'form', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Handled',
      extends: ['bpmn:ServiceTask', 'bpmn:SendTask', 'bpmn:ThrowEvent'],
      properties: [{ name: 'handler', isAttr: true, type: 'String' }],
    },
    {
      name: 'Telling',
      extends: ['bpmn:SendTask', 'bpmn:ThrowEvent'],
      properties: [
        { name: 'notice', isAttr: true, type: 'String' },
        { name: 'to', isAttr: true, type: 'String' },
        { name: 'role', isAttr: true, type: 'String' },
        { name: 'unit', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Printing',
      extends: ['bpmn:ServiceTask'],
      properties: [{ name: 'paper', isAttr: true, type: 'String' }],
    },
    {
      name: 'Decided',
      extends: ['bpmn:BusinessRuleTask'],
      properties: [
        { name: 'decision', isAttr: true, type: 'String' },
        { name: 'result', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'AdHoc',
      extends: ['bpmn:AdHocSubProcess'],
      properties: [{ name: 'start', isAttr: true, type: 'String' }],
    },
    {
      name: 'Scripted',
      extends: ['bpmn:ScriptTask'],
      properties: [{ name: 'result', isAttr: true, type: 'String' }],
    },
    {
      name: 'Repeated',
      extends: ['bpmn:MultiInstanceLoopCharacteristics'],
      properties: [
        { name: 'collection', isAttr: true, type: 'String' },
        { name: 'item', isAttr: true, type: 'String' },
        { name: 'collect', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Timed',
      extends: ['bpmn:TimerEventDefinition'],
      properties: [{ name: 'working', isAttr: true, type: 'Boolean' }],
    },
    {
      name: 'Conditioned',
      extends: ['bpmn:ConditionalEventDefinition'],
      properties: [
        { name: 'events', isAttr: true, type: 'String' },
        { name: 'per', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Outcomes',
      superClass: ['Element'],
      properties: [{ name: 'outcomes', type: 'Outcome', isMany: true }],
    },
    {
      name: 'Outcome',
      superClass: ['Element'],
      properties: [
        { name: 'key', isAttr: true, type: 'String' },
        { name: 'vi', isAttr: true, type: 'String' },
        { name: 'en', isAttr: true, type: 'String' },
        { name: 'comment', isAttr: true, type: 'Boolean' },
        { name: 'kind', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Input',
      superClass: ['Element'],
      properties: [
        { name: 'target', isAttr: true, type: 'String' },
        { name: 'value', isAttr: true, type: 'String' },
      ],
    },
    {
      name: 'Output',
      superClass: ['Element'],
      properties: [
        { name: 'target', isAttr: true, type: 'String' },
        { name: 'value', isAttr: true, type: 'String' },
      ],
    },
  ],
};
