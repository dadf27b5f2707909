/** The list of keys of this page, on `?`. */
import { tell } from './language.ts';
import { makeDialog } from './make-dialog.ts';
import { keyNames } from '../../key-names.ts';

const setting = 'dinh:single-keys';

/** Whether this person has turned single keys off (speech input, tremor). */
export function singleKeysOff(): boolean {
  return localStorage.getItem(setting) === 'off';
}

/** Shows what every key does here, with the switch. */
export function showKeys(): void {
  const { dialog, body } = makeDialog('keys-help', tell('Phím tắt trên trang này', 'Keys on this page'));
  const list = document.createElement('ul');
  list.className = 'keys-list';
  const add = (key: string, label: string) => {
    const line = document.createElement('li');
    const sign = document.createElement('kbd');
    sign.textContent = keyNames(key);
    line.append(sign, label);
    list.append(line);
  };
  add('ctrl+k', tell('Tìm và làm mọi việc', 'Find and do anything'));
  if (document.querySelector('[data-list] [data-row]')) {
    add('j', tell('Dòng dưới', 'Next row'));
    add('k', tell('Dòng trên', 'Row above'));
    add('enter', tell('Mở dòng đang chọn', 'Open the row'));
    if (document.querySelector('[data-list] .pick')) add('x', tell('Chọn hoặc bỏ chọn dòng', 'Tick or untick the row'));
  }
  for (const one of document.querySelectorAll<HTMLElement>('[data-key]')) {
    if (!one.checkVisibility() || one.dataset['key'] === '?') continue;
    add(one.dataset['key'] ?? '', labelOf(one));
  }
  body.replaceChildren(list, toggle());
  dialog.showModal();
}

function labelOf(element: HTMLElement): string {
  if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) {
    return tell('Đến ô: ', 'Go to: ') + wordsOf(element.labels?.[0]);
  }
  return element.getAttribute('aria-label') ?? wordsOf(element);
}

/** Its words without the drawn key and counts. */
function wordsOf(element: Element | undefined): string {
  const copy = element?.cloneNode(true) as Element | undefined;
  for (const extra of copy?.querySelectorAll('.key-hint, .count, .queue-late, .queue-soon') ?? []) extra.remove();
  return copy?.textContent?.trim().replace(/\s+/g, ' ') ?? '';
}

function toggle(): HTMLElement {
  const label = document.createElement('label');
  const box = document.createElement('input');
  box.type = 'checkbox';
  box.checked = !singleKeysOff();
  box.addEventListener('change', () => localStorage.setItem(setting, box.checked ? 'on' : 'off'));
  label.append(box, ` ${tell('Dùng phím đơn (tắt nếu bạn nhập bằng giọng nói)', 'Use single keys (turn off for speech input)')}`);
  return label;
}
