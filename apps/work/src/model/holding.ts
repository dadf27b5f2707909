import type { Context } from '@dinh/kernel';
import { hasSuperior } from '@dinh/process';
import { type Colleague, colleaguesFor } from './colleagues.ts';

/** What may be done with who holds a task. */
export type Holding = 'claim' | 'delegate' | 'give-back' | 'escalate';

interface Held {
  readonly id: string;
  readonly role: string;
  readonly unit: number | null;
  readonly assignee: string | null;
}

/** What the principal may do with who holds a task that is theirs to do, and whom they could ask to do it. */
export async function holdingOf(
  ctx: Pick<Context, 'db' | 'now' | 'principal'>,
  task: Held,
): Promise<{ holding: Holding[]; colleagues: Colleague[] }> {
  const mine = task.assignee === ctx.principal.id;
  const [colleagues, higher] = await Promise.all([mine ? colleaguesFor(ctx, task) : [], hasSuperior(ctx, task.id)]);
  return {
    holding: [
      ...(task.assignee === null ? (['claim'] as const) : []),
      ...(colleagues.length > 0 ? (['delegate'] as const) : []),
      ...(mine ? (['give-back'] as const) : []),
      ...(higher ? (['escalate'] as const) : []),
    ],
    colleagues,
  };
}
