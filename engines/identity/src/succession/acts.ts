import { type CommandContext, sql } from '@dinh/kernel';
import { actor } from '../operations/actor.ts';

type Act = 'drawn-up' | 'changed' | 'proposed' | 'returned' | 'approved' | 'withdrawn' | 'begun' | 'ended';

/** Writes down who did what with a plan; what the program itself did stands under no name. */
export function noteAct(ctx: CommandContext, id: string, act: Act, note: string | null = null): void {
  ctx.db.send(
    sql`insert into identity.succession_act (succession_id, at, act, person_id, person_name, note)
        values (${id}, ${ctx.now}, ${act}, ${actor(ctx)}::uuid, ${ctx.principal.kind === 'system' ? '' : ctx.principal.name}, ${note})`,
  );
}
