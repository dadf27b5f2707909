import { declaredErrors, type Operation, page, show, type Text } from '@dinh/kernel';
import { citizenPage, details, type Child, html, type Html, type Lang, say } from '@dinh/ui';
import type { TSchema } from 'typebox';
import { apiPath } from './api-path.ts';

const words = {
  title: { vi: 'Giao diện lập trình (API)', en: 'API reference' },
  home: { vi: 'Trang chủ', en: 'Home' },
  lead: {
    vi: 'Mọi việc mà chương trình làm được đều gọi được qua HTTP, với cùng quyền và cùng kiểm tra như trên màn hình.',
    en: 'Everything the program can do can be asked over HTTP, with the same rights and the same checks as on its screens.',
  },
  machine: { vi: 'Mô tả cho máy: OpenAPI 3.1', en: 'For machines: OpenAPI 3.1' },
  rules: { vi: 'Quy ước', en: 'Conventions' },
  input: { vi: 'Đầu vào', en: 'Input' },
  output: { vi: 'Đầu ra', en: 'Output' },
  errors: { vi: 'Mã lỗi', en: 'Errors' },
  may: { vi: 'Ai được gọi', en: 'Who may' },
  nothing: { vi: 'Không cần gì', en: 'Nothing' },
  modules: { vi: 'Các phần', en: 'Modules' },
  name: { vi: 'Tên', en: 'Name' },
  type: { vi: 'Kiểu', en: 'Type' },
  needed: { vi: 'bắt buộc', en: 'required' },
};

const rules: readonly Text[] = [
  {
    vi: 'Câu hỏi dùng GET với tham số trong địa chỉ; lệnh dùng POST với thân JSON.',
    en: 'Queries are GET with parameters in the address; commands are POST with a JSON body.',
  },
  {
    vi: 'Đăng nhập bằng “Authorization: Bearer …” hoặc cookie phiên.',
    en: 'Sign in with “Authorization: Bearer …” or the session cookie.',
  },
  {
    vi: 'Lệnh gửi hai lần với cùng “Idempotency-Key” chỉ làm một lần và trả lời như lần đầu.',
    en: 'A command sent twice with the same “Idempotency-Key” is carried out once and answered alike.',
  },
  {
    vi: 'Danh sách dài có “next”; gửi lại giá trị ấy trong “cursor” để xem tiếp.',
    en: 'Long lists have “next”; send it back as “cursor” to go on.',
  },
  {
    vi: 'Lỗi theo RFC 9457 (application/problem+json): mã, câu nói rõ phải làm gì, từng mục sai, và số để báo khi gọi hỗ trợ.',
    en: 'Errors follow RFC 9457 (application/problem+json): a code, a sentence that says what to do, each wrong field, and a number to quote.',
  },
  {
    vi: 'Thời gian theo ISO 8601; tiền là số nguyên, đơn vị đồng; chữ Unicode dạng NFC.',
    en: 'Times are ISO 8601; money is whole đồng; text is Unicode NFC.',
  },
];

const anyone: Record<string, Text> = {
  anyone: { vi: 'Mọi người', en: 'Anyone' },
  'signed-in': { vi: 'Người đã đăng nhập', en: 'Whoever is signed in' },
  system: { vi: 'Chỉ chương trình', en: 'The program itself' },
};

/** All operations for people who read, made from the same declarations as `/openapi.json`. */
export const referencePage = page({
  path: '/api',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const modules = ctx.app.modules
      .map((one) => ({ ...one, operations: (one.operations ?? []).filter((o) => o.api !== false) }))
      .filter((one) => one.operations.length > 0);
    return show(
      citizenPage(lang, {
        title: words.title,
        site: ctx.site,
        url: ctx.url,
        viewer: ctx.viewer,
        wide: true,
        breadcrumbs: [{ label: words.home, href: '/' }, { label: words.title }],
        main: html`<h1>${words.title[lang]}</h1>
          <p class="lead">${words.lead[lang]}</p>
          <p><a href="/openapi.json">${words.machine[lang]}</a></p>
          <h2>${words.rules[lang]}</h2>
          <ul>${rules.map((rule) => html`<li>${rule[lang]}</li>`)}</ul>
          <h2>${words.modules[lang]}</h2>
          <ul class="doors">
            ${modules.map((one) => html`<li><a href="#${one.name}">${one.title[lang]}</a> <span class="muted">${one.operations.length}</span></li>`)}
          </ul>
          ${modules.map(
            (one) =>
              html`<h2 id="${one.name}">${one.title[lang]} <small class="muted">${one.name}</small></h2>
                ${one.operations.map((operation) => described(lang, operation))}`,
          )}
          <h2 id="errors">${words.errors[lang]}</h2>
          <dl class="errors">
            ${declaredErrors().map(({ code, status, sentence }) => html`<dt><code>${code}</code> ${status}</dt><dd>${sentence[lang]}</dd>`)}
          </dl>`,
      }),
    );
  },
});

function described(lang: Lang, operation: Operation): Html {
  const method = operation.kind === 'query' ? 'GET' : 'POST';
  return details(lang, {
    id: operation.name,
    summary: html`${say(lang, operation.title)} – <code>${method} ${apiPath(operation)}</code>`,
    body: html`${operation.description && html`<p>${operation.description[lang]}</p>`}
      <p>${words.may[lang]}: ${anyone[operation.may]?.[lang] ?? html`<code>${operation.may}</code>`}</p>
      <h3>${words.input[lang]}</h3>
      ${fields(lang, operation.input)}
      <h3>${words.output[lang]}</h3>
      ${fields(lang, operation.output)}`,
  });
}

interface Schema {
  readonly type?: string;
  readonly properties?: Record<string, Schema>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly anyOf?: readonly Schema[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly format?: string;
  readonly description?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
}

function fields(lang: Lang, schema: TSchema): Child {
  const { properties = {}, required = [] } = schema as Schema;
  const names = Object.keys(properties);
  if (names.length === 0) return html`<p class="muted">${words.nothing[lang]}</p>`;
  return html`<ul class="schema">
    ${names.map((name) => {
      const one = properties[name]!;
      return html`<li>
        <code>${name}</code> <span class="muted">${typeName(one)}${required.includes(name) && html`, ${words.needed[lang]}`}</span>
        ${one.description}${inside(lang, one)}
      </li>`;
    })}
  </ul>`;
}

/** The fields of an object, or of a list of objects, below their own line. */
function inside(lang: Lang, schema: Schema): Child {
  const object = schema.type === 'array' ? schema.items : schema;
  return object?.properties ? fields(lang, object) : undefined;
}

function typeName(schema: Schema): string {
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ');
  if (schema.anyOf) return schema.anyOf.map(typeName).join(' | ');
  if (schema.type === 'array') return `[${schema.items ? typeName(schema.items) : '…'}]`;
  const least = schema.minimum ?? schema.minLength;
  const most = schema.maximum ?? schema.maxLength;
  const range = least === undefined && most === undefined ? '' : ` ${least ?? ''}–${most ?? ''}`;
  return `${schema.format ?? schema.type ?? '…'}${range}`;
}
