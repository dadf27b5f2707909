import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readTables } from './table-view.ts';

const model = (own: string): string => `<definitions xmlns="https://www.omg.org/spec/DMN/20230324/MODEL/"
  xmlns:${own}="https://dinh.example/dmn" xmlns:other="https://elsewhere.example" id="d" name="d" namespace="https://x.example">
  <decision id="fee" name="fee" ${own}:nameEn="To be paid"><description>Số phải nộp</description>
    <decisionTable id="t" hitPolicy="FIRST">
      <input id="i" label="Đối tượng" ${own}:nameEn="Who applies"><inputExpression id="ie"><text>who</text></inputExpression></input>
      <input id="j" label="Số phiếu" other:nameEn="Number"><inputExpression id="je"><text>copies</text></inputExpression></input>
      <output id="o" label="Căn cứ" />
      <rule id="r" ${own}:nameEn="By the law of fees"><inputEntry id="a"><text>"child"</text></inputEntry><inputEntry id="b"><text>-</text></inputEntry>
        <outputEntry id="c" ${own}:nameEn="Free: child"><text>"Miễn phí: trẻ em"</text></outputEntry>
        <annotationEntry><text>Theo luật</text></annotationEntry></rule>
      <rule id="s"><inputEntry id="e"><text>-</text></inputEntry><inputEntry id="f"><text>-</text></inputEntry><outputEntry id="g"><text>1</text></outputEntry></rule>
    </decisionTable>
  </decision>
</definitions>`;

test('A table says in English what its model says in English, whatever prefix the file gives to our names', () => {
  for (const own of ['dinh', 'x']) {
    const [table] = readTables(model(own));
    assert.deepEqual(table!.description, { vi: 'Số phải nộp', en: 'To be paid' });
    assert.deepEqual(
      table!.inputs.map(({ label }) => label.en),
      ['Who applies', 'Số phiếu'],
    );
    assert.deepEqual(table!.outputs[0]!.label, { vi: 'Căn cứ', en: 'Căn cứ' });
    assert.deepEqual(table!.rules[0]!.english, {
      outputs: ['Free: child'],
      annotation: 'By the law of fees',
    });
    assert.equal(table!.rules[1]!.english, undefined);
  }
});
