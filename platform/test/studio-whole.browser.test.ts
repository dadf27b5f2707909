/** All that the engine runs is drawn beside the drawing, by keyboard and lists alone, and runs as it was drawn. */
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { compileBpmn } from '@dinh/process';
import type { Page } from 'playwright-core';
import { openProvince, type Province } from './province.ts';
import { editor, offered, openEditor, type, written } from './studio-page.ts';

let province: Province;
let page: Page;
before(async () => {
  province = await openProvince();
  page = await province.browser({ as: 'nghiepvu', height: 1000 });
});
after(() => province.close());

const field = (label: string) => editor(page).locator('.drawn-panel').getByLabel(label, { exact: true });
const select = (id: string) => field('Phần tử').selectOption(id);
const fill = (label: string, value: string) => type(page, field(label).first(), value);

/** Does one of the acts beside the drawing. @returns the id of what is chosen then */
async function act(label: string, what: string): Promise<string> {
  await field(label).first().selectOption({ label: what });
  await editor(page)
    .getByRole('button', { name: `${label}: Làm`, exact: true })
    .click();
  return field('Phần tử').inputValue();
}
/** Chooses, begins something behind it, and names it. */
async function add(behind: string, what: string, name: string): Promise<string> {
  await select(behind);
  const id = await act('Thêm sau đó', what);
  await fill('Tên', name);
  return id;
}
async function give(list: string, add: string, target: string, value: string): Promise<void> {
  const rows = editor(page).getByRole('group', { name: list });
  await rows.getByRole('button', { name: add }).click();
  await type(page, rows.getByLabel('Biến').last(), target);
  await type(page, rows.getByLabel('Giá trị (FEEL)').last(), value);
}
const begin = (key: string) => openEditor(page, `process/${key}`);
/** The graph that the engine makes of what was drawn. */
async function drawn() {
  const { graph, problems } = compileBpmn(await written(page));
  assert.deepEqual(
    problems.map(({ element, reason }) => [element, reason.en]),
    [],
  );
  return graph!;
}
const node = (graph: Awaited<ReturnType<typeof drawn>>, id: string): any => graph.nodes.get(id);

test('A process that begins by a condition, calls another, repeats, loops and waits for enough branches', async () => {
  await begin('drawn-whole');
  await field('Chạy trong ứng dụng').selectOption('work');
  await fill('Căn cứ của quy trình', 'ours');
  await select('start');
  const start = await act('Đổi thành', 'Bắt đầu theo điều kiện');
  await fill('Điều kiện', 'event.data.count > 3');
  await fill('Xét sau những sự kiện', 'one-stop.dossier-filed');
  await fill('Xét riêng cho từng', 'event.data.agency');
  const call = await add(start, 'Gọi quy trình khác', 'Gọi xử lý văn bản');
  await field('Quy trình được gọi').selectOption('incoming-document');
  await give('Đưa vào khi bắt đầu', 'Thêm giá trị đưa vào', 'agency', 'event.key');
  const script = await add(call, 'Bước tính bằng biểu thức', 'Cộng dồn');
  await fill('Biểu thức', 'sum + 1');
  await fill('Ghi kết quả vào biến', 'sum');
  await field('Làm nhiều lần').selectOption('loop');
  await fill('Lặp khi', 'sum < 10');
  await fill('Nhiều nhất bao nhiêu lần', '20');
  const manual = await add(script, 'Việc làm tay', 'Kiểm kho');
  await field('Vai trò làm bước này').selectOption('clerk');
  await field('Ở đơn vị').selectOption('Theo hồ sơ');
  await editor(page).getByLabel('Nơi làm').selectOption('units.clerk');
  await field('Làm nhiều lần').selectOption('sequential');
  await fill('Hoặc số lần', '3');
  await fill('Xong sớm khi', 'done > 1');
  const fork = await add(manual, 'Cổng song song', 'Chia');
  const one = await add(fork, 'Gọi quy trình khác', 'Việc một');
  await field('Quy trình được gọi').selectOption('incoming-document');
  await select(fork);
  const two = await act('Thêm sau đó', 'Gọi quy trình khác');
  await field('Quy trình được gọi').selectOption('incoming-document');
  const join = await add(one, 'Cổng phức hợp', 'Đủ một nhánh');
  await fill('Đi tiếp khi', 'activationCount >= 1');
  await select(two);
  await act('Nối tới', 'Đủ một nhánh');
  await add(join, 'Sự kiện kết thúc', 'Xong');
  const graph = await drawn();
  assert.equal(graph.app, 'work');
  const begins = node(graph, start).trigger;
  assert.deepEqual(
    [begins.condition.source, begins.events, begins.per.source],
    ['event.data.count > 3', ['one-stop.dossier-filed'], 'event.data.agency'],
  );
  assert.deepEqual(
    node(graph, call).inputs.map((i: any) => [i.target, i.value.source]),
    [['agency', 'event.key']],
  );
  assert.equal(node(graph, script).result, 'sum');
  assert.equal(node(graph, script).repetition.maximum, 20);
  assert.equal(node(graph, script).repetition.condition.source, 'sum < 10');
  const times = node(graph, manual).repetition;
  assert.deepEqual(
    [node(graph, manual).role, times.sequential, times.collection.source, times.until.source],
    ['clerk', true, '3', 'done > 1'],
  );
  assert.equal(node(graph, join).activation.source, 'activationCount >= 1');
  assert.equal(node(graph, join).incoming.length, 2);
});

