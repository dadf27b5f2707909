/**
 * Recursive descent over the FEEL grammar of DMN 1.5, clause 10.3.1.2. Names may hold spaces and
 * operators, so the parser carries the names in scope and takes the longest that fits; words that no
 * known name explains are joined as they stand ("Monthly Salary").
 */
import type { ComparisonOperator, Iterator, Node, Parameter, Test, TestList } from './ast.ts';
import { NameTree, normalizeName } from './names.ts';
import { parseNumber } from './decimal.ts';
import { TokenReader } from './reader.ts';
import { parseTemporal } from './temporal-parse.ts';
import { parseType } from './type-parser.ts';

const COMPARISONS = new Set(['=', '!=', '<', '<=', '>', '>=']);
const RESERVED = new Set([
  'and', 'or', 'in', 'between', 'then', 'else', 'return', 'satisfies', 'if', 'for', 'some', 'every', 'function', 'external',
]); // prettier-ignore
const MAX_NESTING = 150;
/** Built-in functions whose names hold keywords. */
const BUILTINS = new NameTree(['date and time', 'years and months duration']);

/** Reads one expression. `names` are the names in scope that hold spaces, operators or keywords. */
export function parseExpressionTree(source: string, names: Iterable<string> = []): Node {
  const parser = new Parser(source, names);
  const node = parser.expression();
  parser.expectEnd();
  return node;
}

/** Reads the unary tests of a decision table's cell or an allowed-values list. */
export function parseUnaryTestsTree(source: string, names: Iterable<string> = []): TestList {
  const parser = new Parser(source, names);
  const tests = parser.unaryTests();
  parser.expectEnd();
  return tests;
}

class Parser extends TokenReader {
  /** Names declared around the current place, outermost first. */
  private readonly scopes: NameTree[];
  /** Entry names of context literals seen so far: they may be members of what follows. */
  private readonly members = new NameTree();
  private nesting = 0;
  private usesInput = false;
  /** Inside the ends of a range, where `[` may close it. */
  private inRangeEnd = false;

  constructor(source: string, names: Iterable<string>) {
    super(source);
    this.scopes = [new NameTree(names)];
  }

  override attempt<T>(read: () => T): T | null {
    const { nesting, usesInput, inRangeEnd } = this;
    const depth = this.scopes.length;
    const result = super.attempt(read);
    if (result === null) {
      Object.assign(this, { nesting, usesInput, inRangeEnd });
      this.scopes.length = depth;
    }
    return result;
  }

  unaryTests(): TestList {
    if (this.isSymbol('-') && this.peek(1).kind === 'end') {
      this.next();
      return { tests: null, negated: false };
    }
    if (this.isWord('not') && this.isSymbol('(', 1)) {
      const negated = this.attempt(() => {
        this.next();
        this.next();
        const tests = this.testList();
        this.expect(')');
        if (this.peek().kind !== 'end') this.fail('Nothing may follow not(…).');
        return tests;
      });
      if (negated) return { tests: negated, negated: true };
    }
    return { tests: this.testList(), negated: false };
  }

  private testList(): Test[] {
    const tests = [this.test()];
    while (this.takeSymbol(',')) tests.push(this.test());
    return tests;
  }

  private test(arithmeticOnly = false): Test {
    const operator = this.takeComparison();
    if (operator) return { is: 'compare', operator, operand: this.arithmetic() };
    const before = this.usesInput;
    this.usesInput = false;
    const expression = arithmeticOnly ? this.arithmetic() : this.expression();
    const usesInput = this.usesInput;
    this.usesInput ||= before;
    return { is: 'expression', expression, usesInput };
  }

  private takeComparison(): ComparisonOperator | null {
    const token = this.peek();
    if (token.kind !== 'symbol' || !COMPARISONS.has(token.text)) return null;
    this.next();
    return token.text as ComparisonOperator;
  }

  expression(): Node {
    if (++this.nesting > MAX_NESTING) this.fail('The expression is nested too deep.');
    const wasRangeEnd = this.inRangeEnd;
    this.inRangeEnd = false;
    const node = this.disjunction();
    this.inRangeEnd = wasRangeEnd;
    this.nesting -= 1;
    return node;
  }

  private disjunction(): Node {
    let left = this.conjunction();
    while (this.takeWord('or')) left = { is: 'or', left, right: this.conjunction() };
    return left;
  }

  private conjunction(): Node {
    let left = this.comparison();
    while (this.takeWord('and')) left = { is: 'and', left, right: this.comparison() };
    return left;
  }

