import type { PageContext } from '@dinh/kernel';
import { html, type Html, radios, textInput } from '@dinh/ui';
import type { FeeAnswer } from '../model/fee.ts';
import { typed } from './frame.ts';

/**
 * What became of the fee, asked in the act that accepts a dossier or hands its result out.
 * @param later the procedure lets the fee be paid when the result is handed out
 */
export function feeFields(ctx: PageContext, props: { id?: string; amount?: string; later?: boolean }): Html {
  const { lang } = ctx;
  const { amount } = props;
  return radios(lang, {
    name: 'phi',
    id: props.id,
    label: amount ? { vi: `Phí, lệ phí ${amount}`, en: `Fee of ${amount}` } : { vi: 'Phí, lệ phí', en: 'Fee' },
    // Where the amount still depends on what is typed, it may turn out that there is none.
    attributes: { required: amount !== undefined },
    value: typed(ctx, 'phi') ?? (props.later ? 'sau' : undefined),
    choices: [
      {
        value: 'da-thu',
        label: {
          vi: 'Đã thu tại quầy, hoặc đã nhận chứng từ nộp tiền',
          en: 'Taken at the desk, or proof of payment received',
        },
      },
      {
        value: 'mien',
        label: { vi: 'Được miễn', en: 'Exempt' },
        reveal: html`${textInput(lang, {
          name: 'ly-do-mien',
          id: props.id && `${props.id}-ly-do`,
          label: { vi: 'Lý do miễn', en: 'Reason of the exemption' },
          optional: true,
          value: typed(ctx, 'ly-do-mien'),
        })}`,
      },
      ...(props.later ? [{ value: 'sau', label: { vi: 'Thu khi trả kết quả', en: 'To be paid with the result' } }] : []),
    ],
  });
}

/** What was answered there. @returns nothing where nothing was chosen; the operation then says what is missing. */
export const feeAnswer = (ctx: PageContext): FeeAnswer =>
  typed(ctx, 'phi') === 'da-thu'
    ? { feeTaken: true }
    : typed(ctx, 'phi') === 'mien'
      ? { feeWaived: typed(ctx, 'ly-do-mien') ?? '' }
      : {};
