/** A bar on a terminal once something takes over two seconds; a line every ten seconds anywhere else. */
export function progressBar(what: string): { show(done: number, all: number): void; end(): void } {
  const began = performance.now();
  const live = process.stderr.isTTY;
  let told = began;
  let drawn = false;
  return {
    show(done, all) {
      const now = performance.now();
      if (now - began < 2000 || now - told < (live ? 200 : 10_000)) return;
      told = now;
      const share = all === 0 ? 1 : Math.min(1, done / all);
      const left = share > 0 ? Math.round(((now - began) / share - (now - began)) / 1000) : 0;
      const bar = '█'.repeat(Math.round(share * 30)).padEnd(30, '░');
      const text = `${what} ${bar} ${Math.floor(share * 100)} % (${left} s left)`;
      process.stderr.write(live ? `\r${text}   ` : `${text}\n`);
      drawn = true;
    },
    end() {
      if (live && drawn) process.stderr.write(`\r${' '.repeat(what.length + 60)}\r`);
    },
  };
}