test('A transaction that is cancelled, what undoes a step, work that people begin, and what runs beside all', async () => {
  await begin('drawn-undone');
  const deal = await add('start', 'Giao dịch', 'Mua tài sản');
  const inside = (await offered(page, 'Phần tử')).filter((one) => /Sự kiện bắt đầu/.test(one));
  assert.equal(inside.length, 2, 'a sub-process is put down with its start');
  const graphStart = /<bpmn:transaction [^]*?<bpmn:startEvent id="([^"]+)"/.exec(await written(page))![1]!;
  const pay = await add(graphStart, 'Bước tính bằng biểu thức', 'Chi tiền');
  await fill('Biểu thức', '1');
  await fill('Ghi kết quả vào biến', 'paid');
  const undo = await act('Gắn ở cạnh', 'Sự kiện bù trừ gắn bên cạnh');
  const back = await add(undo, 'Bước tính bằng biểu thức', 'Thu lại');
  await fill('Biểu thức', '0');
  await fill('Ghi kết quả vào biến', 'paid');
  const cancel = await add(pay, 'Kết thúc bằng hủy', 'Hủy');
  await select(deal);
  const cancelled = await act('Gắn ở cạnh', 'Sự kiện hủy gắn bên cạnh');
  await add(cancelled, 'Sự kiện kết thúc', 'Đã hủy');
  const free = await add(deal, 'Quy trình con tùy ý (mở rộng)', 'Việc tùy ý');
  await fill('Xong khi', 'enough');
  await field('Khi ấy ngừng những việc còn dở').uncheck();
  await field('Việc bên trong do người mở khi cần').check();
  const work = await act('Đặt vào trong', 'Gọi quy trình khác');
  await field('Quy trình được gọi').selectOption('incoming-document');
  await select(free);
  const undone = await act('Thêm sau đó', 'Phát sự kiện bù trừ');
  await field('Chỉ hoàn lại').selectOption(deal);
  await add(undone, 'Kết thúc bằng lỗi', 'Hỏng');
  await fill('Lỗi', 'broken');
  await select('');
  const beside = await act('Đặt vào trong', 'Quy trình con theo sự kiện');
  const begins = new RegExp(`id="${beside}"[^]*?<bpmn:startEvent id="([^"]+)"`).exec(await written(page))![1]!;
  await select(begins);
  const timer = await act('Đổi thành', 'Bắt đầu theo thời gian');
  await type(page, editor(page).getByLabel('Ngày làm việc').or(editor(page).getByLabel('Số ngày làm việc')).first(), '2');
  await field('Ngắt phần bao quanh').uncheck();
  await add(timer, 'Sự kiện kết thúc', 'Đã nhắc');
  await select('');
  const caught = await act('Đặt vào trong', 'Quy trình con theo sự kiện');
  const fault = new RegExp(`id="${caught}"[^]*?<bpmn:startEvent id="([^"]+)"`).exec(await written(page))![1]!;
  await select(fault);
  const error = await act('Đổi thành', 'Bắt đầu khi có lỗi');
  await fill('Lỗi', 'broken');
  await add(error, 'Sự kiện kết thúc', 'Đã xử lý lỗi');
  const graph = await drawn();
  assert.equal(node(graph, deal).transaction, true);
  assert.equal(node(graph, cancel).throws.type, 'cancel');
  assert.equal(node(graph, pay).undoneBy.id, back);
  assert.deepEqual(
    [node(graph, free).until.source, node(graph, free).cancelsRest, node(graph, free).byHand],
    ['enough', false, true],
  );
  assert.equal(node(graph, work).scope.id, free);
  assert.deepEqual(node(graph, undone).throws, { type: 'compensation', activity: deal });
  assert.deepEqual([node(graph, timer).interrupting, node(graph, timer).trigger.working], [false, true]);
  assert.equal(node(graph, error).trigger.code, 'broken');
});

test('Two agencies that write to each other: participants, and a message between them', async () => {
  await begin('drawn-agencies');
  await select('start');
  const ask = await act('Thêm sau đó', 'Việc gửi đi');
  await fill('Tên', 'Gửi câu hỏi');
  await add(ask, 'Sự kiện kết thúc', 'Đã hỏi');
  await select('');
  await act('Thêm cơ quan tham gia', 'Bể mở rộng');
  await fill('Tên', 'Sở hỏi');
  await select('');
  const second = await act('Thêm cơ quan tham gia', 'Bể mở rộng');
  await fill('Tên', 'Sở trả lời');
  await select(second);
  const heard = await act('Đặt vào trong', 'Bắt đầu bằng thông điệp');
  await fill('Tên', 'Nhận câu hỏi');
  await fill('Thông điệp', 'cau-hoi');
  await add(heard, 'Sự kiện kết thúc', 'Đã nhận');
  await select(ask);
  await act('Nối tới', 'Nhận câu hỏi');
  await give('Đưa vào khi bắt đầu', 'Thêm giá trị đưa vào', 'question', '"Bao giờ xong?"');
  const graph = await drawn();
  assert.equal(graph.pools.size, 2);
  assert.match(await written(page), new RegExp(`<bpmn:messageFlow [^>]*sourceRef="${ask}" targetRef="${heard}"`));
});
