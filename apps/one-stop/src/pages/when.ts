import { localDate, type Text } from '@dinh/kernel';
import { counted, formatDate, type Html, tag, type Tone } from '@dinh/ui';
import type { Lang } from '@dinh/kernel';

interface Due {
  readonly dueAt: Date | string | null;
  readonly pausedAt?: Date | string | null;
  readonly status: number;
}

const dayMs = 86_400_000;

/** What a list says of the date of return: late before it is late. */
export function dueWords(due: Due, now: Date): { tone: Tone | undefined; label: Text } {
  if (!due.dueAt) return { tone: undefined, label: { vi: '—', en: '—' } };
  const at = new Date(due.dueAt);
  const date = formatDate(at);
  if (due.pausedAt && [5, 6].includes(due.status))
    return { tone: 'waiting', label: { vi: 'Tạm dừng tính hạn', en: 'The clock stands' } };
  if (![2, 4].includes(due.status)) return { tone: undefined, label: { vi: date, en: date } };
  const days = Math.round((Date.parse(localDate(at)) - Date.parse(localDate(now))) / dayMs);
  if (at <= now)
    return days === 0
      ? { tone: 'late', label: { vi: 'Quá hạn hôm nay', en: 'Late today' } }
      : { tone: 'late', label: { vi: `Quá hạn ${-days} ngày`, en: `${counted(-days, 'day')} late` } };
  if (days === 0) return { tone: 'soon', label: { vi: 'Hạn hôm nay', en: 'Due today' } };
  if (days <= 2) return { tone: 'soon', label: { vi: `Còn ${days} ngày`, en: `${counted(days, 'day')} left` } };
  return { tone: undefined, label: { vi: date, en: date } };
}

export function dueTag(lang: Lang, due: Due, now: Date): Html | string {
  const { tone, label } = dueWords(due, now);
  return tone ? tag(lang, tone, label) : label[lang];
}

/** `2 ngày 3 giờ`, in working time; under an hour minutes. */
export function spanWords(minutes: number, dayMinutes: number): Text {
  const whole = Math.max(0, Math.round(Math.abs(minutes)));
  const days = Math.floor(whole / dayMinutes);
  const hours = Math.floor((whole % dayMinutes) / 60);
  const rest = whole % 60;
  const parts = (day: string, hour: string, minute: string) =>
    [
      days > 0 && `${days} ${day}`,
      hours > 0 && `${hours} ${hour}`,
      days === 0 && (rest > 0 || hours === 0) && `${rest} ${minute}`,
    ]
      .filter(Boolean)
      .join(' ');
  return { vi: parts('ngày', 'giờ', 'phút'), en: parts('d', 'h', 'min') };
}
