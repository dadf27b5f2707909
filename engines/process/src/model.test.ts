import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as fc from 'fast-check';
import { processKind } from './definition-kind.ts';
import { compileBpmn } from './model/compile.ts';
import { told } from './model/sentences.ts';
import { processesPart } from './pack-part.ts';
import { bpmn, flow, packProcess, path, user } from './testing.ts';

const startEnd = '<bpmn:startEvent id="start"/><bpmn:endEvent id="end"/>';
const problems = (inside: string, declarations = '') =>
  compileBpmn(bpmn(inside, declarations)).problems.map((p) => `${p.element}: ${p.reason.en}`);

/** The one problem of a model. */
function refused(inside: string, expected: RegExp, declarations = ''): void {
  const found = problems(inside, declarations);
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0]!, expected);
}

const reason = (xml: string) =>
  compileBpmn(xml)
    .problems.map((p) => p.reason.en)
    .join();

test('What is not XML, not BPMN or broken off is refused with its place', () => {
  assert.match(reason('xin chào'), /not BPMN/);
  assert.match(reason(''), /not BPMN/);
  assert.match(reason('<html><body/></html>'), /unexpected element/);
  assert.match(reason(bpmn(`${startEnd}${path('start', 'end')}`).slice(0, -60)), /broken off/);
  assert.match(reason(bpmn('').replace(/<bpmn:process[^]*process>/, '')), /no process/);
  assert.match(reason(`<!DOCTYPE x [<!ENTITY a "ha">]>${bpmn(startEnd)}`), /entity is not allowed/);
  const laughs = Array.from({ length: 9 }, (_, i) => `<!ENTITY l${i + 1} "${`&l${i};`.repeat(10)}">`).join('');
  assert.match(reason(`<!DOCTYPE l [<!ENTITY l0 "ha">${laughs}]><a>&l9;</a>`), /entity is not allowed/);
  const marked = `${startEnd}${path('start', 'end')}<bpmn:scriptTask id="n"><bpmn:script>a <b>b</b></bpmn:script></bpmn:scriptTask>`;
  assert.match(reason(bpmn(marked)), /only text can be kept here/);
  assert.doesNotMatch(reason(bpmn(marked)), /broken off/);
  const nested = '<bpmn:subProcess>'.repeat(50_000);
  assert.ok(compileBpmn(bpmn(nested)).problems.length > 0, 'deep nesting is bounded');
  const names = Array.from({ length: 3000 }, (_, i) => `t${i}`);
  const many = names.map((id) => `<bpmn:serviceTask id="${id}" dinh:handler="a.b"/>`).join('');
  assert.match(reason(bpmn(`${startEnd}${many}${path('start', ...names, 'end')}`)), /more than 1000 elements/);
});

test('A hostile text is refused with its place, in time that grows with its length alone', () => {
  const whole = 1_900_000;
  const filled = (part: string) => bpmn(part.repeat(Math.floor(whole / part.length)));
  assert.match(reason(filled('<!--')), /broken off/);
  assert.match(reason(filled('<![CDATA[')), /broken off/);
  assert.match(reason(bpmn(`<bpmn:task ${'a="x" '.repeat(whole / 6)}/>`)), /near “bpmn:task”: attribute <a> already defined/);
  assert.match(reason(bpmn(`<bpmn:task ${'"'.repeat(whole)}/>`)), /illegal first char attribute name/);
  const unknown = compileBpmn(filled('<bpmn:foo/>')).problems;
  assert.match(unknown[0]!.reason.en, /unknown type/);
  assert.ok(unknown.length < 300, 'nobody reads so many');
});

test('What no XML may hold is refused where it stands', () => {
  const { problems } = compileBpmn(bpmn(`\n<bpmn:task id="t" name="a\u0000b"/>`));
  assert.deepEqual(
    problems.map(({ element, reason }) => [element, reason.vi]),
    [['bpmn:task', 'Tệp có ký tự mà XML không cho phép (mã 0).']],
  );
  assert.ok(problems[0]!.line! > 1);
  assert.match(reason(bpmn('<bpmn:task id="t" name="a&#0;"/>')), /number 0/);
  assert.match(reason(bpmn('<bpmn:task id="t" name="Lê & Lý"/>')), /& is written &amp;/);
  assert.match(reason(bpmn('<bpmn:task id="t" name="&nbsp;"/>')), /“&nbsp;” is not declared/);
});

