import { bodyChecksum, type DefinitionKind, inCode, inWords, sourceText, told } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { Procedure } from './model.ts';

const { form, process, fee, result, timeLimit, atOnce, components, shares, warningDays } = Procedure.properties;

/** What the procedures of a kind have as long as nothing was worked out for them. */
export const ProcedureKind = Type.Object({
  key: inCode('Mã', 'Key'),
  name: inWords('Tên nhóm thủ tục', 'Name of the kind', undefined, 1),
  later: Type.Optional(
    Type.Boolean(
      told(
        'Dành cho việc đã được giải quyết trước đó (gia hạn, cấp lại, sửa đổi, chấm dứt)',
        'For what was given before: it prolongs, repeats, changes or ends it',
      ),
    ),
  ),
  form,
  process,
  fee,
  result,
  timeLimit,
  atOnce,
  components,
  shares,
  warningDays,
  source: sourceText,
});
export type ProcedureKind = Static<typeof ProcedureKind>;

/** What a procedure takes from its kind, under the names that it has there. */
type Taken = Pick<
  Procedure,
  'kindName' | 'form' | 'process' | 'fee' | 'result' | 'timeLimit' | 'atOnce' | 'components' | 'shares' | 'warningDays'
>;

export const fromKind = (kind: Omit<ProcedureKind, 'source' | 'later'>): Taken => ({
  kindName: kind.name,
  form: kind.form,
  process: kind.process,
  fee: kind.fee,
  result: kind.result,
  timeLimit: kind.timeLimit,
  atOnce: kind.atOnce,
  components: kind.components,
  shares: kind.shares,
  warningDays: kind.warningDays,
});

export const procedureKindKind: DefinitionKind<ProcedureKind> = {
  kind: 'procedure-kind',
  title: { vi: 'Nhóm thủ tục', en: 'Kind of procedure' },
  schema: ProcedureKind,
  async check(body, { others }) {
    const named = [
      ['form', 'form', 'biểu mẫu'],
      ['process', 'process', 'quy trình'],
      ['fee', 'decision', 'bảng quyết định'],
      ['result', 'result-type', 'loại kết quả'],
    ] as const;
    const problems = [];
    for (const [path, kind, vi] of named)
      if (!(await others(kind)).some((one) => one.key === body[path]))
        problems.push({
          path,
          reason: {
            vi: `không có ${vi} “${body[path]}” đang hiệu lực`,
            en: `there is no ${kind} “${body[path]}” in force`,
          },
        });
    return problems;
  },
  /** Every procedure follows in what it has from its kind; what an officer or the pack has worked out for it stays. */
  async follow(before, after, { key, others }) {
    if (!before) return [];
    const [old, now] = [fromKind(before), fromKind(after)].map((one) => ({ ...one }) as Record<string, unknown>);
    const changed = Object.keys(now!).filter((name) => bodyChecksum(old![name]) !== bodyChecksum(now![name]));
    if (changed.length === 0) return [];
    return (await others<Procedure>('procedure')).flatMap((one) => {
      const body = one.body as unknown as Record<string, unknown>;
      const same = changed.filter((name) => bodyChecksum(body[name] ?? null) === bodyChecksum(old![name]));
      if (one.body.kind !== key || same.length === 0) return [];
      const { kind, key: code } = one;
      return [{ kind, key: code, body: { ...body, ...Object.fromEntries(same.map((name) => [name, now![name]])) } }];
    });
  },
  editing: 'procedures.edit-procedure',
  publishing: 'procedures.publish-procedure',
};
