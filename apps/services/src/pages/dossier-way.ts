import type { PageContext, Text } from '@dinh/kernel';
import type { Shipment } from '@dinh/delivery';
import { details, formatDate, formatDateTime, formatTime, html, type Html, type Step, steps, timeline } from '@dinh/ui';
import type { DossierView } from '../model/dossier-view.ts';
import { unitNames } from '../model/names.ts';
import { actWords, shipmentWords, stands } from '../model/dossier-words.ts';

/** The steps of a dossier to the level of the department, with times (S6), and what has happened in all. */
export async function wayOf(ctx: PageContext, view: DossierView): Promise<Html> {
  const { lang } = ctx;
  const { dossier: d, tasks, history } = view;
  const unit = await unitNames(
    ctx,
    [...tasks, ...history].map((one) => one.unit),
  );
  const done = tasks
    .filter((task) => task.state !== 'open' && task.endedAt)
    .toSorted((a, b) => a.endedAt!.localeCompare(b.endedAt!));
  const open = tasks.filter((task) => task.state === 'open');
  const ended = [3, 7, 8, 10].includes(d.status);
  const way: Step[] = [
    {
      title: { vi: 'Nộp hồ sơ', en: 'Filed' },
      state: 'done',
      when: formatDateTime(d.submittedAt),
      who: filedBy(channelWords[d.channel], history),
    },
    ...done.map((task): Step => ({
      title: { vi: task.nameVi, en: task.nameEn },
      state: 'done',
      ...(task.unit && { who: unit(task.unit) }),
      when: span(task.createdAt, task.endedAt!),
    })),
    ...(ended ? [] : open).map((task): Step => {
      const late = task.dueAt !== null && new Date(task.dueAt) < ctx.now;
      return {
        title: { vi: task.nameVi, en: task.nameEn },
        state: late ? 'late' : 'current',
        ...(task.unit && { who: unit(task.unit) }),
        when: task.dueAt
          ? {
              vi: `Từ ${formatDateTime(task.createdAt)}, hạn ${formatDateTime(task.dueAt)}`,
              en: `Since ${formatDateTime(task.createdAt)}, due ${formatDateTime(task.dueAt)}`,
            }
          : { vi: `Từ ${formatDateTime(task.createdAt)}`, en: `Since ${formatDateTime(task.createdAt)}` },
      };
    }),
    ...(d.status === 5 || d.status === 6
      ? [
          {
            title:
              d.status === 5
                ? { vi: 'Bạn bổ sung hồ sơ', en: 'You supplement the dossier' }
                : { vi: 'Bạn thực hiện nghĩa vụ tài chính', en: 'You fulfil the financial duty' },
            state: 'current' as const,
          },
        ]
      : []),
    ...(ended || d.status === 9
      ? []
      : [
          {
            title: { vi: 'Trả kết quả', en: 'Return of the result' },
            state: 'next' as const,
            ...(d.dueAt &&
              !stands(d) && {
                when: { vi: `Hẹn ${formatDateTime(d.dueAt)}`, en: `Due ${formatDateTime(d.dueAt)}` },
              }),
          },
        ]),
  ];
  const acts = history.filter((one) => actWords[one.act]).toReversed();
  return html`${steps(lang, way)}${details(lang, {
    summary: { vi: 'Diễn biến hồ sơ', en: 'Everything that happened' },
    body: timeline(
      lang,
      acts.map((one) => ({
        at: one.at,
        when: formatDateTime(one.at),
        title: actWords[one.act]!,
        ...(one.behalfOf !== null ? { who: forAnother(one.personName, one.behalfOf) } : one.unit && { who: unit(one.unit) }),
        ...(one.comment && { body: one.comment }),
      })),
    ),
  })}`;
}

/** Who did something in the owner's place stands there with both names. */
const forAnother = (name: string, behalfOf: string): Text => ({
  vi: `${name} làm thay ${behalfOf}`,
  en: `${name} for ${behalfOf}`,
});

function filedBy(channel: Text, history: DossierView['history']): Text {
  const filed = history.find((one) => one.act === 'filed');
  if (!filed || filed.behalfOf === null) return channel;
  const by = forAnother(filed.personName, filed.behalfOf);
  return { vi: `${channel.vi}, ${by.vi}`, en: `${channel.en}, ${by.en}` };
}

/** `08:30 – 09:10, 18/11/2026`, or both days when they differ. */
function span(from: string, to: string): string {
  if (formatDateTime(from) === formatDateTime(to)) return formatDateTime(to);
  const sameDay = formatDate(from) === formatDate(to);
  return `${sameDay ? formatTime(from) : formatDateTime(from)} – ${formatDateTime(to)}`;
}

const channelWords = {
  online: { vi: 'Trực tuyến', en: 'Online' },
  counter: { vi: 'Tại quầy', en: 'At the counter' },
  post: { vi: 'Qua bưu chính', en: 'By post' },
};

/** Where the parcels of a dossier are. */
export function parcels(ctx: PageContext, shipments: readonly Shipment[]): Html | undefined {
  const { lang } = ctx;
  if (shipments.length === 0) return undefined;
  return html`<h2>${lang === 'vi' ? 'Bưu chính' : 'Post'}</h2>
    ${shipments.map(
      (one) =>
        html`<p>
            ${lang === 'vi' ? 'Gửi đến' : 'To'} ${one.recipient}, ${one.address}${one.trackingCode && html`. ${lang === 'vi' ? 'Mã bưu gửi' : 'Tracking code'} <span class="code">${one.trackingCode}</span>`}
          </p>
          ${timeline(
            lang,
            one.movements.toReversed().map((movement) => ({
              at: movement.at,
              when: formatDateTime(movement.at),
              title: shipmentWords[movement.state] ?? movement.state,
              ...(movement.place && { who: movement.place }),
            })),
          )}`,
    )}`;
}
