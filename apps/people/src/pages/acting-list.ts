/** Lists in which one acts: the list, and posts that come back to it, with what was recorded or with what is wrong. */
import { type May, page, type PageContext, post, redirect, show, type Text } from '@dinh/kernel';
import {
  banner,
  type Child,
  type Filled,
  fresh,
  html,
  type Html,
  listFile,
  type ListProps,
  listScreen,
  refusedForm,
  withQuery,
} from '@dinh/ui';

interface ActingList<Row, Cursor extends string | number> {
  /** Its route; what is asked for stands in the places of `:names`. */
  readonly path: string;
  readonly title: Text;
  readonly may: May;
  /** What is said of a field that was left empty. */
  readonly askFor?: Readonly<Record<string, Text>>;
  /** The list; after a refusal with what was typed. */
  list(ctx: PageContext, filled: Filled): ListProps<Row, Cursor> | Promise<ListProps<Row, Cursor>>;
  /** Filters that stay after an act. */
  kept?(ctx: PageContext): Record<string, string | undefined>;
}

/** The address of a route, with what was asked for in the places of its `:names`. */
const addressOf = (ctx: PageContext, path: string): string =>
  path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(ctx.params[name] ?? ''));

/** @returns the page of the list, and `act`, which makes the post of an act at `path` + its name */
export function actingList<Row, Cursor extends string | number>(of: ActingList<Row, Cursor>) {
  const { path, title } = of;
  return {
    page: page({
      path,
      title,
      may: of.may,
      async run(ctx) {
        const props = await of.list(ctx, fresh());
        return listFile(ctx, props) ?? show(await listScreen(ctx, props));
      },
    }),
    act: (name: string, run: (ctx: PageContext) => Promise<unknown>, may: May = of.may) =>
      post({
        path: `${path}${name}`,
        title,
        may,
        async run(ctx) {
          try {
            await run(ctx);
          } catch (error) {
            return show(await listScreen(ctx, await of.list(ctx, refusedForm(ctx, error, of.askFor))), 422);
          }
          return redirect(withQuery(addressOf(ctx, path), { ...of.kept?.(ctx), xong: '1' }));
        },
      }),
  };
}

/** Above such a list: what is wrong or was recorded, what the list is for, and how one adds to it. */
export function actingLead(ctx: PageContext, filled: Filled, about: Text, more?: Child): Html {
  const { lang } = ctx;
  return html`${filled.summary}
    ${ctx.query['xong'] && banner(lang, { tone: 'done', body: { vi: 'Đã ghi nhận.', en: 'It is recorded.' } })}
    <p>${about[lang]}</p>
    ${more}`;
}

/** The cursor of a list that is read by offsets. */
export const offsetCursor = (text: string): number | undefined => (/^\d{1,6}$/.test(text) ? Number(text) : undefined);
