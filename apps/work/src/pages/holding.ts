import { page, type PageContext, post, redirect, Refusal, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  type Child,
  dialog,
  dialogLink,
  form,
  formatDateTime,
  html,
  type Html,
  refusedSummary,
  select,
  textarea,
  withQuery,
} from '@dinh/ui';
import { doing } from '../model/doing.ts';
import type { Holding } from '../model/holding.ts';
import { claimTask, delegateTask, escalateTask, giveBackTask } from '../operations/hold-task.ts';
import { type MatterView, type TaskToDo, viewMatter } from '../queries/view-matter.ts';
import { home, screen, titleOf, typed } from './frame.ts';

/** What may be done with a task besides ending it, as the acts on a dossier are called and typed. */
const acts: Readonly<Record<Holding, { name: Text; done: Text; key: string }>> = {
  claim: {
    name: { vi: 'Nhận việc', en: 'Take the task' },
    done: { vi: 'Đã nhận việc', en: 'You have the task' },
    key: 'n',
  },
  delegate: {
    name: { vi: 'Nhờ làm thay', en: 'Let a colleague do it' },
    done: { vi: 'Đã nhờ người khác làm thay', en: 'A colleague has the task' },
    key: 'u',
  },
  'give-back': {
    name: { vi: 'Trả lại việc', en: 'Give it back' },
    done: { vi: 'Đã trả lại việc', en: 'The task was given back' },
    key: 'l',
  },
  escalate: {
    name: { vi: 'Chuyển lên cấp trên', en: 'Pass upwards' },
    done: { vi: 'Đã chuyển việc lên cấp trên', en: 'The task was passed upwards' },
    key: 't',
  },
};
const isAct = (key: string | undefined): key is Holding => key !== undefined && Object.hasOwn(acts, key);

const hrefOf = (matter: string, act: Holding, task: TaskToDo): string =>
  withQuery(`/cong-viec/${matter}/nguoi-lam/${act}`, { viec: task.id, v: String(task.version) });

/** Says what has just been done with who holds a task. */
export function heldBanner(ctx: PageContext): Child {
  const key = ctx.query['xong'];
  return isAct(key) && banner(ctx.lang, { tone: 'done', body: acts[key].done });
}

/** The acts on who holds a task: taking it is a button, what needs a reason asks for it in a dialog. */
export function holdingBar(ctx: PageContext, matter: MatterView, task: TaskToDo, first: boolean): Child {
  const { lang } = ctx;
  if (task.holding.length === 0) return undefined;
  const idOf = (act: Holding) => `${act}-${task.id}`;
  const asking = task.holding.filter((act) => act !== 'claim');
  const claims = task.holding.includes('claim');
  const said = { vi: `Người làm bước “${task.step.vi}”`, en: `Who does “${task.step.en}”` };
  return html`<div role="group" aria-label="${said[lang]}">${buttonGroup(
    claims &&
      button(lang, {
        label: acts.claim.name,
        kind: 'secondary',
        key: first ? acts.claim.key : undefined,
        attributes: { form: idOf('claim') },
      }),
    ...asking.map((act) =>
      dialogLink(lang, {
        label: acts[act].name,
        kind: 'quiet',
        key: first ? acts[act].key : undefined,
        dialog: idOf(act),
        href: hrefOf(matter.id, act, task),
      }),
    ),
  )}</div>${
    claims &&
    form(lang, {
      action: hrefOf(matter.id, 'claim', task),
      id: idOf('claim'),
      key: ctx.formKey,
      body: html``,
    })
  }${asking.map((act) => dialog(lang, { id: idOf(act), title: acts[act].name, body: askForm(ctx, matter, act, task) }))}`;
}

function askForm(ctx: PageContext, matter: MatterView, act: Holding, task: TaskToDo): Html {
  const { lang } = ctx;
  const id = (name: string) => `${act}-${task.id}-${name}`;
  return form(lang, {
    action: hrefOf(matter.id, act, task),
    id: `form-${act}-${task.id}`,
    key: ctx.formKey,
    body: html`<p>${explained[act][lang]}</p>
      ${
        act === 'delegate' &&
        select(lang, {
          name: 'nguoi',
          id: id('nguoi'),
          label: fieldNames.to,
          value: typed(ctx, 'nguoi') ?? task.colleagues[0]?.id,
          options: task.colleagues.map((one) => ({
            value: one.id,
            label: { vi: `${one.name} (đang giữ ${one.open} việc)`, en: `${one.name} (${one.open} open)` },
          })),
        })
      }${
        act !== 'claim' &&
        textarea(lang, {
          name: 'ly-do',
          id: id('ly-do'),
          label: fieldNames.reason,
          rows: 3,
          maxLength: 1000,
          value: typed(ctx, 'ly-do'),
        })
      }${button(lang, { label: acts[act].name, key: 'ctrl+enter' })}`,
  });
}

