import { declareError, type OperationTypes, type OutputOf, type PageContext, type Text } from '@dinh/kernel';
import { button, buttonGroup, formatMoney, formatNumber, html, type Html, inset, textarea, textInput, words } from '@dinh/ui';
import type { DutyInput } from '../model/duty.ts';
import type { DossierPage } from '../queries/view-dossier.ts';
import { dutyRules, filledForm } from './fee-reasons.ts';
import { typed } from './frame.ts';

export const dutyNotSeen = declareError('one-stop.duty-not-seen', 422, {
  vi: 'Theo bảng tính, số tiền là {amount}. Xin xem lại cách tính bên dưới, nếu đúng thì thông báo.',
  en: 'The decision table gives {amount}. Please look at how it was computed below, and notify it if it is right.',
});

export const notAnAmount = declareError('one-stop.not-an-amount', 422, {
  vi: '“{text}” chưa phải là số tiền. Hãy ghi bằng chữ số, ví dụ 1.250.000.',
  en: '“{text}” is no amount. Please write it in digits, for example 1,250,000.',
});

/** What the decision of a procedure proposes for what was typed so far, with the rules that fired. */
export interface DutyChoice extends Pick<OutputOf<OperationTypes['procedures.compute-duty']>, 'decides' | 'inputs' | 'computed'> {
  readonly why: readonly Html[];
}

/** Reads the proposal for the form of the act `notify`. */
export async function dutyChoice(ctx: PageContext, page: DossierPage): Promise<DutyChoice> {
  const { versionId, data } = page.dossier;
  const first = await ctx.run('procedures.compute-duty', { versionId, data });
  // Nothing is proposed for another value than the one that was typed.
  if (first.inputs.some(({ key }) => isUnread(ctx, `gt-${key}`))) return { ...first, computed: null, why: [] };
  const given = Object.fromEntries(
    first.inputs.flatMap(({ key }) => {
      const value = dong(typed(ctx, `gt-${key}`));
      return value === undefined ? [] : [[key, value]];
    }),
  );
  const duty = Object.keys(given).length > 0 ? await ctx.run('procedures.compute-duty', { versionId, data, given }) : first;
  const why = duty.computed ? dutyRules(ctx.lang, { inputs: [], ...duty.computed }, await filledForm(ctx, page)) : [];
  return { ...duty, why };
}

/** The amount that is proposed and why, what it depends on beside the answers, and another amount with its reason. */
export function dutyFields(ctx: PageContext, duty: DutyChoice | undefined, id: (name: string) => string): Html {
  const { lang } = ctx;
  const amount = (optional: boolean) =>
    textInput(lang, {
      name: 'so-tien',
      id: id('so-tien'),
      label: optional
        ? { vi: 'Số tiền khác với bảng tính', en: 'Another amount than computed' }
        : { vi: 'Số tiền phải nộp', en: 'Amount' },
      hint: optional
        ? {
            vi: 'Để trống nếu thông báo đúng số tiền đã tính.',
            en: 'Leave empty to notify what was computed.',
          }
        : undefined,
      optional,
      inputMode: 'numeric',
      suffix: { vi: 'đồng', en: 'VND' },
      width: 20,
      value: typed(ctx, 'so-tien'),
      error: unread(ctx, 'so-tien'),
    });
  const reason = (optional: boolean) =>
    textarea(lang, {
      name: 'ly-do',
      id: id('ly-do'),
      label: { vi: 'Căn cứ', en: 'Basis' },
      hint: optional
        ? {
            vi: 'Phải ghi lý do khi thông báo số tiền khác; để trống thì ghi như bảng tính. Người nộp đọc được.',
            en: 'Needed with another amount; left empty it is as computed. The applicant reads it.',
          }
        : undefined,
      rows: 3,
      optional,
      value: typed(ctx, 'ly-do'),
    });
  if (!duty?.decides) return html`${amount(false)}${reason(false)}`;
  return html`${duty.inputs.map(({ key, label, hint, value }) =>
    textInput(lang, {
      name: `gt-${key}`,
      id: id(`gt-${key}`),
      label,
      hint: hint ?? undefined,
      inputMode: 'numeric',
      suffix: { vi: 'đồng', en: 'VND' },
      width: 20,
      value: typed(ctx, `gt-${key}`) ?? (value === null ? '' : formatNumber(lang, value)),
      error: unread(ctx, `gt-${key}`),
    }),
  )}
    ${proposal(ctx, duty)}
    ${buttonGroup(button(lang, { label: { vi: 'Tính lại', en: 'Compute again' }, kind: 'secondary', name: 'tinh', value: '1', attributes: { formnovalidate: true } }))}
    ${amount(true)}${reason(true)}`;
}

