import { taskHolders } from '@dinh/identity';
import { isUuid } from '@dinh/kernel';
import type { EngineParts } from '@dinh/process';
import { whoActsFor } from './who-acts.ts';

const holders = taskHolders('one-stop.do-task', 'one-stop.reassign-task');

/** Who stands above those who have a step; undefined where nobody does, as above the head of an agency. */
export const superiorOf = holders.superior;

/**
 * Who does the steps of dossiers, by places and delegations; who acts for a named person who has handed their authority
 * on, or has left office; and who stands above.
 */
export const assignment: Pick<EngineParts, 'candidates' | 'deputy' | 'superior' | 'keeps'> = {
  candidates: holders.candidates,
  // The name of a variable may be no person.
  deputy: async (ctx, scope, person, place) =>
    isUuid(person) ? ((await whoActsFor(ctx, person, place)) ?? holders.deputy(ctx, scope, person)) : undefined,
  superior: superiorOf,
  keeps: holders.keeps,
};
