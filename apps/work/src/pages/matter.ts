import { parsePosted, toldDecision } from '@dinh/forms';
import { may, page, type PageContext, post, redirect, type Refusal, show, type Text } from '@dinh/kernel';
import {
  button,
  buttonGroup,
  type Child,
  emptyState,
  form,
  formatDateTime,
  html,
  type Html,
  refusedSummary,
  summaryList,
  tag,
  textarea,
  timeline,
  type TimelineEntry,
  whoMaySee,
} from '@dinh/ui';
import { completeTask } from '../operations/complete-task.ts';
import { startActivity } from '../operations/start-activity.ts';
import { doing } from '../model/doing.ts';
import { type MatterView, type TaskToDo, viewMatter } from '../queries/view-matter.ts';
import { home, screen, stateNames, titleOf, typed } from './frame.ts';
import { handovers, heldBanner, holdingBar } from './holding.ts';
import { answered, formOf, taskForm } from './task-form.ts';

const title: Text = { vi: 'Một việc', en: 'A matter' };
const addressOf = (id: string) => `/cong-viec/${id}`;

/** One matter: what can be done now, what it is about, what has happened. */
export const matterPage = page({
  path: '/cong-viec/:id',
  title,
  may: doing,
  run: async (ctx) => show(await matterScreen(ctx)),
});

/** Ends a task with one of its outcomes, or begins an activity by hand. */
export const matterPost = post({
  path: '/cong-viec/:id',
  title: { vi: 'Hoàn thành một bước', en: 'Complete a step' },
  may: doing,
  async run(ctx) {
    const found: MatterView = await ctx.run(viewMatter, { id: ctx.params['id']! });
    const begun = typed(ctx, 'bat-dau');
    if (begun !== undefined)
      try {
        const [element = '', called] = begun.split('/').toReversed();
        await ctx.run(startActivity, {
          instance: found.id,
          element,
          ...(called !== undefined && { called }),
        });
        return redirect(addressOf(found.id));
      } catch (error) {
        return show(
          await matterScreen(ctx, {
            summary: refusedSummary(ctx, error),
            taskId: '',
            answers: {},
            fields: [],
          }),
          422,
        );
      }
    const taskId = typed(ctx, 'viec') ?? '';
    const comment = typed(ctx, 'y-kien');
    const version = Number(typed(ctx, 'v'));
    const task = found.tasks.find((one) => one.id === taskId);
    const definition = task && (await formOf(ctx, task));
    const posted = definition && parsePosted(definition, ctx.form);
    try {
      await ctx.run(completeTask, {
        taskId,
        outcome: typed(ctx, 'ket-qua') ?? '',
        ...(comment && { comment }),
        ...(Number.isSafeInteger(version) && version > 0 && { version }),
        ...(posted && { answers: posted.data }),
      });
    } catch (error) {
      const summary = refusedSummary(ctx, error);
      const { fields } = error as Refusal;
      // The form tells by itself what is wrong in it.
      const inForm = posted ? fields : [];
      return show(await matterScreen(ctx, { summary, taskId, answers: posted?.data ?? {}, fields: inForm }), 422);
    }
    // Whoever has done their part of a matter goes on with their list; who goes on with the matter stays.
    const after: MatterView = await ctx.run(viewMatter, { id: found.id });
    return redirect(after.tasks.length > 0 ? addressOf(found.id) : '/cong-viec');
  },
});

/** What was refused, with what was typed. */
export interface Refused {
  readonly summary: Child;
  readonly taskId: string;
  readonly answers: Record<string, unknown>;
  readonly fields: Refusal['fields'];
}

async function matterScreen(ctx: PageContext, refused?: Refused): Promise<Html> {
  const { lang } = ctx;
  const found: MatterView = await ctx.run(viewMatter, { id: ctx.params['id']! });
  const { tone, label } = stateNames[found.state];
  const name = titleOf(ctx, found);
  const tasks = await Promise.all(
    found.tasks.map((task) => taskBox(ctx, found, task, refused?.taskId === task.id ? refused : undefined)),
  );
  return screen(ctx, {
    title: name,
    breadcrumbs: [home, { label: name }],
    wrong: refused !== undefined,
    main: html`${refused?.fields.length === 0 && refused.summary}
      ${heldBanner(ctx)}
      <h1>${name} ${tag(lang, tone, label)}</h1>
      ${may(ctx.principal, 'people.explain-access') && html`<p class="link-line">${whoMaySee(lang, true, 'matter', found.id)}</p>`}
      ${tasks} ${beginnings(ctx, found)}
      ${summaryList(
        lang,
        [
          { label: { vi: 'Quy trình', en: 'Process' }, value: found.process[lang] },
          ...(found.note ? [{ label: { vi: 'Nội dung', en: 'Content' }, value: found.note }] : []),
          {
            label: { vi: 'Bắt đầu', en: 'Begun' },
            value: [formatDateTime(found.startedAt), found.startedBy].filter(Boolean).join(', '),
          },
          ...(found.endedAt ? [{ label: { vi: 'Kết thúc', en: 'Ended' }, value: formatDateTime(found.endedAt) }] : []),
          ...(found.units.length > 0
            ? [
                {
                  label: { vi: 'Nơi thực hiện', en: 'Where' },
                  value: found.units.map((unit) => unit[lang]).join(' · '),
                },
              ]
            : []),
        ],
        { dense: true },
      )}
      ${await answered(ctx, found)}
      ${
        found.decisions.length > 0 &&
        html`<h2>${{ vi: 'Cách áp dụng bảng quyết định', en: 'How decision tables were applied' }[lang]}</h2>
          <ul class="plain-list">
            ${found.decisions.map((one) => html`<li>${toldDecision(lang, undefined, one)}</li>`)}
          </ul>`
      }
      <h2>${{ vi: 'Lịch sử', en: 'History' }[lang]}</h2>
      ${
        found.history.length === 0
          ? emptyState(lang, { title: { vi: 'Chưa có bước nào', en: 'No step yet' } })
          : timeline(
              lang,
              [...found.history].reverse().map((entry) => happened(ctx, entry)),
            )
      }`,
  });
}

