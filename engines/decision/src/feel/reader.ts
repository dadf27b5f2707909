import { FeelError, type Words } from './errors.ts';
import { tokenize } from './lexer.ts';
import type { Token } from './lexer.ts';

/** Walks over the tokens of a FEEL text. */
export class TokenReader {
  readonly source: string;
  readonly tokens: readonly Token[];
  protected at = 0;
  /** Bounds what repeated attempts at one place may cost. */
  private attempts = 0;

  constructor(source: string) {
    this.source = source;
    this.tokens = tokenize(source);
  }

  peek(ahead = 0): Token {
    return this.tokens[this.at + ahead] ?? (this.tokens.at(-1) as Token);
  }

  next(): Token {
    const token = this.peek();
    if (token.kind !== 'end') this.at += 1;
    return token;
  }

  isSymbol(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'symbol' && token.text === text;
  }

  isWord(text: string, ahead = 0): boolean {
    const token = this.peek(ahead);
    return token.kind === 'word' && token.text === text;
  }

  takeSymbol(text: string): boolean {
    if (!this.isSymbol(text)) return false;
    this.at += 1;
    return true;
  }

  takeWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.at += 1;
    return true;
  }

  expect(symbol: string): void {
    if (!this.takeSymbol(symbol)) this.fail({ vi: `Ở đây cần ký hiệu ${symbol}`, en: `Expected ${symbol}` });
  }

  expectWord(word: string): void {
    if (!this.takeWord(word)) this.fail({ vi: `Ở đây cần từ ${word}`, en: `Expected the word ${word}` });
  }

  expectEnd(): void {
    if (this.peek().kind !== 'end')
      this.fail({ vi: `Ở đây không được có ${this.peek().text}`, en: `Did not expect ${this.peek().text}` });
  }

  /** Throws FeelError at the current token. */
  fail(text: Words): never {
    throw new FeelError('syntax', text, this.source, this.peek().start);
  }

  /** Tries a reading; when it fails with a syntax error nothing has been taken and the answer is null. */
  attempt<T>(read: () => T): T | null {
    const start = this.at;
    if (++this.attempts > 2000)
      this.fail({ vi: 'Biểu thức có quá nhiều cách đọc.', en: 'The expression has too many readings.' });
    try {
      return read();
    } catch (error) {
      if (!(error instanceof FeelError)) throw error;
      this.at = start;
      return null;
    }
  }
}
