import { page, type Text } from '@dinh/kernel';
import { allProviders } from '@dinh/payments';
import { button, buttonGroup, form, formatDateTime, formatMoney, html, linkButton, panel } from '@dinh/ui';
import { namesOf } from '../model/names.ts';
import { screen } from './frame.ts';
import { myDossier } from './dossier.ts';

const title: Text = { vi: 'Đã nộp hồ sơ', en: 'Dossier filed' };

/** The end of a filing: the reference, what happens next, and the way to pay. */
const done = page({
  path: '/ho-so/:reference/da-nop',
  title,
  may: 'signed-in',
  async run(ctx) {
    const { lang } = ctx;
    const { dossier: d, payments, feePaidBy } = await myDossier(ctx);
    const { title: matter } = await namesOf(ctx, ctx.run, d);
    const paid = payments.some((one) => one.purpose === 'fee' && one.state === 'paid');
    const pay = d.feeState === 'due' && !paid && allProviders().length > 0;
    const sum = { vi: formatMoney('vi', d.fee), en: formatMoney('en', d.fee) };
    const owed = !paid && (d.feeState === 'due' || d.feeState === 'at-desk');
    const withResult = owed && feePaidBy === 'return';
    // In the order in which it happens.
    const next: Text[] = [
      ...(owed && !withResult
        ? [
            d.feeState === 'due'
              ? { vi: `Bạn nộp phí ${sum.vi}.`, en: `You pay the fee of ${sum.en}.` }
              : {
                  vi: `Bạn nộp phí ${sum.vi} tại Bộ phận Một cửa.`,
                  en: `You pay the fee of ${sum.en} at the one-stop desk.`,
                },
          ]
        : []),
      {
        vi: 'Bộ phận Một cửa kiểm tra hồ sơ. Nếu thiếu, bạn được báo một lần, đầy đủ.',
        en: 'The one-stop desk checks the dossier. Should something be missing, you are told once, everything.',
      },
      {
        vi: 'Khi hồ sơ được tiếp nhận, bạn nhận mã hồ sơ và ngày hẹn trả kết quả qua tin nhắn, thư điện tử.',
        en: 'On acceptance you get the code and the date of return by message and e-mail.',
      },
      {
        vi: 'Bạn theo dõi từng bước trong mục Hồ sơ của tôi.',
        en: 'You follow each step under My dossiers.',
      },
      ...(withResult
        ? [
            {
              vi: `Bạn nộp phí ${sum.vi} trước khi nhận kết quả, tại Bộ phận Một cửa hoặc trực tuyến.`,
              en: `You pay the fee of ${sum.en} before you get the result, at the one-stop desk or online.`,
            },
          ]
        : []),
    ];
    return screen(ctx, {
      title,
      noSearch: true,
      main: html`${panel(lang, {
        title,
        body: html`${lang === 'vi' ? 'Mã tra cứu của bạn' : 'Your reference'}<br /><strong class="code">${d.reference}</strong>`,
      })}
        <p class="lead">${matter}</p>
        <p>${{ vi: 'Nộp lúc', en: 'Filed at' }[lang]} ${formatDateTime(d.submittedAt)}</p>
        ${d.ownerName !== d.applicantName && html`<p>${{ vi: `Nộp thay cho ${d.ownerName}`, en: `For ${d.ownerName}` }[lang]}</p>`}
        ${
          pay &&
          form(lang, {
            action: `/ho-so/${d.reference}/thanh-toan`,
            body: buttonGroup(
              button(lang, {
                label: {
                  vi: `Thanh toán ${sum.vi}`,
                  en: `Pay ${sum.en}`,
                },
              }),
            ),
          })
        }
        <h2>${lang === 'vi' ? 'Việc tiếp theo' : 'What happens next'}</h2>
        <ol>
          ${next.map((one) => html`<li>${one[lang]}</li>`)}
        </ol>
        ${buttonGroup(
          linkButton(lang, {
            label: { vi: 'Xem hồ sơ', en: 'See the dossier' },
            href: `/ho-so/${d.reference}`,
            kind: pay ? 'secondary' : 'main',
          }),
          linkButton(lang, {
            label: { vi: 'Hồ sơ của tôi', en: 'My dossiers' },
            href: '/ho-so',
            kind: 'quiet',
          }),
        )}`,
    });
  },
});

export const donePages = [done];
