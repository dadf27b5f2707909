import type { ComparisonOperator, Iterator, Node, Parameter } from './ast.ts';
import { parseNumber } from './decimal.ts';
import { NameTree, normalizeName } from './names.ts';
import { RESERVED, ScopedReader } from './scoped-reader.ts';
import { parseTemporal } from './temporal-parse.ts';
import { parseType } from './type-parser.ts';

const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>=']);
/** Built-in functions whose names hold keywords. */
const BUILTINS = new NameTree(['date and time', 'years and months duration']);

/** What an expression can begin with: literals, names, brackets of all kinds, and the keyword forms. */
export abstract class PrimaryParser extends ScopedReader {
  abstract expression(): Node;

  protected abstract arithmetic(): Node;

  protected takeComparison(): ComparisonOperator | null {
    const token = this.peek();
    if (token.kind !== 'symbol' || !COMPARISONS.has(token.text)) return null;
    this.next();
    return token.text as ComparisonOperator;
  }

  protected primary(): Node {
    const token = this.peek();
    switch (token.kind) {
      case 'number': {
        this.next();
        const value = parseNumber(token.text);
        if (value === null) this.fail({ vi: 'Số quá lớn.', en: 'The number is too large.' });
        return { is: 'literal', value };
      }
      case 'string':
        this.next();
        return { is: 'literal', value: token.text };
      case 'at': {
        this.next();
        return { is: 'literal', value: parseTemporal(token.text) };
      }
      case 'word':
        return this.wordPrimary(token.text);
      case 'symbol':
        return this.symbolPrimary(token.text);
      case 'end':
        return this.fail({ vi: 'Biểu thức còn thiếu ở cuối.', en: 'The expression ends too early.' });
    }
  }

  protected symbolPrimary(symbol: string): Node {
    switch (symbol) {
      case '(': {
        this.next();
        const operator = this.takeComparison();
        if (operator) return this.comparisonRange(operator);
        const inner = this.expression();
        if (this.takeSymbol('..')) return this.rangeEnd(inner, false);
        this.expect(')');
        return inner;
      }
      case '[': {
        this.next();
        const items: Node[] = [];
        if (this.takeSymbol(']')) return { is: 'list', items };
        items.push(this.expression());
        if (this.takeSymbol('..')) return this.rangeEnd(items[0] as Node, true);
        while (this.takeSymbol(',')) items.push(this.expression());
        this.expect(']');
        return { is: 'list', items };
      }
      case ']': {
        this.next();
        const start = this.expression();
        this.expect('..');
        return this.rangeEnd(start, false);
      }
      case '{':
        return this.contextLiteral();
      default:
        return this.fail({
          vi: `Ở đây cần một giá trị, không phải ${symbol}`,
          en: `A value is expected, not ${symbol}`,
        });
    }
  }

  /** `(< 5)` and its kin are ranges with one end. */
  protected comparisonRange(operator: ComparisonOperator): Node {
    const value = this.arithmetic();
    this.expect(')');
    const lower = operator.startsWith('<') ? null : value;
    const upper = operator.startsWith('>') ? null : value;
    const included = operator.endsWith('=');
    return {
      is: 'range',
      start: lower,
      end: upper,
      startIncluded: lower !== null && included,
      endIncluded: upper !== null && included,
      operator,
    };
  }

  protected rangeEnd(start: Node, startIncluded: boolean): Node {
    const wasRangeEnd = this.inRangeEnd;
    this.inRangeEnd = true;
    const end = this.arithmetic();
    this.inRangeEnd = wasRangeEnd;
    const close = this.next();
    if (close.kind !== 'symbol' || !'])['.includes(close.text))
      this.fail({ vi: 'Khoảng giá trị chưa được đóng lại.', en: 'The range is not closed.' });
    return { is: 'range', start, end, startIncluded, endIncluded: close.text === ']' };
  }

  protected contextLiteral(): Node {
    this.expect('{');
    const entries: { name: string; value: Node }[] = [];
    const scope = new NameTree();
    this.scopes.push(scope);
    if (!this.isSymbol('}')) {
      do {
        const token = this.peek();
        let name: string | null;
        if (token.kind === 'string') {
          this.next();
          this.expect(':');
          name = token.text;
        } else {
          name = this.labelBefore(':');
        }
        if (name === null)
          return this.fail({
            vi: 'Mỗi mục trong {…} viết là tên: giá trị.',
            en: 'An entry of a context is written name: value.',
          });
        // A second entry of the same name makes the context wrong; the evaluator answers null.
        const value = this.expression();
        entries.push({ name, value });
        scope.add(name);
        this.members.add(name);
      } while (this.takeSymbol(','));
    }
    this.scopes.pop();
    this.expect('}');
    return { is: 'context', entries };
  }

