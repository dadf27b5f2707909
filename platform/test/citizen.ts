/** A citizen at the pages of the services: fills a form page by page and attaches papers, as a browser would. */
import assert from 'node:assert/strict';
import type { FormDefinition } from '@dinh/forms';
import { localDate } from '@dinh/kernel';
import { answersFor, pdf } from './filing.ts';
import type { Province } from './province.ts';
import type { Answer, Upload, Visitor } from './visitor.ts';

/** Answers as the fields of a page send them: `applicant.name`, `residences[0].from`. */
export function flatten(value: unknown, prefix: string): Record<string, string | string[]> {
  if (value === undefined || value === null) return {};
  if (Array.isArray(value)) {
    if (value.every((one) => typeof one !== 'object')) return { [prefix]: value.map(String) };
    return Object.assign({}, ...value.map((one, i) => flatten(one, `${prefix}[${i}]`)));
  }
  if (typeof value === 'object')
    return Object.assign({}, ...Object.entries(value).map(([key, one]) => flatten(one, `${prefix}.${key}`)));
  return { [prefix]: String(value) };
}

/** Begins a dossier at its start page. @returns the first page of the form */
export async function begin(citizen: Visitor, code: string, fields = {}): Promise<Answer> {
  const start = await citizen.get(`/nop-ho-so/${code}`);
  const sent = await citizen.submit(start, fields, { form: `/nop-ho-so/${code}` });
  assert.equal(sent.status, 303, sent.text);
  return citizen.get(sent.location!);
}

/** Fills and sends every page of the form, from `page` on. @returns the page of the papers */
export async function fillForm(
  province: Pick<Province, 'app'>,
  citizen: Visitor,
  page: Answer,
  code: string,
  own: Record<string, unknown> = {},
): Promise<Answer> {
  const { app } = province;
  const { procedure } = await citizen.api('procedures.view-procedure', { code });
  const data = await answersFor(app, procedure.form, own);
  const form = (await app.definitions.at<FormDefinition>('form', procedure.form, localDate(app.clock.now())))!.body;
  let at = page;
  for (let round = 0; round < 60; round++) {
    const key = at.url.split(/[?#]/)[0]!.split('/').at(-1)!;
    const fields = form.pages.find((one) => one.key === key)?.fields;
    if (!fields) return at;
    const answers = Object.assign({}, ...fields.map((field) => flatten(data[field.key], field.key)));
    const sent = await citizen.submit(at, answers, { form: '/nop-ho-so/' });
    assert.equal(sent.status, 303, `${key}: ${/error-summary[\s\S]{0,900}/.exec(sent.text)?.[0] ?? sent.text.slice(0, 300)}`);
    at = await citizen.get(sent.location!.split('#')[0]!);
  }
  throw new Error('the form has no end');
}

/** Attaches a small PDF to every paper that the page names. @returns what comes next */
export async function attachAll(citizen: Visitor, page: Answer): Promise<Answer> {
  const files: Upload[] = [...page.text.matchAll(/<input[^>]*type="file"[^>]*>/g)].map(([input]) => ({
    field: /\sname="([^"]+)"/.exec(input)![1]!,
    name: 'giay-to.pdf',
    data: pdf(),
  }));
  const sent =
    files.length > 0
      ? await citizen.submit(page, {}, { form: '/nop-ho-so/', files })
      : await citizen.submit(page, {}, { form: '/nop-ho-so/' });
  assert.equal(sent.status, 303, /error-summary[\s\S]{0,900}/.exec(sent.text)?.[0] ?? sent.text.slice(0, 500));
  return citizen.get(sent.location!);
}

/** The whole way from the start page to the page before filing. */
export async function prepare(
  province: Pick<Province, 'app'>,
  citizen: Visitor,
  code: string,
  own: Record<string, unknown> = {},
): Promise<Answer> {
  const papers = await fillForm(province, citizen, await begin(citizen, code), code, own);
  return attachAll(citizen, papers);
}

/** Files at the last page. @returns the reference */
export async function send(citizen: Visitor, check: Answer, fields: Record<string, string> = {}): Promise<string> {
  const sent = await citizen.submit(check, fields, { form: '/nop-ho-so/' });
  assert.equal(sent.status, 303, /error-summary[\s\S]{0,900}/.exec(sent.text)?.[0] ?? sent.text.slice(0, 500));
  return sent.location!.split('/')[2]!;
}
