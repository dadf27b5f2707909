import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { openProvince, type Visitor } from './province.ts';

const province = await openProvince();
after(() => province.close());
let officer: Visitor;
let controller: Visitor;
before(async () => {
  officer = await province.signIn('nghiepvu');
  controller = await province.signIn('kiemsoat');
});
const textOf = async (kind: string, key: string): Promise<string> => (await controller.get(`/studio/${kind}/${key}/tep`)).text;
interface Noted {
  readonly path: string;
  readonly reason: string;
}
const checked = async (kind: string, key: string, text: string, lang = 'vi'): Promise<{ problems: Noted[]; notes: Noted[] }> =>
  JSON.parse((await officer.postForm(`/studio/${kind}/${key}/kiem-tra?lang=${lang}`, { text })).text);
const key = 'driving-licence-exchange';
const renamed = async (): Promise<string> => (await textOf('form', key)).replaceAll('exchangeReason', 'whyExchanged');

test('Whoever renames a field of a form is told while they write who reads it by its old key', async () => {
  const { problems, notes } = await checked('form', key, await renamed());
  assert.deepEqual(problems, []);
  const told = notes.map(({ path, reason }) => `${path} ${reason}`).join('\n');
  assert.match(
    told,
    /^pages\.\d+\.fields\.0 Trang “Vì sao cần đổi\?”: trường “Lý do” \(exchangeReason\) nay có mã “whyExchanged”, nhưng vẫn được đọc theo mã cũ ở: .*bảng quyết định “Lệ phí đổi giấy phép lái xe”/m,
  );
  const english = await checked('form', key, await renamed(), 'en');
  assert.match(
    english.notes[0]!.reason,
    /^Page “Why is it exchanged\?”: the field “Reason” \(exchangeReason\) has the key “whyExchanged” now, but is still read by its old key by: decision “Fee for the exchange of driving licences”/i,
  );
  assert.deepEqual((await checked('form', key, await textOf('form', key))).notes, []);
});

test('What a form of a building permit loses is missed by the result and its paper', async () => {
  const text = await textOf('form', 'building-permit');
  const as = (from: RegExp, to: string): string => {
    assert.match(text, from);
    return text.replace(from, to);
  };
  const sheet = await checked('form', 'building-permit', as(/(- key: landMapSheet\n\s+type: )text/, '$1integer'));
  assert.match(
    sheet.notes.map((one) => one.reason).join(),
    /đổi kiểu từ “Chữ, một dòng” sang “Số nguyên”[^;]*; hãy xem lại nơi đọc trường này: .*mẫu giấy tờ “Giấy phép xây dựng”/,
  );
  const name = await checked('form', 'building-permit', as(/- key: workName\n/, '- key: worksCalled\n'));
  assert.match(name.notes.map((one) => one.reason).join(), /loại kết quả “Giấy phép xây dựng” \(mục “Công trình”\)/);
});

test('The draft says it to its author and to whoever approves it, with links, and refuses nothing', async () => {
  const { draft, problems } = await officer.api('studio.save-draft', {
    kind: 'form',
    key,
    text: await renamed(),
    source: 'ours',
  });
  assert.deepEqual(problems, []);
  const page = `/studio/du-thao/${draft}`;
  const told =
    /Nên xem lại trước khi ban hành[^]*nay có mã “whyExchanged”[^]*href="\/studio\/decision\/fee-driving-licence-exchange">bảng quyết định “Lệ phí đổi giấy phép lái xe”/;
  assert.match((await officer.get(page)).text, told);
  await officer.api('studio.submit-draft', { draft, effectiveFrom: '2026-11-20' });
  assert.match((await controller.get(page)).text, told);
  assert.match(
    (await controller.get(`${page}?lang=en`)).text,
    /Worth a look before it is published[^]*has the key “whyExchanged” now/,
  );
  await controller.api('studio.publish-definition', { draft });
  assert.doesNotMatch((await controller.get(page)).text, /Nên xem lại trước khi ban hành/);
});

test('What cannot be read is told as a mistake and asks nobody who reads it; the parts that no schema knows may have any shape', async () => {
  for (const text of ['<definitions', '<a/>', ''])
    assert.ok((await checked('decision', 'fee-x-ray-licence', text)).problems.length > 0, text);
  const saved = await officer.api('studio.save-draft', {
    kind: 'decision',
    key: 'fee-x-ray-licence',
    text: '<a',
    source: 'ours',
  });
  assert.equal((await officer.get(`/studio/du-thao/${saved.draft}`)).status, 200);
  const type = (await textOf('result-type', 'building-permit')).replace(
    /fields:\n[^]*?\n(?=\w)/,
    'fields: [3, null, { from: 4 }]\n',
  );
  assert.match(type, /fields: \[3/);
  assert.deepEqual((await checked('result-type', 'building-permit', type)).notes, []);
});

test('A block that forms share is looked at in the forms that have it; of the many that read it a few are named', async () => {
  const text = await textOf('form-block', 'filing');
  assert.deepEqual((await checked('form-block', 'filing', text)).notes, []);
  const { notes } = await checked('form-block', 'filing', text.replace('key: onBehalf', 'key: forAnother'));
  assert.match(
    notes.map((one) => one.reason).join(),
    /\(onBehalf\).*thủ tục hành chính “[^”]+” \(giấy tờ “[^”]*ủy quyền[^”]*”\).*; và \d+ nơi khác$/i,
  );
});

test('A decision, a type of result and a procedure that ask for what their forms do not have say so; all of the pack have it', async () => {
  const dmn = (await textOf('decision', 'fee-x-ray-licence')).replaceAll('devices', 'machines');
  const { problems, notes } = await checked('decision', 'fee-x-ray-licence', dmn);
  assert.deepEqual(problems, []);
  assert.deepEqual(
    notes.filter(({ reason }) => reason.includes('biểu mẫu')).map(({ path, reason }) => [path, reason]),
    [
      [
        'input_machines',
        'Dữ liệu vào “machines”: không biểu mẫu nào đang hiệu lực của thủ tục dùng nội dung này có trường “machines”, nên giá trị ấy luôn để trống',
      ],
    ],
  );
  const type = (await textOf('result-type', 'building-permit')).replace('form.floors', 'form.storeys');
  assert.match((await checked('result-type', 'building-permit', type)).notes[0]!.reason, /Số tầng.*trường “storeys”/);
  const procedure = (await textOf('procedure', 'HNM.14004-4')).replace('emergencyPlan = true', 'emergencyPlans = true');
  assert.match(
    (await checked('procedure', 'HNM.14004-4', procedure)).notes[0]!.reason,
    /Chỉ hỏi khi: biểu mẫu của thủ tục không có trường “emergencyPlans”/,
  );
  const found: string[] = [];
  for (const kind of ['decision', 'result-type'] as const)
    for (const one of await province.app.definitions.allAt(kind, '2026-11-18'))
      for (const { reason } of (await checked(kind, one.key, await textOf(kind, one.key))).notes)
        if (reason.includes('biểu mẫu')) found.push(`${one.key}: ${reason}`);
  const workedOut = (await province.app.definitions.allAt('procedure', '2026-11-18')).filter(({ body }) => body.workedOut);
  assert.ok(workedOut.length > 0);
  for (const one of workedOut)
    for (const { reason } of (await checked('procedure', one.key, await textOf('procedure', one.key))).notes)
      found.push(`${one.key}: ${reason}`);
  assert.deepEqual(found, []);
});
