/** Suggestions under a search box (`input[data-suggest]`); choosing one goes there, Enter alone searches. */
import { combobox, fetchSuggestions } from './lib/combobox.ts';

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-suggest]')) {
  combobox({
    input,
    place: input.parentElement as Element,
    pause: 180,
    find: (text, signal) => fetchSuggestions(input.dataset['suggest'] ?? '', text, signal),
    choose: (item) => {
      if (item.href) return location.assign(item.href);
      input.value = item.label;
      input.form?.requestSubmit();
    },
  });
}
