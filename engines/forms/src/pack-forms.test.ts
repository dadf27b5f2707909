import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { parse } from 'yaml';
import { checkForm } from './check-form.ts';
import type { Field } from './definition.ts';
import { namesIn } from './feel.ts';
import { toJsonSchema } from './json-schema.ts';
import { renderPage } from './render-page.ts';
import { resolveForm } from './resolve.ts';
import { env } from './testing.ts';
import { validateForm } from './validate.ts';

const folder = new URL('../../../packs/ha-nam/forms/', import.meta.url);
const read = (path: string): unknown => parse(readFileSync(new URL(path, folder), 'utf8'));
const yamls = (path: string) => readdirSync(new URL(path, folder)).filter((name) => name.endsWith('.yaml'));
const blocks = Object.fromEntries(yamls('_blocks/').map((name) => [name.replace('.yaml', ''), read(`_blocks/${name}`)]));
const forms = yamls('.').map((name) => ({ name, ...resolveForm(read(name), blocks) }));

test('every form of the pack is whole: includes, conditions, references', () => {
  assert.ok(forms.length > 0);
  for (const { name, form, problems } of forms) {
    assert.deepEqual([name, ...problems], [name]);
    assert.deepEqual([name, ...checkForm(form)], [name]);
    assert.equal(`${form.key}.yaml`, name);
  }
});

test('every general kind of procedure has its form', () => {
  const kinds = 'issue renewal reissue amendment recognition registration notice appraisal termination support other';
  const missing = kinds.split(' ').filter((kind) => !forms.some(({ form }) => form.key === `general-${kind}`));
  assert.deepEqual(missing, []);
});

test('every page of every form is drawn, empty and in both languages', () => {
  for (const { form } of forms) {
    assert.equal(toJsonSchema(form)['type'], 'object');
    for (const page of form.pages) {
      for (const lang of ['vi', 'en'] as const) {
        const html = String(renderPage(form, page.key, { data: {}, env: { ...env, lang }, action: '/x' }));
        assert.match(html, /<form/);
        assert.ok(!html.includes('[object Object]') && !html.includes('undefined'), `${form.key} ${page.key}`);
      }
    }
  }
});

test('every form can be filled without an error', () => {
  for (const { form } of forms) {
    let data: Record<string, unknown> = {};
    // Answers make further questions visible: fill again until nothing is missing.
    for (let round = 0; round < 6; round += 1) {
      const { errors, visible } = validateForm(form, data, env);
      if (errors.length === 0) break;
      data = fill(
        form.pages.flatMap((page) => page.fields),
        data,
        '',
        visible,
      ) as Record<string, unknown>;
    }
    assert.deepEqual([form.key, ...validateForm(form, data, env).errors], [form.key]);
  }
});

function fill(fields: readonly Field[], data: unknown, prefix: string, visible: ReadonlySet<string>): unknown {
  const filled = { ...(data as Record<string, unknown>) };
  for (const one of fields) {
    const path = prefix + one.key;
    if (!visible.has(path) || (filled[one.key] !== undefined && one.type !== 'group')) continue;
    if (one.type === 'group' && one.repeat) {
      const length = Math.max(one.repeat.min ?? 0, 1);
      const given = (filled[one.key] as unknown[] | undefined) ?? [];
      filled[one.key] = Array.from({ length }, (_, i) => fill(one.fields ?? [], given[i] ?? {}, `${path}[${i}].`, visible));
    } else if (one.type === 'group') filled[one.key] = fill(one.fields ?? [], filled[one.key] ?? {}, `${path}.`, visible);
    else if (one.required) filled[one.key] = sample(one);
  }
  return filled;
}

/** Answers that the rules of one form ask for. */
const SAMPLES: Record<string, unknown> = {
  memberCount: 100,
  headPracticeYears: 5,
  monthsInsured: 24,
  contractEndedOn: '2026-11-01',
  healthCheckDate: '2026-10-01',
  officeNameVi: 'Văn phòng đại diện ABC tại Hà Nam',
  transferorIdNumber: '035090001111',
  newLicenceClass: 'A1',
};

