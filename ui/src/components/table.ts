/** Tables: dense, numbers aligned, columns that sort by links, rows that the keyboard walks. */
import { attributes, classes, html, none, type Child, type Html } from '../html.ts';
import { say, words, type Lang, type Text, type Words } from '../lang.ts';
import { icon } from '../icons.ts';

export interface Column<Row> {
  readonly key: string;
  readonly label: Words;
  readonly cell: (row: Row) => Child;
  /** Numbers: right, tabular figures. */
  readonly numeric?: boolean;
  readonly sortable?: boolean;
  /** In dense tables: takes the room that is left, and is cut with an ellipsis where there is little. */
  readonly grow?: boolean;
  /** Least important columns go first on a narrow screen. */
  readonly minor?: boolean;
  /** In the first column: its cells say nothing without their label, so cards carry it, too. */
  readonly labelled?: boolean;
}

export interface Sort {
  readonly by: string;
  readonly direction: 'asc' | 'desc';
  /** Address of the list sorted so. */
  readonly href: (by: string, direction: 'asc' | 'desc') => string;
}

export interface TableProps<Row> {
  readonly caption: Text | string;
  /** The caption is for screen readers only. */
  readonly hideCaption?: boolean;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly sort?: Sort;
  /** Stable id per row: live updates keep focus and flash what changed. */
  readonly rowId?: (row: Row) => string;
  /** Makes the first cell a link; the whole row can be clicked and walked with j/k. */
  readonly rowHref?: (row: Row) => string;
  readonly current?: (row: Row) => boolean;
  /** Checkboxes in front, for acts on many: name of the field, value and name of the row. */
  readonly select?: {
    readonly name: string;
    readonly value: (row: Row) => string;
    readonly label: (row: Row) => string;
  };
  /** 36 px rows for officials. */
  readonly dense?: boolean;
  /**
   * On a narrow screen each row becomes a small card instead of scrolling sideways. Dense tables do so
   * unless told `false`: their columns have no room on a phone.
   */
  readonly stack?: boolean;
  /** Last row: sums. */
  readonly foot?: readonly Child[];
  /** Shown instead of the table when there are no rows. */
  readonly empty?: Html;
}

const selectAll = { vi: 'Chọn tất cả', en: 'Select all' };
const selectRow = { vi: 'Chọn', en: 'Select' };

/** A table of `rows`. */
export function table<Row>(lang: Lang, props: TableProps<Row>): Html {
  if (props.rows.length === 0 && props.empty) return props.empty;
  const caption = say(lang, props.caption);
  const stack = props.stack ?? props.dense ?? false;
  const own = attributes({
    class: classes('table', props.dense && 'table-dense', stack && 'table-stack'),
    'data-list': props.rowHref !== undefined,
  });
  return html`<div class="table-scroll" role="region" tabindex="0" aria-label="${caption}"><table${own}><caption${attributes({ class: props.hideCaption ? 'visually-hidden' : undefined })}>${caption}</caption><thead><tr>${
    props.select && html`<th class="pick"><input type="checkbox" data-select-all aria-label="${selectAll[lang]}" /></th>`
  }${props.columns.map((column) => header(lang, column, props.sort))}</tr></thead><tbody>${props.rows.map((row) => line(lang, props, stack, row))}</tbody>${
    props.foot &&
    html`<tfoot>
      <tr>
        ${props.foot.map((cell, index) => {
          const column = props.columns[index];
          const own = { class: columnClass(column), 'data-label': cardLabel(lang, stack, column, index) };
          return html`<td${attributes(own)}>${cell}</td>`;
        })}
      </tr>
    </tfoot>`
  }</table></div>`;
}

function columnClass(column: { numeric?: boolean; minor?: boolean; grow?: boolean } | undefined): string {
  return classes(column?.numeric && 'numeric', column?.minor && 'minor', column?.grow && 'grow');
}

/** What stands before a cell once its row is a card: the column's label; the first cell is the card's title. */
function cardLabel<Row>(lang: Lang, stack: boolean, column: Column<Row> | undefined, index: number): string | undefined {
  if (!stack || !column || (index === 0 && !column.labelled)) return undefined;
  return String(words(lang, column.label)) || undefined;
}

function header<Row>(lang: Lang, column: Column<Row>, sort: Sort | undefined): Html {
  const label = words(lang, column.label);
  const sorted = sort?.by === column.key ? sort.direction : undefined;
  const next = sorted === 'asc' ? 'desc' : 'asc';
  const own = attributes({
    scope: 'col',
    class: columnClass(column) || undefined,
    'aria-sort': sorted === 'asc' ? 'ascending' : sorted === 'desc' ? 'descending' : undefined,
  });
  if (!column.sortable || !sort) return html`<th${own}>${label}</th>`;
  const sign = icon(sorted === 'asc' ? 'up' : sorted === 'desc' ? 'down' : 'both');
  return html`<th${own}><a class="sort" href="${sort.href(column.key, next)}">${label} ${sign}</a></th>`;
}

function line<Row>(lang: Lang, props: TableProps<Row>, stack: boolean, row: Row): Html {
  const href = props.rowHref?.(row);
  const current = props.current?.(row) ?? false;
  const own = attributes({
    id: props.rowId?.(row),
    'data-row': href !== undefined,
    class: current ? 'current' : undefined,
  });
  const pick = props.select
    ? html`<td class="pick">
        <input${attributes({ type: 'checkbox', name: props.select.name, value: props.select.value(row), 'aria-label': `${selectRow[lang]} ${props.select.label(row)}` })} />
      </td>`
    : none;
  return html`<tr${own}>${pick}${props.columns.map((column, index) => {
    const cell = column.cell(row);
    const label = cardLabel(lang, stack, column, index);
    return html`<td${attributes({ class: columnClass(column) || undefined, 'data-label': label })}>${
      index === 0 && href
        ? html`<a
            class="row-link"
            href="${href}"
            ${attributes({ 'aria-current': current ? 'true' : undefined })}
            >${cell}</a
          >`
        : cell
    }</td>`;
  })}</tr>`;
}
