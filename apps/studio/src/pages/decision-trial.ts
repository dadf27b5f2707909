import { type PageContext, post, redirect, Refusal, type Text } from '@dinh/kernel';
import { banner, button, buttonGroup, form, html, type Html, textInput } from '@dinh/ui';
import { mayEdit } from '../model/kinds.ts';
import { keepTestCase } from '../operations/test-cases.ts';
import { valuesOfDossier } from '../queries/values-of-dossier.ts';
import { address, asked, hiddenKey, posted, viewing, withQuery } from './frame.ts';
import { type Shown, shownVersion } from './shown.ts';

/** Names of fields that hold inputs of a decision begin so. */
export const inputPrefix = 'v.';

/** Inputs that were typed, by name. */
export function typedInputs(values: Readonly<Record<string, string | string[] | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(values)
      .filter(([name]) => name.startsWith(inputPrefix))
      .map(([name, value]) => [name.slice(inputPrefix.length), String(value ?? '')]),
  );
}

/**
 * The inputs as an old dossier gave them, when its code was asked for (`?ho-so=`), with what is to be told of it: that there is
 * none, or that it says nothing of some of them.
 */
export async function inputsOfDossier(
  ctx: PageContext,
  names: readonly string[],
): Promise<{ given: Record<string, string>; told?: Html }> {
  const code = asked(ctx, 'ho-so');
  if (!code) return { given: {} };
  try {
    const { values } = await ctx.run(valuesOfDossier, { code, names: [...names] });
    const text = (value: unknown): string => (typeof value === 'string' ? value : JSON.stringify(value));
    const given = Object.fromEntries(Object.entries(values as object).map(([name, value]) => [name, text(value)]));
    const missing = names.filter((name) => given[name] === undefined).join(', ');
    return {
      given,
      ...(missing && { told: banner(ctx.lang, { tone: 'soon', body: saysNothingOf(missing) }) }),
    };
  } catch (error) {
    if (!(error instanceof Refusal) || error.status >= 500) throw error;
    return { given: {}, told: banner(ctx.lang, { tone: 'late', body: error.sentence(ctx.lang) }) };
  }
}

const saysNothingOf = (names: string): Text => ({
  vi: `Hồ sơ này không khai: ${names}. Có thể hồ sơ của thủ tục khác; những giá trị ấy để trống khi tính.`,
  en: `This dossier says nothing of: ${names}. It may be of another procedure; these values count as empty.`,
});

/** Where the code of an old dossier is asked for. */
export function dossierField(ctx: PageContext): Html {
  return html`${textInput(ctx.lang, {
    name: 'ho-so',
    label: {
      vi: 'Lấy giá trị của một hồ sơ cũ (mã hồ sơ)',
      en: 'Take the values of an old dossier (its code)',
    },
    optional: true,
    width: 20,
    value: asked(ctx, 'ho-so'),
  })}
  ${buttonGroup(button(ctx.lang, { kind: 'secondary', label: { vi: 'Lấy giá trị', en: 'Take the values' } }))}`;
}

/** Keeps what was tried as a case, with its answer as what is expected. */
export function keepCase(ctx: PageContext, shown: Shown, decision: string, inputs: Record<string, string>): Html | undefined {
  if (!mayEdit(ctx.principal, shown.kind)) return undefined;
  return form(ctx.lang, {
    action: withQuery(`${address('decision', shown.key)}/giu`, shown.query),
    body: html`${hiddenKey(ctx)}<input type="hidden" name="decision" value="${decision}" />${Object.entries(inputs).map(([name, value]) => html`<input type="hidden" name="${inputPrefix}${name}" value="${value}" />`)}
      ${textInput(ctx.lang, { name: 'name', label: { vi: 'Tên ca kiểm thử', en: 'Name of the test case' }, hint: { vi: 'Kết quả ở trên là kết quả mong đợi. Trùng tên thì thay ca đã có.', en: 'The result above is what is expected. A case of the same name is replaced.' }, maxLength: 200, width: 'full' })}
      ${englishName(ctx)}
      ${buttonGroup(button(ctx.lang, { kind: 'secondary', label: { vi: 'Lưu ca kiểm thử', en: 'Keep the case' } }))}`,
  });
}

/** What a case is called in English, for who keeps one. */
export const englishName = ({ lang }: PageContext): Html =>
  textInput(lang, {
    name: 'nameEn',
    optional: true,
    maxLength: 200,
    width: 'full',
    label: { vi: 'Tên tiếng Anh', en: 'Name in English' },
  });

/** The English name that was typed for a case. */
export const nameEnOf = (ctx: PageContext): { nameEn?: string } => {
  const nameEn = posted(ctx, 'nameEn')?.trim();
  return nameEn ? { nameEn } : {};
};

const title: Text = { vi: 'Lưu ca kiểm thử', en: 'Keep a test case' };
export const keepCasePost = post({
  path: '/studio/decision/:key/giu',
  title,
  may: viewing,
  async run(ctx) {
    (ctx.params as Record<string, string>)['kind'] = 'decision';
    const shown = await shownVersion(ctx);
    const { dmn } = shown.body as { dmn: string };
    const inputs = typedInputs(ctx.form);
    const input = { decision: posted(ctx, 'decision') ?? '', inputs, at: ctx.now.toISOString() };
    const name = (posted(ctx, 'name') ?? '').trim() || Object.values(inputs).join(', ');
    await ctx.run(keepTestCase, {
      kind: 'decision',
      key: shown.key,
      name,
      ...nameEnOf(ctx),
      text: dmn,
      input,
      day: shown.day,
    });
    return redirect(`${withQuery(address('decision', shown.key), shown.query)}#kiem-thu`);
  },
});
