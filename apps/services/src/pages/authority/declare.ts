import { notFound, page, type PageContext, type PageResult, post, redirect, Refusal, type Text } from '@dinh/kernel';
import { button, type Filled, form, fresh, html, present, refusedForm, select, textInput } from '@dinh/ui';
import { screen, typed } from '../frame.ts';
import {
  authorityPath,
  authorityTitle,
  type Brought,
  documentField,
  formerDocument,
  lastDayField,
  limitFields,
  takeDocument,
  typedLimits,
} from './parts.ts';

const path = `${authorityPath}/khai-bao/:loai`;
const title: Text = { vi: 'Khai báo đại diện', en: 'Declare an authority' };

interface Kind {
  readonly kind: 'child' | 'ward' | 'attorney';
  readonly title: Text;
  readonly lead: Text;
}

const kinds: Readonly<Record<string, Kind>> = {
  'tre-em': {
    kind: 'child',
    title: {
      vi: 'Khai báo con, trẻ em bạn giám hộ',
      en: 'Declare your child or a child in your guardianship',
    },
    lead: {
      vi: 'Sau khi bộ phận một cửa xem bản chính, bạn nộp và theo dõi hồ sơ thay trẻ cho đến ngày trẻ đủ tuổi tự làm.',
      en: 'Once a one-stop desk has seen the original you file and follow dossiers for the child until it is of age.',
    },
  },
  'giam-ho': {
    kind: 'ward',
    title: { vi: 'Khai báo người bạn giám hộ', en: 'Declare a person in your guardianship' },
    lead: {
      vi: 'Dùng cho người đã thành niên có người giám hộ theo quyết định của tòa án hoặc đăng ký giám hộ.',
      en: 'For adults with a guardian by a decision of a court or a registration.',
    },
  },
  'uy-quyen': {
    kind: 'attorney',
    title: { vi: 'Khai báo giấy ủy quyền', en: 'Declare a power of attorney' },
    lead: {
      vi: 'Người ủy quyền xác nhận trong tài khoản của họ, hoặc bạn mang bản chính đến bộ phận một cửa.',
      en: 'Who gave it confirms in their account, or you bring the original to a one-stop desk.',
    },
  },
};

const askFor: Record<string, Text> = {
  'subject.name': { vi: 'Hãy nhập họ và tên.', en: 'Type the full name.' },
  'subject.idNumber': { vi: 'Số định danh gồm 12 chữ số.', en: 'An identity number has 12 digits.' },
  'subject.birthDate': { vi: 'Hãy nhập ngày sinh.', en: 'Type the date of birth.' },
  'paper.kind': { vi: 'Hãy chọn loại giấy tờ.', en: 'Choose the kind of document.' },
  document: { vi: 'Hãy chọn bản chụp giấy tờ.', en: 'Choose the copy of the document.' },
  acts: { vi: 'Hãy chọn ít nhất một việc.', en: 'Choose at least one.' },
};

const kindOf = (ctx: PageContext): Kind => {
  const kind = kinds[ctx.params['loai'] ?? ''];
  if (!kind) throw notFound();
  return kind;
};

const allActs = ['file', 'follow', 'withdraw', 'pay', 'receive'];

const declarePage = page({
  path,
  title,
  may: 'signed-in',
  run: (ctx) => draw(ctx, fresh({ acts: allActs })),
});

const declarePost = post({
  path,
  title,
  may: 'signed-in',
  async run(ctx): Promise<PageResult> {
    const { kind } = kindOf(ctx);
    let document = formerDocument(ctx);
    try {
      document = await takeDocument(ctx).catch(beside);
      const limits = kind === 'attorney' ? typedLimits(ctx) : {};
      await ctx.run(
        'identity.declare-authority',
        present({
          kind,
          subject: present({
            name: typed(ctx, 'subject.name') ?? '',
            birthDate: typed(ctx, 'subject.birthDate'),
            idNumber: typed(ctx, 'subject.idNumber')?.replace(/[ .]/g, ''),
            relation: typed(ctx, 'subject.relation'),
          }),
          ...limits,
          until: typed(ctx, 'until'),
          paper: present({ kind: typed(ctx, 'paper.kind') ?? '', number: typed(ctx, 'paper.number') }),
          document: document as Brought,
        }),
      );
      return redirect(`${authorityPath}?xong=khai-bao`);
    } catch (error) {
      if (kind !== 'attorney' && !typed(ctx, 'subject.birthDate')) missing(error, 'subject.birthDate');
      return draw(ctx, refusedForm(ctx, error, askFor), 422, document);
    }
  },
});