  protected wordPrimary(word: string): Node {
    const known = this.longestKnown(this.scopes);
    const joined = this.joinedName();
    if (!known || known.length < 2) {
      const keyword = this.keyword(word, joined.length);
      if (keyword) return keyword;
    }
    if (known && known.length >= joined.length) return this.nameNode(this.takeName(known));
    const builtin = BUILTINS.match(this.tokens, this.at);
    if (builtin && builtin.length > joined.length && this.isSymbol('(', builtin.length)) {
      return this.nameNode(this.takeName(builtin));
    }
    if (RESERVED.has(word))
      this.fail({
        vi: `Ở đây cần một giá trị, không phải từ ${word}.`,
        en: `A value is expected, not the word ${word}.`,
      });
    return this.nameNode(this.takeName(joined));
  }

  protected nameNode(name: string): Node {
    if (name === '?') this.usesInput = true;
    return { is: 'name', name };
  }

  /** `words`: how many words the name would have that starts here. */
  protected keyword(word: string, words: number): Node | null {
    switch (word) {
      case 'null':
      case 'true':
      case 'false':
        if (words > 1) return null;
        this.next();
        return { is: 'literal', value: word === 'null' ? null : word === 'true' };
      case 'if':
        return this.conditional();
      case 'for':
        return this.loop();
      case 'some':
      case 'every':
        return this.quantified(word);
      case 'function':
        return this.isSymbol('(', 1) ? this.functionDefinition() : null;
      default:
        return null;
    }
  }

  protected conditional(): Node {
    this.next();
    const condition = this.expression();
    this.expectWord('then');
    const whenTrue = this.expression();
    this.expectWord('else');
    return { is: 'if', condition, whenTrue, otherwise: this.expression() };
  }

  protected iterators(): Iterator[] {
    const scope = new NameTree();
    this.scopes.push(scope);
    const iterators: Iterator[] = [];
    do {
      const first = this.peek();
      let last = first;
      while (!this.isWord('in')) {
        last = this.next();
        if (last.kind !== 'word' && last.kind !== 'number' && last.kind !== 'symbol') {
          this.fail({
            vi: 'Vòng lặp viết là: for tên in danh sách.',
            en: 'A loop is written: for name in list.',
          });
        }
      }
      if (first === this.peek())
        this.fail({
          vi: 'Vòng lặp viết là: for tên in danh sách.',
          en: 'A loop is written: for name in list.',
        });
      const name = normalizeName(this.source.slice(first.start, last.end));
      this.next();
      const source = this.expression();
      const end = this.takeSymbol('..') ? this.expression() : null;
      iterators.push({ name, source, end });
      scope.add(name);
    } while (this.takeSymbol(','));
    return iterators;
  }

  protected loop(): Node {
    this.next();
    const iterators = this.iterators();
    this.scopes.at(-1)?.add('partial');
    this.expectWord('return');
    const result = this.expression();
    this.scopes.pop();
    return { is: 'for', iterators, result };
  }

  protected quantified(is: 'some' | 'every'): Node {
    this.next();
    const iterators = this.iterators();
    this.expectWord('satisfies');
    const condition = this.expression();
    this.scopes.pop();
    return { is, iterators, condition };
  }

  protected functionDefinition(): Node {
    this.next();
    this.expect('(');
    const scope = new NameTree();
    const parameters: Parameter[] = [];
    if (!this.isSymbol(')')) {
      do {
        const first = this.peek();
        let last = first;
        while (!this.isSymbol(',') && !this.isSymbol(':') && !this.isSymbol(')')) {
          last = this.next();
          if (last.kind === 'end')
            this.fail({
              vi: 'Các tham số của hàm chưa được đóng lại.',
              en: 'The parameters of the function are not closed.',
            });
        }
        const name = normalizeName(this.source.slice(first.start, last.end));
        parameters.push({ name, type: this.takeSymbol(':') ? parseType(this) : null });
        scope.add(name);
      } while (this.takeSymbol(','));
    }
    this.expect(')');
    const external = this.takeWord('external');
    this.scopes.push(scope);
    const body = this.expression();
    this.scopes.pop();
    return { is: 'function', parameters, body, external };
  }
}
