import type { Lang, PageContext } from '@dinh/kernel';
import { readDiagram } from '@dinh/process';
import {
  banner,
  button,
  buttonGroup,
  details,
  drawProcess,
  type DrawingBadge,
  form,
  formatDate,
  formatDateTime,
  html,
  type Html,
  textInput,
} from '@dinh/ui';
import { mayEdit } from '../model/kinds.ts';
import { address } from './frame.ts';
import { englishName } from './decision-trial.ts';
import { carried, did, moveForm, type Standing, timeForm, valuesForm, waits } from './trial-ways.ts';

/** Where a trial stands: on the drawing, what waits with the ways on, the way so far, what the program would have done. */
export function standing(ctx: PageContext, props: Standing): Html {
  const { lang } = ctx;
  const { trial, graph } = props;
  const name = (id: string): string =>
    graph.nodes.get(id)?.name[lang] ?? trial.called.find((one) => one.elements[id])?.elements[id]![lang] ?? id;
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
  const clock = { vi: 'Giờ của bản thử', en: 'Clock of the trial' }[lang];
  const running = trial.state === 'running' && !trial.failed;
  return html`<h2 id="dang-o">${heading}</h2>
    <p>${clock}: <strong>${formatDateTime(trial.now)}</strong></p>
    ${trial.failed && banner(lang, { tone: 'late', title: { vi: `Dừng ở bước ${trial.failed.move}`, en: `Stopped at move ${trial.failed.move}` }, body: trial.failed.reason })}
    ${trial.state === 'completed' && banner(lang, { tone: 'done', body: { vi: `Quy trình đã kết thúc ở “${name(trial.end ?? '')}”.`, en: `The process has ended at “${name(trial.end ?? '')}”.` } })}
    ${calledVersions(lang, trial.called)}
    ${diagram && html`<div class="drawing" role="region" tabindex="0" aria-label="${heading}">${drawProcess(lang, diagram, { title: heading, badges, marked: new Set(trial.path) })}</div>`}
    ${waits(ctx, props, name)}
    ${running && timeForm(ctx, props)} ${running && valuesForm(ctx, props)}
    ${props.moves.length > 0 && moveForm(ctx, props, html`${button(lang, { kind: 'secondary', name: 'act', value: 'back', label: { vi: 'Lùi một bước', en: 'One step back' } })}`)}
    <h3>${{ vi: 'Đường đã đi', en: 'The way so far' }[lang]}</h3>
    <ol>${trial.path.map((id) => html`<li>${name(id)}</li>`)}</ol>
    ${did(ctx, props, name)}
    ${details(lang, { summary: { vi: 'Các biến lúc này', en: 'Variables now' }, body: html`<dl class="summary">${Object.entries(trial.variables).map(([key, value]) => html`<div><dt><code>${key}</code></dt><dd><code>${JSON.stringify(value)}</code></dd></div>`)}</dl>` })}
    ${mayEdit(ctx.principal, props.shown.kind) && keepForm(ctx, props)}`;
}

/** Which versions of other processes were called, and why these. */
function calledVersions(lang: Lang, called: Standing['trial']['called']): Html | undefined {
  if (called.length === 0) return undefined;
  const version = (one: (typeof called)[number]): Html =>
    html`<li><a href="${address('process', one.key)}?ban=${one.version}">${one.name[lang]}</a>: ${{ vi: `bản ${one.version}, hiệu lực từ ngày ${formatDate(one.effectiveFrom)}`, en: `version ${one.version}, in force from ${formatDate(one.effectiveFrom)}` }[lang]}</li>`;
  return html`<p>${{ vi: 'Quy trình được gọi chạy theo bản có hiệu lực vào giờ của bản thử, không theo dự thảo:', en: 'Called processes run as they are in force at the clock of the trial, not as drafts:' }[lang]}</p><ul>${called.map(version)}</ul>`;
}

function keepForm(ctx: PageContext, props: Standing): Html {
  const { lang } = ctx;
  return html`<h3>${{ vi: 'Lưu thành ca kiểm thử', en: 'Keep it as a test case' }[lang]}</h3>
    ${form(lang, {
      action: props.here,
      body: html`${carried(ctx, props)}
        ${textInput(lang, { name: 'name', label: { vi: 'Tên ca kiểm thử', en: 'Name of the case' }, hint: { vi: 'Đường đi ở trên là kết quả mong đợi. Trùng tên thì thay ca đã có.', en: 'The way above is what is expected. A case of the same name is replaced.' }, maxLength: 200, width: 'full' })}
        ${englishName(ctx)}
        ${buttonGroup(button(lang, { kind: 'secondary', name: 'act', value: 'keep', label: { vi: 'Lưu ca kiểm thử', en: 'Keep the case' } }))}`,
    })}`;
}