/** What only some kinds need is told together with what all need, not in a second round. */
function missing(error: unknown, path: string): void {
  if (error instanceof Refusal && error.status < 500 && !error.fields.some((one) => one.path === path))
    error.fields.push({ path, message: askFor[path]! });
}

/** What the store says of a file belongs beside the field. */
export function beside(error: unknown): never {
  if (error instanceof Refusal && error.status < 500)
    error.fields.push({ path: 'document', message: { vi: error.sentence('vi'), en: error.sentence('en') } });
  throw error;
}

async function draw(ctx: PageContext, filled: Filled, status = 200, brought?: Brought): Promise<PageResult> {
  const { lang } = ctx;
  const { kind, title: head, lead } = kindOf(ctx);
  const { papers } = await ctx.run('identity.list-paper-kinds', { proves: kind });
  const text = (name: string, label: Text, more: object = {}) =>
    textInput(lang, { name, label, value: filled.value(name), error: filled.error(name), ...more });
  return screen(
    ctx,
    {
      title: head,
      noSearch: true,
      breadcrumbs: [{ label: authorityTitle, href: authorityPath }, { label: head }],
      wrong: filled.wrong,
      main: html`${filled.summary}
        <h1>${head[lang]}</h1>
        <p class="lead">${lead[lang]}</p>
        ${form(lang, {
          action: ctx.url.split('?')[0]!,
          key: ctx.formKey,
          files: true,
          body: html`${text('subject.name', kind === 'attorney' ? { vi: 'Họ và tên người ủy quyền', en: 'Name of who gave the power' } : { vi: 'Họ và tên', en: 'Full name' })}
          ${text('subject.birthDate', { vi: 'Ngày sinh', en: 'Date of birth' }, { type: 'date', width: 10, optional: kind === 'attorney' })}
          ${text('subject.idNumber', { vi: 'Số định danh', en: 'Identity number' }, { width: 20, inputMode: 'numeric', optional: kind !== 'attorney', hint: kind === 'child' ? { vi: 'Ghi trên giấy khai sinh mới hoặc thẻ căn cước của trẻ', en: 'On a recent birth certificate or the card of the child' } : undefined })}
          ${kind !== 'attorney' && text('subject.relation', { vi: 'Bạn là gì của người này', en: 'What you are to them' }, { optional: true, hint: { vi: 'Ví dụ: mẹ, cha, người giám hộ', en: 'For example: mother, father, guardian' } })}
          ${kind === 'attorney' && (await limitFields(ctx, filled, false))}
          ${kind !== 'child' && lastDayField(ctx, filled, kind === 'attorney' ? { vi: 'Để trống nếu giấy ủy quyền không ghi: có hiệu lực một năm', en: 'Empty if the paper names none: it holds for one year' } : undefined)}
          ${select(lang, { name: 'paper.kind', label: { vi: 'Giấy tờ chứng minh', en: 'Document that proves it' }, options: papers.map((one) => ({ value: one.key, label: one.name })), value: filled.value('paper.kind'), error: filled.error('paper.kind') })}
          ${text('paper.number', { vi: 'Số giấy tờ', en: 'Its number' }, { width: 20, optional: true })}
          ${documentField(ctx, filled, false, brought)}
          ${button(lang, { label: { vi: 'Gửi khai báo', en: 'Send the declaration' } })}`,
        })}`,
    },
    status,
  );
}

export const declarePages = [declarePage, declarePost];