test('What stands in another file is named; a prefix that nobody declares leads nowhere', () => {
  const task = (ref: string) =>
    bpmn(`${startEnd}<bpmn:sendTask id="t" dinh:handler="a.b" messageRef="${ref}"/>${path('start', 't', 'end')}`).replace(
      ' id="definitions"',
      '$& xmlns:o="urn:other"',
    );
  assert.deepEqual(
    compileBpmn(task('o:M')).problems.map(({ element, reason }) => [element, reason.vi]),
    [['t', '“o:M” nằm ở tệp khác; mọi thứ mà quy trình dùng phải có trong tệp này']],
  );
  assert.match(reason(task('z:M')), /unresolved reference <z:M>/);
});

test('What runs has an id, and flows join what runs', () => {
  assert.deepEqual(problems(`${startEnd}<bpmn:userTask dinh:role="x"/>${path('start', 'end')}`), [': user task without an id']);
  assert.deepEqual(problems(`${startEnd}<bpmn:sequenceFlow sourceRef="start" targetRef="end"/>`), [': flow without an id']);
  const [joined] = problems(
    `${startEnd}${path('start', 'end')}<bpmn:sequenceFlow id="x" sourceRef="start-end" targetRef="end"/>`,
  );
  assert.match(joined!, /^x: a flow joins steps, events and gateways, not the flow from/);
});

test('A process without a start, with dead ends or parts that nothing leads to is refused', () => {
  assert.ok(
    problems(`${user('a')}<bpmn:endEvent id="end"/>${path('a', 'end')}`).includes('model: the process has no start event'),
  );
  refused(`${startEnd}${user('a')}<bpmn:parallelGateway id="g"/>${path('start', 'g', 'end')}${path('g', 'a')}`, /^a: a dead end/);
  refused(`${startEnd}${user('a')}${path('start', 'end')}${path('a', 'end')}`, /^a: no path from the start/);
  refused(`${startEnd}<bpmn:startEvent id="two"/>${path('start', 'end')}${path('two', 'end')}`, /^two: .*more than one start/);
});

test('What is wrong is told in both languages, with the element by its name', () => {
  const told = (inside: string) =>
    compileBpmn(bpmn(inside)).problems.map(({ name, reason }) => [`${name?.vi}: ${reason.vi}`, `${name?.en}: ${reason.en}`]);
  assert.deepEqual(
    told(`${startEnd}${user('a', 'name="Thẩm định" dinh:nameEn="Appraise"')}${path('start', 'end')}${path('a', 'end')}`),
    [['“Thẩm định”: không có đường nào từ điểm bắt đầu dẫn tới đây', '“Appraise”: no path from the start leads here']],
  );
  const branch = `<bpmn:exclusiveGateway id="g"/>${user('a', 'name="Ký"')}${user('b', 'name="Ký"')}`;
  assert.deepEqual(told(`${startEnd}${branch}${path('start', 'g', 'a', 'end')}${flow('g', 'b', '1 +')}${path('b', 'end')}`), [
    [
      'đường nối từ cổng rẽ nhánh g đến “Ký” (b): điều kiện chưa đọc được: 1 + (Biểu thức còn thiếu ở cuối.)',
      'the flow from exclusive gateway g to “Ký” (b): the condition cannot be read as FEEL: 1 + (The expression ends too early.)',
    ],
  ]);
  // What the library reads says in English alone has words of its own, too.
  const [unknown] = told(`${startEnd}${path('start', 'nowhere')}`);
  assert.match(unknown![0]!, /tham chiếu tới “nowhere” mà tệp không có/);
});

