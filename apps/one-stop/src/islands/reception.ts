/** The counter: the cursor stands where something is still to be typed. */
const longList = 12;

/** A long list (of communes) is found in by typing a part of a name, without accents. */
for (const select of document.querySelectorAll<HTMLSelectElement>('.counter #form select')) {
  if (select.options.length <= longList) continue;
  const box = document.createElement('dinh-autocomplete');
  const place = document.createComment('');
  select.replaceWith(place);
  box.append(select);
  place.replaceWith(box);
}

/** A choice leads on by itself; Enter without one looks for what is typed. */
const chooser = document.querySelector<HTMLFormElement>('.counter-choose');
chooser?.addEventListener('change', (event) => {
  const hidden = (event.target as Element).parentElement?.querySelector<HTMLInputElement>('input[type=hidden]');
  if (hidden?.value) chooser.requestSubmit();
});
chooser?.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && !event.defaultPrevented) chooser.requestSubmit();
});

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

/** What the fee will be, while the form is being filled in. */
const fee = document.querySelector<HTMLElement>('[data-fee]');
let timer: ReturnType<typeof setTimeout> | undefined;
form?.addEventListener('input', () => {
  clearTimeout(timer);
  timer = setTimeout(() => void tellFee(), 350);
});

async function tellFee(): Promise<void> {
  const fields = new URLSearchParams();
  for (const [name, value] of new FormData(form!)) if (typeof value === 'string' && name !== '_key') fields.append(name, value);
  const answer = await fetch(fee?.dataset['fee'] ?? '', { method: 'POST', body: fields }).catch(() => undefined);
  if (!answer?.ok || answer.redirected || !fee) return;
  const strong = document.createElement('strong');
  strong.textContent = ((await answer.json()) as { fee: string }).fee;
  fee.replaceChildren(strong);
}
