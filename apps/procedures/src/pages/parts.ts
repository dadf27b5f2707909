import { notFound, type PageContext, type Text } from '@dinh/kernel';
import { type Child, citizenPage, type CitizenPageProps, counted, type Html, html } from '@dinh/ui';

export const home = { label: { vi: 'Trang chủ', en: 'Home' }, href: '/' };

/** A page of the portal, with what every page of it needs. */
export function portalPage(ctx: PageContext, props: Omit<CitizenPageProps, 'site' | 'url' | 'viewer'>): Html {
  return citizenPage(ctx.lang, { ...props, site: ctx.site, url: ctx.url, viewer: ctx.viewer });
}

export const levels: Record<string, Text> = {
  province: { vi: 'Cấp tỉnh', en: 'Province' },
  district: { vi: 'Cấp huyện', en: 'District' },
  commune: { vi: 'Cấp xã', en: 'Commune' },
};
export const audiences: Record<string, Text> = {
  citizen: { vi: 'Công dân', en: 'Citizens' },
  business: { vi: 'Doanh nghiệp, tổ chức', en: 'Businesses, organisations' },
  both: { vi: 'Công dân và doanh nghiệp, tổ chức', en: 'Citizens, businesses and organisations' },
};
export const channels: Record<string, Text> = {
  online: { vi: 'Trực tuyến', en: 'Online' },
  counter: { vi: 'Tại bộ phận một cửa', en: 'At the one-stop desk' },
  post: { vi: 'Qua bưu chính', en: 'By post' },
};

/**
 * The day of `?ngay=YYYY-MM-DD`; undefined when none is asked for.
 * @throws notFound for what is no day
 */
export function readDay(text: string | undefined): string | undefined {
  if (text === undefined || text === '') return undefined;
  const at = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : undefined;
  if (!at || Number.isNaN(at.getTime()) || at.toISOString().slice(0, 10) !== text) throw notFound();
  return text;
}

/** “12 thủ tục”. */
export function countWords(count: number): Text {
  return { vi: `${count} thủ tục`, en: counted(count, 'procedure') };
}

/**
 * Where a piece of content is from: the law in words; what was composed for the demonstration by a small ring that
 * leads to its explanation at the foot of the page.
 */
export function origin(ctx: PageContext, source: string | undefined, how: { readonly law?: boolean } = {}): Child {
  if (source === undefined || source.startsWith('ours'))
    return ctx.site.demonstration
      ? html`<a class="ours" href="#nguon" title="${oursTitle[ctx.lang]}"><span aria-hidden="true">°</span><span class="visually-hidden"> ${oursTitle[ctx.lang]}</span></a>`
      : undefined;
  if (how.law && source.startsWith('law ')) return html`<span class="basis" lang="vi">${source.slice(4)}</span>`;
  return undefined;
}

const oursTitle = { vi: 'Nội dung soạn để trình diễn', en: 'Composed for the demonstration' };

/** The explanation of the ring. */
export function originNote(ctx: PageContext): Child {
  if (!ctx.site.demonstration) return undefined;
  return html`<section class="origin-note" id="nguon">
    <h2>${{ vi: 'Về dấu °', en: 'About the sign °' }[ctx.lang]}</h2>
    <p>
      ${
        {
          vi: 'Văn bản nguồn của tỉnh cho tên thủ tục, cơ quan, lĩnh vực và một phần căn cứ. Chỗ có dấu ° được soạn thêm để bản trình diễn chạy được; đừng dùng làm căn cứ khi đi làm thủ tục thật.',
          en: 'The province’s own documents give the name, agency, field and some of the legal bases. What carries the sign ° was composed so that the demonstration works; do not rely on it for a real matter.',
        }[ctx.lang]
      }
    </p>
  </section>`;
}
