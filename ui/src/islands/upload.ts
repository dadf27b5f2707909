/** `<dinh-upload>`: files are sent as soon as they are chosen or dropped, each with its progress. */
import { tell } from './lib/language.ts';

class Upload extends HTMLElement {
  #ready = false;

  connectedCallback(): void {
    const input = this.querySelector<HTMLInputElement>('input[type=file]');
    if (this.#ready || !input) return;
    this.#ready = true;
    input.addEventListener('change', () => {
      for (const old of this.querySelectorAll('.upload-line:has(.field-error)')) old.remove();
      this.#sendAll(input, [...(input.files ?? [])]);
      input.value = ''; // sent already: the form must not send it again
    });
    for (const name of ['dragenter', 'dragover']) {
      this.addEventListener(name, (event) => {
        event.preventDefault();
        this.classList.add('drop');
      });
    }
    for (const name of ['dragleave', 'drop']) this.addEventListener(name, () => this.classList.remove('drop'));
    this.addEventListener('drop', (event) => {
      event.preventDefault();
      this.#sendAll(input, [...(event.dataTransfer?.files ?? [])]);
    });
  }

  #sendAll(input: HTMLInputElement, files: File[]): void {
    for (const file of input.multiple ? files : files.slice(0, 1)) this.#send(input.name, file);
  }

  #send(name: string, file: File): void {
    const line = document.createElement('div');
    line.className = 'upload-line';
    line.setAttribute('role', 'status');
    const label = document.createElement('div');
    label.textContent = file.name;
    const bar = document.createElement('progress');
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute('aria-label', tell(`Đang gửi ${file.name}`, `Sending ${file.name}`));
    line.append(label, bar);
    this.append(line);

    const most = Number(this.dataset['max'] ?? Infinity);
    if (file.size > most) {
      fail(
        line,
        file,
        tell(
          'tệp quá lớn. Bạn chọn tệp nhỏ hơn hoặc chụp lại với kích thước nhỏ hơn.',
          'the file is too large. Choose a smaller one.',
        ),
      );
      return;
    }
    const request = new XMLHttpRequest(); // fetch cannot tell how much has been sent
    request.open('POST', this.dataset['to'] ?? '');
    request.setRequestHeader('accept', 'text/html');
    request.setRequestHeader('x-fragment', '1');
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) bar.value = event.loaded / event.total;
    });
    request.addEventListener('load', () => {
      if (request.status === 401) return fail(line, file, signedOut(), signInLink());
      if (request.status >= 400) return fail(line, file, reasonOf(request));
      line.remove();
      const list = document.getElementById(this.dataset['list'] ?? '');
      list?.insertAdjacentHTML('beforeend', request.responseText);
      this.dispatchEvent(new CustomEvent('dinh:uploaded', { bubbles: true }));
    });
    request.addEventListener('error', () =>
      fail(
        line,
        file,
        tell(
          'chưa gửi được. Bạn kiểm tra đường truyền rồi chọn lại tệp.',
          'it could not be sent. Check the connection and choose it again.',
        ),
      ),
    );
    const body = new FormData();
    body.append(name, file);
    request.send(body);
  }
}

/** The sentence of the server's problem details, or a general one. */
function reasonOf(request: XMLHttpRequest): string {
  try {
    const problem = JSON.parse(request.responseText) as { detail?: string; title?: string };
    if (problem.detail ?? problem.title) return problem.detail ?? problem.title ?? '';
  } catch {
    // Not JSON: a proxy answered. The general sentence says what to do.
  }
  return tell('hệ thống không nhận tệp này. Bạn thử lại sau ít phút.', 'the file was not accepted. Try again in a few minutes.');
}

const signedOut = (): string =>
  tell(
    'phiên đăng nhập đã hết nên tệp chưa gửi được. Bạn đăng nhập rồi chọn lại tệp; các tệp đã đính kèm vẫn còn. ',
    'your session has ended, so it was not sent. Sign in and choose it again; what is attached is still there. ',
  );

/** To the sign-in, and from there back to this page. */
function signInLink(): HTMLElement {
  const link = document.createElement('a');
  link.href = `/dang-nhap?${new URLSearchParams({ tiep: location.pathname }).toString()}`;
  link.textContent = tell('Đăng nhập', 'Sign in');
  return link;
}

function fail(line: HTMLElement, file: File, reason: string, way: Node | string = ''): void {
  const text = document.createElement('p');
  text.className = 'field-error';
  text.append(reason.includes(file.name) ? reason : `${file.name}: ${reason}`, way);
  line.replaceChildren(text);
}

customElements.define('dinh-upload', Upload);
