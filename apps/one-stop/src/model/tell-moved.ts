import type { CommandContext } from '@dinh/kernel';
import { sql } from '@dinh/kernel';
import { notifyAll } from '@dinh/notify';

/** A task that has gone from one official to another. */
export interface MovedTask {
  readonly dossierId: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** So many dossiers are named in a message. */
const mostNamed = 20;

/**
 * Work has gone from one official to another: each who has it now hears from whom and why, each who had it to whom and why; one message
 * for all of it, and none to whoever did it (P13). Work that went into or came out of a queue is told to the one person concerned.
 * @returns the names of all of them, by id
 */
export async function tellMoved(
  ctx: CommandContext,
  moved: readonly MovedTask[],
  reason: string,
): Promise<ReadonlyMap<string, string>> {
  const persons = [...new Set(moved.flatMap(({ before, after }) => [before ?? [], after ?? []].flat()))];
  const [people, dossiers] = await Promise.all([
    ctx.db.all<{ id: string; name: string; email: string | null }>(
      sql`select id, name, email from identity.v_person where id = any(${persons}::uuid[])`,
    ),
    ctx.db.all<{ id: string; number: string }>(
      sql`select id, coalesce(code, reference) as number from one_stop.dossier where id = any(${moved.map((one) => one.dossierId)}::uuid[])`,
    ),
  ]);
  const names = new Map(people.map(({ id, name }) => [id, name]));
  const numbers = new Map(dossiers.map(({ id, number }) => [id, number]));
  const notice = (template: string, id: string, other: string | null, tasks: readonly MovedTask[]) => {
    const person = people.find((one) => one.id === id);
    const ids = [...new Set(tasks.map(({ dossierId }) => dossierId))];
    const named = ids.slice(0, mostNamed).map((one) => numbers.get(one) ?? one);
    return (
      person &&
      id !== ctx.principal.id && {
        template,
        to: { name: person.name, personId: id, email: person.email },
        data: {
          count: tasks.length,
          by: ctx.principal.name,
          other: (other && names.get(other)) ?? 'hàng chờ của đơn vị',
          dossiers: named.join(', ') + (ids.length > mostNamed ? ', …' : ''),
          reason,
        },
        about: ids.length === 1 ? `dossier:${ids[0]!}` : 'tasks',
        link: ids.length === 1 ? `/ban-lam-viec/ho-so/${ids[0]!}` : '/ban-lam-viec?hang=cua-toi',
      }
    );
  };
  const pairs = Map.groupBy(moved, ({ before, after }) => `${before}>${after}`);
  const notices = [...pairs.values()].flatMap((tasks) => {
    const { before, after } = tasks[0]!;
    return [
      (after && notice('tasks-received', after, before, tasks)) || [],
      (before && notice('tasks-moved-on', before, after, tasks)) || [],
    ].flat();
  });
  await notifyAll(ctx, notices);
  return names;
}
