import type { CommandContext } from '@dinh/kernel';
import type { Dossier } from './dossier.ts';

const giving = new WeakMap<CommandContext, Map<string, () => Promise<string>>>();

/**
 * The command that accepts a dossier gives its code last of all. A step of its process that has to say the code before then calls
 * for it: so the counter is locked a little longer where a process is drawn that way, and only there.
 */
export function codeGivenBy(ctx: CommandContext, dossierId: string, give: () => Promise<string>): void {
  giving.set(ctx, new Map(giving.get(ctx)).set(dossierId, give));
}

/** A dossier as it is called from now on: with the code that it gets in this very command. */
export async function withCode<D extends Pick<Dossier, 'id' | 'code'>>(ctx: CommandContext, dossier: D): Promise<D> {
  const give = dossier.code === null ? giving.get(ctx)?.get(dossier.id) : undefined;
  return give ? { ...dossier, code: await give() } : dossier;
}
