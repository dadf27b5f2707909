import { page, type PageContext, type PageResult, Refusal, show, type Text } from '@dinh/kernel';
import { cards, type Child, type Crumb, formatDate, html, type Lang } from '@dinh/ui';
import type { Found } from '../search/line.ts';
import { countWords, home, portalPage } from './parts.ts';
import { procedureList } from './procedure-list.ts';
import { type Catalogue, readCatalogue } from '../search/catalogue.ts';

const words = {
  agencies: { vi: 'Cơ quan', en: 'Agencies' },
  agenciesLead: {
    vi: 'Các cơ quan giải quyết thủ tục hành chính của tỉnh.',
    en: 'The agencies of the province that settle administrative procedures.',
  },
  fields: { vi: 'Lĩnh vực', en: 'Fields' },
  fieldsLead: {
    vi: 'Thủ tục xếp theo nghiệp vụ của cơ quan nhà nước.',
    en: 'Procedures by field of public business.',
  },
  events: { vi: 'Sự kiện đời sống', en: 'Life events' },
  onThisPage: { vi: 'Trong trang này', en: 'On this page' },
  ask: { vi: 'Hỏi ở đâu', en: 'Where to ask' },
  parts: { vi: 'Chia nhỏ hơn', en: 'More precisely' },
  goesOn: {
    vi: 'Thủ tục và hồ sơ của cơ quan này nay do các cơ quan sau giải quyết:',
    en: 'Its procedures and dossiers are now settled by:',
  },
};

export const agenciesPage = page({
  path: '/co-quan',
  title: words.agencies,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const { agencies } = await ctx.run('procedures.list-by-agency', {});
    return show(
      portalPage(ctx, {
        title: words.agencies,
        wide: true,
        breadcrumbs: [home, { label: words.agencies }],
        main: html`<h1>${words.agencies[lang]}</h1>
          <p class="lead">${words.agenciesLead[lang]}</p>
          ${cards(
            lang,
            agencies.map(({ key, name, procedures }) => ({
              href: `/co-quan/${key}`,
              title: name,
              meta: countWords(procedures),
            })),
            { columns: true },
          )}`,
      }),
    );
  },
});

export const agencyPage = page({
  path: '/co-quan/:key',
  title: words.agencies,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const key = ctx.params['key']!.slice(0, 100);
    const found = await ctx.run('procedures.list-by-agency', { agency: key }).catch(async (error: unknown) => {
      if (!(error instanceof Refusal)) throw error;
      const { agency: former } = await ctx.run('procedures.view-former-agency', { agency: key });
      if (!former) throw error;
      return former;
    });
    if (!('agencies' in found)) return formerAgency(ctx, found);
    const { agencies, procedures } = found;
    const agency = agencies[0]!;
    return show(
      portalPage(ctx, {
        title: agency.name,
        breadcrumbs: [home, { label: words.agencies, href: '/co-quan' }, { label: agency.name }],
        main: html`<h1>${agency.name[lang]}</h1>
          <p class="lead">${countWords(procedures.length)[lang]}</p>
          ${groups(lang, await readCatalogue(ctx.app), byField(procedures))}`,
        aside: html`<h2>${words.ask[lang]}</h2>
          <address class="where">
            ${agency.address && html`<p lang="vi">${agency.address}</p>`}
            ${agency.phone && html`<p><a href="tel:${agency.phone.replace(/\s/g, '')}">${agency.phone}</a></p>`}
            ${agency.email && html`<p><a href="mailto:${agency.email}">${agency.email}</a></p>`}
            ${agency.hours && html`<p>${agency.hours[lang]}</p>`}
          </address>`,
      }),
    );
  },
});

/** An agency that has given way to others: a link to it still opens, and says who goes on with its work. */
function formerAgency(
  ctx: PageContext,
  { name, lastDay, successors }: { name: Text; lastDay: string; successors: { key: string; name: Text }[] },
): PageResult {
  const { lang } = ctx;
  const ended = {
    vi: `Cơ quan này hoạt động đến hết ngày ${formatDate(lastDay)}.`,
    en: `This agency was there until ${formatDate(lastDay)}.`,
  };
  return show(
    portalPage(ctx, {
      title: name,
      breadcrumbs: [home, { label: words.agencies, href: '/co-quan' }, { label: name }],
      main: html`<h1>${name[lang]}</h1>
        <p class="lead">${ended[lang]}</p>
        <p>${words.goesOn[lang]}</p>
        <ul>
          ${successors.map((one) => html`<li><a href="/co-quan/${one.key}">${one.name[lang]}</a></li>`)}
        </ul>`,
    }),
  );
}