  private comparison(): Node {
    let left = this.arithmetic();
    for (;;) {
      const operator = this.takeComparison();
      if (operator) {
        left = { is: 'comparison', operator, left, right: this.arithmetic() };
      } else if (this.takeWord('between')) {
        const low = this.arithmetic();
        this.expectWord('and');
        left = { is: 'between', value: left, low, high: this.arithmetic() };
      } else if (this.takeWord('in')) {
        left = { is: 'in', value: left, tests: this.inTests() };
      } else {
        return left;
      }
    }
  }

  /** After `in`: one test, or several in parentheses. */
  private inTests(): Test[] {
    if (this.isSymbol('(')) {
      const several = this.attempt(() => {
        this.next();
        const tests = this.testList();
        this.expect(')');
        return tests;
      });
      if (several) return several;
    }
    return [this.test(true)];
  }

  private arithmetic(): Node {
    let left = this.term();
    for (;;) {
      if (this.takeSymbol('+')) left = { is: 'arithmetic', operator: '+', left, right: this.term() };
      else if (this.takeSymbol('-')) left = { is: 'arithmetic', operator: '-', left, right: this.term() };
      else return left;
    }
  }

  private term(): Node {
    let left = this.factor();
    for (;;) {
      if (this.takeSymbol('*')) left = { is: 'arithmetic', operator: '*', left, right: this.factor() };
      else if (this.takeSymbol('/')) left = { is: 'arithmetic', operator: '/', left, right: this.factor() };
      else return left;
    }
  }

  private factor(): Node {
    let left = this.unary();
    while (this.takeSymbol('**')) left = { is: 'arithmetic', operator: '**', left, right: this.unary() };
    return left;
  }

  private unary(): Node {
    let minus = 0;
    while (this.takeSymbol('-')) minus += 1;
    if (minus > MAX_NESTING) this.fail('The expression is nested too deep.');
    let node = this.instance();
    for (; minus > 0; minus--) node = { is: 'negation', operand: node };
    return node;
  }

  private instance(): Node {
    let node = this.postfix();
    while (this.isWord('instance') && this.isWord('of', 1)) {
      this.next();
      this.next();
      node = { is: 'instance', value: node, type: parseType(this) };
    }
    return node;
  }

  private postfix(): Node {
    let node = this.primary();
    for (;;) {
      if (this.isSymbol('.')) {
        this.next();
        node = { is: 'path', target: node, name: this.memberName() };
      } else if (this.isSymbol('(')) {
        node = this.call(node);
      } else if (this.isSymbol('[')) {
        const target = node;
        const filter = this.inRangeEnd ? this.attempt(() => this.filter(target)) : this.filter(target);
        if (!filter) return node;
        node = filter;
      } else {
        return node;
      }
    }
  }

  private filter(target: Node): Node {
    this.expect('[');
    const condition = this.expression();
    this.expect(']');
    return { is: 'filter', target, condition };
  }

  private call(target: Node): Node {
    this.expect('(');
    const names: string[] = [];
    const values: Node[] = [];
    if (!this.isSymbol(')')) {
      do {
        const name = this.labelBefore(':');
        if (name !== null) names.push(name);
        if (names.length !== (name === null ? 0 : values.length + 1)) {
          this.fail('Arguments are given either all by name or all by place.');
        }
        values.push(this.expression());
      } while (this.takeSymbol(','));
    }
    this.expect(')');
    return { is: 'call', target, arguments: values, names: names.length > 0 ? names : null };
  }

  private memberName(): string {
    const token = this.peek();
    if (token.kind === 'string') {
      this.next();
      return token.text;
    }
    if (token.kind !== 'word') this.fail('A name must follow the point.');
    const joined = this.joinedName();
    const known = this.longestKnown([...this.scopes, this.members]);
    return this.takeName(known && known.length >= joined.length ? known : joined);
  }

  private longestKnown(trees: readonly NameTree[]): { name: string; length: number } | null {
    let best: { name: string; length: number } | null = null;
    for (const tree of trees) {
      const found = tree.match(this.tokens, this.at);
      if (found && found.length >= (best?.length ?? 0)) best = found;
    }
    return best;
  }

