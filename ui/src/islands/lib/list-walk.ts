/** Walking the rows of the list that is nearest to the focus. */

function rows(): HTMLElement[] {
  const list =
    document.activeElement?.closest('[data-list]') ??
    [...document.querySelectorAll('[data-list]')].find((one) => one.checkVisibility());
  return [...(list?.querySelectorAll<HTMLElement>('[data-row]') ?? [])];
}

/** Moves the focus by so many rows, from the focused row, else from the open one, else to the first. */
export function moveBy(distance: number): boolean {
  const all = rows();
  if (all.length === 0) return false;
  const focused = all.findIndex((row) => row.contains(document.activeElement));
  const open = all.findIndex((row) => row.classList.contains('current'));
  const from = focused >= 0 ? focused : open;
  const to = from < 0 && Number.isFinite(distance) ? 0 : Math.min(all.length - 1, Math.max(0, from + distance));
  const link = all[to]?.querySelector<HTMLElement>('.row-link, a, button');
  link?.focus();
  all[to]?.scrollIntoView({ block: 'nearest' });
  return true;
}

/** Ticks or unticks the focused row. */
export function tickRow(): boolean {
  const row = rows().find((one) => one.contains(document.activeElement));
  const box = row?.querySelector<HTMLInputElement>('.pick input');
  box?.click();
  return box !== undefined && box !== null;
}
