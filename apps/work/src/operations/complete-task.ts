import { type FormDefinition, formEnvironment, validateForm } from '@dinh/forms';
import { command, localDate, reach, shape, sql } from '@dinh/kernel';
import { completeGeneralTask, taskNotFound } from '@dinh/process';
import { Type } from 'typebox';
import { answersWrong } from '../errors.ts';
import { doableNow, doing } from '../model/doing.ts';

/**
 * Ends a task of the general list with one of its outcomes, and the answers of its form where it has one: they become
 * variables of the process. @throws process.task-not-found, process.task-changed, answersWrong
 */
export const completeTask = command({
  name: 'work.complete-task',
  title: { vi: 'Hoàn thành một việc', en: 'Complete a task' },
  may: doing,
  input: shape({
    taskId: Type.String({ format: 'uuid' }),
    outcome: Type.String({ minLength: 1, maxLength: 60 }),
    comment: Type.Optional(Type.String({ maxLength: 4000 })),
    answers: Type.Optional(Type.Record(Type.String({ maxLength: 60 }), Type.Unknown(), { description: 'of the task’s form' })),
    version: Type.Optional(Type.Integer({ description: 'version of the task that the official saw' })),
  }),
  output: shape({ instance: Type.String(), state: Type.String() }),
  async run(ctx, input) {
    const task = await ctx.db.maybe<{
      instance: string;
      element: string;
      assignee: string | null;
      form: string | null;
    }>(
      sql`select t.instance_id as instance, t.element, t.assignee, t.form from process.v_task t where t.id = ${input.taskId} and ${doableNow(ctx)}`,
    );
    if (!task) throw taskNotFound();
    ctx.subject(`instance:${task.instance}`);
    const others = reach(ctx.principal, doing).assignees.filter((id) => id !== ctx.principal.id);
    const behalfOf = others.find((id) => id === task.assignee);
    ctx.actFor(behalfOf);
    let variables: Record<string, unknown> | undefined;
    if (task.form !== null) {
      const form = await ctx.app.definitions.at<FormDefinition>('form', task.form, localDate(ctx.now));
      if (form) {
        const { data, errors } = validateForm(form.body, input.answers ?? {}, await formEnvironment(ctx.app, ctx.now, 'vi'));
        if (errors.length > 0) throw answersWrong({}, { fields: errors.map(({ path, message }) => ({ path, message })) });
        variables = data;
      }
    }
    const { state } = await completeGeneralTask(ctx, {
      taskId: input.taskId,
      outcome: input.outcome,
      ...(input.comment !== undefined && { comment: input.comment }),
      ...(input.version !== undefined && { version: input.version }),
      ...(variables && { variables }),
      ...(behalfOf && { behalfOf }),
    });
    ctx.note({ task: task.element, outcome: input.outcome });
    return { instance: task.instance, state };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.complete-task': typeof completeTask;
  }
}
