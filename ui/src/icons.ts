/** Drawings: the mark of Đình and a few signs. All take the colour of the text around them. */
import { html, raw, type Html } from './html.ts';

/** Points of a star with `rays` rays around 0,0. */
function star(rays: number, outer: number, inner: number, turn = 0): string {
  const points: string[] = [];
  for (let i = 0; i < rays * 2; i++) {
    const angle = (Math.PI * i) / rays - Math.PI / 2 + turn;
    const radius = i % 2 === 0 ? outer : inner;
    points.push(`${(radius * Math.cos(angle)).toFixed(2)},${(radius * Math.sin(angle)).toFixed(2)}`);
  }
  return points.join(' ');
}

/** Little chevrons between the rays, as on the drum of Ngọc Lũ. */
function feathers(rays: number, from: number, to: number): string {
  let path = '';
  for (let i = 0; i < rays; i++) {
    const middle = (2 * Math.PI * (i + 0.5)) / rays - Math.PI / 2;
    const at = (radius: number, side: number) =>
      `${(radius * Math.cos(middle + side)).toFixed(2)} ${(radius * Math.sin(middle + side)).toFixed(2)}`;
    path += `M${at(to, -0.13)}L${at(from, 0)}L${at(to, 0.13)}`;
  }
  return path;
}

function dots(count: number, radius: number, size: number): string {
  let path = '';
  for (let i = 0; i < count; i++) {
    const angle = (2 * Math.PI * i) / count;
    const x = (radius * Math.cos(angle) - size).toFixed(2);
    const y = (radius * Math.sin(angle)).toFixed(2);
    path += `M${x} ${y}a${size} ${size} 0 1 0 ${size * 2} 0a${size} ${size} 0 1 0 ${-size * 2} 0`;
  }
  return path;
}

/** The mark of Đình: the fourteen-rayed star of a bronze drum within its rings. */
export const mark: Html = raw(
  `<svg class="mark" viewBox="-50 -50 100 100" aria-hidden="true" focusable="false"><circle r="47" fill="none" stroke="currentColor" stroke-width="4"/><path d="${dots(28, 39.5, 2)}" fill="currentColor"/><circle r="34" fill="none" stroke="currentColor" stroke-width="2"/><polygon points="${star(14, 33, 10)}" fill="currentColor"/><path d="${feathers(14, 22, 29)}" fill="none" stroke="currentColor" stroke-width="1.6"/></svg>`,
);

/** The mark as a file of its own: the page's icon in the browser. */
export const markFile: string = String(mark).replace(
  '<svg class="mark"',
  '<svg xmlns="http://www.w3.org/2000/svg" color="#8a6420"',
);

/** The drum's face drawn large, for the band of a home page. Decoration only. */
export const drum: Html = raw(
  `<svg class="drum" viewBox="-100 -100 200 200" aria-hidden="true" focusable="false"><g fill="none" stroke="currentColor"><circle r="98" stroke-width="1.5"/><circle r="93" stroke-width=".6"/><circle r="80" stroke-width="1"/><circle r="75" stroke-width=".6"/><circle r="58" stroke-width="1"/><circle r="54" stroke-width=".6"/><circle r="41" stroke-width="1.2"/><path d="${feathers(14, 27, 36)}" stroke-width="1"/><path d="${feathers(14, 30, 39)}" stroke-width="1"/><polygon points="${star(48, 92, 81)}" stroke-width=".8"/></g><polygon points="${star(14, 40, 10)}" fill="currentColor"/><path d="${dots(56, 56, 1)}" fill="currentColor"/><path d="${dots(72, 77.5, 1)}" fill="currentColor"/><path d="${dots(28, 66.5, 4.5)}" fill="none" stroke="currentColor" stroke-width=".8"/><path d="${dots(28, 66.5, 1.6)}" fill="currentColor"/></svg>`,
);

const shapes = {
  done: '<circle cx="8" cy="8" r="7" fill="currentColor"/><path d="m4.6 8.3 2.3 2.4 4.5-5" fill="none" stroke="var(--paper)" stroke-width="1.8"/>',
  soon: '<path d="M8 1 15 8 8 15 1 8Z" fill="currentColor"/>',
  late: '<path d="M8 1.2 15.4 14.5H.6Z" fill="currentColor"/><path d="M8 6v4M8 11.4v1.6" stroke="var(--paper)" stroke-width="1.7"/>',
  doing:
    '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/><path d="M8 2a6 6 0 0 1 0 12Z" fill="currentColor"/>',
  waiting: '<circle cx="8" cy="8" r="6" fill="none" stroke="currentColor" stroke-width="2"/>',
  stopped: '<rect x="2" y="2" width="12" height="12" fill="currentColor"/>',
  search:
    '<circle cx="6.8" cy="6.8" r="4.8" fill="none" stroke="currentColor" stroke-width="1.8"/><path d="m10.4 10.4 4.4 4.4" stroke="currentColor" stroke-width="1.8"/>',
  file: '<path d="M3 1h6.5L13 4.5V15H3Z" fill="none" stroke="currentColor" stroke-width="1.5"/><path d="M9 1v4h4" fill="none" stroke="currentColor" stroke-width="1.5"/>',
  up: '<path d="m3 10 5-5 5 5" fill="none" stroke="currentColor" stroke-width="2"/>',
  down: '<path d="m3 6 5 5 5-5" fill="none" stroke="currentColor" stroke-width="2"/>',
  both: '<path d="m4.5 6 3.5-4 3.5 4M4.5 10l3.5 4 3.5-4" fill="none" stroke="currentColor" stroke-width="1.5"/>',
  next: '<path d="m6 3 5 5-5 5" fill="none" stroke="currentColor" stroke-width="2"/>',
  back: '<path d="m10 3-5 5 5 5" fill="none" stroke="currentColor" stroke-width="2"/>',
  phone:
    '<path d="M3.2 1.5h2.6l1.3 3.6-1.8 1.3a9 9 0 0 0 4.3 4.3l1.3-1.8 3.6 1.3v2.6c0 .9-.8 1.7-1.7 1.6C6.700 14 2 9.300 1.600 3.200c-.1-.9.700-1.700 1.600-1.700Z" fill="currentColor"/>',
} as const;

export type IconName = keyof typeof shapes;

const drawn = Object.fromEntries(
  Object.entries(shapes).map(([name, body]) => [
    name,
    raw(`<svg class="icon icon-${name}" viewBox="0 0 16 16" aria-hidden="true" focusable="false">${body}</svg>`),
  ]),
) as Record<IconName, Html>;

/** A sign of 1 em, hidden from screen readers: words stand beside it. */
export function icon(name: IconName): Html {
  return drawn[name];
}

/** The emblem of a province from its pack, or the mark of Đình where it has none. */
export function emblem(src: string | undefined): Html {
  return src ? html`<img class="mark" src="${src}" alt="" width="44" height="44" />` : mark;
}
