import { page, show, type Text } from '@dinh/kernel';
import {
  askedFormat,
  emptyState,
  exportLinks,
  formatDateTime,
  html,
  linkLine,
  pagination,
  sheetFile,
  statTiles,
  table,
  tag,
  inVietnamese,
  everyRow,
} from '@dinh/ui';
import { type Breach, type BreachKind, breachKinds } from '../../queries/list-breaches.ts';
import { type Rules, rulesAt } from '../../model/ruleset.ts';
import { listedUnits } from '../../queries/listed-units.ts';
import { screen, withQuery } from '../frame.ts';
import { asked, periodText, picker } from './asked.ts';
import { mostExported } from './counted.ts';

const title: Text = { vi: 'Vi phạm thời hạn', en: 'Breaches of time' };
const path = '/ban-lam-viec/vi-pham';

const kinds: Record<BreachKind, { label: Text; law: Text | ((rules: Rules) => Text) }> = {
  late: {
    label: { vi: 'Quá hạn trả kết quả', en: 'Late result' },
    law: { vi: 'Nghị định 61/2018 Điều 19', en: 'Decree 61/2018, Article 19' },
  },
  'no-apology': {
    label: { vi: 'Quá hạn, chưa xin lỗi', en: 'Late without apology' },
    law: { vi: 'Nghị định 61/2018 Điều 19.9', en: 'Decree 61/2018, Article 19.9' },
  },
  'supplement-late': {
    label: { vi: 'Yêu cầu bổ sung muộn', en: 'Late request for supplement' },
    law: {
      vi: 'sau 03 ngày làm việc, Nghị định 61/2018 Điều 19.4',
      en: 'after 3 working days, Decree 61/2018, Article 19.4',
    },
  },
  'hand-over-late': {
    label: { vi: 'Chuyển hồ sơ muộn', en: 'Late hand-over' },
    law: handOverRule,
  },
  'consultation-late': {
    label: { vi: 'Trả lời ý kiến muộn', en: 'Late answer to a consultation' },
    law: { vi: 'Nghị định 61/2018 Điều 19.5', en: 'Decree 61/2018, Article 19.5' },
  },
};

