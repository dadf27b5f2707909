/** The counter: the cursor stands where something is still to be typed. */
const form = document.querySelector<HTMLFormElement>('.counter #form');
const asked = new URLSearchParams(location.search);
const wanted = document.querySelector<HTMLElement>('[autofocus], [data-focus]');

if (form && !wanted) {
  const open = [...form.elements].find(
    (one): one is HTMLInputElement =>
      one instanceof HTMLElement &&
      one.matches('input:not([type=hidden]), select, textarea') &&
      (one as HTMLInputElement).required &&
      one.checkVisibility() &&
      isOpen(one as HTMLInputElement),
  );
  (open ?? form.querySelector<HTMLElement>('[name="co"]'))?.focus();
} else if (asked.has('xong')) wanted?.focus();

function isOpen(one: HTMLInputElement): boolean {
  if (one.type === 'radio') return !form!.querySelector(`[name="${CSS.escape(one.name)}"]:checked`);
  return one.type !== 'checkbox' && one.value === '';
}

export {};
