import { calendarFor, command, localDate, shape } from '@dinh/kernel';
import { beganByPeople } from '@dinh/process';
import { Type } from 'typebox';
import { placeWrong, processNotOffered } from '../errors.ts';
import { work, type WorkVariables } from '../model/engine.ts';
import { choicesFor, placesOf } from '../model/places.ts';
import { beginning } from '../queries/list-beginnings.ts';

/**
 * Begins a process of internal work, in the version that is in force: what it is about, where its steps are done, and how
 * many working days it may take. @throws processNotOffered, placeWrong
 */
export const beginProcess = command({
  name: 'work.begin-process',
  title: { vi: 'Bắt đầu một việc', en: 'Begin a matter' },
  may: beginning,
  input: shape({
    process: Type.String({ minLength: 1, maxLength: 100 }),
    title: Type.String({ minLength: 1, maxLength: 300, description: 'what it is about' }),
    note: Type.Optional(Type.String({ maxLength: 4000 })),
    units: Type.Record(Type.String({ maxLength: 60 }), Type.Integer({ minimum: 1, maximum: 2_147_483_647 }), {
      description: 'the unit of each place that the process names',
    }),
    days: Type.Optional(
      Type.Integer({
        minimum: 1,
        maximum: 400,
        description: 'working days for the whole; without, no limits',
      }),
    ),
  }),
  output: shape({ instance: Type.String() }),
  async run(ctx, input) {
    const offered = (await beganByPeople(ctx.app, ctx.now, 'work')).find(({ definition }) => definition.key === input.process);
    if (!offered) throw processNotOffered();
    const places = placesOf(offered.graph);
    const choices = await choicesFor(ctx, places);
    const wrong = places.filter(({ key }) => !choices.get(key)?.some((unit) => unit.id === input.units[key]));
    if (wrong.length > 0)
      throw placeWrong(
        {},
        {
          fields: wrong.map(({ key, steps }) => ({
            path: `units.${key}`,
            message: {
              vi: `Xin chọn đơn vị cho bước “${steps[0]!.vi}”.`,
              en: `Please choose a unit for the step “${steps[0]!.en}”.`,
            },
          })),
        },
      );
    const { dayMinutes } = await calendarFor(ctx.app.definitions, [], localDate(ctx.now));
    const variables: WorkVariables = {
      title: input.title.trim(),
      note: input.note?.trim() || null,
      units: Object.fromEntries(places.map(({ key }) => [key, input.units[key]!])),
      limitMinutes: input.days === undefined ? null : input.days * dayMinutes,
    };
    const { instanceId } = await work.startProcess(ctx, {
      definition: offered.definition,
      businessKey: ctx.newId(),
      variables: { ...variables },
    });
    ctx.subject(`instance:${instanceId}`);
    ctx.note({ process: input.process, title: variables.title });
    return { instance: instanceId };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'work.begin-process': typeof beginProcess;
  }
}