export const fieldsPage = page({
  path: '/linh-vuc',
  title: words.fields,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const { fields } = await ctx.run('procedures.list-by-business-type', {});
    const below = (code: string | null) => fields.filter((field) => field.parent === code && field.procedures > 0);
    return show(
      portalPage(ctx, {
        title: words.fields,
        wide: true,
        breadcrumbs: [home, { label: words.fields }],
        main: html`<h1>${words.fields[lang]}</h1>
          <p class="lead">${words.fieldsLead[lang]}</p>
          ${below(null).map(
            (domain) =>
              html`<section>
                <h2>${domain.name[lang]}</h2>
                <ul class="doors">
                  ${below(domain.code).map((field) => html`<li><a href="/linh-vuc/${field.code}">${field.name[lang]}</a> <span class="muted">${countWords(field.procedures)[lang]}</span></li>`)}
                </ul>
              </section>`,
          )}`,
      }),
    );
  },
});

export const fieldPage = page({
  path: '/linh-vuc/:code',
  title: words.fields,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const code = ctx.params['code']!.slice(0, 40);
    const { fields, procedures } = await ctx.run('procedures.list-by-business-type', { code });
    const field = fields.find((one) => one.code === code)!;
    const above = fields.filter((one) => code.startsWith(`${one.code}.`) && one.parent !== null);
    return show(
      portalPage(ctx, {
        title: field.name,
        breadcrumbs: [
          home,
          { label: words.fields, href: '/linh-vuc' },
          ...above.map((one): Crumb => ({ label: one.name, href: `/linh-vuc/${one.code}` })),
          { label: field.name },
        ],
        main: html`<h1>${field.name[lang]}</h1>
          <p class="lead">${countWords(procedures.length)[lang]}</p>
          ${groups(lang, await readCatalogue(ctx.app), byField(procedures), true)}`,
      }),
    );
  },
});

export const lifeEventPage = page({
  path: '/su-kien-doi-song/:key',
  title: words.events,
  may: 'anyone',
  async run(ctx) {
    const { lang } = ctx;
    const { events, topics } = await ctx.run('procedures.list-by-life-event', {
      event: ctx.params['key']!.slice(0, 60),
    });
    const event = events[0]!;
    return show(
      portalPage(ctx, {
        title: event.name,
        breadcrumbs: [home, { label: event.name }],
        main: html`<h1>${event.name[lang]}</h1>
          <p class="lead">${event.hint[lang]}</p>
          ${groups(
            lang,
            await readCatalogue(ctx.app),
            topics.map(({ key, name, procedures }) => ({ key, name, procedures })),
            true,
          )}`,
      }),
    );
  },
});

interface Group {
  readonly key: string;
  readonly name: Text;
  readonly procedures: readonly Found[];
}

function byField(procedures: readonly Found[]): Group[] {
  const found = new Map<string, { key: string; name: Text; procedures: Found[] }>();
  for (const one of procedures) {
    const { code, name } = one.businessType;
    let group = found.get(code);
    if (!group) found.set(code, (group = { key: code.replaceAll('.', '-'), name, procedures: [] }));
    group.procedures.push(one);
  }
  return [...found.values()];
}

/** Headed lists, with links to the headings where there are many. */
function groups(lang: Lang, catalogue: Catalogue, list: readonly Group[], agency = false): Child {
  const title = ({ name }: Group) => name[lang];
  return html`${
    list.length > 2 &&
    html`<nav class="contents" aria-label="${words.onThisPage[lang]}">
      <ul>
        ${list.map((group) => html`<li><a href="#${group.key}">${title(group)}</a> <span class="muted">${group.procedures.length}</span></li>`)}
      </ul>
    </nav>`
  }${list.map(
    (group) =>
      html`<section>
        <h2 id="${group.key}">${title(group)}</h2>
        ${procedureList(lang, catalogue, group.procedures, { agency })}
      </section>`,
  )}`;
}
