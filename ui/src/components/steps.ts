/** Where a matter stands: steps, history, progress. */
import { attributes, html, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { content } from './lists.ts';
import { tag, type Tone } from './tag.ts';

export interface Step {
  readonly title: Words;
  readonly state: 'done' | 'current' | 'next' | 'late' | 'stopped';
  /** Who has it: department or person. */
  readonly who?: Words;
  /** When it was done or is due, in words: "Hạn 25/11/2026". */
  readonly when?: Words;
  readonly body?: Words | Child;
}

const stateTone: Record<Step['state'], Tone> = {
  done: 'done',
  current: 'doing',
  next: 'waiting',
  late: 'late',
  stopped: 'stopped',
};
const stateWords: Record<Step['state'], Text> = {
  done: { vi: 'Đã xong', en: 'Done' },
  current: { vi: 'Đang làm', en: 'In progress' },
  next: { vi: 'Chưa đến', en: 'Not yet' },
  late: { vi: 'Quá hạn', en: 'Late' },
  stopped: { vi: 'Đã dừng', en: 'Stopped' },
};

/** The steps of a process from first to last, with clock and holder. */
export function steps(lang: Lang, items: readonly Step[]): Html {
  return html`<ol class="steps">
    ${items.map(
      (item) =>
        html`<li${attributes({ class: `step step-${item.state}`, 'aria-current': item.state === 'current' || item.state === 'late' ? 'step' : undefined })}><div class="step-head"><span class="step-title">${words(lang, item.title)}</span> ${tag(lang, stateTone[item.state], stateWords[item.state])}</div>${
          (item.who || item.when) &&
          html`<div class="step-meta">
            ${item.who && html`<span>${words(lang, item.who)}</span>`}
            ${item.when && html`<span>${words(lang, item.when)}</span>`}
          </div>`
        }${item.body && html`<div class="step-body">${content(lang, item.body)}</div>`}</li>`,
    )}
  </ol>`;
}

export interface TimelineEntry {
  /** ISO text for machines. */
  readonly at?: string;
  readonly when: Words;
  readonly title: Words;
  readonly who?: Words;
  readonly body?: Words | Child;
}

/** What has happened, newest first as given. */
export function timeline(lang: Lang, entries: readonly TimelineEntry[]): Html {
  return html`<ol class="timeline">
    ${entries.map(
      (entry) =>
        html`<li><div class="timeline-title">${words(lang, entry.title)}</div><div class="step-meta"><time${attributes({ datetime: entry.at })}>${words(lang, entry.when)}</time>${
          entry.who && html` <span>${words(lang, entry.who)}</span>`
        }</div>${entry.body && html`<div class="step-body">${content(lang, entry.body)}</div>`}</li>`,
    )}
  </ol>`;
}

export interface StageProps {
  readonly label: Text | string;
  readonly stages: readonly Words[];
  /** Index of the stage at which the person is, from 0. */
  readonly current: number;
}

const stageWord = { vi: 'Bước', en: 'Step' };
const ofWord = { vi: 'trên', en: 'of' };

/** "Bước 2 trên 4: Thành phần hồ sơ" over a line of segments. */
export function stages(lang: Lang, props: StageProps): Html {
  const current = props.stages[props.current];
  return html`<div class="stages" role="group" aria-label="${say(lang, props.label)}">
    <p>
      ${stageWord[lang]} ${props.current + 1} ${ofWord[lang]}
      ${props.stages.length}${current && html`: <strong>${words(lang, current)}</strong>`}
    </p>
    <ol aria-hidden="true">
      ${props.stages.map((_, index) => html`<li${attributes({ class: index < props.current ? 'past' : index === props.current ? 'here' : undefined })}></li>`)}
    </ol>
  </div>`;
}

export interface ProgressProps {
  readonly label: Words;
  /** Left out while it is not known how much there is. */
  readonly value?: number;
  readonly max?: number;
  /** What is being done now. */
  readonly note?: Words;
  readonly id?: string;
}

/** For what takes longer than two seconds. */
export function progressBar(lang: Lang, props: ProgressProps): Html {
  const id = props.id ?? 'progress';
  return html`<div class="progress"><label for="${id}">${words(lang, props.label)}</label><progress${attributes({ id, value: props.value, max: props.value === undefined ? undefined : (props.max ?? 100) })}></progress>${
    props.note && html`<p class="muted" role="status">${words(lang, props.note)}</p>`
  }</div>`;
}
