import type { Operation, PageContext, Text } from '@dinh/kernel';
import {
  banner,
  button,
  buttonGroup,
  checkbox,
  citizenPage,
  details,
  form,
  formatDateTime,
  html,
  type Html,
  linkButton,
  withQuery,
} from '@dinh/ui';
import { identifiedFrom, twoAbove } from '../factors/assurance.ts';
import { freshMinutes } from '../factors/second.ts';
import type { Way } from '../factors/ways.ts';
import { trustedDays } from '../sign-in/devices.ts';
import { isWrong, summaryOf, type Typed } from './form.ts';
import { type Begun, shownCode, wayFields, wayLabel, wayNames, wayValue } from './way-fields.ts';

export const secondPath = '/dang-nhap/buoc-hai';
export const morePath = '/xac-thuc-them';
const formId = 'proof';

const words = {
  second: { vi: 'Đăng nhập bước hai', en: 'Second step of signing in' },
  more: { vi: 'Xác thực thêm', en: 'Confirm who you are' },
  secondWhy: {
    vi: 'Tài khoản này được bảo vệ bằng hai bước. Hãy xác thực thêm một lần.',
    en: 'This account is protected by two steps. Please confirm once more who you are.',
  },
  goOn: { vi: 'Tiếp tục', en: 'Go on' },
  sendAgain: { vi: 'Gửi lại mã', en: 'Send the code again' },
  others: { vi: 'Cách khác', en: 'Other ways' },
  trust: {
    vi: `Không hỏi bước hai trên trình duyệt này trong ${trustedDays} ngày`,
    en: `Do not ask for the second step in this browser for ${trustedDays} days`,
  },
  trustHint: {
    vi: 'Chỉ chọn trên máy của riêng bạn. Công việc của cán bộ và việc cần mức cao vẫn được hỏi.',
    en: 'Only on a device that is yours alone. The work of officials, and what needs a high level, still asks.',
  },
  kept: {
    vi: 'Những gì bạn vừa nhập vẫn được giữ và sẽ được gửi tiếp ngay sau khi xác thực.',
    en: 'What you have just typed is kept, and is sent on as soon as you have confirmed.',
  },
  filesAgain: {
    vi: 'Tệp đã chọn cần được chọn lại sau khi xác thực.',
    en: 'Files that you chose must be chosen again afterwards.',
  },
  duties: {
    vi: 'Công việc của cán bộ cần hai yếu tố xác thực: mật khẩu, và một cách thứ hai như ứng dụng xác thực, khóa truy cập hoặc chứng thư số.',
    en: 'The work of an official needs two factors: the password, and a second way such as an authenticator, a passkey or a certificate.',
  },
  noSecond: {
    vi: 'Tài khoản của bạn chưa có cách thứ hai. Hãy thêm một cách bây giờ; sau đó bạn trở lại đúng chỗ này. Cho đến lúc đó bạn vẫn dùng được mọi việc của công dân.',
    en: 'Your account has no second way yet. Please add one now; you then come back to where you are. Until then you can do all that a citizen does.',
  },
  noneCounts: {
    vi: 'Hiện không có cách thứ hai nào của tài khoản dùng được cho việc này.',
    en: 'None of the second ways of the account can be used for this now.',
  },
  noWay: {
    vi: 'Tài khoản chưa có cách xác thực nào đạt mức này.',
    en: 'The account has no way yet that reaches this level.',
  },
  addWay: { vi: 'Thêm cách xác thực', en: 'Add a way to confirm who you are' },
  notIdentified: {
    vi: 'Danh tính của bạn chưa được đối chiếu. Hãy mang căn cước đến bộ phận một cửa, hoặc đăng nhập bằng định danh quốc gia.',
    en: 'Your identity was not checked yet. Bring your identity card to the one-stop desk, or sign in with the national identity.',
  },
  lost: {
    vi: 'Không dùng được cách nào? Mang căn cước đến bộ phận một cửa để được xác minh và đặt lại; cán bộ, công chức đến gặp người quản trị hệ thống.',
    en: 'None of them works? Bring your identity card to the one-stop desk to be verified and start anew; officials go to their administrator.',
  },
} satisfies Record<string, Text>;

export const titles = { second: words.second, more: words.more };

/** Where the screen stands, and what goes on afterwards. */
export interface Place {
  /** Of a session that awaits its second factor; undefined: the present session shows more. */
  readonly token: string | undefined;
  readonly level: number | undefined;
  readonly minutes: number | undefined;
  /** An official comes to their duties: two factors are asked for, whatever the level. */
  readonly two: boolean;
  /** How the account is entered is to be changed: a second factor of it is asked for. */
  readonly second: boolean;
  /** What is to be done afterwards, where that is known. */
  readonly act: Pick<Operation, 'name' | 'title'> | undefined;
  /** A page to go to. */
  readonly back: string | undefined;
  /** Where a held form was to be posted, and its fields. */
  readonly to: string | undefined;
  readonly held: readonly (readonly [string, string])[];
  readonly filesLost: boolean;
}