test('Elements that the engine cannot run, unknown elements, attributes and references are named', () => {
  refused(`${startEnd}<bpmn:callActivity id="c"/>${path('start', 'c', 'end')}`, /^c: the call activity names no process/);
  refused(
    `${startEnd}<bpmn:implicitThrowEvent id="c"/>${path('start', 'c', 'end')}`,
    /^c: bpmn:ImplicitThrowEvent is not supported/,
  );
  refused(
    `<bpmn:startEvent id="start"><bpmn:conditionalEventDefinition id="d"><bpmn:condition>x</bpmn:condition></bpmn:conditionalEventDefinition></bpmn:startEvent><bpmn:startEvent id="s"/><bpmn:endEvent id="end"/>${path('start', 'end')}${path('s', 'end')}`,
    /^start: a process that starts at a time or by a condition names the app/,
  );
  const error = '<bpmn:error id="e" errorCode="x"/>';
  refused(
    `<bpmn:startEvent id="start"><bpmn:errorEventDefinition id="d" errorRef="e"/></bpmn:startEvent><bpmn:startEvent id="s"/><bpmn:endEvent id="end"/>${path('start', 'end')}${path('s', 'end')}`,
    /^start: a process cannot start by: error/,
    error,
  );
  refused(`${startEnd}${path('start', 'end')}<bpmn:foo id="c"/>`, /^bpmn:foo: .*unknown type/);
  refused(`${startEnd}${user('a', 'dinh:colour="red"')}${path('start', 'a', 'end')}`, /^a: unknown attribute <dinh:colour>/);
  refused(`${startEnd}${path('start', 'nowhere')}`, /^start-nowhere: unresolved reference <nowhere>/);
  refused(`${startEnd}${path('start', 'end')}<bpmn:userTask id="start"/>`, /duplicate ID <start>/);
});

test('What other tools add in namespaces of their own is left alone', () => {
  const xml = bpmn(
    `${startEnd}<bpmn:userTask id="a" dinh:role="desk" zeebe:x="1"><bpmn:extensionElements><zeebe:taskDefinition type="y"/></bpmn:extensionElements></bpmn:userTask>
     <bpmn:textAnnotation id="note"><bpmn:text>Ghi chú</bpmn:text></bpmn:textAnnotation>${path('start', 'a', 'end')}`,
  ).replace('id="definitions"', 'xmlns:zeebe="http://camunda.org/schema/zeebe/1.0" exporter="Camunda Modeler" id="definitions"');
  assert.deepEqual(compileBpmn(xml).problems, []);
});

test('FEEL that cannot be read is refused with its element', () => {
  refused(
    `${startEnd}${user('a', 'dinh:unit="units."')}${path('start', 'a', 'end')}`,
    /^a: “In the unit” \(dinh:unit\) cannot be read as FEEL/,
  );
  refused(
    `${startEnd}${user('a')}<bpmn:exclusiveGateway id="g" default="g-end"/>${path('start', 'a', 'g')}${flow('g', 'end')}${flow('g', 'a', 'x = = 1')}`,
    /^g-a: the condition cannot be read/,
  );
});

const sub = (inner: string) =>
  `<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"/>${inner}</bpmn:subProcess>`;
const loop = (middle: string, id: string) =>
  `${startEnd}<bpmn:exclusiveGateway id="g" default="g-end"/>${middle}${path('start', id, 'g')}${flow('g', 'end')}${flow('g', id, 'x = 1')}`;

test('A loop without a wait is refused, also through a sub-process that does not wait', () => {
  refused(loop('<bpmn:serviceTask id="x" dinh:handler="a.b"/>', 'x'), /a loop without a wait/);
  refused(loop(sub(path('s', 'e')), 'sub'), /a loop without a wait/);
  assert.deepEqual(problems(loop(sub(user('u') + path('s', 'u', 'e')), 'sub')), []);
  assert.deepEqual(problems(loop(user('u'), 'u')), []);
});

test('A time that takes none is no wait: such a cycle is refused, and a loop with nothing else', () => {
  const timed = (what: string, inside: string) =>
    `<bpmn:intermediateCatchEvent id="x"><bpmn:timerEventDefinition id="t"><bpmn:${what}>${inside}</bpmn:${what}></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>`;
  for (const none of ['PT0S', 'P0D']) refused(loop(timed('timeDuration', none), 'x'), /a loop without a wait/);
  refused(loop(timed('timeDate', '2026-01-01'), 'x'), /a loop without a wait/);
  assert.deepEqual(problems(loop(timed('timeDuration', 'PT10S'), 'x')), []);
  refused(
    loop(`<bpmn:eventBasedGateway id="e"/>${timed('timeDuration', 'PT0S')}${path('e', 'x')}`, 'e').replace(
      'sourceRef="e" targetRef="g"',
      'sourceRef="x" targetRef="g"',
    ),
    /a loop without a wait/,
  );
  const beside = (time: string, cancel = true) =>
    `${startEnd}${user('a')}<bpmn:boundaryEvent id="b" attachedToRef="a" cancelActivity="${cancel}"><bpmn:timerEventDefinition id="t">${time}</bpmn:timerEventDefinition></bpmn:boundaryEvent>${path('start', 'a', 'end')}`;
  const once = '<bpmn:timeDuration>PT0S</bpmn:timeDuration>';
  refused(`${beside(once)}${path('b', 'a')}`, /a loop without a wait/);
  assert.deepEqual(problems(`${beside(once.replace('PT0S', 'P1D'))}${path('b', 'a')}`), []);
  assert.deepEqual(problems(`${beside(once)}${path('b', 'end')}`), []);
  refused(`${beside('<bpmn:timeCycle>R/PT0S</bpmn:timeCycle>', false)}${path('b', 'end')}`, /turn without end/);
});

