/** A form is sent once, however often the button is pressed. */

/** Refuses the second submission until the page is shown again. */
export function onceOnly(): void {
  document.addEventListener('submit', (event) => {
    const form = event.target as HTMLFormElement;
    if (form.method !== 'post' || form.target === '_blank' || event.defaultPrevented) return;
    if (form.dataset['sent']) {
      event.preventDefault();
      return;
    }
    form.dataset['sent'] = '1';
    // Not `disabled`: a disabled button would not be sent with its name and value.
    for (const button of form.querySelectorAll('button[type=submit]')) button.setAttribute('aria-disabled', 'true');
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) for (const form of document.forms) allowAgain(form);
  });
}

/** For forms that are sent by a script and stay on the page. */
export function allowAgain(form: HTMLFormElement): void {
  delete form.dataset['sent'];
  for (const button of form.querySelectorAll('button[aria-disabled]')) button.removeAttribute('aria-disabled');
}
