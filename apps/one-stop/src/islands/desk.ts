/** The desk: the list follows what is typed into its first filter. */
const box = document.querySelector<HTMLInputElement>('#filter-q');
const list = document.getElementById('danh-sach');
let timer: ReturnType<typeof setTimeout> | undefined;
let asked = 0;

if (box && list) {
  // The page itself would be asked for on a change; the list alone is quicker and keeps the focus in the box.
  box.addEventListener('change', (event) => event.stopPropagation());
  box.addEventListener('input', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void narrow(box.value), 180);
  });
}

async function narrow(text: string): Promise<void> {
  const here = new URL(location.href);
  const part = new URL(list!.dataset['live'] ?? '', location.href);
  for (const url of [here, part]) {
    if (text.trim()) url.searchParams.set('q', text);
    else url.searchParams.delete('q');
    url.searchParams.delete('sau');
  }
  const mine = ++asked;
  const answer = await fetch(part, { headers: { 'x-fragment': '1', accept: 'text/html' } }).catch(() => undefined);
  if (!answer?.ok || answer.redirected || mine !== asked) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), 'text/html').getElementById('danh-sach');
  if (!fresh || mine !== asked) return;
  list!.dataset['live'] = fresh.dataset['live'];
  list!.replaceChildren(...fresh.childNodes);
  history.replaceState(history.state, '', here);
}