test('A gateway without a branch for an outcome of the task before it is refused', () => {
  const task = user(
    'a',
    '',
    '<bpmn:extensionElements><dinh:outcomes><dinh:outcome key="yes" vi="Có"/><dinh:outcome key="no" vi="Không"/></dinh:outcomes></bpmn:extensionElements>',
  );
  const model = (second: string) =>
    `${startEnd}${task}<bpmn:exclusiveGateway id="g"/>${path('start', 'a', 'g')}${flow('g', 'end', 'outcome = "yes"')}${flow('g', 'a', second)}`;
  refused(model('outcome = "nein"'), /^g: no branch for the outcome “no” of user task a/);
  assert.deepEqual(problems(model('outcome = "no"')), []);
  assert.deepEqual(problems(model('outcome = "no" and amount > 3')), [], 'what depends on more is known later only');
});

test('A task names its role; an event its trigger; a timer its time', () => {
  refused(`${startEnd}<bpmn:userTask id="a"/>${path('start', 'a', 'end')}`, /^a: the user task names no “Role that does it”/);
  refused(`${startEnd}<bpmn:userTask id="a" dinh:role="Chuyên viên"/>${path('start', 'a', 'end')}`, /not the key of a role/);
  refused(
    `${startEnd}<bpmn:serviceTask id="a"/>${path('start', 'a', 'end')}`,
    /^a: the service task names neither “What the program does”/,
  );
  refused(`${startEnd}<bpmn:receiveTask id="a"/>${path('start', 'a', 'end')}`, /^a: the element names no message/);
  refused(
    `${startEnd}<bpmn:intermediateCatchEvent id="a"><bpmn:timerEventDefinition id="t"><bpmn:timeDuration>3 ngày</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>${path('start', 'a', 'end')}`,
    /^a: “3 ngày” is not a duration/,
  );
  refused(
    `${startEnd}<bpmn:subProcess id="sub"><bpmn:startEvent id="s"/><bpmn:endEvent id="e"><bpmn:errorEventDefinition id="x" errorRef="err"/></bpmn:endEvent>${path('s', 'e')}</bpmn:subProcess>${path('start', 'sub', 'end')}`,
    /^e: nothing around catches the error/,
    '<bpmn:error id="err" errorCode="no-money"/>',
  );
});

test('The kind of definition refuses before publication, with element and line', () => {
  const broken = bpmn(`${startEnd}\n${user('a')}\n${path('start', 'end')}\n${path('a', 'end')}`);
  const [problem] = processKind.check({ bpmn: broken, source: 'ours' });
  assert.deepEqual(problem, {
    path: 'a',
    where: { vi: 'việc của người a', en: 'user task a' },
    reason: { vi: 'không có đường nào từ điểm bắt đầu dẫn tới đây', en: 'no path from the start leads here' },
    line: 6,
  });
});

