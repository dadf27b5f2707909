/**
 * `<dinh-passkey>`: asks the browser for a passkey when its form is sent, puts the answer into the form and sends it on.
 * `data-options` holds what the browser needs; with `data-begin` it is fetched from there at the click.
 */
import { startAuthentication, startRegistration, WebAuthnError } from '@simplewebauthn/browser';

const tell = (vi: string, en: string): string => (document.documentElement.lang === 'en' ? en : vi);

class Passkey extends HTMLElement {
  connectedCallback(): void {
    const form = this.closest('form');
    form?.addEventListener(
      'submit',
      (event) => {
        const by = event.submitter as HTMLButtonElement | null;
        if (this.#answer.value !== '' || by?.name === 'xt.way') return; // answered, or another way was chosen
        event.preventDefault();
        event.stopImmediatePropagation(); // the form has not been sent yet
        void this.#ask(form);
      },
      { capture: true },
    );
    if (window.PublicKeyCredential === undefined)
      this.#say(
        tell(
          'Trình duyệt này chưa dùng được khóa truy cập. Hãy chọn cách khác.',
          'This browser cannot use passkeys. Please choose another way.',
        ),
      );
  }

  get #answer(): HTMLInputElement {
    return this.querySelector<HTMLInputElement>('input[name="xt.response"]')!;
  }

  async #ask(form: HTMLFormElement): Promise<void> {
    this.#say('');
    try {
      const optionsJSON = await this.#options();
      const answer =
        this.dataset['task'] === 'create' ? await startRegistration({ optionsJSON }) : await startAuthentication({ optionsJSON });
      this.#answer.value = JSON.stringify(answer);
      form.requestSubmit();
    } catch (error) {
      this.#say(wordsFor(error));
    }
  }

  /** Of this page, or fetched: the number of the challenge then goes into the form, too. */
  async #options(): Promise<any> {
    const { begin, options } = this.dataset;
    if (!begin) return JSON.parse(options ?? '');
    const answer = await fetch(begin, {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'application/json' },
      body: JSON.stringify({ kind: 'passkey' }),
    });
    if (!answer.ok) throw new Error(((await answer.json()) as { title?: string }).title ?? '');
    const begun = (await answer.json()) as { proof: string; options: unknown };
    this.querySelector<HTMLInputElement>('input[name="xt.proof"]')!.value = begun.proof;
    return begun.options;
  }

  #say(text: string): void {
    const line = this.querySelector<HTMLElement>('[data-message]')!;
    line.textContent = text;
    line.hidden = text === '';
  }
}

function wordsFor(error: unknown): string {
  if (error instanceof WebAuthnError && error.code === 'ERROR_AUTHENTICATOR_PREVIOUSLY_REGISTERED')
    return tell('Thiết bị này đã có khóa truy cập của tài khoản.', 'This device has a passkey of the account already.');
  if (/^[\d.]+$|^\[/.test(location.hostname))
    return tell(
      `Khóa truy cập cần tên miền: hãy mở trang này bằng tên, ví dụ localhost thay cho ${location.hostname}.`,
      `Passkeys need a name: open this page by its name, for example localhost in place of ${location.hostname}.`,
    );
  if (error instanceof DOMException || error instanceof WebAuthnError)
    return tell(
      'Chưa dùng được khóa truy cập: bạn đã hủy, hết thời gian chờ, hoặc thiết bị không có khóa. Xin thử lại hoặc chọn cách khác.',
      'The passkey was not used: you cancelled, it took too long, or the device has none. Please try again or choose another way.',
    );
  return (error as Error).message || tell('Chưa kết nối được. Xin thử lại.', 'No connection. Please try again.');
}

customElements.define('dinh-passkey', Passkey);
