/** Dialogs that scripts make, in the same dress as `dialog()` of the server. */
import { tell } from './language.ts';

/** An empty dialog with title and close button; the same one again when it is there. Not yet open. */
export function makeDialog(id: string, title: string): { dialog: HTMLDialogElement; body: HTMLElement } {
  const known = document.getElementById(id);
  if (known instanceof HTMLDialogElement) {
    if (known.open) known.close();
    return { dialog: known, body: known.querySelector('.dialog-body') as HTMLElement };
  }
  const dialog = document.createElement('dialog');
  dialog.id = id;
  dialog.className = 'dialog';
  dialog.setAttribute('aria-labelledby', `${id}-title`);
  const head = document.createElement('div');
  head.className = 'dialog-head';
  const heading = document.createElement('h2');
  heading.id = `${id}-title`;
  heading.textContent = title;
  const close = document.createElement('button');
  close.type = 'button';
  close.className = 'link-button';
  close.dataset['dialogClose'] = '';
  close.textContent = tell('Đóng', 'Close');
  head.append(heading, close);
  const body = document.createElement('div');
  body.className = 'dialog-body';
  dialog.append(head, body);
  document.body.append(dialog);
  return { dialog, body };
}
