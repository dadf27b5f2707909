import { type App, type InputOf, newSecret, type OperationTypes, type OutputOf, type ProblemDocument } from '@dinh/kernel';
import { apiPath } from '../src/web/api-path.ts';

/** What the server answered; redirects are not followed. */
export interface Answer {
  /** Path and query that were asked. */
  readonly url: string;
  readonly status: number;
  readonly headers: Headers;
  /** Where a redirect leads, path and query. */
  readonly location: string | undefined;
  /** The body as text. */
  readonly text: string;
  readonly bytes: Uint8Array;
}

export interface Upload {
  readonly field: string;
  readonly name: string;
  readonly data: Uint8Array | string;
  readonly type?: string;
}

type Fields = Readonly<Record<string, string | readonly string[]>>;

/** A refusal that came over the API, as the problem document told it. */
export class Problem extends Error {
  readonly problem: ProblemDocument;

  constructor(problem: ProblemDocument) {
    super(`${problem.status} ${problem.code}: ${problem.title} ${JSON.stringify(problem.errors ?? [])}`);
    this.name = 'Problem';
    this.problem = problem;
  }

  get code(): string {
    return this.problem.code;
  }
}

/** One person at a browser or program: their session and cookies. */
export class Visitor {
  readonly #app: App;
  readonly #address: string;
  readonly #cookies = new Map<string, string>();

  readonly #headers: Readonly<Record<string, string>>;

  /** @param headers what goes along with every request: a token, for a program */
  constructor(app: App, address: string, session?: string, headers: Readonly<Record<string, string>> = {}) {
    this.#headers = headers;
    this.#app = app;
    this.#address = address;
    if (session) this.#cookies.set('dinh_session', session);
  }

  /** The secret of the session, for whoever must send it in another way. */
  get session(): string | undefined {
    return this.#cookies.get('dinh_session');
  }

  async get(path: string): Promise<Answer> {
    return this.#send(path, { method: 'GET' });
  }

  /** Posts a form, as multipart when there are files. */
  async postForm(path: string, fields: Fields, files: readonly Upload[] = []): Promise<Answer> {
    const body = files.length > 0 ? new FormData() : new URLSearchParams();
    for (const [name, value] of Object.entries(fields)) for (const one of [value].flat() as string[]) body.append(name, one);
    if (body instanceof FormData)
      for (const { field, name, data, type } of files)
        body.append(field, new Blob([data as BlobPart], { type: type ?? 'application/octet-stream' }), name);
    return this.#send(path, { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } });
  }

  /**
   * Fills and sends the form of a page: its hidden fields and what stands in it already go along.
   * @param form which one, by its action (or its beginning); the first form that posts when left out
   */
  async submit(page: Answer, fields: Fields, { form, files }: { form?: string; files?: Upload[] } = {}): Promise<Answer> {
    const found = readForm(page.text, form);
    return this.postForm(found.action ?? page.url, { ...found.fields, ...fields }, files);
  }

  /** Follows redirects until a page comes. */
  async follow(answer: Answer): Promise<Answer> {
    let at = answer;
    for (let hop = 0; at.location !== undefined && hop < 10; hop++) at = await this.get(at.location);
    return at;
  }

  /** Asks for an operation over HTTP. @throws Problem */
  async api<N extends keyof OperationTypes>(
    name: N,
    input: InputOf<OperationTypes[N]>,
    options: { idempotencyKey?: string } = {},
  ): Promise<OutputOf<OperationTypes[N]>> {
    const answer = await this.rawApi(name, input, options);
    const body: unknown = JSON.parse(answer.text);
    if (answer.status >= 400) throw new Problem(body as ProblemDocument);
    return body as OutputOf<OperationTypes[N]>;
  }

  /** The same for anything at all: the answer as it comes, whatever it is. */
  async rawApi(name: string, input: unknown, options: { idempotencyKey?: string } = {}): Promise<Answer> {
    const operation = this.#app.operation(name);
    if (operation.kind === 'query') {
      const query = new URLSearchParams();
      for (const [key, value] of Object.entries(input as Record<string, unknown>)) {
        if (value === undefined) continue;
        for (const one of [value].flat()) query.append(key, typeof one === 'object' ? JSON.stringify(one) : String(one));
      }
      return this.#send(`${apiPath(operation)}?${query.toString()}`, { method: 'GET' });
    }
    const headers: Record<string, string> = {
      'content-type': 'application/json',
      'sec-fetch-site': 'same-origin',
    };
    if (options.idempotencyKey) headers['idempotency-key'] = options.idempotencyKey;
    return this.#send(apiPath(operation), { method: 'POST', body: JSON.stringify(input), headers });
  }

