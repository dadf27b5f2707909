import type { Way, Ways } from './bpmn-ways.ts';
import type { Choice } from './editor-frame.ts';
import { el, freshId, lang, say } from './dom.ts';

const words = {
  choose: { vi: '— hãy chọn —', en: '— choose —' },
  unknown: { vi: 'Không có tên này trong danh sách.', en: 'This name is not in the list.' },
};

/** A list of the ways and below it what the chosen one asks; nothing is written before it has been answered. */
export function waysRow({ label, ways, now }: Ways): HTMLElement {
  const id = freshId('ways');
  const place = say(label);
  const asked = el('div', { class: 'drawn-way' });
  const select = el(
    'select',
    {
      class: 'input',
      id,
      'data-place': place,
      onchange: () => {
        const way = ways.find((one) => one.key === select.value)!;
        if (way.kind === 'none') way.set('');
        else {
          asked.replaceChildren(...control(way));
          asked.querySelector<HTMLElement>('.input')?.focus();
        }
      },
    },
    ...ways.map((one) => el('option', { value: one.key, selected: one.key === now }, say(one.label))),
  );
  asked.append(...control(ways.find((one) => one.key === now)!));
  return el('div', { class: 'drawn-field' }, el('label', { for: id }, place), select, asked);
}

function control(way: Way): (HTMLElement | string)[] {
  if (way.kind === 'none') return [];
  const id = freshId('way');
  const place = say(way.asked ?? way.label);
  const label = el('label', { for: id, class: 'muted' }, place);
  const hint = way.hint && el('small', { class: 'muted', id: `${id}-hint` }, say(way.hint));
  const common = { class: 'input', id, 'data-place': place, 'aria-describedby': hint && `${id}-hint` };
  if (way.kind === 'select') {
    const select = el(
      'select',
      { ...common, onchange: () => way.set(select.value) },
      el('option', { value: '' }, say(words.choose)),
      ...(way.choices ?? []).map((one) => el('option', { value: one.key, selected: one.key === way.value }, one[lang])),
    );
    return [label, ...(hint ? [hint] : []), select];
  }
  if (way.kind === 'named') return [label, ...named(way, common)];
  const input = el('input', {
    ...common,
    type: { number: 'number', moment: 'datetime-local', line: 'text' }[way.kind],
    ...(way.kind === 'number' && { min: 1, step: 'any' }),
    spellcheck: 'false',
    onchange: () => way.set(input.value.trim()),
  });
  input.value = way.value;
  return [label, ...(hint ? [hint] : []), input];
}

/** Typed by name, completed from the list; a key is taken, too. What is not in the list is told and not written. */
function named(way: Way, common: Readonly<Record<string, string | undefined>>): HTMLElement[] {
  const choices = way.choices ?? [];
  const times = new Map<string, number>();
  for (const one of choices) times.set(one[lang], (times.get(one[lang]) ?? 0) + 1);
  // Two units of one name are told apart by their keys.
  const called = (one: Choice): string => (times.get(one[lang])! > 1 ? `${one[lang]} (${one.key})` : one[lang]);
  const wrong = el('small', { class: 'drawn-wrong', role: 'status' });
  const list = `${common['id']}-list`;
  const input = el('input', {
    ...common,
    list,
    spellcheck: 'false',
    onchange: () => {
      const typed = input.value.trim();
      const found = choices.find((one) => called(one) === typed || one.key === typed);
      wrong.textContent = typed === '' || found ? '' : say(words.unknown);
      if (typed === '' || found) way.set(found?.key ?? '');
    },
  });
  const now = choices.find((one) => one.key === way.value);
  input.value = now ? called(now) : way.value;
  return [input, wrong, el('datalist', { id: list }, ...choices.map((one) => el('option', { value: called(one) })))];
}
