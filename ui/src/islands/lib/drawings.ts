/** Drawings that are larger than their frame are turned to what they are about: where a matter stands, what has changed. */
export function turnDrawings(): void {
  // Whoever comes by a link to a place on a drawing is led there by the browser.
  if (location.hash !== '') return;
  for (const frame of document.querySelectorAll('.drawing')) turn(frame);
}

const marked = ['marked', 'added', 'removed', 'changed'].map((what) => `.bpmn-${what}`).join(', ');

function turn(frame: Element): void {
  const found = [...frame.querySelectorAll(marked)];
  const shapes = found.filter((one) => one.classList.contains('bpmn-shape'));
  const boxes = (shapes.length > 0 ? shapes : found).map((one) => one.getBoundingClientRect());
  const first = boxes.toSorted((a, b) => a.left - b.left || a.top - b.top)[0];
  if (!first) return;
  const { left, top, width, height } = frame.getBoundingClientRect();
  const inside = first.left >= left && first.right <= left + width;
  if (!inside) frame.scrollLeft += first.left + first.width / 2 - (left + width / 2);
  if (first.top < top || first.bottom > top + height)
    frame.scrollTop += first.top + first.height / 2 - (top + height / 2);
}