  /** The words from here on that are not keywords, as one name. */
  private joinedName(): { name: string; length: number } {
    const words: string[] = [];
    for (let ahead = 0; ; ahead++) {
      const token = this.peek(ahead);
      if (token.kind === 'word') {
        if (ahead > 0 && (RESERVED.has(token.text) || this.startsInstanceOf(ahead))) break;
      } else if (!(ahead > 0 && token.kind === 'number' && /^\d+$/.test(token.text))) {
        break;
      }
      words.push(token.text);
    }
    return { name: words.join(' '), length: words.length };
  }

  private startsInstanceOf(ahead: number): boolean {
    return this.isWord('instance', ahead) && this.isWord('of', ahead + 1);
  }

  private takeName(found: { name: string; length: number }): string {
    for (let i = 0; i < found.length; i++) this.next();
    return found.name;
  }

  private primary(): Node {
    const token = this.peek();
    switch (token.kind) {
      case 'number': {
        this.next();
        const value = parseNumber(token.text);
        if (value === null) this.fail('The number is too large.');
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
        return this.fail('The expression ends too early.');
    }
  }

  private symbolPrimary(symbol: string): Node {
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
        return this.fail(`A value is expected, not ${symbol}`);
    }
  }

  /** `(< 5)` and its kin are ranges with one end. */
  private comparisonRange(operator: ComparisonOperator): Node {
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

  private rangeEnd(start: Node, startIncluded: boolean): Node {
    const wasRangeEnd = this.inRangeEnd;
    this.inRangeEnd = true;
    const end = this.arithmetic();
    this.inRangeEnd = wasRangeEnd;
    const close = this.next();
    if (close.kind !== 'symbol' || !'])['.includes(close.text)) this.fail('The range is not closed.');
    return { is: 'range', start, end, startIncluded, endIncluded: close.text === ']' };
  }

  private contextLiteral(): Node {
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
        if (name === null) return this.fail('An entry of a context is written name: value.');
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

  /** A name that stands before the given symbol, which is taken too; null when there is none here. */
  private labelBefore(symbol: string): string | null {
    let ahead = 0;
    for (; !this.isSymbol(symbol, ahead); ahead++) {
      const token = this.peek(ahead);
      const namePart =
        token.kind === 'word' ||
        (ahead > 0 && token.kind === 'number') ||
        (ahead > 0 && token.kind === 'symbol' && /^(?:[-+*/.']|\*\*)$/.test(token.text));
      if (!namePart) return null;
    }
    if (ahead === 0) return null;
    const name = normalizeName(this.source.slice(this.peek().start, this.peek(ahead - 1).end));
    for (let i = 0; i <= ahead; i++) this.next();
    return name;
  }

  private wordPrimary(word: string): Node {
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
    if (RESERVED.has(word)) this.fail(`A value is expected, not the word ${word}.`);
    return this.nameNode(this.takeName(joined));
  }

  private nameNode(name: string): Node {
    if (name === '?') this.usesInput = true;
    return { is: 'name', name };
  }

  /** `words`: how many words the name would have that starts here. */
  private keyword(word: string, words: number): Node | null {
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

  private conditional(): Node {
    this.next();
    const condition = this.expression();
    this.expectWord('then');
    const whenTrue = this.expression();
    this.expectWord('else');
    return { is: 'if', condition, whenTrue, otherwise: this.expression() };
  }

  private iterators(): Iterator[] {
    const scope = new NameTree();
    this.scopes.push(scope);
    const iterators: Iterator[] = [];
    do {
      const first = this.peek();
      let last = first;
      while (!this.isWord('in')) {
        last = this.next();
        if (last.kind !== 'word' && last.kind !== 'number' && last.kind !== 'symbol') {
          this.fail('A loop is written: for name in list.');
        }
      }
      if (first === this.peek()) this.fail('A loop is written: for name in list.');
      const name = normalizeName(this.source.slice(first.start, last.end));
      this.next();
      const source = this.expression();
      const end = this.takeSymbol('..') ? this.expression() : null;
      iterators.push({ name, source, end });
      scope.add(name);
    } while (this.takeSymbol(','));
    return iterators;
  }

  private loop(): Node {
    this.next();
    const iterators = this.iterators();
    this.scopes.at(-1)?.add('partial');
    this.expectWord('return');
    const result = this.expression();
    this.scopes.pop();
    return { is: 'for', iterators, result };
  }

  private quantified(is: 'some' | 'every'): Node {
    this.next();
    const iterators = this.iterators();
    this.expectWord('satisfies');
    const condition = this.expression();
    this.scopes.pop();
    return { is, iterators, condition };
  }

  private functionDefinition(): Node {
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
          if (last.kind === 'end') this.fail('The parameters of the function are not closed.');
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