/** An answer that most fields of the type accept; dates later in a form are later. */
let day = 0;
function sample(one: Field): unknown {
  day += 1;
  if (one.key in SAMPLES) return SAMPLES[one.key];
  switch (one.type) {
    case 'choice':
      return one.options?.at(-1)?.value;
    case 'choices':
      return [one.options?.[0]?.value];
    case 'boolean':
      return true;
    case 'integer':
    case 'decimal':
    case 'money':
    case 'year':
      return typeof one.min === 'number' ? Math.ceil(one.min) : one.type === 'year' ? 2010 : 1;
    case 'date':
      return new Date(Date.UTC(one.min === 'today' ? 2027 : 2010, 0, 1 + day)).toISOString().slice(0, 10);
    case 'address':
      return { province: 'ha-nam', commune: 'chau-son', detail: 'Số 5' };
    case 'personName':
      return 'Nguyễn Văn A';
    case 'personalId':
      return '035090001234';
    case 'phone':
      return '0912345678';
    case 'email':
      return 'a@vidu.vn';
    case 'taxCode':
      return '0700123456';
    default:
      if (!one.pattern) return 'Nội dung trả lời đủ dài';
      return ['09/2008', '0123456789', '12345'].find((text) => new RegExp(`^(?:${one.pattern?.regex})$`, 'u').test(text));
  }
}

const pack = new URL('../', folder);
const inPack = (part: string): Record<string, any>[] =>
  readdirSync(new URL(part, pack))
    .filter((name) => name.endsWith('.yaml'))
    .map((name) => parse(readFileSync(new URL(part + name, pack), 'utf8')) as Record<string, any>);
const keysOf = (fields: readonly Field[]): string[] => fields.flatMap((one) => [one.key, ...keysOf(one.fields ?? [])]);
const formKeys = new Map(forms.map(({ form }) => [form.key, new Set(form.pages.flatMap((page) => keysOf(page.fields)))]));
const topKeys = new Map(
  forms.map(({ form }) => [form.key, new Set(form.pages.flatMap((page) => page.fields.map((one) => one.key)))]),
);
const kinds = parse(readFileSync(new URL('procedure-kinds.yaml', pack), 'utf8')) as Record<string, any>;
const uses = [...inPack('procedures/'), ...(kinds['kinds'] as Record<string, any>[])];

test('conditions of components, rules and limits name answers of the form', () => {
  const wrong: string[] = [];
  for (const use of uses) {
    const keys = formKeys.get(String(use['form']));
    const conditions = [
      ...(use['components'] ?? []),
      ...(use['rules'] ?? []),
      ...(use['timeLimit']?.variants ?? []),
      use['siteVisit'] ?? {},
    ];
    for (const { when, required } of [...conditions, ...kinds['commonComponents']] as Record<string, unknown>[]) {
      for (const expression of [when, required]) {
        if (typeof expression !== 'string') continue;
        const read = namesIn(expression);
        const unknown = 'names' in read ? read.names.filter((name) => !keys?.has(name)) : [read.error];
        for (const name of unknown) wrong.push(`${use['key']}: ${name} in ${expression}`);
      }
    }
    for (const name of (use['fieldsUsed'] ?? []) as string[]) if (!keys?.has(name)) wrong.push(`${use['key']}: ${name}`);
  }
  assert.deepEqual(wrong, []);
});

test('results take their fields from answers that the form has, and forms theirs from results that exist', () => {
  const results = inPack('results/');
  const wrong: string[] = [];
  for (const use of uses) {
    const result = results.find((one) => one['key'] === use['result']);
    for (const { key, from } of (result?.['fields'] ?? []) as { key: string; from?: string }[]) {
      const name = /^form\.(\w+)/.exec(from ?? '')?.[1];
      if (name && !topKeys.get(String(use['form']))?.has(name))
        wrong.push(`${use['form']}: ${use['result']}.${key} from ${from}`);
    }
  }
  const all = (fields: readonly Field[]): Field[] => fields.flatMap((one) => [one, ...all(one.fields ?? [])]);
  for (const { form } of forms) {
    for (const { prefill } of form.pages.flatMap((page) => all(page.fields))) {
      const [, type, name] = /^results\.([\w-]+)\.(\w+)$/.exec(prefill ?? '') ?? [];
      const result = results.find((one) => one['key'] === type);
      if (type && !(result?.['fields'] as { key: string }[] | undefined)?.some((one) => one.key === name))
        wrong.push(`${form.key}: ${prefill}`);
    }
  }
  assert.deepEqual(wrong, []);
});
