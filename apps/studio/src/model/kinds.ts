import { type App, type DefinitionKind, may, type Principal } from '@dinh/kernel';
import { definitionMissing } from '../errors.ts';

/** Every kind of definition of the program, in the order of its modules. */
export function kindsOf(app: Pick<App, 'modules'>): readonly DefinitionKind[] {
  return app.modules.flatMap((module) => module.definitionKinds ?? []);
}

/** @throws definitionMissing */
export function kindNamed(app: Pick<App, 'modules'>, name: string): DefinitionKind {
  const kind = kindsOf(app).find((one) => one.kind === name);
  if (!kind) throw definitionMissing();
  return kind;
}

export const mayEdit = (principal: Principal, kind: DefinitionKind): boolean => may(principal, kind.editing);
export const mayPublish = (principal: Principal, kind: DefinitionKind): boolean => may(principal, kind.publishing);
