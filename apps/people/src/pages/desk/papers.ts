import type { InputOf, OperationTypes, PageContext, Text } from '@dinh/kernel';
import { details, type Filled, fieldset, html, present, type Html, select, textInput } from '@dinh/ui';
import { typed } from '../frame.ts';

type Papers = InputOf<OperationTypes['identity.verify-person']>['papers'];

/** A form asks for one paper, which is enough to prove most things, and for a second. */
const asked = [0, 1] as const;

/** The papers that were chosen and typed; `undefined` when none was. */
export function typedPapers(ctx: PageContext): Papers {
  return asked.flatMap((i) => {
    const part = (name: string) => typed(ctx, `papers[${i}].${name}`);
    const kind = part('kind');
    if (!kind && !part('number')) return [];
    return [
      present({
        kind: kind ?? '',
        number: part('number'),
        issuedOn: part('issuedOn'),
        expiresOn: part('expiresOn'),
      }),
    ];
  }) as Papers;
}

/** Which papers were seen: their kind, number and days. @param proves only kinds that prove this */
export async function paperFields(
  ctx: PageContext,
  filled: Filled,
  proves: 'identity' | 'child' | 'ward' | 'attorney' | 'business' | 'death',
  legend: Text = { vi: 'Giấy tờ đã xem', en: 'Papers that were seen' },
): Promise<Html> {
  const { lang } = ctx;
  const { papers } = await ctx.run('identity.list-paper-kinds', { proves });
  const hasOwn = papers.some((paper) => paper.number === 'identity');
  const options = papers.map(({ key, name }) => ({ value: key, label: name }));
  const input = (i: number, name: string, label: Text, more: object) =>
    textInput(lang, {
      name: `papers[${i}].${name}`,
      label,
      value: filled.value(`papers[${i}].${name}`),
      error: filled.error(`papers[${i}].${name}`),
      ...more,
    });
  const paper = (i: number) =>
    html`${select(lang, {
      name: `papers[${i}].kind`,
      ...(i === 0 && { id: 'papers' }),
      label: { vi: 'Loại giấy tờ', en: 'Kind of paper' },
      optional: i > 0,
      options,
      value: filled.value(`papers[${i}].kind`) ?? (i === 0 && options.length === 1 ? options[0]!.value : undefined),
      error: filled.error(`papers[${i}].kind`) ?? (i === 0 ? filled.error('papers') : undefined),
    })}${input(i, 'number', { vi: 'Số', en: 'Number' }, { width: 20, optional: true, hint: hasOwn ? ownNumber : undefined })}${input(i, 'issuedOn', { vi: 'Ngày cấp', en: 'Issued on' }, { type: 'date', width: 10, optional: true })}${input(i, 'expiresOn', { vi: 'Có giá trị đến hết ngày', en: 'Valid until' }, { type: 'date', width: 10, optional: true })}`;
  return html`${fieldset(lang, { legend, body: paper(0) })}${details(lang, {
    summary: { vi: 'Thêm giấy tờ thứ hai', en: 'Add a second paper' },
    open: filled.value('papers[1].kind') !== undefined || filled.value('papers[1].number') !== undefined,
    body: paper(1),
  })}`;
}

const ownNumber: Text = {
  vi: 'Để trống nếu là thẻ căn cước: số của thẻ là số định danh',
  en: 'Leave empty for the identity card: its number is the identity number',
};
