/** The page for what went wrong: plain words, what to do, and a number to quote. */
import { html, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { citizenPage } from './citizen.ts';
import { linkButton } from '../components/action.ts';
import { type RoomRequest, roomScreen } from './room.ts';
import { signInHref, siteLinks, type Site, type Viewer } from './site.ts';

export interface ErrorPageProps {
  readonly status: number;
  readonly site: Site;
  readonly url: string;
  /** Number under which the log has it. */
  readonly number?: string;
  /** What happened and what to do; usual words by status when left out. */
  readonly title?: Text | string;
  readonly message?: Words;
  /** What is wrong with each field, when a form could not be shown again. */
  readonly fields?: readonly Words[];
  readonly viewer?: Viewer;
  readonly actions?: Child;
  /** For an official at an address of the workplace: the rooms they may enter. The page then stands in that frame. */
  readonly rooms?: RoomRequest['rooms'];
}

const usual: Record<number, { title: Text; message: Text }> = {
  400: {
    title: { vi: 'Yêu cầu này chưa đọc được', en: 'We could not read this request' },
    message: {
      vi: 'Bạn quay lại trang trước và thử lại. Nội dung đã gõ vẫn còn.',
      en: 'Go back and try again. What you typed is still there.',
    },
  },
  401: {
    title: { vi: 'Bạn cần đăng nhập', en: 'You need to sign in' },
    message: {
      vi: 'Bạn đăng nhập rồi mở lại trang này. Nội dung đã gõ vẫn còn.',
      en: 'Sign in, then open this page again. What you typed is still there.',
    },
  },
  403: {
    title: { vi: 'Bạn chưa được xem trang này', en: 'You may not see this page' },
    message: {
      vi: 'Trang này dành cho người khác. Nếu bạn cho rằng mình cần xem, hãy gọi số bên dưới.',
      en: 'This page is for somebody else. If you think you should see it, call the number below.',
    },
  },
  404: {
    title: { vi: 'Không tìm thấy trang này', en: 'Page not found' },
    message: {
      vi: 'Có thể địa chỉ gõ sai hoặc trang đã chuyển đi. Bạn thử tìm ở ô tìm kiếm phía trên.',
      en: 'The address may be mistyped or the page has moved. Try the search above.',
    },
  },
  409: {
    title: { vi: 'Vừa có người thay đổi mục này', en: 'Somebody has just changed this' },
    message: {
      vi: 'Bạn mở lại để xem bản mới rồi làm tiếp.',
      en: 'Open it again to see the new state, then go on.',
    },
  },
  429: {
    title: { vi: 'Bạn thử lại sau ít phút', en: 'Please try again in a few minutes' },
    message: {
      vi: 'Có quá nhiều yêu cầu từ máy của bạn.',
      en: 'There were too many requests from your machine.',
    },
  },
  500: {
    title: { vi: 'Hệ thống gặp trục trặc', en: 'Something went wrong on our side' },
    message: {
      vi: 'Hồ sơ đã nộp không mất. Bạn thử lại sau ít phút; nếu vẫn chưa được, hãy gọi số bên dưới.',
      en: 'What was filed is safe. Try again in a few minutes; if it still fails, call the number below.',
    },
  },
  503: {
    title: { vi: 'Hệ thống tạm ngừng trong chốc lát', en: 'The service is paused for a moment' },
    message: {
      vi: 'Hồ sơ đã nộp không mất. Trang sẽ hoạt động lại sau ít phút, bạn không cần làm gì.',
      en: 'What was filed is safe. The service will be back in a few minutes; there is nothing you need to do.',
    },
  },
};

const quote = { vi: 'Khi gọi, bạn đọc mã này:', en: 'When you call, quote this number:' };
const signIn = { vi: 'Đăng nhập', en: 'Sign in' };
const home = { vi: 'Về trang chủ', en: 'Go to the home page' };

/** A name within a sentence: `Bàn làm việc` as `bàn làm việc`. */
const inside = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

/** An error as a whole page; needs neither database nor session. */
export function errorPage(lang: Lang, props: ErrorPageProps): Html {
  const known = usual[props.status] ?? usual[props.status < 500 ? 400 : 500]!;
  const title = props.title ?? known.title;
  const { site, url, viewer, rooms } = props;
  const main = html`<h1>${say(lang, title)}</h1>
      <p class="lead">${words(lang, props.message ?? known.message)}</p>
      ${(props.fields?.length ?? 0) > 0 && html`<ul>${props.fields!.map((field) => html`<li>${words(lang, field)}</li>`)}</ul>`}${
        props.number && html`<p>${quote[lang]} <strong class="code">${props.number}</strong></p>`
      }${props.actions}${(!props.actions || rooms) && wayOut(lang, props)}`;
  return rooms
    ? roomScreen({ lang, url, site, viewer, rooms }, { title, main })
    : citizenPage(lang, { title, site, url, viewer, keepsForms: true, main });
}

/** To sign in where that helps, else to their room of the workplace, or home. */
function wayOut(lang: Lang, { status, site, url, viewer, rooms }: ErrorPageProps): Html {
  const room = rooms && (viewer?.workplace ?? rooms[0]);
  if (room && status !== 401)
    return html`<p>${linkButton(lang, { kind: 'main', href: room.href, label: { vi: `Về ${inside(room.label.vi)}`, en: `Back to ${room.label.en}` } })}</p>`;
  if (status !== 401) return html`<p><a href="${siteLinks(site).home}">${home[lang]}</a></p>`;
  return html`<p>${linkButton(lang, { kind: 'main', href: signInHref(site, url), label: signIn })}</p>`;
}
