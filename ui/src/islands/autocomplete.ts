/** `<dinh-autocomplete>`: a select or a text field becomes a combobox; the form sends the same as before. */
import { combobox, fetchSuggestions, type Suggestion } from './lib/combobox.ts';
import { fold } from './lib/fold.ts';

class Autocomplete extends HTMLElement {
  #ready = false;

  connectedCallback(): void {
    if (this.#ready) return;
    this.#ready = true;
    const select = this.querySelector('select');
    if (select) this.#fromSelect(select);
    else this.#fromInput(this.querySelector('input') as HTMLInputElement);
  }

  /** The select stays, hidden, and keeps the value; the input in front of it finds it. */
  #fromSelect(select: HTMLSelectElement): void {
    const input = document.createElement('input');
    input.type = 'text';
    input.className = 'input';
    input.id = select.id;
    select.id += '-select';
    for (const name of ['aria-describedby', 'aria-invalid', 'required', 'disabled']) {
      const value = select.getAttribute(name);
      if (value !== null) input.setAttribute(name, value);
    }
    const items = [...select.options]
      .filter((option) => option.value && !option.disabled)
      .map((option) => {
        const hint = option.parentElement instanceof HTMLOptGroupElement ? option.parentElement.label : undefined;
        return {
          label: option.text,
          value: option.value,
          hint,
          folded: fold(`${option.text} ${hint ?? ''}`),
        };
      });
    const labelOf = () => (select.value ? (select.selectedOptions[0]?.text ?? '') : '');
    input.value = labelOf();
    select.hidden = true;
    select.before(input);
    const set = (value: string) => {
      if (select.value === value) return;
      select.value = value;
      select.dispatchEvent(new Event('input', { bubbles: true }));
      select.dispatchEvent(new Event('change', { bubbles: true }));
    };
    combobox({
      input,
      place: this,
      eager: true,
      find: (text) => {
        const wanted = input.value === labelOf() ? [] : fold(text).split(' ').filter(Boolean);
        return items.filter((item) => wanted.every((word) => item.folded.includes(word))).slice(0, 100);
      },
      choose: (item) => {
        input.value = item.label;
        set(item.value ?? '');
      },
    });
    // Text that names one item is that item; anything else is put back to the choice, an empty text takes it away.
    input.addEventListener('change', () => {
      const typed = fold(input.value);
      if (!typed) return set('');
      const same = items.filter((item) => fold(item.label) === typed);
      if (same.length === 1) set(same[0]?.value ?? '');
      input.value = labelOf();
    });
    select.addEventListener('change', () => (input.value = labelOf()));
    this.closest('form')?.addEventListener('reset', () => setTimeout(() => (input.value = labelOf())));
    this.closest('form')?.addEventListener('dinh:restored', () => (input.value = labelOf()));
  }

  #fromInput(input: HTMLInputElement): void {
    const source = this.dataset['source'] ?? '';
    const hidden = this.querySelector<HTMLInputElement>('input[type=hidden]');
    input.addEventListener('input', () => hidden && (hidden.value = ''));
    combobox({
      input,
      place: this,
      pause: 150,
      find: (text, signal) => fetchSuggestions(source, text, signal),
      choose: (item: Suggestion) => {
        if (item.href && !hidden) return location.assign(item.href);
        input.value = item.label;
        if (hidden) hidden.value = item.value ?? '';
        input.dispatchEvent(new Event('change', { bubbles: true }));
      },
    });
  }
}

customElements.define('dinh-autocomplete', Autocomplete);
