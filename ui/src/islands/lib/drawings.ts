/** Drawings that are larger than their frame are turned to what they are about: where a matter stands, what has changed. */
export function turnDrawings(): void {
  // Whoever comes by a link to a place on a drawing is led there by the browser.
  if (location.hash !== '') return;
  for (const frame of document.querySelectorAll('.drawing')) turn(frame);
}

const changed = ['added', 'removed', 'changed'].map((what) => `.bpmn-${what}`).join(', ');

/** What a drawing is about: what differs, steps before flows; else where something is under way now; else what is marked. */
const subjects = [`.bpmn-shape:is(${changed})`, changed, '.bpmn-marked ~ .bpmn-badge-doing', '.bpmn-marked'];

function turn(frame: Element): void {
  const found = subjects.map((one) => [...frame.querySelectorAll(one)]).find((some) => some.length > 0) ?? [];
  const boxes = found.map((one) => one.getBoundingClientRect());
  const first = boxes.toSorted((a, b) => a.left - b.left || a.top - b.top)[0];
  if (!first) return;
  const { left, top, width, height } = frame.getBoundingClientRect();
  if (first.left < left || first.right > left + width) frame.scrollLeft += first.left + first.width / 2 - (left + width / 2);
  if (first.top < top || first.bottom > top + height) frame.scrollTop += first.top + first.height / 2 - (top + height / 2);
}
