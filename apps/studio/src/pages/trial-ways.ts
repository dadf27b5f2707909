import type { PageContext, Text } from '@dinh/kernel';
import type { Graph, Node } from '@dinh/process';
import { button, details, form, formatDateTime, html, type Html, table, textarea, textInput } from '@dinh/ui';
import type { Call, Trial, Wait } from '../model/trial.ts';
import type { Move } from '../model/trial-moves.ts';
import { address, hiddenKey } from './frame.ts';
import type { Shown } from './shown.ts';

export interface Standing {
  readonly shown: Shown;
  readonly bpmn: string;
  readonly graph: Graph;
  /** What roles are called, by key. */
  readonly roles: ReadonlyMap<string, Text>;
  readonly trial: Trial;
  readonly typed: string;
  readonly code: string;
  readonly start: string;
  readonly at: string;
  readonly moves: readonly Move[];
  /** Address of the page. */
  readonly here: string;
}

/** A form that makes a move: its buttons and fields, with all that was done so far. */
export function moveForm(ctx: PageContext, props: Standing, body: Html): Html {
  return form(ctx.lang, {
    action: `${props.here}#dang-o`,
    body: html`${carried(ctx, props)}<div class="button-group">${body}</div>`,
  });
}

/** What the page knows, sent along with every step. */
export const carried = (ctx: PageContext, { typed, moves, code, start, at }: Standing): Html =>
  html`${hiddenKey(ctx)}${Object.entries({ values: typed, code, start, at, moves: JSON.stringify(moves) }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;

const acts: Readonly<Record<Wait['act'], Text>> = {
  complete: { vi: 'chờ người làm', en: 'waits for a person' },
  timer: { vi: 'chờ thời gian', en: 'waits for a time' },
  message: { vi: 'chờ thông điệp', en: 'waits for a message' },
  signal: { vi: 'chờ tín hiệu', en: 'waits for a signal' },
  condition: { vi: 'chờ điều kiện đúng', en: 'waits for a condition' },
  start: { vi: 'có thể bắt đầu bất cứ lúc nào', en: 'can be begun at any time' },
};

/** Everything that waits, each with the ways on. */
export function waits(ctx: PageContext, props: Standing, name: (id: string) => string): Html {
  const { lang } = ctx;
  return table<Wait>(lang, {
    caption: { vi: 'Đang chờ', en: 'What waits' },
    rows: props.trial.waits,
    stack: true,
    columns: [
      { key: 'element', label: { vi: 'Ở bước', en: 'At' }, cell: (w) => name(w.element) },
      {
        key: 'act',
        label: { vi: 'Chờ gì', en: 'For what' },
        cell: (w) => {
          const role = w.role && props.roles.get(w.role)?.[lang];
          if (role) return html`${acts[w.act][lang]}: ${role}`;
          const detail =
            w.act === 'condition' ? conditionOf(props.graph, w.element) : ['message', 'signal'].includes(w.act) ? w.name : w.role;
          return html`${acts[w.act][lang]} ${detail && html`<code>${detail}</code>`}`;
        },
      },
      { key: 'due', label: { vi: 'Đến', en: 'Until' }, cell: (w) => w.dueAt && formatDateTime(w.dueAt) },
      {
        key: 'form',
        label: { vi: 'Biểu mẫu', en: 'Form' },
        cell: (w) => w.form && html`<a href="${address('form', w.form)}/xem" target="_blank">${w.form}</a>`,
      },
      {
        key: 'ways',
        label: { vi: 'Cho đi tiếp', en: 'Go on' },
        cell: (w) => moveForm(ctx, props, ways(ctx, props, w)),
      },
    ],
    empty: html`<p>${{ vi: 'Không có gì đang chờ.', en: 'Nothing waits.' }[lang]}</p>`,
  });
}

/** The condition as the model has it. */
function conditionOf(graph: Graph, element: string): string | undefined {
  const node = graph.nodes.get(element);
  const trigger = node && 'trigger' in node ? node.trigger : undefined;
  return trigger?.type === 'condition' ? trigger.condition.source : undefined;
}

/** A button for each way on, and where it can bring something a field for that. */
function ways(ctx: PageContext, { graph }: Standing, wait: Wait): Html {
  const { lang } = ctx;
  const node = graph.nodes.get(wait.element);
  const outcomes = node?.kind === 'user-task' ? node.outcomes : [];
  const id = `with-${wait.act}-${wait.element}-${wait.nth}`;
  if (wait.act === 'condition')
    return html`${valuesField(lang, id, { vi: 'Giá trị mới', en: 'New values' })}${button(lang, { kind: 'secondary', name: 'act', value: 'values', label: { vi: 'Đổi giá trị', en: 'Change the values' } })}`;
  const move: Move = { act: wait.act, element: wait.element, nth: wait.nth };
  if (wait.act === 'timer') return way(ctx, move, { vi: 'Đến giờ', en: 'The time comes' });
  if (wait.act === 'start') return way(ctx, move, { vi: 'Bắt đầu', en: 'Begin' });
  const brings = details(lang, {
    summary: { vi: 'Kèm giá trị', en: 'With values' },
    body: valuesField(lang, id, { vi: 'Giá trị kèm theo', en: 'What it brings' }),
  });
  const label: Text =
    wait.act === 'message'
      ? { vi: 'Thông điệp đến', en: 'The message comes' }
      : wait.act === 'signal'
        ? { vi: 'Phát tín hiệu', en: 'Throw the signal' }
        : { vi: 'Làm xong', en: 'Done' };
  if (outcomes.length === 0) return html`${way(ctx, move, label)}${brings}`;
  return html`${outcomes.map((one) => way(ctx, { ...move, outcome: one.key }, one.name))}${brings}`;
}

const way = (ctx: PageContext, move: Move, label: Text): Html =>
  button(ctx.lang, { kind: 'secondary', name: 'move', value: JSON.stringify(move), label });

const valuesField = (lang: PageContext['lang'], id: string, label: Text): Html =>
  textarea(lang, {
    name: 'with',
    id,
    rows: 2,
    optional: true,
    label,
    hint: { vi: 'mỗi dòng một biến, như  amount: 5', en: 'one variable on a line, such as  amount: 5' },
    attributes: { spellcheck: 'false' },
  });

/** Time passes by itself: what is due on the way comes in its order. */
export function timeForm(ctx: PageContext, props: Standing): Html {
  const { lang } = ctx;
  const number = (name: string, label: Text) =>
    textInput(lang, { name, id: `time-${name}`, label, optional: true, width: 4, inputMode: 'numeric' });
  return details(lang, {
    summary: { vi: 'Cho thời gian trôi', en: 'Let time pass' },
    body: moveForm(
      ctx,
      props,
      html`${number('days', { vi: 'Số ngày làm việc', en: 'Working days' })}
        ${number('hours', { vi: 'Số giờ làm việc', en: 'Working hours' })}
        ${textInput(lang, { name: 'until', id: 'time-until', type: 'date', label: { vi: 'Hoặc đến ngày', en: 'Or until the day' }, optional: true, width: 10 })}
        ${textInput(lang, { name: 'hour', id: 'time-hour', type: 'time', label: { vi: 'Lúc', en: 'At' }, optional: true, width: 4, value: '08:00' })}
        ${button(lang, { kind: 'secondary', name: 'act', value: 'jump', label: { vi: 'Nhảy tới', en: 'Jump there' } })}`,
    ),
  });
}

/** Values change by themselves, as a form or another program would change them. */
export function valuesForm(ctx: PageContext, props: Standing): Html {
  const { lang } = ctx;
  return details(lang, {
    summary: { vi: 'Đổi giá trị của các biến', en: 'Change variables' },
    body: moveForm(
      ctx,
      props,
      html`${valuesField(lang, 'with-values', { vi: 'Giá trị mới', en: 'New values' })}
        ${button(lang, { kind: 'secondary', name: 'act', value: 'values', label: { vi: 'Đổi giá trị', en: 'Change the values' } })}`,
    ),
  });
}

/** What the program decided and would have done; where the model catches an error of it, it can be made to fail. */
export function did(ctx: PageContext, props: Standing, name: (id: string) => string): Html | undefined {
  const { lang } = ctx;
  const { trial, graph } = props;
  if (trial.calls.length + trial.decisions.length === 0) return undefined;
  const failed = { vi: 'báo lỗi', en: 'failed with' }[lang];
  const fail = (one: { element: string; nth: number; move: number; failed?: string }): Html | undefined => {
    if (one.failed !== undefined) return html`<strong>${failed} “${one.failed}”</strong>`;
    const codes = errorsCaught(graph, one.element);
    if (codes.length === 0) return undefined;
    return moveForm(
      ctx,
      props,
      html`<input type="hidden" name="keep" value="${one.move}" />${codes.map((code) => way(ctx, { act: 'error', element: one.element, nth: one.nth, code }, { vi: `Cho bước này báo lỗi “${code}”`, en: `Let it fail with “${code}”` }))}`,
    );
  };
  return html`<h3>${{ vi: 'Máy đã tính, hoặc sẽ làm', en: 'What the program decided, or would do' }[lang]}</h3>
    <ul>${trial.decisions.map((one) => html`<li>${name(one.element)}: <a href="${address('decision', one.decision)}">${one.decision}</a> = <code>${JSON.stringify(one.value)}</code> ${fail(one)}</li>`)}${trial.calls.map((one) => html`<li>${name(one.element)}: ${wouldDo(ctx, props, one)} ${fail(one)}</li>`)}</ul>`;
}

/** What a step of the program would have done: call it, send a notice to somebody, print a paper. */
function wouldDo(ctx: PageContext, { roles }: Standing, { handler, notice, paper }: Call): Html {
  const { lang, app } = ctx;
  if (paper) {
    const filled = Object.entries(paper.data).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return html`${{ vi: 'sẽ in giấy từ mẫu', en: 'would print a paper from' }[lang]} <code>${paper.template}</code>${filled.length > 0 && ` (${filled.join('; ')})`}`;
  }
  if (!notice) return html`<code>${handler}</code>`;
  const hearers = app.modules.flatMap(({ processWords }) => processWords?.hearers ?? []);
  const to = hearers.find(({ key }) => key === notice.to) ?? roles.get(notice.to);
  const words = {
    vi: `sẽ gửi “${notice.subject.vi}” cho ${to?.vi ?? notice.to}`,
    en: `would send “${notice.subject.en}” to ${to?.en ?? notice.to}`,
  };
  return html`${words[lang]} (<a href="${address('message', notice.template)}">${notice.template}</a>)
    ${details(lang, {
      summary: {
        vi: 'Nội dung; chữ trong {…} lấy từ hồ sơ khi gửi',
        en: 'Content; what stands in {…} is taken from the dossier when it is sent',
      },
      body: html`${notice.body[lang].split(/\n+/).map((line) => html`<p>${line}</p>`)}`,
    })}`;
}

/** The codes of errors that something at an element or around it catches. */
function errorsCaught(graph: Graph, element: string): string[] {
  const codes = new Set<string>();
  const add = (node: Node | undefined): void => {
    if (node && 'trigger' in node && node.trigger?.type === 'error') codes.add(node.trigger.code ?? 'error');
  };
  for (let node = graph.nodes.get(element); node; node = node.scope) {
    node.boundaries.forEach(add);
    const beside = node.scope ? node.scope.eventSubs : (graph.pools.get(node.pool)?.eventSubs ?? []);
    for (const sub of beside) add(sub.start);
  }
  return [...codes];
}
