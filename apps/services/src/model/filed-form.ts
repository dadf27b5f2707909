import type { FormDefinition } from '@dinh/forms';
import { type App, notFound } from '@dinh/kernel';

/** The very version of the form that a dossier was filed with. */
export async function answersForm(app: App, formId: string): Promise<FormDefinition> {
  const definition = await app.definitions.byId<FormDefinition>(formId);
  if (!definition) throw notFound();
  return definition.body;
}