/** Where rules of time were broken, for the internal assessment (NĐ 61/2018 Điều 30). */
export const breachesPage = page({
  path,
  title,
  may: 'one-stop.view-statistics',
  async run(ctx) {
    const { lang } = ctx;
    const { from, to, filter } = asked(ctx);
    const kind = breachKinds.find((one) => one === ctx.query['loai']);
    const question = {
      from,
      to,
      ...(filter.unit !== undefined && { unit: filter.unit }),
      ...(kind && { kind }),
    };
    const format = askedFormat(ctx.query['dang']);
    if (format)
      return sheetFile<Breach>(ctx, format, {
        title,
        rows: everyRow<Breach, number>(
          (after = 0) => ctx.run('one-stop.list-breaches', { ...question, limit: 1000, after }),
          mostExported,
        ),
        columns: [
          { label: { vi: 'Vi phạm', en: 'Breach' }, value: (row) => kindOf(row)[lang], width: 30 },
          { label: { vi: 'Mã hồ sơ', en: 'Code' }, value: (row) => row.number },
          { label: { vi: 'Thủ tục', en: 'Procedure' }, value: (row) => row.title },
          { label: { vi: 'Cơ quan giải quyết', en: 'Agency' }, value: (row) => row.unit[lang] },
          { label: { vi: 'Đơn vị chậm', en: 'Who was late' }, value: (row) => (row.by ?? row.unit)[lang] },
          { label: { vi: 'Hạn', en: 'Limit' }, kind: 'moment', value: (row) => row.limit },
          { label: { vi: 'Thực hiện lúc', en: 'Done at' }, kind: 'moment', value: (row) => row.at },
        ],
      });
    const after = Number(/^\d{1,7}$/.exec(ctx.query['tiep'] ?? '')?.[0] ?? 0);
    const [{ rows, next, counts }, units, rules] = await Promise.all([
      ctx.run('one-stop.list-breaches', { ...question, after }),
      listedUnits(ctx, 'one-stop.view-statistics'),
      rulesAt(ctx.app, ctx.now),
    ]);
    return show(
      screen(ctx, {
        title,
        main: html`<h1>${title[lang]}</h1>
          ${picker(ctx, { path, period: { from, to }, units, ...(kind && { hidden: { loai: kind } }) })}
          <p>${periodText({ from, to })[lang]}</p>
          ${statTiles(
            lang,
            breachKinds.map((one) => ({
              label: kinds[one].label,
              value: counts[one],
              href: withQuery(ctx.url, { loai: kind === one ? undefined : one, tiep: undefined }),
              note: lawOf(one, rules),
              ...(counts[one] > 0 && { tone: 'late' as const }),
            })),
          )}
          ${kind && html`<p>${kinds[kind].label[lang]}. <a href="${withQuery(ctx.url, { loai: undefined, tiep: undefined })}">${{ vi: 'Xem tất cả', en: 'Show all' }[lang]}</a></p>`}
          ${table<Breach>(lang, {
            caption: title,
            hideCaption: true,
            dense: true,
            rows,
            columns: [
              {
                key: 'kind',
                label: { vi: 'Vi phạm', en: 'Breach' },
                cell: (row) => tag(lang, 'late', kindOf(row)),
              },
              {
                key: 'number',
                label: { vi: 'Mã hồ sơ', en: 'Code' },
                cell: (row) => (row.open ? html`<a href="/ban-lam-viec/ho-so/${row.id}">${row.number}</a>` : row.number),
              },
              {
                key: 'title',
                label: { vi: 'Thủ tục', en: 'Procedure' },
                grow: true,
                minor: true,
                cell: (row) => inVietnamese(lang, row.title),
              },
              {
                key: 'by',
                label: { vi: 'Đơn vị chậm', en: 'Who was late' },
                grow: true,
                cell: (row) => (row.by ?? row.unit)[lang],
              },
              { key: 'limit', label: { vi: 'Hạn', en: 'Limit' }, cell: (row) => formatDateTime(row.limit) },
              {
                key: 'at',
                label: { vi: 'Thực hiện lúc', en: 'Done at' },
                cell: (row) => (row.at ? formatDateTime(row.at) : { vi: 'chưa', en: 'not yet' }[lang]),
              },
            ],
            empty: emptyState(lang, {
              title: { vi: 'Không có vi phạm nào trong kỳ này', en: 'There is no breach in this period' },
            }),
          })}
          ${pagination(lang, {
            next: next === null ? undefined : withQuery(ctx.url, { tiep: String(next) }),
            previous: after > 0 ? withQuery(ctx.url, { tiep: after > 100 ? String(after - 100) : undefined }) : undefined,
          })}
          ${linkLine(lang, exportLinks(ctx.url))}`,
      }),
    );
  },
});

function lawOf(kind: BreachKind, rules: Rules): Text {
  const { law } = kinds[kind];
  return typeof law === 'function' ? law(rules) : law;
}

/** When papers count as handed over late: the decree, and what the province adds where it is silent. */
function handOverRule({ rules: { handOverCutOff } }: Rules): Text {
  const { time, margin } = handOverCutOff;
  const minutes = margin?.minutes ?? 0;
  return {
    vi: `hồ sơ giấy chuyển trong ngày; nhận sau ${time} thì chuyển đầu giờ ngày làm việc tiếp theo${minutes ? ` (đến ${minutes} phút làm việc đầu ngày vẫn là đúng hạn; mức này do tỉnh đặt)` : ''}. Nghị định 61/2018 Điều 18`,
    en: `papers go on the same day; those received after ${time} at the start of the next working day${minutes ? ` (its first ${minutes} working minutes are still in time; that is set by the province)` : ''}. Decree 61/2018, Article 18`,
  };
}

/** A late result is told with whether somebody has apologised for it. */
function kindOf(row: Breach): Text {
  return kinds[row.kind === 'late' && row.apologised === false ? 'no-apology' : row.kind].label;
}
