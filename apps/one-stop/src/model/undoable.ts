/** So long what officials did by mistake can be taken back, as long as nobody has gone on with it: milliseconds. */
export const undoable: number = 30 * 60_000;
