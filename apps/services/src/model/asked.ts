import type { OperationTypes, OutputOf } from '@dinh/kernel';
import type { DraftComponent } from './draft.ts';
import type { Ask } from './facts.ts';
import type { Flow } from './flow.ts';

/** A component that the answers ask for. */
export type AskedComponent = OutputOf<OperationTypes['procedures.list-components']>['components'][number];

/**
 * The components for which the person must bring something: the interactive form itself counts as handed in, and a power of
 * attorney that is registered is known.
 */
export async function askedComponents(ask: Ask, flow: Pick<Flow, 'version' | 'checked' | 'power'>): Promise<AskedComponent[]> {
  const { components } = await ask('procedures.list-components', {
    versionId: flow.version.versionId,
    data: flow.checked.data,
  });
  return components.filter(({ satisfiedBy }) => satisfiedBy !== 'form' && !(flow.power && satisfiedBy === 'authority'));
}

/** Those that must be there and are not. */
export async function missingComponents(ask: Ask, flow: Flow): Promise<AskedComponent[]> {
  const given = new Set(flow.draft.components.map((one) => one.key));
  return (await askedComponents(ask, flow)).filter((one) => one.needed && !given.has(one.key));
}

/** What a component accepts: short names of types, and bytes. */
export function limitsOf(
  asked: Pick<AskedComponent, 'accept' | 'maxMb'> | undefined,
  most: number,
): { accept: string[]; maxBytes: number } {
  const accept = asked?.accept?.length ? asked.accept : ['pdf', 'jpg', 'png', 'docx'];
  const maxBytes = Math.min(most, asked?.maxMb ? asked.maxMb * 1024 * 1024 : most);
  return { accept: [...accept], maxBytes };
}

/** Files of a draft under a component. */
export const filesOf = (components: readonly DraftComponent[], key: string): DraftComponent[] =>
  components.filter((one) => one.key === key);
