/** A list in the officials' room, said once for all apps: filters, table, pages, files and print, from one description of its columns. */
import { withQuery } from '../address.ts';
import { emptyState } from '../components/notice.ts';
import { pagination } from '../components/lists.ts';
import { type Filter, filterBar, linkLine } from '../components/search.ts';
import { type Column, table } from '../components/table.ts';
import { everyRow } from '../every-row.ts';
import { formatDate, formatDateTime, formatMoney, formatNumber } from '../format.ts';
import { type Child, html, type Html } from '../html.ts';
import { type Lang, say, type Text } from '../lang.ts';
import { askedFormat, exportLinks, type SheetColumn, sheetFile } from '../sheet.ts';
import { type RoomRequest, roomScreen } from './room.ts';

/** What a list takes from its request: the context of a page has all of it. */
export interface ListRequest extends RoomRequest {
  readonly query: Readonly<Record<string, string | undefined>>;
  readonly now: Date;
}

/** A column, on the screen and in files. */
export interface ListColumn<Row> extends Omit<Column<Row>, 'cell' | 'label'> {
  readonly label: Text | string;
  readonly kind?: SheetColumn<Row>['kind'];
  /** What a file holds, and what is shown when `cell` says nothing else. Without it the column is in no file. */
  readonly value?: SheetColumn<Row>['value'];
  readonly cell?: (row: Row) => Child;
  /** Is in files only, not on the screen and not on paper. */
  readonly fileOnly?: boolean;
}

export interface ListProps<Row, Cursor extends string | number = string> {
  /** Address of the list without its query. */
  readonly path: string;
  readonly title: Text;
  readonly heading?: string;
  readonly breadcrumbs?: readonly { readonly label: Text; readonly href?: string }[];
  /** Below the heading. */
  readonly lead?: Child;
  /** With the values that are asked for. */
  readonly filters: readonly Filter[];
  readonly columns: readonly ListColumn<Row>[];
  readonly rowHref?: (row: Row) => string;
  /** Behind the links to files. */
  readonly links?: readonly { readonly href: string; readonly label: Text }[];
  /** How it is sorted when the address says nothing: the key of a column, `-` before it when descending. */
  readonly sort?: string;
  readonly empty: { readonly title: Text; readonly body?: Text };
  /** Below the list. */
  readonly foot?: Child;
  readonly wrong?: boolean;
  /** One page: `sort` as above, undefined when the list has no order to choose. */
  read(page: {
    readonly after: Cursor | undefined;
    readonly limit?: number;
    readonly sort: string | undefined;
  }): Promise<{ readonly rows: readonly Row[]; readonly next: Cursor | null }>;
  /** The cursor out of an address; the text as it is when absent. */
  cursor?(text: string): Cursor | undefined;
}

/** Most rows of a file. */
const most = 20_000;
const pageOfFile = 500;

/** The address of a list as it is asked for, with its filters and order but not its page. */
export function listAddress(request: ListRequest, props: Pick<ListProps<never>, 'path' | 'filters'>): string {
  const values = Object.fromEntries(props.filters.map(({ name, value }) => [name, value]));
  return withQuery(props.path, { ...values, xep: request.query['xep'] });
}

/** The order that the address asks for, when it is one of the list's. */
function sortOf<Row, C extends string | number>(request: ListRequest, props: ListProps<Row, C>): string | undefined {
  const asked = request.query['xep'];
  const known = props.columns.some(({ key, sortable }) => sortable && asked?.replace(/^-/, '') === key);
  return known ? asked : props.sort;
}

const rowsOf = <Row, C extends string | number>(request: ListRequest, props: ListProps<Row, C>) =>
  everyRow<Row, C>((after) => props.read({ after, limit: pageOfFile, sort: sortOf(request, props) }), most);

/** The list as a file or on paper, when the address asks for one (`?dang=xlsx`, `csv`, `in`). */
export function listFile<Row, C extends string | number>(request: ListRequest, props: ListProps<Row, C>) {
  const format = askedFormat(request.query['dang']);
  return (
    format &&
    sheetFile<Row>(request, format, {
      title: props.title,
      rows: rowsOf(request, props),
      columns: props.columns.flatMap(({ label, kind, value, fileOnly }) =>
        value ? [{ label, value, ...(kind && { kind }), ...(fileOnly && { paper: false as const }) }] : [],
      ),
    })
  );
}

/** The list as a screen. */
export async function listScreen<Row, C extends string | number>(request: ListRequest, props: ListProps<Row, C>): Promise<Html> {
  const { lang } = request;
  const columns = props.columns.flatMap((column): Column<Row>[] => (column.fileOnly ? [] : [onScreen(lang, column)]));
  const address = listAddress(request, props);
  const text = request.query['sau'];
  const after = text === undefined || text === '' ? undefined : props.cursor ? props.cursor(text) : (text as C);
  const sort = sortOf(request, props);
  const { rows, next } = await props.read({ after, sort });
  return roomScreen(request, {
    title: props.title,
    wrong: props.wrong ?? false,
    ...(props.breadcrumbs && { breadcrumbs: [...props.breadcrumbs] }),
    main: html`<h1>${props.heading ?? props.title[lang]}</h1>
      ${props.lead}
      ${filterBar(lang, {
        action: props.path,
        clear: props.path,
        key: '/',
        ...(request.query['xep'] && { hidden: { xep: request.query['xep'] } }),
        filters: props.filters,
        actions: linkLine(lang, [...exportLinks(address), ...(props.links ?? [])]),
      })}
      ${table<Row>(lang, {
        caption: props.title,
        hideCaption: true,
        dense: true,
        rows,
        columns,
        ...(props.rowHref && { rowHref: props.rowHref }),
        ...(sort !== undefined && {
          sort: {
            by: sort.replace(/^-/, ''),
            direction: sort.startsWith('-') ? ('desc' as const) : ('asc' as const),
            href: (by: string, direction: 'asc' | 'desc') => withQuery(address, { xep: direction === 'desc' ? `-${by}` : by }),
          },
        }),
        empty: emptyState(lang, {
          title: props.empty.title,
          ...(props.empty.body && { body: props.empty.body }),
        }),
      })}
      ${pagination(lang, {
        next: next === null ? undefined : withQuery(address, { sau: next }),
        previous: after === undefined ? undefined : address,
      })}
      ${props.foot}`,
  });
}

function onScreen<Row>(lang: Lang, { value, kind, cell, ...column }: ListColumn<Row>): Column<Row> {
  return {
    ...column,
    label: say(lang, column.label),
    cell: cell ?? ((row) => shown(lang, kind, value?.(row))),
  };
}

function shown(lang: Lang, kind: SheetColumn<never>['kind'], value: ReturnType<SheetColumn<never>['value']>): Child {
  if (value === null || value === undefined) return '';
  if (kind === 'date') return formatDate(value as string | Date);
  if (kind === 'moment') return formatDateTime(value as string | Date);
  if (kind === 'money') return formatMoney(lang, Number(value));
  if (typeof value === 'number') return formatNumber(lang, value);
  return String(value);
}
