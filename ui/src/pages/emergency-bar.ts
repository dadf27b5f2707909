import { button } from '../components/action.ts';
import { counted } from '../format.ts';
import { icon } from '../icons.ts';
import { html, type Html, none } from '../html.ts';
import type { Lang } from '../lang.ts';
import type { Viewer } from './site.ts';

/** Said on every page while somebody reads what they opened in an emergency: what, how long still, and how to end it. */
export function emergencyBar(lang: Lang, viewer: Viewer | undefined): Html {
  if (!viewer?.emergencies?.length) return none;
  const title = { vi: 'Đang xem khẩn cấp', en: 'Emergency access' }[lang];
  return html`<aside class="emergency-bar" aria-label="${title}">
    ${viewer.emergencies.map(
      ({ label, minutes, end }) =>
        html`<form class="inline-form" method="post" action="${end}">
          <p>
            ${icon('late')} <strong>${title}:</strong> ${label}.
            ${
              {
                vi: `Chỉ được đọc, còn ${minutes} phút. Mọi lần xem đều được ghi lại và báo cho người có dữ liệu.`,
                en: `To read only, ${counted(minutes, 'minute')} left. Every look is recorded and told to the person concerned.`,
              }[lang]
            }
          </p>
          ${button(lang, { kind: 'secondary', label: { vi: 'Kết thúc ngay', en: 'End now' } })}
        </form>`,
    )}
  </aside>`;
}
