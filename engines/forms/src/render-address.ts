import { type Child, fieldId, fieldset, type Html, html, select, textInput, type Words } from '@dinh/ui';
import type { Field } from './definition.ts';
import { own } from './data.ts';
import type { Area, FormEnvironment } from './environment.ts';
import type { Text } from './messages.ts';
import { OTHER_PROVINCE } from './values.ts';

const words = {
  province: { vi: 'Tỉnh, thành phố', en: 'Province' },
  other: { vi: 'Tỉnh, thành phố khác', en: 'Another province' },
  commune: { vi: 'Xã, phường, thị trấn', en: 'Commune, ward or township' },
  locality: { vi: 'Xã, huyện và tỉnh', en: 'Commune, district and province' },
  localityHint: {
    vi: 'Chỉ điền khi địa chỉ ở tỉnh, thành phố khác.',
    en: 'Only for an address in another province.',
  },
  detail: { vi: 'Số nhà, đường, thôn hoặc tổ dân phố', en: 'House number, street, village or neighbourhood' },
  refresh: { vi: 'Lấy danh sách xã của tỉnh đã chọn', en: 'List the communes of this province' },
};

/**
 * An address as one group: province, then the commune with the districts as headings of the list (one choice
 * instead of two, and no script needed), then the rest in words. `wrong` gives the error of a part.
 */
export function renderAddress(
  field: Field,
  path: string,
  value: unknown,
  env: FormEnvironment,
  state: {
    readonly optional: boolean;
    readonly origin?: Text;
    readonly wrong: (path: string) => Words | undefined;
  },
): Html {
  const { lang } = env;
  const part = (key: string) => {
    const text = own(value, key);
    return typeof text === 'string' ? text : undefined;
  };
  const frame = (key: string, label: Words) => ({
    name: `${path}.${key}`,
    label,
    error: state.wrong(`${path}.${key}`),
    optional: state.optional,
  });
  const provinces = env.areas?.children(null) ?? [];
  const province = part('province') ?? (provinces.length > 0 ? provinces[0]?.code : OTHER_PROVINCE);
  const elsewhere = textInput(lang, {
    ...frame('locality', words.locality),
    hint: words.localityHint,
    value: part('locality'),
    optional: true,
    maxLength: 300,
  });
  const parts: Child[] = [
    state.origin && html`<div class="origin">${state.origin[lang]}</div>`,
    select(lang, {
      ...frame('province', words.province),
      value: province,
      options: [...provinces.map((one) => ({ value: one.code, label: one.name })), { value: OTHER_PROVINCE, label: words.other }],
    }),
    provinces.length > 1 &&
      html`<button class="button button-secondary" name="_refresh" value="${path}">${words.refresh[lang]}</button>`,
    html`<div data-address-here>${select(lang, {
      ...frame('commune', words.commune),
      value: part('commune'),
      options: communeOptions(env, province),
    })}</div>`,
    html`<div data-address-elsewhere>${elsewhere}</div>`,
    textInput(lang, {
      ...frame('detail', words.detail),
      value: part('detail'),
      maxLength: 300,
      autocomplete: field.autocomplete,
    }),
  ];
  return html`<div data-address="${path}">${fieldset(lang, {
    legend: field.label,
    hint: field.hint,
    id: fieldId(path),
    body: parts,
  })}</div>`;
}

/** Communes of a province: those directly below it, then those below its districts under the district's name. */
function communeOptions(env: FormEnvironment, province: string | undefined): { value: string; label: Words; group?: Words }[] {
  if (!env.areas || province === undefined || province === OTHER_PROVINCE) return [];
  return env.areas.children(province).flatMap((area: Area) => {
    const below = env.areas?.children(area.code) ?? [];
    return below.length === 0
      ? [{ value: area.code, label: area.name }]
      : below.map((commune) => ({ value: commune.code, label: commune.name, group: area.name }));
  });
}
