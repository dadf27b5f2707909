import { type OutputOf, page, type PageContext, post, Refusal, show, type Text } from '@dinh/kernel';
import { banner, button, details, form, formatDate, html, type Html, table, tag } from '@dinh/ui';
import { planNotDated } from '../errors.ts';
import { draftRenamed } from '../operations/draft-renamed.ts';
import { listStillNamed } from '../queries/list-still-named.ts';
import { address, home, kindNames, refusedSummary, screen, stateTag, viewing } from './frame.ts';

const title: Text = { vi: 'Tên đơn vị trong nội dung', en: 'Names of units in definitions' };
const path = '/studio/ten-don-vi';

type Found = OutputOf<typeof listStillNamed>;
type Item = Found['items'][number];

/** What still names units of a plan as they were called, with the way to drafts that name them anew. */
export const stillNamedPage = page({
  path: `${path}/:id`,
  title,
  may: viewing,
  run: async (ctx) => show(await stillNamedScreen(ctx)),
});

/** Begins the drafts that were ticked, each by itself: one that cannot be begun holds up no other, and is told. */
export const stillNamedPost = post({
  path: `${path}/:id`,
  title,
  may: viewing,
  async run(ctx) {
    const succession = ctx.params['id']!;
    const chosen = [ctx.form['nd'] ?? []].flat();
    const begun: string[] = [];
    let refused: unknown;
    for (const one of chosen.slice(0, 500)) {
      const [kind = '', ...rest] = one.split(' ');
      try {
        await ctx.run(draftRenamed, { succession, kind, key: rest.join(' ') });
        begun.push(one);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refused = error;
      }
    }
    return show(await stillNamedScreen(ctx, { begun: begun.length, refused }), refused === undefined ? 200 : 409);
  },
});

async function stillNamedScreen(ctx: PageContext, done?: { begun: number; refused: unknown }): Promise<Html> {
  const { lang } = ctx;
  const id = ctx.params['id']!;
  const found = (await ctx.run(listStillNamed, { succession: id })) as Found;
  const { items, day, dated } = found;
  const kinds = kindNames(ctx);
  const plan = found.title[lang];
  const begins = (one: Item): boolean => dated && mayBegin(one);
  const open = items.some(begins);
  return screen(ctx, {
    title,
    wrong: done?.refused !== undefined,
    breadcrumbs: [home, { label: found.title, href: `/quan-tri/sap-xep/${id}` }, { label: title }],
    main: html`${done?.refused !== undefined && refusedSummary(ctx, done.refused)}
      ${
        done &&
        done.begun > 0 &&
        banner(lang, {
          tone: 'done',
          body: html`<p>
              ${{ vi: `Đã tạo ${done.begun} dự thảo. Hãy xem từng dự thảo rồi trình; người khác phê duyệt.`, en: `Drafts begun: ${done.begun}. Please look at each and submit it; somebody else approves it.` }[lang]}
            </p>
            <p><a href="/studio/du-thao">${{ vi: 'Xem các dự thảo', en: 'See the drafts' }[lang]}</a></p>`,
        })
      }
      <h1>${title[lang]}</h1>
      ${!dated && banner(lang, { tone: 'soon', body: html`<p>${planNotDated().sentence(lang)}</p>` })}
      <p>
        ${
          {
            vi: `Những nội dung dưới đây còn nêu tên cũ của đơn vị thay đổi theo “${plan}”. Dự thảo được soạn với tên mới, có hiệu lực từ ${dated ? formatDate(day) : 'ngày áp dụng phương án'}; không có gì thay đổi cho đến khi người khác phê duyệt. Nguồn, ví dụ và tên cơ quan ban hành trong trích dẫn văn bản giữ nguyên tên cũ.`,
            en: `What stands below still names units that change by “${plan}” as they were called. A draft is written with the new names, to hold from ${dated ? formatDate(day) : 'the day of the plan'} on; nothing changes until somebody else approves it. Sources, examples, and who issued a document that is cited stay under the old name.`,
          }[lang]
        }
      </p>
      ${
        items.length === 0
          ? html`<p>${{ vi: 'Không còn nội dung nào nêu tên cũ.', en: 'Nothing names them as they were called.' }[lang]}</p>`
          : form(lang, {
              action: `${path}/${id}`,
              body: html`${table<Item>(lang, {
                caption: title,
                hideCaption: true,
                dense: true,
                stack: true,
                rows: items,
                columns: [
                  {
                    key: 'pick',
                    label: { vi: 'Chọn', en: 'Choose' },
                    cell: (one) =>
                      begins(one) &&
                      html`<input type="checkbox" name="nd" value="${one.kind} ${one.key}" checked aria-label="${{ vi: 'Tạo dự thảo', en: 'Draft' }[lang]}: ${one.name[lang]}" />`,
                  },
                  {
                    key: 'name',
                    label: { vi: 'Nội dung', en: 'Definition' },
                    cell: (one) =>
                      html`<a href="${address(one.kind, one.key)}">${one.name[lang]}</a><br /><small>${kinds.get(one.kind)?.[lang] ?? one.kind}</small>`,
                  },
                  {
                    key: 'count',
                    label: { vi: 'Thay được', en: 'Replaced' },
                    cell: (one) => one.replaced,
                  },
                  {
                    key: 'left',
                    label: { vi: 'Giữ nguyên, cần xem', en: 'Left, to be looked at' },
                    cell: (one) => leftOf(ctx, one),
                  },
                  {
                    key: 'draft',
                    label: { vi: 'Dự thảo', en: 'Draft' },
                    cell: (one) =>
                      one.draft
                        ? html`<a href="/studio/du-thao/${one.draft.id}">${stateTag(ctx, one.draft.state)}</a>`
                        : !one.mine && tag(lang, 'waiting', { vi: 'Người khác soạn', en: 'For others to write' }),
                  },
                ],
              })}
              ${open && button(lang, { label: { vi: 'Tạo dự thảo cho những mục đã chọn', en: 'Draft those that are chosen' } })}`,
            })
      }`,
  });
}

const mayBegin = ({ mine, draft, replaced }: Item): boolean => mine && draft === null && replaced > 0;

function leftOf({ lang }: PageContext, { left }: Item): Html | number {
  if (left.length === 0) return 0;
  return details(lang, {
    summary: { vi: `${left.length} chỗ`, en: `${left.length} places` },
    body: html`<ul>
      ${left.slice(0, 20).map((one) => html`<li>… ${one} …</li>`)}
    </ul>`,
  });
}