/** Whether the decision of the procedure does not say by itself that there is nothing to pay. */
export const noDutyNeedsReason = (duty: DutyChoice | undefined): boolean => duty?.decides === true && duty.computed?.amount !== 0;

const notComputed = {
  vi: 'Bảng tính chưa tính được vì còn thiếu giá trị. Muốn tính, xin chọn “Thông báo nộp” và ghi giá trị ấy.',
  en: 'The table could not be computed: a value is missing. To compute it, choose “Notify” and give that value.',
};

/** What the decision says, and why there is nothing to pay all the same. */
export function noDutyFields(ctx: PageContext, duty: DutyChoice | undefined, id: (name: string) => string): Html {
  const needed = noDutyNeedsReason(duty);
  return html`${duty?.decides && (duty.computed ? proposal(ctx, duty) : inset(ctx.lang, notComputed))}${textarea(ctx.lang, {
    name: 'ly-do',
    id: id('ly-do'),
    label: needed ? { vi: 'Lý do không phải nộp', en: 'Why there is nothing to pay' } : { vi: 'Ý kiến', en: 'Remarks' },
    hint: needed
      ? {
          vi: 'Bảng tính không cho kết quả là 0 đồng: lý do được lưu cùng hồ sơ.',
          en: 'The table does not say that nothing is due: the reason stays with the dossier.',
        }
      : undefined,
    rows: 3,
    optional: !needed,
    value: typed(ctx, 'ly-do'),
  })}`;
}

function proposal({ lang }: PageContext, { computed, why }: DutyChoice): Html {
  if (!computed)
    return inset(lang, {
      vi: 'Chưa tính được: xin ghi giá trị ở trên rồi bấm “Tính lại”.',
      en: 'Not computed yet: please give the value above, then “Compute again”.',
    });
  const said = {
    vi: `Theo bảng tính phải nộp: ${formatMoney('vi', computed.amount)}`,
    en: `By the decision table: ${formatMoney('en', computed.amount)}`,
  };
  return html`<input type="hidden" name="de-xuat" value="${computed.amount}" />${inset(
    lang,
    html`<p><strong>${words(lang, said)}</strong></p>
      <ul class="plain-list">
        ${why.map((one) => html`<li>${one}</li>`)}
      </ul>`,
  )}`;
}

/**
 * What was posted of a financial duty. Nobody notifies an amount that they have not seen: where the value that it depends on
 * was changed meanwhile, they are shown the new one first. What was typed and is no amount is not passed by. @throws
 * dutyNotSeen, notAnAmount
 */
export function dutyAnswer(ctx: PageContext, duty: DutyChoice | undefined): DutyInput {
  const wrong = ['so-tien', ...(duty?.inputs ?? []).map(({ key }) => `gt-${key}`)].find((name) => isUnread(ctx, name));
  if (wrong !== undefined) throw notAnAmount({ text: typed(ctx, wrong)! });
  const amount = dong(typed(ctx, 'so-tien'));
  const reason = typed(ctx, 'ly-do');
  const given = {
    ...(amount !== undefined && { amount }),
    ...(reason !== undefined && { reason }),
  };
  if (!duty?.decides) return given;
  const { computed, inputs } = duty;
  if (computed && amount === undefined && dong(typed(ctx, 'de-xuat')) !== computed.amount)
    throw dutyNotSeen({ amount: formatMoney(ctx.lang, computed.amount) });
  return {
    ...given,
    inputs: Object.fromEntries(inputs.flatMap(({ key, value }) => (value === null ? [] : [[key, value]]))),
  };
}

/** Whether something was typed as an amount that is none. */
const isUnread = (ctx: PageContext, name: string): boolean =>
  typed(ctx, name) !== undefined && dong(typed(ctx, name)) === undefined;

/** What is then said at its field. */
const unread = (ctx: PageContext, name: string): Text | undefined =>
  isUnread(ctx, name)
    ? {
        vi: 'Hãy ghi số tiền bằng chữ số, ví dụ 1.250.000.',
        en: 'Please write the amount in digits, for example 1,250,000.',
      }
    : undefined;

/** `1.250.000`, as people write an amount; undefined for what is none. */
function dong(text: string | undefined): number | undefined {
  const digits = text?.replace(/[\s.,]|\u00a0|đ(ồng)?|VND/gi, '');
  return digits && /^\d{1,15}$/.test(digits) ? Number(digits) : undefined;
}
