/** Status in a word and a shape; colour only helps. */
import { html, type Html } from '../html.ts';
import { words, type Lang, type Words } from '../lang.ts';
import { icon } from '../icons.ts';

/** `done` green disc, `doing` half disc, `waiting` ring, `soon` amber diamond, `late` vermilion triangle, `stopped` square, `new` filled. */
export type Tone = 'done' | 'doing' | 'waiting' | 'soon' | 'late' | 'stopped' | 'new';

/** A status: `tag('vi', 'late', { vi: 'Quá hạn 2 ngày', en: '2 days late' })`. */
export function tag(lang: Lang, tone: Tone, label: Words): Html {
  return html`<span class="tag tag-${tone}"
    >${tone === 'new' ? undefined : icon(tone)}${words(lang, label)}</span
  >`;
}
