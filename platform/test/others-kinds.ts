/** Which kind of thing each field of an operation names, and what else an input must say to be right. */
import type { Things } from './others-things.ts';

const byField: Readonly<Record<string, string>> = {
  person: 'person',
  applicantId: 'person',
  personId: 'person',
  subject: 'person',
  agent: 'person',
  specialist: 'person',
  assignee: 'person',
  a: 'person',
  b: 'person',
  to: 'person',
  from: 'person',
  businessId: 'business',
  key: 'clientKey',
  succession: 'succession',
  taskId: 'task',
  taskIds: 'task',
  visitId: 'visit',
  componentId: 'component',
  resultId: 'result',
  instances: 'instance',
  versionId: 'procedure',
  dossierId: 'dossier',
  token: 'instance',
};
const byOperation: readonly (readonly [RegExp, string])[] = [
  [/^one-stop\.remove-view$/, 'view'],
  [/^one-stop\.\w+-ticket$/, 'ticket'],
  [/^one-stop\.paper-facts$/, 'paper'],
  [/^one-stop\./, 'dossier'],
  [/^results\./, 'result'],
  [/^services\./, 'draft'],
  [/^(payments|revenue)\./, 'payment'],
  [/^delivery\./, 'shipment'],
  [/^notify\./, 'message'],
  [/^process\.note-rule-hit$/, 'ruleHit'],
  [/^process\./, 'incident'],
  [/^operations\./, 'instance'],
  [/^studio\.drop-test-case$/, 'testCase'],
  [/^studio\./, 'procedure'],
  [/succession$/, 'succession'],
  [/hand-over$/, 'handOver'],
];

/** Where the kind depends on the operation and the field. */
const byPlace: Readonly<Record<string, string>> = {
  'identity.list-delegations.person': 'official',
  'identity.list-stand-ins.person': 'official',
  'identity.list-hand-overs.person': 'official',
  'identity.list-deputies.position': 'headPosition',
  'people.list-sessions.person': 'official',
  'identity.view-emergency.id': 'emergency',
  'identity.end-emergency.id': 'emergency',
  'identity.review-emergency.id': 'emergency',
  'identity.check-role-change.id': 'roleChange',
  'identity.decide-role-change.id': 'roleChange',
  'identity.withdraw-role-change.id': 'roleChange',
  'identity.view-import.id': 'import',
  'identity.approve-import.id': 'import',
  'identity.decline-import.id': 'import',
  'identity.withdraw-import.id': 'import',
  'identity.carry-out-import.id': 'checkedImport',
  'identity.resend-sign-up-code.signUp': 'signUp',
  'identity.view-subject.authority': 'acting',
  'identity.act-for.authority': 'acting',
  'identity.confirm-authority.authority': 'claim',
  'identity.refuse-authority.authority': 'claim',
  'identity.list-merges.person': 'other',
  'identity.record-death.person': 'passerby',
  'identity.reopen-person.person': 'goneAway',
  'identity.verify-person.person': 'passerby',
  'identity.undo-merge.merge': 'doneMerge',
  'identity.invite-representative.business': 'firm',
  'identity.tell-apart.b': 'other',
  'identity.delegate-authority.to': 'official',
  'one-stop.list-dossiers.assignee': 'official',
  'one-stop.list-colleagues.insteadOf': 'official',
  'one-stop.reassign-tasks.to': 'official',
  'one-stop.reassign-tasks.from': 'official',
  'one-stop.submit-dossier.authority': 'acting',
  'one-stop.receive-dossier.authority': 'acting',
  'one-stop.recall-ticket.id': 'calledTicket',
  'one-stop.serve-ticket.id': 'calledTicket',
  'one-stop.miss-ticket.id': 'calledTicket',
  'one-stop.finish-ticket.id': 'servedTicket',
  'services.open-draft.authority': 'acting',
  'studio.try-decision.id': 'decision',
  'studio.try-decision.draft': 'decisionDraft',
  'one-stop.hand-over-dossiers.ids': 'paperDossier',
  'one-stop.reassign-tasks.taskIds': 'freshTask',
  'payments.refund-payment.id': 'paid',
  'process.skip-incident.id': 'stuck',
  'identity.ask-factor.factor': 'phone',
  'identity.duplicates-of.person': 'twin',
  'identity.list-provisioned.id': 'staff',
  'identity.change-provisioned.id': 'staff',
  'identity.remove-provisioned.id': 'staff',
  'identity.change-post.add': 'staff',
  'identity.change-post.remove': 'staff',
  'identity.change-post.all': 'staff',
  'work.view-matter.id': 'matter',
  'work.start-activity.instance': 'matter',
  'work.start-activity.called': 'matter',
  'results.facts.personId': 'person',
  'results.facts.businessId': 'businessWithPapers',
  'process.plan-migration.from': 'processVersion',
  'process.plan-migration.to': 'processVersion',
  'process.migrate-instances.from': 'processVersion',
  'process.migrate-instances.to': 'processVersion',
};

/**
 * Values of an input that are right, where any of the right form would be refused before it is asked whose the thing is.
 * @param today `YYYY-MM-DD`
 */
export function rightValues(today: string): Readonly<Record<string, object>> {
  const days = { from: today, until: today };
  const paper = (kind: string, number = '000000009999') => [{ kind, number, issuedOn: '2021-05-05' }];
  return {
    'identity.delegate-authority': days,
    'identity.note-absence': days,
    'identity.verify-person': {
      name: 'Người Qua Đường',
      idNumber: '000000009999',
      birthDate: '1990-01-01',
      papers: paper('citizen-card'),
    },
    'identity.verify-business': { papers: paper('business-registration') },
    'identity.add-representative': { papers: paper('business-registration') },
    'identity.confirm-authority': { papers: paper('power-of-attorney') },
    'identity.record-authority': { kind: 'attorney', papers: paper('power-of-attorney') },
    'identity.record-death': { diedOn: today, papers: paper('death-certificate') },
    'identity.reopen-person': { papers: paper('citizen-card') },
    'identity.list-provisioned': { offset: 0, limit: 10 },
    'one-stop.hand-over-dossiers': { act: 'made' },
    'services.open-draft': { procedure: 'HNM.1242' },
  };
}

/** Which kind of thing a field of an operation names. */
export function kindOf(operation: string, field: string, things: Things): string | undefined {
  const here = byPlace[`${operation}.${field}`];
  if (here !== undefined) return here;
  if (operation.startsWith('studio.') && field === 'draft') return 'studioDraft';
  if (field === 'id' || field === 'ids') return byOperation.find(([pattern]) => pattern.test(operation))?.[1];
  if (operation.startsWith('work.') && field === 'taskId') return 'matterTask';
  return byField[field] ?? (field in things ? field : undefined);
}
