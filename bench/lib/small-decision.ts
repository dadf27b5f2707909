import { readDmn } from '@dinh/decision';

const xml = `<definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="fee" namespace="bench">
<inputData id="in" name="amount"><variable name="amount" typeRef="number"/></inputData>
<decision id="fee" name="fee"><variable name="fee" typeRef="number"/><informationRequirement id="r"><requiredInput href="#in"/></informationRequirement><decisionTable hitPolicy="UNIQUE"><input><inputExpression typeRef="number"><text>amount</text></inputExpression></input><output name="fee"/>
<rule><inputEntry><text>&lt;= 50</text></inputEntry><outputEntry><text>1000</text></outputEntry></rule>
<rule><inputEntry><text>(50..200]</text></inputEntry><outputEntry><text>2500</text></outputEntry></rule>
<rule><inputEntry><text>&gt; 200</text></inputEntry><outputEntry><text>9000</text></outputEntry></rule></decisionTable></decision></definitions>`;
const table = await readDmn(xml);
if (table.problems.length > 0) throw new Error(table.problems[0]!.message.en);

/** The decision of the benched process: a fee by a table of three rules. */
export const decide = (amount: number): unknown => table.evaluate('fee', { amount }).value;
