/** One page of a list, with the cursor behind it. */
interface PageOfRows<Row, Cursor> {
  readonly rows: readonly Row[];
  readonly next: Cursor | null | undefined;
}

/**
 * All rows of a list that comes page by page, for a file.
 * @param read one page; @param most about how many rows at most: no page is asked for after them
 */
export async function* everyRow<Row, Cursor>(
  read: (after: Cursor | undefined) => Promise<PageOfRows<Row, Cursor>>,
  most = Infinity,
): AsyncGenerator<Row> {
  let after: Cursor | undefined;
  let given = 0;
  do {
    const { rows, next } = await read(after);
    yield* rows;
    given += rows.length;
    after = next ?? undefined;
  } while (after !== undefined && given < most);
}
