import { page, type PageContext, type PageResult, redirect, Refusal, type Text } from '@dinh/kernel';
import { errorSummary, fieldId, formatDateTime, html, linkButton, searchBox, summaryList, tag } from '@dinh/ui';
import { statusOf } from '../model/dossier-words.ts';
import { screen, titleIn } from './frame.ts';

const title: Text = { vi: 'Tra cứu hồ sơ', en: 'Track a dossier' };

const box = (ctx: PageContext, value?: string) =>
  searchBox(ctx.lang, {
    action: '/tra-cuu',
    label: { vi: 'Mã hồ sơ hoặc mã tra cứu', en: 'Code or reference of the dossier' },
    name: 'ma',
    id: 'ma',
    value,
    visibleLabel: true,
    large: true,
  });

/** Anybody with the code sees the status only (S6). */
const ask = page({
  path: '/tra-cuu',
  title,
  may: 'anyone',
  async run(ctx) {
    const number = ctx.query['ma']?.trim();
    if (number) return redirect(`/tra-cuu/${encodeURIComponent(number.toUpperCase())}`);
    return screen(ctx, {
      title,
      noSearch: true,
      main: html`<h1>${title[ctx.lang]}</h1>${hint(ctx)}${box(ctx)}`,
    });
  },
});

const hint = (ctx: PageContext) =>
  html`<p class="lead">
    ${
      ctx.lang === 'vi'
        ? 'Mã hồ sơ in trên giấy tiếp nhận; mã tra cứu được báo khi bạn nộp trực tuyến.'
        : 'The code is printed on the receipt; the reference was told when you filed online.'
    }
  </p>`;

/** Where the QR code of a receipt leads. */
const tracked = page({
  path: '/tra-cuu/:number',
  title,
  may: 'anyone',
  async run(ctx): Promise<PageResult> {
    const { lang } = ctx;
    const number = ctx.params['number']!.slice(0, 60);
    try {
      const found = await ctx.run('one-stop.track-dossier', { number });
      const words = statusOf(found.status);
      return screen(ctx, {
        title,
        noSearch: true,
        main: html`<h1><span class="code">${found.number}</span></h1>
          <p>${tag(lang, words.tone, words.label)}</p>
          ${summaryList(lang, [
            { label: { vi: 'Thủ tục', en: 'Procedure' }, value: titleIn(lang, found) },
            { label: { vi: 'Cơ quan giải quyết', en: 'Agency' }, value: found.unit as Text },
            ...(found.dueAt
              ? [
                  {
                    label: { vi: 'Ngày hẹn trả kết quả', en: 'Date of return' },
                    value: html`${formatDateTime(found.dueAt as Date)}${found.extended && html` <span class="muted">(${lang === 'vi' ? 'đã hẹn lại' : 'new date'})</span>`}`,
                  },
                ]
              : []),
          ])}
          <p class="muted">
            ${
              lang === 'vi'
                ? 'Trang này chỉ cho biết tình trạng. Người nộp đăng nhập để xem từng bước, giấy tờ và kết quả.'
                : 'This page tells the status only. The applicant signs in to see the steps, papers and result.'
            }
          </p>
          ${linkButton(lang, { label: { vi: 'Tôi là người nộp hồ sơ này', en: 'I filed this dossier' }, href: `/ho-so/${encodeURIComponent(found.number)}` })}
          <h2>${lang === 'vi' ? 'Tra cứu hồ sơ khác' : 'Track another'}</h2>
          ${box(ctx)}`,
      });
    } catch (error) {
      if (!(error instanceof Refusal) || error.status >= 500) throw error;
      return screen(
        ctx,
        {
          title,
          noSearch: true,
          wrong: true,
          main: html`${errorSummary(lang, [
            {
              id: fieldId('ma'),
              message: {
                vi: `Không có hồ sơ mang mã “${number}”. Xin kiểm tra lại từng ký tự.`,
                en: `There is no dossier with “${number}”. Please check each character.`,
              },
            },
          ])}
            <h1>${title[lang]}</h1>
            ${hint(ctx)}${box(ctx, number)}`,
        },
        404,
      );
    }
  },
});

export const trackPages = [ask, tracked];
