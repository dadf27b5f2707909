import type { Field, FormDefinition } from './definition.ts';
import type { FormEnvironment } from './environment.ts';
import { holds } from './feel.ts';
import { validateForm } from './validate.ts';

/** A component of the dossier that the answers ask for. */
export interface AskedComponent {
  readonly component: string;
  readonly required: boolean;
}

/** What the form's visible `component` fields ask to be attached, in the order of the form. */
export function componentsAsked(form: FormDefinition, data: unknown, env: FormEnvironment): AskedComponent[] {
  const checked = validateForm(form, data, env);
  const asked: AskedComponent[] = [];
  const look = (fields: readonly Field[], prefix: string) => {
    for (const field of fields) {
      const path = prefix + field.key;
      if (!checked.visible.has(path)) continue;
      if (field.fields && !field.repeat) look(field.fields, `${path}.`);
      if (field.type !== 'component' || !field.component) continue;
      const { required } = field;
      const scope = { env, layers: [checked.data] };
      asked.push({
        component: field.component,
        required: typeof required === 'string' ? holds(required, scope) : required === true,
      });
    }
  };
  for (const page of form.pages) look(page.fields, '');
  return asked;
}
