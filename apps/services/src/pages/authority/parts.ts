import { dayAfter, fileTooLarge, type PageContext, type Text } from '@dinh/kernel';
import { checkboxes, details, type Filled, fileUpload, formatDate, html, type Html, radios, textInput, words } from '@dinh/ui';
import { authorityActs } from '../../model/authority-words.ts';
import { typed } from '../frame.ts';

export const authorityPath = '/tai-khoan/dai-dien';
export const authorityTitle: Text = { vi: 'Đại diện và ủy quyền', en: 'Acting for others' };

/** All values of a field that may be sent several times. */
export function typedAll(ctx: PageContext, name: string): string[] {
  const value = ctx.form[name];
  return (Array.isArray(value) ? value : [value ?? '']).filter((one) => one !== '');
}

/** The fields in which procedures are sorted, down to the groups of the domains: what people can tell apart. */
async function choosableFields(ctx: PageContext): Promise<{ code: string; name: Text; domain: Text | undefined }[]> {
  const { fields } = await ctx.run('procedures.list-by-business-type', {});
  const byCode = new Map(fields.map((field) => [field.code, field]));
  return fields.flatMap(({ code, name, parent, procedures }) => {
    const above = parent === null ? undefined : byCode.get(parent);
    return procedures > 0 && above && above.parent === null ? [{ code, name, domain: above.name }] : [];
  });
}

/** What an authority is limited to, as typed; no field chosen means all. */
export function typedLimits(ctx: PageContext) {
  const matters = typed(ctx, 'scope') === 'some' ? typedAll(ctx, 'matters') : [];
  return {
    acts: typedAll(ctx, 'acts') as 'file'[],
    ...(matters.length > 0 && { matters }),
  };
}

/** Asks what an authority allows, for which fields, and until when. @param manage also for businesses: asking others */
export async function limitFields(ctx: PageContext, filled: Filled, manage: boolean): Promise<Html> {
  const { lang } = ctx;
  const acts = Object.entries(authorityActs).filter(([key]) => manage || key !== 'manage');
  const fields = await choosableFields(ctx);
  return html`${checkboxes(lang, {
    name: 'acts',
    label: { vi: 'Được làm những việc gì', en: 'What they may do' },
    values: filled.values('acts'),
    error: filled.error('acts'),
    choices: acts.map(([value, label]) => ({ value, label })),
  })}${radios(lang, {
    name: 'scope',
    label: { vi: 'Với những thủ tục nào', en: 'For which procedures' },
    value: filled.value('scope') ?? (filled.values('matters').length > 0 ? 'some' : 'all'),
    error: filled.error('matters'),
    choices: [
      { value: 'all', label: { vi: 'Mọi thủ tục', en: 'All procedures' } },
      {
        value: 'some',
        label: { vi: 'Chỉ một số lĩnh vực', en: 'Some fields only' },
        reveal: checkboxes(lang, {
          name: 'matters',
          label: { vi: 'Lĩnh vực', en: 'Fields' },
          values: filled.values('matters'),
          choices: fields.map(({ code, name, domain }) => ({ value: code, label: name, hint: domain })),
        }),
      },
    ],
  })}`;
}

export function lastDayField(ctx: PageContext, filled: Filled, hint?: Text): Html {
  return textInput(ctx.lang, {
    name: 'until',
    type: 'date',
    width: 10,
    optional: true,
    label: { vi: 'Đến hết ngày', en: 'Last day' },
    hint,
    value: filled.value('until'),
    error: filled.error('until'),
  });
}

const accept = ['pdf', 'jpg', 'png'];
const mostBytes = 10 * 1024 * 1024;

/** A file in the store, and what it is called. Whoever did not bring it cannot use it, so its hash may stand in a page. */
export interface Brought {
  readonly file: string;
  readonly fileName: string;
}

