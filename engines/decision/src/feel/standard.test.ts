/** FEEL of DMN 1.5, clauses 10.3.1 and 10.3.2, operator by operator: values, nulls, wrong types, conversions. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { evaluate, toJson } from '../index.ts';

/** An expression ==> what it is, as a FEEL expression too. */
const ROWS = String.raw`
[1,2,3] instance of list<number> ==> true
[1,2,"a"] instance of list<number> ==> false
[] instance of list<number> ==> true
[1,null] instance of list<number> ==> true
[1] instance of list<Any> ==> true
{a:1} instance of context<a: number> ==> true
{a:1,b:2} instance of context<a: number> ==> true
{a:"x"} instance of context<a: number> ==> false
{} instance of context<a: number> ==> false
{} instance of context<> ==> true
(function(a: number) a) instance of function<number> -> number ==> true
(function(a) a) instance of function<Any> -> Any ==> true
(function(a: number) "x") instance of function<number> -> string ==> true
(function(a: number) "x") instance of function<number> -> number ==> false
(function() 1) instance of function<> -> number ==> true
(function(a,b) 1) instance of function<Any> -> number ==> false
(function(a: number) a) instance of function<string> -> number ==> false
(function(a: Any) 1) instance of function<string> -> Any ==> true
abs instance of function<number> -> number ==> true
[1..3] instance of range<number> ==> true
[1..3] instance of range<string> ==> false
[@"2020-01-01"..@"2020-01-02"] instance of range<date> ==> true
(<5) instance of range<number> ==> true
[1] instance of list ==> true
1 instance of list ==> false
{a: 1} instance of context ==> true
[] instance of context ==> false
abs instance of function ==> true
(function(a) a) instance of function ==> true
1 instance of function ==> false
[1..2] instance of range ==> true
null instance of list ==> false
1 instance of number ==> true
1 instance of Any ==> true
null instance of Any ==> false
null instance of Null ==> true
1 instance of null ==> false
null instance of number ==> false
"a" instance of string ==> true
true instance of boolean ==> true
@"2020-01-01" instance of date ==> true
@"2020-01-01" instance of date and time ==> false
@"2020-01-01T00:00:00" instance of date and time ==> true
@"10:00:00" instance of time ==> true
@"P1D" instance of days and time duration ==> true
@"P1D" instance of years and months duration ==> false
@"P1Y" instance of years and months duration ==> true
1 instance of foo ==> null
1 instance of number and true ==> true
not(1 instance of string) ==> true
[1,2] instance of list<list<number>> ==> false
[[1],[2]] instance of list<list<number>> ==> true
{a:{b:[1]}} instance of context<a: context<b: list<number>>> ==> true
if null then 2 else 3 ==> 3
1 + if true then 1 else 2 ==> 2
if true then 1 else 2 + 3 ==> 1
1 between 1 and 3 ==> true
1 between null and 3 ==> null
null between 1 and 3 ==> null
5 between 1 and 3 and true ==> false
"b" between "a" and "c" ==> true
@"2020-01-02" between @"2020-01-01" and @"2020-01-03" ==> true
1 between "a" and 3 ==> null
2 between 3 and 1 ==> false
1 in (1,2) ==> true
1 in [1..2] ==> true
1 in <2 ==> true
1 in (<2) ==> true
1 in (<1, >2) ==> false
1 in (null, 1) ==> true
"a" in ["a".."b"] ==> true
1 in [[1..2], [5..6]] ==> true
[1,2] in [[1,2],[3]] ==> true
[1,2] in ([1,2],[3]) ==> true
{a:1} in [{a:1}] ==> true
1 in 1 ==> true
1 in [] ==> false
[1,2,3][1] ==> 1
[1,2,3][-1] ==> 3
[1,2,3][0] ==> null
[1,2,3][4] ==> null
[1,2,3][-4] ==> null
[1,2,3][item > 1] ==> [2,3]
[1,2,3][1.5] ==> null
[{x:1,y:2},{x:2,y:3}][x=1] ==> [{x:1,y:2}]
[{x:1,y:2},{x:null,y:3}][x<2] ==> [{x:1,y:2}]
[{x:1,y:2},{y:3}][x=1] ==> [{x:1,y:2}]
100[1] ==> 100
100[2] ==> null
100[0] ==> null
100[item=100] ==> [100]
100[item=1] ==> []
null[1] ==> null
{a:1}[a=1] ==> [{a:1}]
{a:1}[1] ==> {a:1}
[][1] ==> null
[][true] ==> []
[null][1] ==> null
[null,1][item = null] ==> [null]
[[1,2],[3]][1][2] ==> 2
[true,false][item] ==> [true]
[1,2,3,4][even(item)] ==> [2,4]
for i in [1,2] return i*2 ==> [2,4]
for i in 1..3 return i ==> [1,2,3]
for i in 3..1 return i ==> [3,2,1]
for i in 1..1 return i ==> [1]
for i in -1..1 return i ==> [-1,0,1]
for i in [1..3] return i ==> [1,2,3]
for i in (1..3) return i ==> [2]
for i in ]1..3] return i ==> [2,3]
for i in [3..1] return i ==> [3,2,1]
for i in (3..1) return i ==> [2]
for i in @"2020-01-01"..@"2020-01-03" return string(i) ==> ["2020-01-01","2020-01-02","2020-01-03"]
for i in [@"2020-01-03"..@"2020-01-01"] return string(i) ==> ["2020-01-03","2020-01-02","2020-01-01"]
for i in "a".."c" return i ==> null
for i in null..3 return i ==> null
for i in (<3) return i ==> null
for i in 5 return i ==> [5]
for i in [] return i ==> []
for i in [1,2], j in [i, i+1] return i*j ==> [1,2,4,6]
for i in 1..3 return count(partial) ==> [0,1,2]
for i in 0..4 return if i=0 then 1 else i*partial[-1] ==> [1,1,2,6,24]
for x in 1..2 return for y in 1..2 return x*y ==> [[1,2],[2,4]]
for i in [1,null] return i ==> [1,null]
for i in {a:1} return i.a ==> [1]
some x in [1,2] satisfies x>1 ==> true
every x in [1,2] satisfies x>1 ==> false
some x in [] satisfies x>1 ==> false
every x in [] satisfies x>1 ==> true
some x in [1,2], y in [2,3] satisfies x=y ==> true
every x in [1,2], y in [x] satisfies x=y ==> true
some x in 1..3 satisfies x=2 ==> true
every x in [1..3] satisfies x<4 ==> true
some x in [null, true] satisfies x ==> true
every x in [null, false] satisfies x ==> false
some x in 5 satisfies x = 5 ==> true
{a:1,b:a+1}.b ==> 2
{a:1,a:2} ==> null
{"a b":1}.a b ==> 1
{a: function(x) x+1, b: a(2)}.b ==> 3
{f: function(n) if n<2 then 1 else n*f(n-1), r: f(20)}.r ==> 2432902008176640000
(function(a) function(b) a+b)(1)(2) ==> 3
(function(a: number) a)("x") ==> null
(function(a: number) a)([1]) ==> 1
(function(a: list<number>) a)(1) ==> [1]
(function(a: date and time) a)(@"2020-01-01") ==> @"2020-01-01T00:00:00Z"
(function(a,b) a-b)(b:1, a:3) ==> 2
(function(a,b) a)(1) ==> null
(function(a,b) a)(a:1, c: 2) ==> null
(function(a) a)(1,2) ==> null
(function(a) a)(null) ==> null
[{a:1},{a:2}].a ==> [1,2]
[{a:1},{b:2}].a ==> [1,null]
[].a ==> []
null.a ==> null
"x".a ==> null
@"2020-01-02".day ==> 2
@"2020-01-02T10:00:00".time offset ==> null
@"2020-01-02T10:00:00Z".time offset ==> @"PT0S"
@"2020-07-02T10:00:00@Europe/Paris".time offset ==> @"PT2H"
@"2020-01-02T10:00:00@Europe/Paris".time offset ==> @"PT1H"
@"2020-01-02T10:00:00+01:00".timezone ==> null
@"10:00:00".day ==> null
@"2020-01-02".weekday ==> 4
[1..3].start ==> 1
[1..3].end included ==> true
(1..3).start included ==> false
(<3).start ==> null
(<3).end ==> 3
(<=3).end included ==> true
(<3).start included ==> false
{r: [1..3]}.r.end ==> 3
[1..3] = [1..3] ==> true
[1..3] = (1..3] ==> false
(< 3) = (< 3) ==> true
0.1+0.2 ==> 0.3
2**-1 ==> 0.5
-2**2 ==> 4
2**3**2 ==> 64
0**0 ==> 1
0**-1 ==> null
(-8)**(1/3) ==> null
1/0 ==> null
0/0 ==> null
1e6144 * 10 ==> null
1e-6176 / 10 ==> 0
1 + null ==> null
"a" + null ==> null
"a" + 1 ==> null
"a" + "b" ==> "ab"
[1]+[2] ==> null
true + true ==> null
- "a" ==> null
-null ==> null
--1 ==> 1
- @"P1D" ==> @"-P1D"
@"2020-01-31" + @"P1M" ==> @"2020-02-29"
@"2020-01-31" + @"PT36H" ==> @"2020-02-01"
@"2020-01-31" - @"PT1H" ==> @"2020-01-30"
@"2020-03-31" - @"P1M" ==> @"2020-02-29"
@"2020-01-31" - @"2020-01-01" ==> @"P30D"
@"2020-01-31T00:00:00Z" - @"2020-01-31" ==> @"PT0S"
@"2020-01-31T00:00:00" - @"2020-01-31" ==> null
@"2020-01-31T00:00:00+01:00" - @"2020-01-31T00:00:00Z" ==> @"-PT1H"
@"10:00:00" - @"09:00:00" ==> @"PT1H"
@"10:00:00Z" - @"09:00:00" ==> null
@"23:00:00" + @"PT2H" ==> @"01:00:00"
@"00:00:00" - @"PT1S" ==> @"23:59:59"
@"10:00:00" + @"P1Y" ==> null
@"P1D" + @"2020-01-01" ==> @"2020-01-02"
@"P1D" - @"2020-01-01" ==> null
@"P1D" + @"P1Y" ==> null
@"P1D" * 2 ==> @"P2D"
2 * @"P1Y" ==> @"P2Y"
@"P1D" / 2 ==> @"PT12H"
@"P1Y" / 5 ==> @"P2M"
@"P1D" / @"PT12H" ==> 2
@"P1Y" / @"P1M" ==> 12
@"P1D" / 0 ==> null
@"P1D" / @"PT0S" ==> null
@"P1D" * @"P1D" ==> null
@"2020-01-01" + 1 ==> null
@"2020-01-01" + @"2020-01-01" ==> null
@"2021-03-27T02:30:00@Europe/Paris" = @"2021-03-27T01:30:00Z" ==> true
@"2021-03-27T02:30:00@Europe/Paris" < @"2021-03-27T01:30:01Z" ==> true
1 = 1.0 ==> true
1 = "1" ==> null
1 = null ==> false
null = null ==> true
null != null ==> false
1 != "1" ==> null
{a:1,b:2} = {b:2,a:1} ==> true
[1,null] = [1,null] ==> true
1 < "a" ==> null
null < 1 ==> null
true < false ==> null
[1] < [2] ==> null
"a" < "B" ==> false
@"P1D" < @"P1Y" ==> null
@"P1D" = @"P1Y" ==> null
@"P12M" = @"P1Y" ==> true
true and null ==> null
false and null ==> false
true or null ==> true
true and 1 ==> null
false and 1 ==> false
1 // comment ==> 1
/* a */ 1 + /* b */ 2 ==> 3
{a: 1, "b c": 2}.b c ==> 2
{"a": {"b": 1}}.a.b ==> 1
{a: {b c: 1}}.a.b c ==> 1
[{a b: 1}].a b ==> [1]
[{a b: 1}][a b = 1] ==> [{a b: 1}]
[{a-b: 1}][a-b = 1] ==> [{a-b: 1}]
{x: {a-b: 1}, y: x.a-b}.y ==> 1
{a: 1, b: {c: a + 1}}.b.c ==> 2
{a: 1, b: {a: 2, c: a}}.b.c ==> 2
for a b in [1,2] return a b ==> [1,2]
for a in [1], b in [2] return {a: a, b: b} ==> [{a:1,b:2}]
for x in [{y: 1}] return x.y ==> [1]
some a b in [1] satisfies a b = 1 ==> true
(function(a b: number, c) a b + c)(a b: 1, c: 2) ==> 3
if true then if false then 1 else 2 else 3 ==> 2
not(true) or true ==> true
1 < 2 and 2 < 3 ==> true
1 + 2 * 3 ** 2 ==> 19
(1 + 2) * 3 ==> 9
2 - 1 - 1 ==> 0
8 / 4 / 2 ==> 1
-1 - -1 ==> 0
- (1) ==> -1
[1,2][1] + 1 ==> 2
{f: function(x) x * 2}.f(3) ==> 6
[function(x) x][1](5) ==> 5
(if true then abs else floor)(-1) ==> 1
for f in [abs, floor] return f(-1.5) ==> [1.5, -2]
1 in [1..2] and 3 in [1..2] ==> false
1 in ([1..2], 5) ==> true
x in [1..2] ==> null
@"2020-01-01" < @"2020-01-02" ==> true
@"10:00:00Z" < @"10:00:00+01:00" ==> false
@"10:00:00Z" = @"11:00:00+01:00" ==> true
@"2020-01-01T00:00:00Z" = @"2020-01-01T01:00:00+01:00" ==> true
is(@"2020-01-01T00:00:00Z", @"2020-01-01T01:00:00+01:00") ==> false
is(1, 1.0) ==> true
is(null, null) ==> true
is([1],[1]) ==> true
@"foo" ==> null
@"2020-13-01" ==> null
@"P1Y1D" ==> null
@ "2020-01-01" ==> @"2020-01-01"
date and time("2020-01-01T00:00:00") ==> @"2020-01-01T00:00:00"
date  and  time("2020-01-01T00:00:00") ==> @"2020-01-01T00:00:00"
years and months duration(@"2020-01-01", @"2021-01-01") ==> @"P1Y"
{number of days: 3, x: number of days * 2}.x ==> 6
{string: "a", l: string length(string)}.l ==> 1
{list: [1], r: list contains(list, 1)}.r ==> true
{date: @"2020-01-01", r: date.year}.r ==> 2020
{date: @"2020-01-01", r: date("2021-01-01").year}.r ==> 2021
{count: 3, r: count([1,2])}.r ==> 2
{not: 1, r: not(true)}.r ==> false
{item: 1, r: [5,6][item = 5]}.r ==> [5]
{a: [1,2,3], r: a[item > count(a) - 1]}.r ==> [3]
{i: 2, a: [1,2,3], r: a[i]}.r ==> 2
{i: 2, a: [{i: 1}], r: a[i = 1]}.r ==> [{i: 1}]
{a: 1, f: function(b) a + b, a2: f(2)}.a2 ==> 3
{f: function(x) function(y) x - y, r: f(5)(3)}.r ==> 2
{mk: function(n) {get: function() n}, r: mk(7).get()}.r ==> 7
[1,2,3][item >= 2][item < 3] ==> [2]
[[1,2],[3,4]][item[1] = 3] ==> [[3,4]]
[{a: [1,2]},{a: [3]}].a ==> [[1,2],[3]]
flatten([{a: [1,2]},{a: [3]}].a) ==> [1,2,3]
count([1,2,3][item > 5]) ==> 0
[1,2,3][2] in [1..5] ==> true
"\u00e9" ==> "é"
"\U01F40E" ==> "🐎"
"\ud83d\udc0e" ==> "🐎"
"a\\b" ==> "a\\b"
"\"" ==> "\""
string length("\n") ==> 1
0.1 + 0.2 = 0.3 ==> true
1.0 = 1.00 ==> true
.5 + .5 ==> 1
1e2 ==> 100
1E-2 ==> 0.01
1.2e+1 ==> 12
[1..3].start + [1..3].end ==> 4
(1..3).end included ==> false
for x in [1,2,3] return x > 2 ==> [false,false,true]
for i in 1..2, j in 1..2 return i*10+j ==> [11,12,21,22]
for i in 2..1, j in 1..i return j ==> [1,2,1]
every x in [1,2], y in [3,4] satisfies x < y ==> true
[1,"a",true,null,@"P1D"][item instance of number] ==> [1]
sum([1,2,3][item > 1]) + 1 ==> 6
if (1 = 1) then "y" else "n" ==> "y"
if 1 > 2 then "y" else if 2 > 1 then "z" else "n" ==> "z"
"a" < "b" and "b" < "c" ==> true
"é" > "z" ==> true
{}.a ==> null
{} = {} ==> true
[] = [] ==> true
[[]] = [[]] ==> true
{a: null}.a ==> null
[null][1] ==> null
-[1] ==> null
not("a") ==> null
1 between 0 and 2 and 3 between 2 and 4 ==> true
5 in (> 3, < 1) ==> true
@"2020-02-29" + @"P1Y" ==> @"2021-02-28"
@"2020-02-29" - @"P1Y" ==> @"2019-02-28"
@"2020-01-31" + @"P1M" + @"P1M" ==> @"2020-03-29"
@"P1Y" + @"P1M" ==> @"P1Y1M"
@"P1Y" - @"P13M" ==> @"-P1M"
@"P1D" - @"PT36H" ==> @"-PT12H"
@"P1D" > @"PT23H" ==> true
@"P1D" * 1.5 ==> @"P1DT12H"
@"P1D" / 3 ==> @"PT8H"
@"2020-01-01T00:00:00.123Z".second ==> 0.123
string(@"2020-01-01T00:00:00.120Z") ==> "2020-01-01T00:00:00.12Z"
@"-0001-01-01".year ==> -1
string(@"-0001-01-01") ==> "-0001-01-01"
@"12020-01-01" + @"P1D" ==> @"12020-01-02"
@"999999999-12-31" + @"P1D" ==> null
`;

const now = new Date('2026-11-29T00:00:00Z');

test('expressions have the values that the standard gives them', () => {
  for (const row of ROWS.trim().split('\n')) {
    const [expression = '', value = ''] = row.split(' ==> ');
    const expected = evaluate(value, {}, { now });
    assert.ok(expected !== null || value === 'null', `the expectation of ${row}`);
    assert.deepEqual(toJson(evaluate(expression, {}, { now })), toJson(expected), row);
  }
});
