import { localDate, may, page, type PageContext, post, redirect, Refusal, show, type Text } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  errorSummary,
  form,
  html,
  type Html,
  inset,
  linkButton,
  textarea,
  textInput,
  whoMaySee,
  refusedErrors,
} from '@dinh/ui';
import { dayWords } from '../model/days.ts';
import { changed, facts, idIn, paperLinks, record, type Shown } from './holder.ts';
import { officialScreen, registerPath, registerTitle } from './register.ts';
import { labels, stateOf } from './words.ts';

interface View extends Shown {
  readonly kind: string;
  readonly dossierId: string;
  readonly fields: readonly (Shown['fields'][number] & { type: string; value?: unknown })[];
}

const done: Record<string, Text> = {
  'dinh-chinh': {
    vi: 'Đã ký bản đính chính. Văn thư đóng dấu rồi bản này mới có hiệu lực; bản cũ đã báo là sai.',
    en: 'The correction is signed. It is in force once the clerk has stamped it; the old paper already says that it is wrong.',
  },
  'thay-the': {
    vi: 'Đã ký bản thay thế. Văn thư vào sổ, đóng dấu rồi bản này mới có hiệu lực; bản cũ đã báo là bị thay.',
    en: 'The replacement is signed. It is in force once the clerk has numbered and stamped it; the old paper already says that it is replaced.',
  },
  'thu-hoi': {
    vi: 'Đã thu hồi. Trang xác nhận đã báo và chủ sở hữu đã được thông báo.',
    en: 'Revoked. The confirmation page says so and the holder has been told.',
  },
  'dong-dau': { vi: 'Đã vào sổ, đóng dấu và phát hành.', en: 'Numbered, stamped and issued.' },
};

const acts = {
  'dinh-chinh': {
    operation: 'results.correct-result',
    title: { vi: 'Đính chính kết quả', en: 'Correct the result' },
    button: { vi: 'Ký bản đính chính', en: 'Sign the correction' },
    note: {
      vi: 'Bản đính chính giữ số và ngày của bản cũ. Bạn ký ngay bây giờ; văn thư đóng dấu sau. Bản cũ báo “đã đính chính” ngay khi bạn ký.',
      en: 'The correction keeps number and day. You sign it now, the clerk stamps it later. The old paper says “corrected” as soon as you sign.',
    },
    edits: true,
  },
  'thay-the': {
    operation: 'results.replace-result',
    title: { vi: 'Thay thế kết quả', en: 'Replace the result' },
    button: { vi: 'Ký bản thay thế', en: 'Sign the replacement' },
    note: {
      vi: 'Bản thay thế có số và ngày mới. Bạn ký ngay bây giờ; văn thư vào sổ, đóng dấu sau. Bản cũ báo “đã thay thế” ngay khi bạn ký.',
      en: 'The replacement gets a new number and day. You sign it now, the clerk numbers and stamps it later. The old paper says “replaced” as soon as you sign.',
    },
    edits: true,
  },
  'thu-hoi': {
    operation: 'results.revoke-result',
    title: { vi: 'Thu hồi kết quả', en: 'Revoke the result' },
    button: { vi: 'Thu hồi', en: 'Revoke' },
    note: {
      vi: 'Kết quả hết giá trị ngay khi bạn thu hồi. Việc này không hoàn lại được.',
      en: 'The result is no longer valid as soon as you revoke it. This cannot be undone.',
    },
    edits: false,
  },
} as const;
type Act = keyof typeof acts;

const isAct = (text: string | undefined): text is Act => text !== undefined && Object.hasOwn(acts, text);
const allowed = (ctx: PageContext, act: Act): boolean =>
  may(ctx.principal, act === 'thu-hoi' ? 'results.revoke-result' : 'results.correct-result');

/** One result to officials, with what they may do about it. */
export const officialResultPage = page({
  path: `${registerPath}/:id`,
  title: registerTitle,
  may: 'results.view-result',
  async run(ctx) {
    const { lang } = ctx;
    const r: View = await ctx.run('results.view-result', { id: idIn(ctx) });
    const said = done[ctx.query['xong'] ?? ''];
    return show(
      officialScreen(ctx, {
        title: { vi: `${r.name.vi} ${r.number ?? ''}`, en: `${r.name.en} ${r.number ?? ''}` },
        breadcrumbs: [{ label: registerTitle, href: registerPath }],
        main: html`${said && banner(lang, { tone: 'done', body: said })} ${changed(ctx, r, registerPath)}
          <h1>${r.name[lang]} ${r.number}</h1>
          ${actsOn(ctx, r)} ${facts(ctx, r, stateOf(r, localDate(ctx.now)), true)}
          <p><a href="/ban-lam-viec/ho-so/${r.dossierId}">${{ vi: 'Mở hồ sơ', en: 'Open the dossier' }[lang]}</a> ${whoMaySee(lang, may(ctx.principal, 'people.explain-access'), 'result', r.id)}</p>
          <h2>${{ vi: 'Nội dung', en: 'What it says' }[lang]}</h2>
          ${record(ctx, r, true)} ${paperLinks(ctx, r, true)}`,
      }),
    );
  },
});

function actsOn(ctx: PageContext, r: View): Html | undefined {
  const { lang } = ctx;
  if (r.state === 'signed' && r.kind !== 'first' && may(ctx.principal, 'results.stamp-result'))
    return form(lang, {
      action: `${registerPath}/${r.id}/dong-dau`,
      key: ctx.formKey,
      body: button(lang, { label: { vi: 'Vào sổ, đóng dấu, phát hành', en: 'Number, stamp and issue' } }),
    });
  if (r.state !== 'issued') return undefined;
  const links = (Object.keys(acts) as Act[])
    .filter((act) => allowed(ctx, act))
    .map((act) =>
      linkButton(lang, {
        href: `${registerPath}/${r.id}/${act}`,
        kind: act === 'thu-hoi' ? 'danger' : 'secondary',
        label: acts[act].title,
      }),
    );
  return links.length > 0 ? buttonGroup(...links) : undefined;
}

