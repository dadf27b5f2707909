import { type App, declaredErrors, type Operation } from '@dinh/kernel';
import { version } from '../version.ts';
import { apiPath } from './api-path.ts';

/** Describes the operations as OpenAPI 3.1; everything comes from their declarations. */
export function openApi(app: App, operations: readonly Operation[]): object {
  const paths: Record<string, object> = {};
  const secure = app.config.publicUrl.startsWith('https:');
  for (const operation of operations)
    paths[apiPath(operation)] = { [operation.kind === 'query' ? 'get' : 'post']: describe(operation) };
  return {
    openapi: '3.1.0',
    info: {
      title: 'Đình',
      version,
      description:
        'Every operation of the province. Errors are problem documents (RFC 9457); a command sent twice with the same Idempotency-Key is carried out once; lists go on by `cursor`.',
      license: { name: 'MPL-2.0', identifier: 'MPL-2.0' },
    },
    servers: [{ url: app.config.publicUrl }],
    tags: app.modules.filter((m) => m.operations?.length).map((m) => ({ name: m.name, description: m.title.vi })),
    paths,
    components: {
      securitySchemes: {
        session: { type: 'apiKey', in: 'cookie', name: secure ? '__Host-dinh_session' : 'dinh_session' },
        bearer: { type: 'http', scheme: 'bearer' },
      },
      schemas: { Problem: problem },
      responses: {
        Problem: {
          description: 'What is wrong and what to do.',
          content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
        },
      },
    },
    'x-errors': declaredErrors(),
  };
}

function describe(operation: Operation): object {
  const common = {
    operationId: operation.name,
    tags: [operation.name.split('.')[0]],
    summary: operation.title.en,
    description: [operation.title.vi, operation.description?.en, operation.description?.vi, `May: ${operation.may}.`]
      .filter(Boolean)
      .join('\n\n'),
    security: operation.may === 'anyone' ? [{}, { session: [] }, { bearer: [] }] : [{ session: [] }, { bearer: [] }],
    responses: {
      200: { description: 'Done.', content: { 'application/json': { schema: operation.output } } },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
  if (operation.kind === 'query') {
    const { properties = {}, required = [] } = operation.input as {
      properties?: Record<string, object>;
      required?: string[];
    };
    return {
      ...common,
      parameters: Object.entries(properties).map(([name, schema]) => ({
        name,
        in: 'query',
        required: required.includes(name),
        schema,
      })),
    };
  }
  return {
    ...common,
    parameters: [
      {
        name: 'Idempotency-Key',
        in: 'header',
        required: false,
        schema: { type: 'string', minLength: 8, maxLength: 200 },
      },
    ],
    requestBody: { required: true, content: { 'application/json': { schema: operation.input } } },
  };
}

const problem = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'number'],
  properties: {
    type: { type: 'string' },
    title: { type: 'string', description: 'One sentence that says what to do.' },
    status: { type: 'integer' },
    code: { type: 'string' },
    number: { type: 'string', description: 'To quote when calling for help.' },
    errors: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    details: { type: 'object' },
  },
};
