/**
 * Loaded into every process of tests: what it says is written at once, however busy the reader is. Node ends a process of
 * tests (`--test-force-exit`) without waiting for what its pipe has not yet taken, and then a file ends unheard.
 */
const { _handle: pipe } = process.stdout as unknown as { _handle?: { setBlocking?(yes: boolean): void } };
pipe?.setBlocking?.(true);
