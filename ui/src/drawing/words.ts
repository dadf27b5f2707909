import { html, type Html } from '../html.ts';
import type { Bounds } from './drawn.ts';

const lineHeight = 15;
/** Width of a letter at 12 px, on the wide side: better a line more than a word over the edge. */
const letter = 6.6;

/** A name in lines that fit, centred in a box. */
export function lines(text: string, within: Bounds, stands: 'top' | 'middle'): Html {
  const rows = broken(text, within.width);
  const x = within.x + within.width / 2;
  const top = stands === 'top' ? within.y + 11 : within.y + (within.height - rows.length * lineHeight) / 2 + 11.5;
  return html`<text>${rows.map((row, i) => html`<tspan x="${x}" y="${top + i * lineHeight}">${row}</tspan>`)}</text>`;
}

/** A name that is read from below upwards, at the left side of a pool or lane. */
export function upright(text: string, { x, y, height }: Bounds): Html {
  const rows = broken(text, height).slice(0, 2);
  const middle = y + height / 2;
  return html`<text transform="rotate(-90 ${x + 15} ${middle})">${rows.map((row, i) => html`<tspan x="${x + 15}" y="${middle + 4 + (i - (rows.length - 1) / 2) * lineHeight}">${row}</tspan>`)}</text>`;
}

function broken(text: string, width: number): string[] {
  const room = Math.max(6, Math.floor((width - 6) / letter));
  const rows: string[] = [];
  for (const word of text.split(' ')) {
    const last = rows.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= room) rows[rows.length - 1] = `${last} ${word}`;
    else rows.push(word);
  }
  return rows;
}