/** What a person is asked for, as the page shows it. */
export interface Asking {
  readonly ways: readonly Way[];
  readonly providers: readonly { readonly key: string; readonly name: Text }[];
  readonly identified: boolean;
  /** From when on an address counts again by which the account came back lately. */
  readonly from: Date | null;
}

/** The screen on which somebody shows one more factor. @param begun the way that is open */
export function screen(ctx: PageContext, place: Place, asking: Asking, before: Typed, begun?: Begun): Html {
  const { lang } = ctx;
  const second = place.token !== undefined;
  const title = second ? words.second : words.more;
  const path = second ? secondPath : morePath;
  const now = begun ?? firstOf(asking.ways);
  return citizenPage(lang, {
    title,
    site: ctx.site,
    url: ctx.method === 'GET' ? ctx.url : path,
    viewer: second ? undefined : ctx.viewer,
    noSearch: true,
    keepsForms: true,
    ...(ctx.method === 'POST' && asking.ways.length > 0 && { langForm: formId }),
    wrong: isWrong(before),
    islands: now?.kind === 'passkey' ? ['passkey'] : [],
    main: html`${summaryOf(lang, withPrefix(before))}${now && shownCode(ctx, now)}
      <h1>${title[lang]}</h1>
      <p>${second ? words.secondWhy[lang] : whyMore(place)[lang]}</p>
      ${place.to && html`<p class="hint">${words.kept[lang]}${place.filesLost && html` ${words.filesAgain[lang]}`}</p>`}
      ${
        asking.ways.length === 0
          ? nothingReaches(ctx, place, asking)
          : form(lang, {
              id: formId,
              action: path,
              forget: true,
              ...(place.to && { holdsSent: true }),
              body: html`${hiddenFields(place)}${now && mainPart(ctx, now, before, second)}${otherWays(ctx, asking, now)}`,
            })
      }
      ${asking.providers.map(({ key, name }) =>
        linkButton(lang, {
          href: withQuery(`/dang-nhap/qua/${key}`, {
            tiep: place.back ?? '/tai-khoan',
            // A provider above us stands for a second factor once it says that it has seen two.
            muc: (place.second ? Math.max(place.level ?? 1, twoAbove) : place.level)?.toString(),
          }),
          label: { vi: `Xác thực lại bằng ${name.vi}`, en: `Confirm again by ${name.en}` },
        }),
      )}
      ${second && html`<p class="hint">${words.lost[lang]}</p>`}${place.second && lostSecond(ctx, asking)}`,
  });
}

/** Errors name the fields of the operation; on the screen they begin with `xt.`. */
function withPrefix(before: Typed): Typed {
  const errors = Object.fromEntries(Object.entries(before.errors).map(([name, text]) => [`xt.${name}`, text]));
  return { ...before, errors };
}

/** The way that is open at first: one that needs nothing to be sent. */
function firstOf(ways: readonly Way[]): Begun | undefined {
  const found = ways.find(({ kind }) => kind === 'totp') ?? ways.find(({ kind }) => kind === 'password');
  return found && { kind: found.kind };
}

function whyMore({ level, minutes, two, second, act }: Place): Text {
  if (second) return changesEntry(act);
  if (two) return words.duties;
  const recent: Text =
    minutes === undefined
      ? { vi: '', en: '' }
      : {
          vi: ` trong vòng ${lasting(minutes).vi} gần đây`,
          en: ` within the last ${lasting(minutes).en}`,
        };
  const what: Text = act
    ? { vi: `Việc “${act.title.vi}”`, en: `“${act.title.en}”` }
    : { vi: 'Việc bạn làm', en: 'What you are doing' };
  return level === undefined
    ? { vi: `Hãy xác thực lại để tiếp tục.`, en: `Please confirm who you are to go on.` }
    : {
        vi: `${what.vi} cần được xác thực ở mức bảo đảm AS-${level}${recent.vi}${meant[level]?.vi ?? ''}.`,
        en: `${what.en} must be confirmed at assurance level AS-${level}${recent.en}${meant[level]?.en ?? ''}.`,
      };
}

/** Why the password is not enough, to whoever has just typed it. */
function changesEntry(act: Place['act']): Text {
  return {
    vi: `${act ? `Việc “${act.title.vi}”` : 'Việc bạn làm'} đổi cách vào tài khoản hoặc cách liên hệ với bạn. Mật khẩu chưa đủ: hãy xác thực bằng cách thứ hai của tài khoản, trong vòng ${freshMinutes} phút trước khi làm.`,
    en: `${act ? `“${act.title.en}”` : 'What you are doing'} changes how the account is entered or how you are reached. The password is not enough: please confirm by the second way of the account, at most ${freshMinutes} minutes before.`,
  };
}