/** What may be begun by hand, as often as it is needed. */
function beginnings({ lang, formKey }: PageContext, { id, startable }: MatterView): Html | false {
  if (startable.length === 0) return false;
  return html`<section>
    <h2>${{ vi: 'Mở thêm việc khi cần', en: 'Begin what is needed' }[lang]}</h2>
    ${form(lang, {
      action: addressOf(id),
      id: 'begin',
      key: formKey,
      body: buttonGroup(
        ...startable.map(({ element, name, called }) =>
          button(lang, {
            kind: 'secondary',
            name: 'bat-dau',
            value: called ? `${called.instance}/${element}` : element,
            label: called ? { vi: `${name.vi} (${called.name.vi})`, en: `${name.en} (${called.name.en})` } : name,
          }),
        ),
      ),
    })}
  </section>`;
}

/** A step that is the person's: its form if it has one, remarks, and with what it can end. */
async function taskBox(ctx: PageContext, found: MatterView, task: TaskToDo, refused: Refused | undefined): Promise<Html> {
  const { lang } = ctx;
  const hidden = html`<input type="hidden" name="viec" value="${task.id}" />
    <input type="hidden" name="v" value="${task.version}" />`;
  const needed = task.outcomes.filter((one) => one.needsComment).map((one) => `“${one.name[lang]}”`);
  const remarks = textarea(lang, {
    name: 'y-kien',
    id: `y-kien-${task.id}`,
    label: { vi: 'Ý kiến', en: 'Remarks' },
    hint:
      needed.length > 0 ? { vi: `Phải ghi khi chọn ${needed.join(', ')}.`, en: `Needed for ${needed.join(', ')}.` } : undefined,
    optional: needed.length < task.outcomes.length,
    rows: 2,
    maxLength: 4000,
    value: refused && typed(ctx, 'y-kien'),
  });
  const head = html`<h2>${task.step[lang]} ${task.late && tag(lang, 'late', { vi: 'Quá hạn', en: 'Late' })}</h2>
    ${task.dueAt && html`<p>${{ vi: 'Hạn', en: 'Due' }[lang]}: ${formatDateTime(task.dueAt)}</p>`}`;
  const holding = holdingBar(ctx, found, task, found.tasks[0] === task);
  const definition = await formOf(ctx, task);
  if (definition)
    return html`<section>
      ${head}
      ${await taskForm(ctx, definition, { action: addressOf(found.id), task, hidden, remarks, refused, known: found.variables })}${holding}
    </section>`;
  return html`<section>
    ${head}
    ${form(lang, {
      action: addressOf(found.id),
      id: `task-${task.id}`,
      key: ctx.formKey,
      body: html`${hidden}${remarks}${buttonGroup(
        ...task.outcomes.map((one) =>
          button(lang, {
            label: one.name,
            name: 'ket-qua',
            value: one.key,
            kind: one.kind === 'primary' ? 'main' : one.kind === 'danger' ? 'danger' : 'secondary',
          }),
        ),
      )}`,
    })}${holding}
  </section>`;
}

function happened(ctx: PageContext, entry: MatterView['history'][number]): TimelineEntry {
  const { lang } = ctx;
  const state = {
    open: { vi: 'đang chờ', en: 'waiting' },
    done: { vi: 'đã xong', en: 'done' },
    cancelled: { vi: 'không còn cần làm', en: 'no longer needed' },
  }[entry.state];
  const at = new Date(entry.to ?? entry.from);
  return {
    at: at.toISOString(),
    when: formatDateTime(at),
    title: entry.name,
    who: [entry.byName, entry.unitName?.[lang]].filter(Boolean).join(', '),
    body: html`${state[lang]}${entry.outcomeName && html` · ${entry.outcomeName[lang]}`}
    ${entry.late && tag(lang, 'late', { vi: 'Quá hạn', en: 'Late' })}${entry.comment && html`<p>${entry.comment}</p>`}${handovers(ctx, entry)}`,
  };
}
