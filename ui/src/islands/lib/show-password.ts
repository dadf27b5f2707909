/**
 * Buttons that show what was typed into a password field and hide it again. When the form is sent it is a password field
 * again, so that browsers offer to keep it and never list it among what was typed into text fields before.
 */
export function showPasswords(): void {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('[data-show-password]')];
  for (const button of buttons) button.hidden = false;
  document.addEventListener('click', ({ target }) => {
    const button = (target as Element).closest<HTMLButtonElement>('[data-show-password]');
    const input = button && fieldOf(button);
    if (input) set(button, input, input.type === 'password');
  });
  document.addEventListener('submit', () => {
    for (const button of buttons) {
      const input = fieldOf(button);
      if (input) set(button, input, false);
    }
  });
}

function fieldOf(button: HTMLButtonElement): HTMLInputElement | null {
  return document.querySelector<HTMLInputElement>(`#${CSS.escape(button.getAttribute('aria-controls') ?? '')}`);
}

function set(button: HTMLButtonElement, input: HTMLInputElement, shown: boolean): void {
  input.type = shown ? 'text' : 'password';
  const [show, hide] = button.querySelectorAll<HTMLElement>('[data-shows]');
  if (show) show.hidden = shown;
  if (hide) hide.hidden = !shown;
}