test('A pack with a broken process is refused with file, line and reason', async () => {
  const files: Record<string, string> = {
    'processes/good.bpmn': await packProcess('settle-short'),
    'processes/bad.bpmn': bpmn(`${startEnd}\n${user('a', 'dinh:unit="("')}\n${path('start', 'a', 'end')}`),
    'processes/nowhere-from.bpmn': bpmn(`${startEnd}${path('start', 'end')}`),
  };
  const told: string[] = [];
  const folder: any = {
    files: async () => Object.keys(files),
    text: async (file: string) => files[file]!,
    problem: (file: string, line: number, reason: string) => void told.push(`${file}:${line} ${reason}`),
  };
  const items = await processesPart.read(folder);
  assert.deepEqual(
    items.map((i) => i.value.key),
    ['good'],
  );
  assert.match(told[0]!, /^processes\/bad\.bpmn:6 a: “In the unit” \(dinh:unit\) cannot be read as FEEL/);
  assert.match(told[1]!, /^processes\/nowhere-from\.bpmn:4 model: .*dinh:source/);
  told.length = 0;
  await processesPart.check!(
    items,
    (part) =>
      part === 'roles'
        ? { value: { roles: [{ key: 'desk' }, { key: 'specialist' }, { key: 'section-head' }, { key: 'agency-head' }] } }
        : undefined,
    folder,
  );
  assert.equal(told.length, 1);
  assert.match(told[0]!, /^processes\/good\.bpmn:\d+ stamp: there is no role “clerk”/);
});

test('A pack whose process sends by a message, or prints by a template, that the pack does not have is refused', async () => {
  const folder: any = {
    files: async () => ['processes/told.bpmn'],
    text: async () =>
      bpmn(
        `${startEnd}<bpmn:sendTask id="send" dinh:notice="x" dinh:to="applicant"/><bpmn:serviceTask id="print" dinh:paper="y"/>${path('start', 'send', 'print', 'end')}`,
      ).replace('<bpmn:process', '<bpmn:process dinh:source="ours"'),
    problem: (file: string, line: number, reason: string) => void told.push(`${file}:${line} ${reason}`),
  };
  const told: string[] = [];
  const items = await processesPart.read(folder);
  const pack = (message: string, template: string) => (part: string) =>
    part === 'messages'
      ? [{ key: message }]
      : part === 'templates'
        ? [{ key: 'f', body: { entry: { key: template } } }]
        : undefined;
  await processesPart.check!(items, pack('x', 'y'), folder);
  assert.deepEqual(told, []);
  await processesPart.check!(items, pack('other', 'other'), folder);
  assert.match(told[0]!, /^processes\/told\.bpmn:\d+ send: there is no message template “x” in messages\.yaml/);
  assert.match(told[1]!, /print: there is no template “y” of a paper in templates\/templates\.yaml/);
});

test('R4 a file that was damaged anywhere is refused or read, never a fault', async () => {
  const whole = await packProcess('settle-with-consultation');
  const place = fc.integer({ min: 0, max: whole.length });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(place, fc.nat(400), fc.string({ maxLength: 12, unit: 'binary' })), {
        minLength: 1,
        maxLength: 4,
      }),
      (wounds) => {
        let xml = whole;
        for (const [at, length, text] of wounds) xml = xml.slice(0, at) + text + xml.slice(at + length);
        const { graph, problems } = compileBpmn(xml);
        return (graph !== undefined) === (problems.length === 0);
      },
    ),
    { numRuns: 200 },
  );
});

test('R4 attributes with anything in them are refused or read, never a fault', () => {
  const xmlText = fc.string({ maxLength: 30 }).map((s) => s.replace(/[<&"]/g, (c) => `&#${c.charCodeAt(0)};`));
  fc.assert(
    fc.property(fc.array(xmlText, { minLength: 6, maxLength: 6 }), ([unit, role, share, due, key, target]) => {
      const task = user(
        'a',
        `dinh:unit="${unit}" dinh:assignee="${role}" dinh:share="${share}" dinh:due="${due}" dinh:status="${share}"`,
        `<bpmn:extensionElements><dinh:outcomes><dinh:outcome key="${key}"/></dinh:outcomes><dinh:output target="${target}" value="${due}"/></bpmn:extensionElements>`,
      );
      const { graph, problems } = compileBpmn(bpmn(`${startEnd}${task}${path('start', 'a', 'end')}`));
      return (graph !== undefined) === (problems.length === 0);
    }),
    { numRuns: 200 },
  );
});

test('No sentence in Vietnamese names a property as the file does', () => {
  for (const [name, one] of Object.entries(told)) {
    const said = typeof one === 'function' ? (one as (...words: any[]) => { vi: string })('x', 'y', 'z').vi : one.vi;
    assert.doesNotMatch(said, /dinh:/, name);
  }
});