/** What somebody does next who has none of the ways any more; the password alone must not open this door. */
function lostSecond({ lang }: PageContext, { ways, from }: Asking): Html {
  const codes = ways.some(({ kind }) => kind === 'recovery');
  const steps: Text[] = [
    ...(from
      ? [
          {
            vi: `Tài khoản mới được lấy lại qua một địa chỉ; mã gửi đến chính địa chỉ đó được tính là cách thứ hai từ ${formatDateTime(from)}.`,
            en: `The account came back lately by one address; codes sent to that same address count as a second way from ${formatDateTime(from)} on.`,
          },
        ]
      : []),
    codes
      ? {
          vi: 'Dùng một mã dự phòng mà bạn đã in hoặc chép lại khi thêm cách thứ hai.',
          en: 'Use one of the recovery codes that you printed or wrote down when you added the second way.',
        }
      : {
          vi: 'Tài khoản chưa có mã dự phòng; sau khi vào lại được, hãy tạo và cất giữ.',
          en: 'The account has no recovery codes; once you are back, please make some and keep them.',
        },
    {
      vi: 'Mang căn cước đến bộ phận một cửa bất kỳ: sau khi đối chiếu, cán bộ gỡ các cách đã mất (cả điện thoại, thư điện tử nếu bạn không còn dùng) và bạn thêm cách mới bằng mật khẩu. Cán bộ, công chức đến gặp người quản trị hệ thống.',
      en: 'Bring your identity card to any one-stop desk: once it was checked, the lost ways are taken off (your telephone and e-mail, too, if you no longer have them) and you add new ones by your password. Officials go to their administrator.',
    },
    {
      vi: 'Trong lúc đó bạn vẫn đăng nhập và nộp, theo dõi hồ sơ như thường.',
      en: 'Meanwhile you sign in, file and follow your dossiers as before.',
    },
  ];
  return details(lang, {
    id: 'lost-second',
    open: ways.length === 0,
    summary: { vi: 'Tôi không còn cách nào trong số này', en: 'I have none of these any more' },
    body: html`<ul>
      ${steps.map((step) => html`<li>${step[lang]}</li>`)}
    </ul>`,
  });
}

/** What a level means to whoever has never heard of it. */
const meant: Readonly<Record<number, Text>> = {
  2: {
    vi: ': danh tính đã đối chiếu với giấy tờ, hoặc xác thực bằng hai cách',
    en: ': your identity was checked against papers, or you confirm by two ways',
  },
  3: {
    vi: ': danh tính đã đối chiếu với giấy tờ, và xác thực bằng hai cách',
    en: ': your identity was checked against papers, and you confirm by two ways',
  },
  4: {
    vi: ': danh tính đã đối chiếu với giấy tờ, và xác thực bằng hai cách, một cách là khóa hoặc thẻ',
    en: ': your identity was checked against papers, and you confirm by two ways, one of them a key or a card',
  },
};

function lasting(minutes: number): Text {
  const hours = minutes / 60;
  return Number.isInteger(hours) && hours > 1
    ? { vi: `${hours} giờ`, en: `${hours} hours` }
    : { vi: `${minutes} phút`, en: `${minutes} minutes` };
}

function hiddenFields(place: Place): Html {
  const own = {
    'xt.level': place.level,
    'xt.minutes': place.minutes,
    'xt.two': place.two ? '1' : undefined,
    'xt.second': place.second ? '1' : undefined,
    'xt.act': place.act?.name,
    'xt.back': place.back,
    'xt.to': place.to,
    'xt.files': place.filesLost ? '1' : undefined,
  };
  const all = [...place.held, ...Object.entries(own).filter(([, value]) => value !== undefined)];
  return html`${all.map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}" />`)}`;
}

function mainPart(ctx: PageContext, now: Begun, before: Typed, second: boolean): Html {
  const { lang } = ctx;
  return html`<input type="hidden" name="xt.kind" value="${now.kind}" />
    ${wayFields(ctx, now, before)}
    ${second && checkbox(lang, { name: 'xt.trust', label: words.trust, hint: words.trustHint })}
    ${buttonGroup(button(lang, { label: now.kind === 'passkey' ? wayNames.passkey : words.goOn }))}`;
}

function otherWays(ctx: PageContext, { ways }: Asking, now: Begun | undefined): Html {
  const { lang } = ctx;
  const others = ways.filter(({ kind, to }) => kind !== now?.kind || (now.proof !== undefined && to !== undefined));
  return html`${now && others.length > 0 && html`<h2>${words.others[lang]}</h2>`}${others.map((way) =>
    buttonGroup(
      button(lang, {
        kind: 'secondary',
        name: 'xt.way',
        value: wayValue(way),
        label: now?.kind === way.kind ? `${words.sendAgain[lang]} ${way.to ?? ''}` : wayLabel(lang, way),
      }),
    ),
  )}`;
}

function nothingReaches(ctx: PageContext, place: Place, { identified }: Asking): Html {
  const { lang } = ctx;
  if (place.second) return banner(lang, { tone: 'soon', body: words.noneCounts });
  const back = place.back ?? (place.to ? undefined : '/tai-khoan');
  const query = back ? `?tiep=${encodeURIComponent(back)}` : '';
  return banner(lang, {
    tone: 'soon',
    body: html`<p>${(place.two ? words.noSecond : words.noWay)[lang]}</p>
      ${!identified && (place.level ?? 0) >= identifiedFrom && html`<p>${words.notIdentified[lang]}</p>`}
      <p><a href="/tai-khoan/bao-mat${query}">${words.addWay[lang]}</a></p>`,
  });
}
