import { evaluate, parseExpression } from '@dinh/decision';
import { query, shape } from '@dinh/kernel';
import { type Static, Type } from 'typebox';
import { Component } from '../model.ts';
import { procedureVersion } from '../queries/procedure-version.ts';

const AskedComponent = shape({
  ...Component.properties,
  needed: Type.Boolean({ description: 'must be there, given these answers' }),
});

/** The components that a dossier must or may have, given the answers of its form; `required` is decided. */
export const listComponents = query({
  name: 'procedures.list-components',
  title: { vi: 'Thành phần hồ sơ cần có', en: 'Components that are asked for' },
  input: shape({
    versionId: Type.String({ format: 'uuid' }),
    data: Type.Record(Type.String({ maxLength: 100 }), Type.Unknown()),
  }),
  output: shape({ components: Type.Array(AskedComponent) }),
  may: 'anyone',
  async run(ctx, input) {
    const { procedure } = await procedureVersion(ctx, { versionId: input.versionId });
    const holds = (rule: string) => evaluate(parseExpression(rule), input.data as never, { now: ctx.now }) === true;
    const components = procedure.components
      .filter((one) => one.stage === undefined && (one.when === undefined || holds(one.when)))
      .map((one): Static<typeof AskedComponent> => ({
        ...one,
        needed: typeof one.required === 'string' ? holds(one.required) : one.required,
      }));
    return { components };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'procedures.list-components': typeof listComponents;
  }
}
