/** `<a data-dialog="id" href="/the-same-question-as-a-page">` opens a dialog; without scripts the link is followed. */

export function openDialogs(): void {
  document.addEventListener('click', (event) => {
    const target = event.target as Element;
    const opener = target.closest<HTMLElement>('[data-dialog]');
    const dialog = opener && document.getElementById(opener.dataset['dialog'] ?? '');
    if (dialog instanceof HTMLDialogElement) {
      event.preventDefault();
      dialog.showModal();
      // The first question, not the way out of it.
      dialog.querySelector<HTMLElement>('form :is(input:not([type=hidden]), select, textarea, button)')?.focus();
      return;
    }
    if (target.closest('[data-dialog-close]')) {
      event.preventDefault();
      target.closest('dialog')?.close();
    }
    // The second click of a double click on the opener falls on the veil: it closes nothing.
    if (target instanceof HTMLDialogElement && event.detail < 2 && outside(target, event)) target.close();
  });
}

/** A click on the veil reaches the dialog itself, beyond its edges. */
function outside(dialog: HTMLDialogElement, event: MouseEvent): boolean {
  const box = dialog.getBoundingClientRect();
  const { clientX: x, clientY: y } = event;
  return x !== 0 && (x < box.left || x > box.right || y < box.top || y > box.bottom);
}