/** @param brought the file that came with a form in which something else was wrong: it need not be chosen again */
export function documentField(ctx: PageContext, filled: Filled, optional: boolean, brought?: Brought): Html {
  return html`${
    brought &&
    html`<input type="hidden" name="document.file" value="${brought.file}" /><input
        type="hidden"
        name="document.fileName"
        value="${brought.fileName}"
      />`
  }${fileUpload(ctx.lang, {
    name: 'document',
    label: { vi: 'Bản chụp giấy tờ', en: 'Copy of the document' },
    hint: brought
      ? {
          vi: `Đã nhận tệp “${brought.fileName}”. Chỉ chọn lại nếu muốn thay tệp này.`,
          en: `“${brought.fileName}” is here already. Choose again only to put another in its place.`,
        }
      : {
          vi: 'Ảnh chụp rõ, đủ bốn góc. Nhận PDF, JPG, PNG.',
          en: 'A clear photograph with all four corners. PDF, JPG or PNG.',
        },
    accept: '.pdf,.jpg,.jpeg,.png',
    maxBytes: mostBytes,
    optional: optional || brought !== undefined,
    error: filled.error('document'),
  })}`;
}

/** The file that came with a former try. */
export function formerDocument(ctx: PageContext): Brought | undefined {
  const file = typed(ctx, 'document.file');
  return file ? { file, fileName: typed(ctx, 'document.fileName') ?? '' } : undefined;
}

/** Takes the file that was sent with the form, now or with a former try. @throws fileTooLarge and whatever the store refuses. */
export async function takeDocument(ctx: PageContext): Promise<Brought | undefined> {
  const file = ctx.files.find((one) => one.field === 'document' && one.size > 0);
  if (!file) return formerDocument(ctx);
  if (file.truncated) throw fileTooLarge({ name: file.name, size: '> 10', limit: 10 });
  const stored = await ctx.app.files.take(file.path, file.name, accept, mostBytes, ctx.principal.id);
  return { file: stored.hash, fileName: (file.name || `giay-to.${stored.type.short}`).slice(-200) };
}

/** The last day of a period whose end is exclusive, as people read it. */
export const lastDay = (to: string): string => formatDate(dayAfter(to, -1));

/** "21/11/2026 – 20/11/2027", "từ 21/11/2026". */
export function periodText({ lang }: PageContext, from: string, to: string | null): string {
  if (to !== null) return `${formatDate(from)} – ${lastDay(to)}`;
  return { vi: `từ ${formatDate(from)}`, en: `from ${formatDate(from)}` }[lang];
}

/** What an authority allows, in a line. */
export function limitsText(
  ctx: PageContext,
  one: { readonly acts: readonly string[]; readonly matters: readonly string[] | null },
  names: ReadonlyMap<string, Text>,
): string {
  const { lang } = ctx;
  const acts = one.acts.map((act) => authorityActs[act]?.[lang] ?? act).join(', ');
  const all = { vi: 'mọi thủ tục', en: 'all procedures' }[lang];
  const matters = one.matters?.map((code) => names.get(code)?.[lang] ?? code).join('; ') ?? all;
  return `${acts} · ${matters}`;
}

export async function fieldNames(ctx: PageContext): Promise<ReadonlyMap<string, Text>> {
  const { fields } = await ctx.run('procedures.list-by-business-type', {});
  return new Map(fields.map(({ code, name }) => [code, name]));
}

/** A code that was told once, with what to do with it. */
export function codePanel(ctx: PageContext, code: string, name: string): Html {
  const { lang } = ctx;
  const said: Text = {
    vi: `Hãy đưa mã này cho ${name}. Họ đăng nhập, mở “Đại diện và ủy quyền”, chọn “Nhập mã” và gõ mã. Mã chỉ hiện một lần; chỉ người có đúng số định danh bạn đã nhập mới dùng được.`,
    en: `Give this code to ${name}. They sign in, open “Acting for others”, choose “Enter a code” and type it. It is shown this once; only who has the identity number that you typed can use it.`,
  };
  return html`<p class="lead"><strong class="code">${code}</strong></p>
    <p>${words(lang, said)}</p>`;
}

/** A small form of its own: a button, or a button behind a reason. */
export function reasonForm(
  ctx: PageContext,
  action: string,
  hidden: Record<string, string>,
  label: Text,
  button: Html,
  more?: Html,
): Html {
  const { lang } = ctx;
  return details(lang, {
    summary: label,
    body: html`<form method="post" action="${action}">
      <input type="hidden" name="_key" value="${ctx.formKey}" />
      ${Object.entries(hidden).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}
      ${textInput(lang, { id: `reason-${Object.values(hidden)[0]}`, name: 'reason', label: { vi: 'Lý do', en: 'Reason' }, maxLength: 500 })}${more}${button}
    </form>`,
  });
}
