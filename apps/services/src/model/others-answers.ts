import type { Data, FormDefinition } from '@dinh/forms';

type Field = FormDefinition['pages'][number]['fields'][number];

/**
 * The answers of a draft without what the program fills in about somebody else: what it knows of a person or business for whom
 * one acts, and what their earlier results say. What was typed into other questions stays, and so does what is known of the applicant.
 */
export function withoutOthers(form: FormDefinition, data: Data): Data {
  const kept = structuredClone(data);
  delete kept['capacity'];
  for (const page of form.pages) takeOut(page.fields, kept);
  return kept;
}

function takeOut(fields: readonly Field[], there: Data): void {
  for (const field of fields) {
    const answer = there[field.key];
    if (field.prefill && !field.prefill.startsWith('applicant.')) delete there[field.key];
    else if (field.type === 'group' && !field.repeat && typeof answer === 'object' && answer !== null)
      takeOut(field.fields ?? [], answer as Data);
  }
}