/** What the fields are called, so that a refusal says which is meant. */
const fieldNames = {
  to: { vi: 'Nhờ ai', en: 'Whom' },
  reason: { vi: 'Lý do', en: 'Reason' },
} satisfies Record<string, Text>;

const explained: Readonly<Record<Holding, Text>> = {
  claim: {
    vi: 'Việc này thành của bạn; người khác giữ cùng vai trò không làm nữa.',
    en: 'The task becomes yours; others who hold the role do not do it any more.',
  },
  delegate: {
    vi: 'Người được nhờ nhận được thông báo. Khi họ trả lại, việc về với bạn.',
    en: 'They are told. When they give it back it returns to you.',
  },
  'give-back': {
    vi: 'Việc về với người đã nhờ bạn; nếu không ai nhờ, mọi người giữ vai trò này đều nhận được.',
    en: 'It returns to who gave it to you; if nobody did, everybody who holds the role can take it.',
  },
  escalate: {
    vi: 'Người cấp trên làm bước này thay bạn; bạn không nhận lại được.',
    en: 'Whoever stands above does this step in your place; you cannot take it back.',
  },
};

const kinds: Readonly<Record<string, Text>> = {
  claimed: { vi: 'nhận việc', en: 'took the task' },
  assigned: { vi: 'giao việc', en: 'gave the task to somebody' },
  'given-back': { vi: 'trả lại việc', en: 'gave the task back' },
  delegated: { vi: 'nhờ người khác làm thay', en: 'let a colleague do it' },
  escalated: { vi: 'chuyển lên cấp trên', en: 'passed it upwards' },
  reassigned: { vi: 'chuyển việc', en: 'handed the task on' },
};

/** Through whose hands a step has gone, with the reasons. */
export const handovers = ({ lang }: PageContext, entry: MatterView['history'][number]): Html[] =>
  entry.handovers.map(
    (one) =>
      html`<p class="muted">
        ${formatDateTime(one.at)} · ${one.by}
        ${kinds[one.kind]?.[lang]}${one.reason && html`: ${one.reason}`}
      </p>`,
  );

const declaration = {
  path: '/cong-viec/:id/nguoi-lam/:act',
  title: { vi: 'Người làm một bước', en: 'Who does a step' },
  may: doing,
};

/** The question of an act on a page of its own: where no script opens the dialog. */
export const holdPage = page({ ...declaration, run: (ctx) => ask(ctx) });

/** Changes who holds a task; who comes second is told who did what when. */
export const holdPost = post({
  ...declaration,
  async run(ctx) {
    const act = ctx.params['act'];
    if (!isAct(act)) return redirect('/cong-viec');
    const version = Number(ctx.query['v']);
    const input = {
      taskId: ctx.query['viec'] ?? '',
      ...(Number.isSafeInteger(version) && version > 0 && { version }),
    };
    const reason = typed(ctx, 'ly-do') ?? '';
    try {
      if (act === 'claim') await ctx.run(claimTask, input);
      else if (act === 'delegate') await ctx.run(delegateTask, { ...input, to: typed(ctx, 'nguoi') ?? '', reason });
      else await ctx.run(act === 'escalate' ? escalateTask : giveBackTask, { ...input, reason });
    } catch (error) {
      return ask(ctx, refusedSummary(ctx, error, fieldNames), error instanceof Refusal ? error.status : 422);
    }
    // What is no longer theirs to do they leave for the list.
    const back = act === 'claim' ? `/cong-viec/${ctx.params['id']}` : '/cong-viec';
    return redirect(withQuery(back, { xong: act }));
  },
});

async function ask(ctx: PageContext, refused?: Child, status?: number) {
  const { lang } = ctx;
  const found: MatterView = await ctx.run(viewMatter, { id: ctx.params['id']! });
  const name = titleOf(ctx, found);
  const act = ctx.params['act'];
  const task = found.tasks.find((one) => one.id === ctx.query['viec']);
  const can = isAct(act) && task?.holding.includes(act) === true;
  const title = isAct(act) ? acts[act].name : declaration.title;
  const gone = {
    vi: 'Bước này không còn ở chỗ bạn, hoặc không làm được việc này với nó.',
    en: 'This step is not with you any more, or this cannot be done with it.',
  };
  return show(
    screen(ctx, {
      title,
      wrong: refused !== undefined,
      breadcrumbs: [home, { label: name, href: `/cong-viec/${found.id}` }, { label: title }],
      main: html`${refused}
        <h1>${title[lang]}</h1>
        <div class="narrow">
          ${can ? html`<p>${name} · ${task.step[lang]}</p>${askForm(ctx, found, act, task)}` : html`<p>${gone[lang]}</p>`}
        </div>`,
    }),
    status,
  );
}
