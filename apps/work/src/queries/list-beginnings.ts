import { query, shape } from '@dinh/kernel';
import { beganByPeople } from '@dinh/process';
import { Type } from 'typebox';
import { choicesFor, placesOf } from '../model/places.ts';

const words = shape({ vi: Type.String(), en: Type.String() });
export const beginning = 'work.begin-process';

/** The processes that a person can begin, with the places that each needs and the units where they can be. */
export const listBeginnings = query({
  name: 'work.list-beginnings',
  title: { vi: 'Quy trình có thể bắt đầu', en: 'Processes that can be begun' },
  may: beginning,
  input: shape({
    process: Type.Optional(Type.String({ maxLength: 100, description: 'only this one, with its units' })),
  }),
  output: shape({
    processes: Type.Array(
      shape({
        key: Type.String(),
        name: words,
        steps: Type.Integer({ description: 'tasks of people in it' }),
        places: Type.Array(
          shape({
            key: Type.String(),
            steps: Type.Array(words),
            units: Type.Array(shape({ id: Type.Integer(), name: words }), {
              description: 'where every role of the place is held, the nearest first; left empty in the list of all',
            }),
          }),
        ),
      }),
    ),
  }),
  async run(ctx, input) {
    const offered = await beganByPeople(ctx.app, ctx.now, 'work');
    const wanted = offered.filter(({ definition }) => input.process === undefined || definition.key === input.process);
    return {
      processes: await Promise.all(
        wanted.map(async ({ definition, graph }) => {
          const places = placesOf(graph);
          const units = input.process === undefined ? undefined : await choicesFor(ctx, places);
          return {
            key: definition.key,
            name: { ...graph.name },
            steps: [...graph.nodes.values()].filter((node) => node.kind === 'user-task').length,
            places: places.map(({ key, steps }) => ({
              key,
              steps: steps.map((step) => ({ ...step })),
              units: [...(units?.get(key) ?? [])].map(({ id, name }) => ({ id, name })),
            })),
          };
        }),
      ),
    };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.list-beginnings': typeof listBeginnings;
  }
}
