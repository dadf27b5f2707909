import { page, type PageContext, show } from '@dinh/kernel';
import { banner, cards, formatNumber, hero, html, type Html, inVietnamese, type Lang, Pieces, searchBox } from '@dinh/ui';
import { type Catalogue, readCatalogue } from '../search/catalogue.ts';
import { countWords, portalPage } from './parts.ts';

const words = {
  title: { vi: 'Trang chủ', en: 'Home' },
  question: { vi: 'Bạn cần làm thủ tục gì?', en: 'What do you need to do?' },
  lead: {
    vi: 'Gõ theo cách bạn vẫn gọi, có dấu hay không dấu đều được.',
    en: 'Type it in your own words, in Vietnamese with or without accents.',
  },
  search: { vi: 'Tìm thủ tục', en: 'Find a procedure' },
  often: { vi: 'Hay tìm:', en: 'Often looked for:' },
  citizens: { vi: 'Công dân', en: 'Citizens' },
  businesses: { vi: 'Doanh nghiệp, tổ chức', en: 'Businesses and organisations' },
  how: { vi: 'Làm thủ tục thế nào?', en: 'How does it work?' },
  agencies: { vi: 'Theo cơ quan', en: 'By agency' },
  fields: { vi: 'Theo lĩnh vực', en: 'By field' },
  already: { vi: 'Đã nộp hồ sơ?', en: 'Filed already?' },
  follow: { vi: 'Xem hồ sơ đang đến đâu', en: 'See where your dossier stands' },
  description: {
    vi: 'Tìm, chuẩn bị và nộp hồ sơ thủ tục hành chính trực tuyến.',
    en: 'Find, prepare and file administrative procedures online.',
  },
};

const ways = [
  {
    title: { vi: 'Tìm thủ tục', en: 'Find the procedure' },
    text: {
      vi: 'Xem cần giấy tờ gì, bao lâu, phí bao nhiêu.',
      en: 'See which papers, how long, what it costs.',
    },
  },
  {
    title: { vi: 'Nộp hồ sơ', en: 'File' },
    text: {
      vi: 'Khai trên mạng, đính kèm giấy tờ; điều đã biết được điền sẵn.',
      en: 'Fill in online and attach papers; what is known is filled in.',
    },
  },
  {
    title: { vi: 'Theo dõi', en: 'Follow' },
    text: {
      vi: 'Có ngày hẹn trả; thiếu gì được báo một lần, đầy đủ.',
      en: 'You get a date; what is missing is asked for once.',
    },
  },
  {
    title: { vi: 'Nhận kết quả', en: 'Receive the result' },
    text: {
      vi: 'Bản điện tử có chữ ký số, qua bưu chính hoặc tại một cửa.',
      en: 'Signed on screen, by post or at the desk.',
    },
  },
];

/** What people look for most often; each finds its procedure by the catalogue's own search. */
const often = ['giấy phép xây dựng', 'lý lịch tư pháp', 'sổ đỏ', 'bằng lái xe', 'trợ cấp thất nghiệp'];

export const homePage = page({
  path: '/',
  title: words.title,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const catalogue = await readCatalogue(ctx.app);
    return show(
      portalPage(ctx, {
        title: words.title,
        description: words.description[lang],
        noSearch: true,
        wide: true,
        hero: parts.of(catalogue, `question ${lang}`, () => question(lang, catalogue)),
        main: html`${accountOpen(ctx)}${parts.of(catalogue, `doors ${lang}`, () => doors(lang, catalogue))}`,
      }),
    );
  },
});