/** Fields whose values an official can type. */
const typed = new Set(['text', 'personName', 'multiline', 'integer', 'decimal', 'money', 'year', 'date']);
const editable = (r: View) =>
  r.fields.filter((f) => typed.has(f.type) && !['register', 'signing', 'validity', 'dossier.unit'].includes(f.from));

function actScreen(ctx: PageContext, act: Act, r: View, error?: Refusal): Html {
  const { lang } = ctx;
  const posted = (name: string): string | undefined => (ctx.method === 'POST' ? [ctx.form[name] ?? ''].flat().at(-1) : undefined);
  const wrong = new Map(error?.fields.map((f) => [f.path, f.message]));
  const summary = error && refusedErrors(error);
  return officialScreen(ctx, {
    title: acts[act].title,
    wrong: error !== undefined,
    breadcrumbs: [
      { label: registerTitle, href: registerPath },
      { label: `${r.name[lang]} ${r.number ?? ''}`, href: `${registerPath}/${r.id}` },
    ],
    main: html`${summary && errorSummary(lang, summary)}
      <h1>${acts[act].title[lang]}</h1>
      <p>${r.name[lang]} ${r.number} · ${r.holderName}</p>
      ${inset(lang, acts[act].note)}
      ${form(lang, {
        action: `${registerPath}/${r.id}/${act}`,
        key: ctx.formKey,
        forget: true,
        body: html`${
          acts[act].edits &&
          editable(r).map((f) => {
            const name = `values.${f.key}`;
            const common = {
              name,
              label: f.label,
              optional: true,
              error: wrong.get(name),
              value: posted(name) ?? asTyped(f),
            };
            return f.type === 'multiline'
              ? textarea(lang, { ...common, rows: 3 })
              : textInput(
                  lang,
                  f.type === 'date' ? { ...common, hint: { vi: 'Ví dụ 21/11/2026', en: 'Like 21/11/2026' }, width: 10 } : common,
                );
          })
        }
        ${textarea(lang, {
          name: 'reason',
          label: labels.reason,
          hint: {
            vi: 'Chủ sở hữu và người xác nhận giấy sẽ đọc lời này; không ghi thông tin riêng tư.',
            en: 'The holder and whoever confirms the paper will read this; write nothing private.',
          },
          error: wrong.get('reason'),
          value: posted('reason'),
          rows: 3,
        })}
        ${buttonGroup(
          button(lang, { kind: act === 'thu-hoi' ? 'danger' : 'main', label: acts[act].button }),
          linkButton(lang, {
            href: `${registerPath}/${r.id}`,
            kind: 'quiet',
            label: { vi: 'Không làm nữa', en: 'Do nothing' },
          }),
        )}`,
      })}`,
  });
}

/** A value as an official types it; dates by day, month, year, decimals with a comma. */
function asTyped(f: { type: string; value?: unknown; words: string }): string {
  if (f.value === null || f.value === undefined) return '';
  if (f.type === 'date') return dayWords(String(f.value));
  if (typeof f.value === 'number') return String(f.value).replace('.', ',');
  return typeof f.value === 'string' ? f.value : f.words;
}

/** What was typed, as the record keeps it; what cannot be read goes on as typed and is refused by the operation. */
function readTyped(type: string, text: string): unknown {
  if (type === 'date') {
    const [, d = '', m = '', y = ''] = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text) ?? [];
    return y ? `${y}-${m.padStart(2, '0')}-${d.padStart(2, '0')}` : text;
  }
  if (!['integer', 'decimal', 'money', 'year'].includes(type)) return text;
  const plain = text.replace(/[\s.](?=\d{3}(?:\D|$))/g, '').replace(',', '.');
  return /^-?\d+(\.\d+)?$/.test(plain) ? Number(plain) : text;
}

export const actPage = page({
  path: `${registerPath}/:id/:act`,
  title: registerTitle,
  may: 'results.view-result',
  async run(ctx) {
    const { act } = ctx.params;
    const id = idIn(ctx);
    if (!isAct(act) || !allowed(ctx, act)) return redirect(`${registerPath}/${id}`);
    return show(actScreen(ctx, act, await ctx.run('results.view-result', { id })));
  },
});

export const actPost = post({
  path: `${registerPath}/:id/:act`,
  title: registerTitle,
  may: 'results.view-result',
  async run(ctx) {
    const { act } = ctx.params;
    const id = idIn(ctx);
    if (act === 'dong-dau') {
      await ctx.run('results.issue-result', { id });
      return redirect(`${registerPath}/${id}?xong=dong-dau`);
    }
    if (!isAct(act)) return redirect(`${registerPath}/${id}`);
    const r: View = await ctx.run('results.view-result', { id });
    const reason = [ctx.form['reason'] ?? ''].flat().at(-1)!.trim();
    const values: Record<string, unknown> = {};
    for (const f of editable(r)) {
      const text = [ctx.form[`values.${f.key}`] ?? ''].flat().at(-1)!.replaceAll('\r\n', '\n').trim();
      if (text !== '' && text !== asTyped(f)) values[f.key] = readTyped(f.type, text);
    }
    try {
      if (act === 'thu-hoi') await ctx.run('results.revoke-result', { id, reason });
      else await ctx.run(acts[act].operation, { id, reason, values });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return show(actScreen(ctx, act, r, error), 422);
    }
    return redirect(`${registerPath}/${id}?xong=${act}`);
  },
});