  /** Carries out an operation inside the program, also one that is kept off the API. @throws Refusal */
  async inside<N extends keyof OperationTypes>(name: N, input: InputOf<OperationTypes[N]>): Promise<OutputOf<OperationTypes[N]>> {
    const principal = await this.#app.principals.principal(this.session ?? '');
    return this.#app.run(name, input, {
      principal,
      lang: 'vi',
      origin: { channel: 'web', address: '127.0.0.1', trace: newSecret(9) },
    });
  }

  async #send(path: string, init: RequestInit): Promise<Answer> {
    const url = path.startsWith('http') ? path : this.#address + path;
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('; ');
    const headers = {
      ...this.#headers,
      ...(init.headers as Record<string, string>),
      ...(cookie && { cookie }),
    };
    const response = await fetch(url, { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) this.#keep(line);
    const bytes = new Uint8Array(await response.arrayBuffer());
    const location = response.headers.get('location');
    return {
      url: path,
      status: response.status,
      headers: response.headers,
      location: location?.startsWith(this.#address) ? location.slice(this.#address.length) : (location ?? undefined),
      bytes,
      get text() {
        return new TextDecoder().decode(bytes);
      },
    };
  }

  #keep(setCookie: string): void {
    const [pair = '', ...attributes] = setCookie.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at).trim();
    if (attributes.some((a) => /^\s*max-age=0$/i.test(a))) this.#cookies.delete(name);
    else this.#cookies.set(name, decodeURIComponent(pair.slice(at + 1)));
  }
}

/**
 * The fields of a form as a browser would send them untouched: hidden ones, what is filled in, ticked and chosen.
 * @throws Error when the page has no such form
 */
export function readForm(page: string, form?: string): { action: string | undefined; fields: Record<string, string[]> } {
  for (const [, head = '', body = ''] of page.matchAll(/<form\b([^>]*)>([\s\S]*?)<\/form>/g)) {
    const action = attribute(head, 'action');
    const posts = /^post$/i.test(attribute(head, 'method') ?? '');
    if (form === undefined ? !posts || action === '/dang-xuat' : !action?.startsWith(form)) continue;
    return { action, fields: filledIn(body) };
  }
  throw new Error(`the page has no form${form ? ` that posts to ${form}` : ''}`);
}

function filledIn(body: string): Record<string, string[]> {
  const fields: Record<string, string[]> = {};
  const add = (name: string | undefined, value: string) => {
    if (name) (fields[name] ??= []).push(value);
  };
  for (const [whole, tag, head = ''] of body.matchAll(/<(input|textarea|select)\b([^>]*)>/g)) {
    const name = attribute(head, 'name');
    const rest = body.slice(body.indexOf(whole) + whole.length);
    if (tag === 'textarea') add(name, text(rest.slice(0, rest.indexOf('</textarea>'))).replace(/^\n/, ''));
    else if (tag === 'select') {
      const options = [...rest.slice(0, rest.indexOf('</select>')).matchAll(/<option\b([^>]*)>([^<]*)/g)];
      const chosen = options.find(([, own = '']) => /\sselected\b/.test(own)) ?? options[0];
      if (chosen) add(name, attribute(chosen[1] ?? '', 'value') ?? text(chosen[2] ?? '').trim());
    } else {
      const type = attribute(head, 'type') ?? 'text';
      if (['submit', 'button', 'file', 'image'].includes(type)) continue;
      if ((type === 'checkbox' || type === 'radio') && !/\schecked\b/.test(head)) continue;
      add(name, attribute(head, 'value') ?? (type === 'checkbox' ? 'on' : ''));
    }
  }
  return fields;
}

function attribute(head: string, name: string): string | undefined {
  const found = new RegExp(`\\s${name}="([^"]*)"`).exec(head)?.[1];
  return found === undefined ? undefined : text(found);
}

const entities: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };

function text(escaped: string): string {
  return escaped.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => entities[name]!);
}
