/** Recursive descent over the FEEL grammar of DMN 1.5, clause 10.3.1.2. */
import type { Node, Test, TestList } from './ast.ts';
import { PrimaryParser } from './primary-parser.ts';
import { parseType } from './type-parser.ts';

const MAX_NESTING = 150;
/** Longest row of operators of one rank: each makes the tree one deeper. */
const MAX_ROW = 1000;

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

/** Tests and operators, from the loosest binding to the tightest. */
class Parser extends PrimaryParser {
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
        if (this.peek().kind !== 'end') this.fail({ vi: 'Sau not(…) không được có gì nữa.', en: 'Nothing may follow not(…).' });
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

  expression(): Node {
    if (++this.nesting > MAX_NESTING) this.fail({ vi: 'Biểu thức lồng quá sâu.', en: 'The expression is nested too deep.' });
    const wasRangeEnd = this.inRangeEnd;
    this.inRangeEnd = false;
    const node = this.disjunction();
    this.inRangeEnd = wasRangeEnd;
    this.nesting -= 1;
    return node;
  }

  /** Takes one more operator of a row. */
  private checkRow(length: number): void {
    if (length > MAX_ROW) this.fail({ vi: 'Biểu thức nối quá nhiều phép tính.', en: 'Too many operators stand in a row.' });
  }

  private disjunction(): Node {
    let left = this.conjunction();
    for (let row = 1; this.takeWord('or'); row++) {
      this.checkRow(row);
      left = { is: 'or', left, right: this.conjunction() };
    }
    return left;
  }

  private conjunction(): Node {
    let left = this.comparison();
    for (let row = 1; this.takeWord('and'); row++) {
      this.checkRow(row);
      left = { is: 'and', left, right: this.comparison() };
    }
    return left;
  }

  private comparison(): Node {
    let left = this.arithmetic();
    for (let row = 0; ; row++) {
      this.checkRow(row);
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

  protected arithmetic(): Node {
    let left = this.term();
    for (let row = 0; ; row++) {
      this.checkRow(row);
      if (this.takeSymbol('+')) left = { is: 'arithmetic', operator: '+', left, right: this.term() };
      else if (this.takeSymbol('-')) left = { is: 'arithmetic', operator: '-', left, right: this.term() };
      else return left;
    }
  }

  private term(): Node {
    let left = this.factor();
    for (let row = 0; ; row++) {
      this.checkRow(row);
      if (this.takeSymbol('*')) left = { is: 'arithmetic', operator: '*', left, right: this.factor() };
      else if (this.takeSymbol('/')) left = { is: 'arithmetic', operator: '/', left, right: this.factor() };
      else return left;
    }
  }

  private factor(): Node {
    let left = this.unary();
    for (let row = 1; this.takeSymbol('**'); row++) {
      this.checkRow(row);
      left = { is: 'arithmetic', operator: '**', left, right: this.unary() };
    }
    return left;
  }

  private unary(): Node {
    let minus = 0;
    while (this.takeSymbol('-')) minus += 1;
    if (minus > MAX_NESTING) this.fail({ vi: 'Biểu thức lồng quá sâu.', en: 'The expression is nested too deep.' });
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
    for (let row = 0; ; row++) {
      this.checkRow(row);
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
    // The entries of the items are names in the condition.
    this.scopes.push(this.members);
    const condition = this.expression();
    this.scopes.pop();
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
          this.fail({
            vi: 'Các giá trị của hàm phải ghi tất cả theo tên hoặc tất cả theo thứ tự.',
            en: 'Arguments are given either all by name or all by place.',
          });
        }
        values.push(this.expression());
      } while (this.takeSymbol(','));
    }
    this.expect(')');
    return { is: 'call', target, arguments: values, names: names.length > 0 ? names : null };
  }
}
