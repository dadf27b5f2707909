import type { PageContext, Text } from '@dinh/kernel';
import { type Graph, readDiagram } from '@dinh/process';
import {
  banner,
  button,
  buttonGroup,
  details,
  drawProcess,
  type DrawingBadge,
  form,
  formatDateTime,
  html,
  type Html,
  table,
  textInput,
} from '@dinh/ui';
import { mayEdit } from '../model/kinds.ts';
import type { Move, Trial, Wait } from '../model/try-process.ts';
import { address, hiddenKey } from './frame.ts';
import type { Shown } from './shown.ts';

interface Standing {
  readonly shown: Shown;
  readonly bpmn: string;
  readonly graph: Graph;
  readonly trial: Trial;
  readonly typed: string;
  readonly code: string;
  readonly moves: readonly Move[];
  /** Address of the page. */
  readonly here: string;
}

/** Where a trial stands: on the drawing, what waits with the ways on, the way so far, what the program would have done. */
export function standing(ctx: PageContext, props: Standing): Html {
  const { lang } = ctx;
  const { trial, graph } = props;
  const name = (id: string): string => graph.nodes.get(id)?.name[lang] ?? id;
  const badges = new Map<string, DrawingBadge[]>(
    trial.tokens.map(({ element, count }) => [
      element,
      [
        {
          text: String(count),
          tone: 'doing',
          title: { vi: `${count} nhánh đang ở đây`, en: `${count} here now` }[lang],
        },
      ],
    ]),
  );
  const diagram = readDiagram(props.bpmn);
  const heading = { vi: 'Đang ở đâu', en: 'Where it stands' }[lang];
  return html`<h2 id="dang-o">${heading}</h2>
    ${trial.failed && banner(lang, { tone: 'late', title: { vi: `Dừng ở bước ${trial.failed.move}`, en: `Stopped at move ${trial.failed.move}` }, body: trial.failed.reason })}
    ${trial.state === 'completed' && banner(lang, { tone: 'done', body: { vi: `Quy trình đã kết thúc ở “${name(trial.end ?? '')}”.`, en: `The process has ended at “${name(trial.end ?? '')}”.` } })}
    ${diagram && html`<div class="drawing" role="region" tabindex="0" aria-label="${heading}">${drawProcess(lang, diagram, { title: heading, badges, marked: new Set(trial.path) })}</div>`}
    ${waits(ctx, props, name)}
    ${props.moves.length > 0 && moveForm(ctx, props, html`${button(lang, { kind: 'secondary', name: 'act', value: 'back', label: { vi: 'Lùi một bước', en: 'One step back' } })}`)}
    <h3>${{ vi: 'Đường đã đi', en: 'The way so far' }[lang]}</h3>
    <ol>${trial.path.map((id) => html`<li>${name(id)}</li>`)}</ol>
    ${did(ctx, props, name)}
    ${details(lang, { summary: { vi: 'Các biến lúc này', en: 'Variables now' }, body: html`<dl class="summary">${Object.entries(trial.variables).map(([key, value]) => html`<div><dt><code>${key}</code></dt><dd><code>${JSON.stringify(value)}</code></dd></div>`)}</dl>` })}
    ${mayEdit(ctx.principal, props.shown.kind) && keepForm(ctx, props)}`;
}

const acts: Readonly<Record<Wait['act'], Text>> = {
  complete: { vi: 'chờ người làm', en: 'waits for a person' },
  timer: { vi: 'chờ thời gian', en: 'waits for a time' },
  message: { vi: 'chờ thông điệp', en: 'waits for a message' },
  other: {
    vi: 'chờ sự kiện khác (không thử được ở đây)',
    en: 'waits for something that cannot be tried here',
  },
};

function waits(ctx: PageContext, props: Standing, name: (id: string) => string): Html {
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
        cell: (w) =>
          html`${acts[w.act][lang]} ${w.act === 'message' && html`<code>${w.name}</code>`} ${w.role && html`(<code>${w.role}</code>)`}`,
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

/** A button for each way on. */
function ways(ctx: PageContext, { graph }: Standing, wait: Wait): Html {
  if (wait.act === 'other') return html``;
  const node = graph.nodes.get(wait.element);
  const outcomes = node?.kind === 'user-task' ? node.outcomes : [];
  const way = (move: Move, label: Text) =>
    button(ctx.lang, { kind: 'secondary', name: 'move', value: JSON.stringify(move), label });
  const move = { act: wait.act, element: wait.element, nth: wait.nth };
  if (wait.act === 'timer') return way(move, { vi: 'Đến giờ', en: 'The time comes' });
  if (wait.act === 'message') return way(move, { vi: 'Thông điệp đến', en: 'The message comes' });
  if (outcomes.length === 0) return way(move, { vi: 'Làm xong', en: 'Done' });
  return html`${outcomes.map((one) => way({ ...move, outcome: one.key }, one.name))}`;
}

function moveForm(ctx: PageContext, props: Standing, body: Html): Html {
  return form(ctx.lang, {
    action: `${props.here}#dang-o`,
    body: html`${carried(ctx, props)}<div class="button-group">${body}</div>`,
  });
}

/** What the page knows, sent along with every step. */
const carried = (ctx: PageContext, { typed, moves, code }: Standing): Html =>
  html`${hiddenKey(ctx)}<input type="hidden" name="values" value="${typed}" /><input type="hidden" name="code" value="${code}" /><input type="hidden" name="moves" value="${JSON.stringify(moves)}" />`;

function did(ctx: PageContext, { trial }: Standing, name: (id: string) => string): Html | undefined {
  const { lang } = ctx;
  if (trial.calls.length + trial.decisions.length === 0) return undefined;
  return html`<h3>${{ vi: 'Máy đã tính, hoặc sẽ làm', en: 'What the program decided, or would do' }[lang]}</h3>
    <ul>${trial.decisions.map((one) => html`<li>${name(one.element)}: <a href="${address('decision', one.decision)}">${one.decision}</a> = <code>${JSON.stringify(one.value)}</code></li>`)}${trial.calls.map((one) => html`<li>${name(one.element)}: <code>${one.handler}</code></li>`)}</ul>`;
}

function keepForm(ctx: PageContext, props: Standing): Html {
  const { lang } = ctx;
  return html`<h3>${{ vi: 'Lưu thành ca kiểm thử', en: 'Keep it as a test case' }[lang]}</h3>
    ${form(lang, {
      action: props.here,
      body: html`${carried(ctx, props)}
        ${textInput(lang, { name: 'name', label: { vi: 'Tên ca kiểm thử', en: 'Name of the case' }, hint: { vi: 'Đường đi ở trên là kết quả mong đợi.', en: 'The way above is what is expected.' }, maxLength: 200, width: 'full' })}
        ${buttonGroup(button(lang, { kind: 'secondary', name: 'act', value: 'keep', label: { vi: 'Lưu ca kiểm thử', en: 'Keep the case' } }))}`,
    })}`;
}