/** To whoever has just opened an account: that it is open, and what to do next. */
function accountOpen({ lang, query, viewer }: PageContext): Html | undefined {
  if (query['xong'] !== 'tai-khoan' || !viewer) return undefined;
  return banner(lang, {
    tone: 'done',
    title: { vi: 'Tài khoản của bạn đã mở', en: 'Your account is open' },
    body: {
      vi: `Bạn đã đăng nhập với tên ${viewer.name}. Gõ việc bạn cần làm vào ô tìm kiếm phía trên, mở thủ tục rồi chọn “Nộp trực tuyến”; những gì bạn đã khai về mình được điền sẵn.`,
      en: `You are signed in as ${viewer.name}. Type what you need into the search above, open the procedure and choose “File online”; what you have told about yourself is filled in already.`,
    },
    actions: html`<p class="link-line">
      <a href="/ho-so">${lang === 'vi' ? 'Hồ sơ của tôi' : 'My dossiers'}</a>
      <a href="/tai-khoan">${lang === 'vi' ? 'Tài khoản của tôi' : 'My account'}</a>
    </p>`,
  });
}

/** What depends on the catalogue and the language alone. */
const parts = new Pieces<Catalogue>();

function question(lang: Lang, catalogue: Catalogue): Html {
  return hero(lang, {
    title: words.question,
    lead: words.lead,
    body: html`${searchBox(lang, { action: '/tim-kiem', label: words.search, large: true, id: 'home-search', suggest: '/goi-y' })}
      <p class="often">
        ${words.often[lang]}
        ${often.map((text) => html`<a href="/tim-kiem?q=${encodeURIComponent(text)}">${inVietnamese(lang, text)}</a> `)}
      </p>
      ${numbers(lang, catalogue)}`,
  });
}

function doors(lang: Lang, catalogue: Catalogue): Html {
  return html`${events(lang, catalogue, 'citizen')} ${events(lang, catalogue, 'business')} ${how(lang)}
          ${agencies(lang, catalogue)} ${fields(lang, catalogue)}`;
}

function numbers(lang: Lang, { index, agencies, online }: Catalogue): Html {
  const procedures = index.entries.length;
  const facts = [
    [procedures, { vi: 'thủ tục', en: 'procedures' }],
    [agencies.length, { vi: 'cơ quan', en: 'agencies' }],
    ...(online < procedures ? [[online, { vi: 'nộp được trực tuyến', en: 'can be filed online' }] as const] : []),
  ] as const;
  return html`<ul class="numbers">
    ${facts.map(([count, what]) => html`<li><strong>${formatNumber(lang, count)}</strong> ${what[lang]}</li>`)}
  </ul>`;
}

function events(lang: Lang, { lifeEvents }: Catalogue, audience: 'citizen' | 'business'): Html {
  const items = lifeEvents
    .filter((event) => event.audience === audience && event.procedures > 0)
    .map(({ key, name, hint }) => ({ href: `/su-kien-doi-song/${key}`, title: name, text: hint }));
  return html`<section class="life-events">
    <h2>${audience === 'citizen' ? words.citizens[lang] : words.businesses[lang]}</h2>
    ${cards(lang, items, { columns: true })}
  </section>`;
}

function how(lang: Lang): Html {
  return html`<section class="how">
    <h2>${words.how[lang]}</h2>
    <ol>
      ${ways.map(({ title, text }) => html`<li><strong>${title[lang]}</strong><span>${text[lang]}</span></li>`)}
    </ol>
    <p>${words.already[lang]} <a href="/tra-cuu">${words.follow[lang]}</a></p>
  </section>`;
}

function agencies(lang: Lang, { agencies }: Catalogue): Html {
  return html`<section>
    <h2><a href="/co-quan">${words.agencies[lang]}</a></h2>
    <ul class="doors">
      ${agencies.map(({ key, name, procedures }) => html`<li><a href="/co-quan/${key}">${name[lang]}</a> <span class="muted">${countWords(procedures)[lang]}</span></li>`)}
    </ul>
  </section>`;
}

function fields(lang: Lang, { groups }: Catalogue): Html {
  return html`<section>
    <h2><a href="/linh-vuc">${words.fields[lang]}</a></h2>
    <ul class="doors">
      ${groups.map(({ code, name, procedures }) => html`<li><a href="/linh-vuc/${code}">${name[lang]}</a> <span class="muted">${countWords(procedures)[lang]}</span></li>`)}
    </ul>
  </section>`;
}
