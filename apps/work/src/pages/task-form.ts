import { type FormDefinition, type FormError, formEnvironment, renderAnswers, renderPage } from '@dinh/forms';
import { localDate, type PageContext } from '@dinh/kernel';
import { type Html, html, radios } from '@dinh/ui';
import type { MatterView, TaskToDo } from '../queries/view-matter.ts';
import type { Refused } from './matter.ts';
import { typed } from './frame.ts';

/** The form of a task as it is in force, on one page; undefined where it has none. */
export async function formOf(ctx: PageContext, task: Pick<TaskToDo, 'form'>): Promise<FormDefinition | undefined> {
  if (task.form === null) return undefined;
  const found = await ctx.app.definitions.at<FormDefinition>('form', task.form, localDate(ctx.now));
  if (!found) return undefined;
  const { body } = found;
  const fields = body.pages.flatMap((page) =>
    page.fields.map((field) => {
      const when = [page.when, field.when].filter((one) => one !== undefined).map((one) => `(${one})`);
      return when.length > 0 ? { ...field, when: when.join(' and ') } : field;
    }),
  );
  return { ...body, pages: [{ key: 'task', title: body.pages[0]!.title, fields }] };
}

/** The form to be filled, with what the process knows already; below it with what the task ends. */
export async function taskForm(
  ctx: PageContext,
  definition: FormDefinition,
  given: {
    readonly action: string;
    readonly task: TaskToDo;
    readonly hidden: Html;
    readonly remarks: Html;
    readonly refused: Refused | undefined;
    readonly known: MatterView['variables'];
  },
): Promise<Html> {
  const { lang } = ctx;
  const { task, refused } = given;
  const errors: FormError[] = (refused?.fields ?? []).map((one) => ({ ...one, page: 'task' }));
  const [only] = task.outcomes;
  const ending =
    task.outcomes.length === 1
      ? html`<input type="hidden" name="ket-qua" value="${only!.key}" />`
      : radios(lang, {
          name: 'ket-qua',
          id: `ket-qua-${task.id}`,
          label: { vi: 'Kết quả của bước', en: 'Outcome of the step' },
          choices: task.outcomes.map((one) => ({ value: one.key, label: one.name })),
          value: refused && typed(ctx, 'ket-qua'),
        });
  return renderPage(definition, 'task', {
    data: refused?.answers ?? given.known,
    env: await formEnvironment(ctx.app, ctx.now, lang),
    action: given.action,
    errors,
    key: ctx.formKey,
    within: true,
    submit: task.outcomes.length === 1 ? only!.name : { vi: 'Hoàn thành bước', en: 'Complete the step' },
    after: html`${given.hidden}${ending}${given.remarks}`,
  });
}

/** What was answered in the forms of steps that are done. */
export async function answered(ctx: PageContext, found: MatterView): Promise<Html[]> {
  const env = await formEnvironment(ctx.app, ctx.now, ctx.lang);
  const parts: Html[] = [];
  for (const key of found.forms) {
    const form = await formOf(ctx, { form: key });
    if (form) parts.push(html`<h2>${form.title[ctx.lang]}</h2>${renderAnswers(form, found.variables, env)}`);
  }
  return parts;
}
