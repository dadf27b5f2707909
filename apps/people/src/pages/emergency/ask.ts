import { emergencyPath, openingEmergency } from '@dinh/identity';
import { page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  button,
  buttonGroup,
  type Filled,
  form,
  fresh,
  html,
  type Html,
  linkButton,
  radios,
  refusedForm,
  select,
  textarea,
  textInput,
  warning,
} from '@dinh/ui';
import { hiddenKey, oneOf, screen, typed } from '../frame.ts';

const title: Text = { vi: 'Xem khẩn cấp', en: 'Emergency access' };
const askFor: Record<string, Text> = {
  about: {
    vi: 'Hãy nhập mã hồ sơ hoặc số định danh.',
    en: 'Type the code of the dossier or the identity number.',
  },
  reason: { vi: 'Hãy chọn lý do.', en: 'Choose a reason.' },
  words: {
    vi: 'Hãy viết rõ vì sao cần xem ngay (từ 10 ký tự).',
    en: 'Say why it is needed now (10 letters or more).',
  },
};

/** Asking for a record that one has no right to see. */
const askPage = page({
  path: emergencyPath,
  title,
  may: openingEmergency,
  run: async (ctx) => show(await askScreen(ctx, fresh())),
});

const askPost = post({
  path: emergencyPath,
  title,
  may: openingEmergency,
  async run(ctx) {
    const kind = oneOf(typed(ctx, 'kind'), ['dossier', 'person'] as const) ?? 'dossier';
    const minutes = Number(typed(ctx, 'minutes'));
    try {
      await ctx.run('identity.open-emergency', {
        kind,
        about: typed(ctx, 'about') ?? '',
        reason: typed(ctx, 'reason') ?? '',
        words: (typed(ctx, 'words') ?? '').replace(/\s+/g, ' '),
        ...(Number.isInteger(minutes) && minutes > 0 && { minutes }),
      });
      return redirect(`${emergencyPath}/mo`);
    } catch (error) {
      return show(await askScreen(ctx, refusedForm(ctx, error, askFor)), 422);
    }
  },
});

/** Leads to what was just opened: the next request knows it. */
const openedPage = page({
  path: `${emergencyPath}/mo`,
  title,
  may: openingEmergency,
  async run(ctx) {
    const latest = ctx.principal.emergencies?.at(-1);
    if (!latest) return redirect(emergencyPath);
    const [type, key] = latest.record.split(':') as [string, string];
    const matters = ctx.app.modules.flatMap(({ matters: one }) => one ?? []).find((one) => one.subject === type);
    const found = await matters?.name(ctx.db, [key]);
    return redirect(found?.get(key)?.href ?? `/ban-lam-viec?hang=tat-ca&q=${encodeURIComponent(latest.label)}`);
  },
});

const endPost = post({
  path: `${emergencyPath}/:id/ket-thuc`,
  title,
  may: 'signed-in',
  async run(ctx) {
    await ctx.run('identity.end-emergency', { id: ctx.params['id'] ?? '' });
    return redirect(`${emergencyPath}?xong=1`);
  },
});

async function askScreen(ctx: PageContext, filled: Filled): Promise<Html> {
  const { lang } = ctx;
  const rules = await ctx.run('identity.view-emergency-rules', {});
  const from = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/i.exec(ctx.query['ve'] ?? '')?.[0];
  const times = [15, 30, 60, 120].filter((minutes) => minutes <= rules.mostMinutes);
  // Back to one's own work, whether nothing is opened or it is over.
  const own = ctx.rooms[0] ?? { href: '/', label: { vi: 'Trang chủ', en: 'Home' } };
  return screen(ctx, {
    title,
    wrong: filled.wrong,
    breadcrumbs: [own, { label: title }],
    main: html`${filled.summary}
      <h1>${title[lang]}</h1>
      ${
        ctx.query['xong'] &&
        html`<p>${{ vi: 'Đã kết thúc. Không còn xem được nữa.', en: 'It is over: nothing can be seen any more.' }[lang]} <a href="${own.href}">${own.label[lang]}</a></p>`
      }
      <p>
        ${
          {
            vi: 'Dùng khi phải xem ngay một hồ sơ mà bạn không có quyền xem. Mở ngay, chỉ để đọc, có thời hạn.',
            en: 'For a record that you have no right to see and must see now. It opens at once, to read only, for a limited time.',
          }[lang]
        }
      </p>
      ${warning(lang, {
        vi: `Lãnh đạo cơ quan giữ hồ sơ và thanh tra được báo ngay; người có dữ liệu thấy tên bạn và lý do; người khác sẽ xem xét lại. Hôm nay bạn còn ${rules.left} trong ${rules.perDay} lần.`,
        en: `The head of the agency and the inspectors are told at once; the person concerned sees your name and reason; somebody else reviews it. ${rules.left} of ${rules.perDay} are left today.`,
      })}
      <div class="narrow">
        ${form(lang, {
          action: emergencyPath,
          body: html`${hiddenKey(ctx)}
          ${radios(lang, {
            name: 'kind',
            label: { vi: 'Cần xem gì', en: 'What' },
            value: filled.value('kind') ?? 'dossier',
            choices: [
              { value: 'dossier', label: { vi: 'Một hồ sơ', en: 'One dossier' } },
              { value: 'person', label: { vi: 'Các hồ sơ của một người', en: 'The dossiers of one person' } },
            ],
          })}
          ${textInput(lang, {
            name: 'about',
            label: {
              vi: 'Mã hồ sơ, hoặc số định danh của người đó',
              en: 'Code of the dossier, or identity number of the person',
            },
            maxLength: 60,
            value: filled.value('about') ?? from,
            error: filled.error('about'),
          })}
          ${select(lang, {
            name: 'reason',
            label: { vi: 'Lý do', en: 'Reason' },
            placeholder: { vi: 'Chọn lý do', en: 'Choose a reason' },
            options: rules.reasons.map(({ key, vi, en }) => ({ value: key, label: { vi, en } })),
            value: filled.value('reason'),
            error: filled.error('reason'),
          })}
          ${textarea(lang, {
            name: 'words',
            rows: 3,
            maxLength: 1000,
            label: { vi: 'Vì sao cần xem ngay', en: 'Why it is needed now' },
            value: filled.value('words'),
            error: filled.error('words'),
          })}
          ${select(lang, {
            name: 'minutes',
            label: { vi: 'Trong bao lâu', en: 'For how long' },
            options: times.map((n) => ({ value: String(n), label: { vi: `${n} phút`, en: `${n} minutes` } })),
            value: filled.value('minutes') ?? String(rules.minutes),
          })}
          ${buttonGroup(
            button(lang, { kind: 'danger', label: { vi: 'Mở xem ngay', en: 'Open it now' } }),
            linkButton(lang, { href: own.href, label: { vi: 'Không mở nữa', en: 'Leave it' } }),
          )}`,
        })}
      </div>`,
  });
}

export const askPages = [askPage, askPost, openedPage, endPost];
