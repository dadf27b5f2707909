import { query, shape, sql } from '@dinh/kernel';
import { Type } from 'typebox';

const Figures = {
  ratings: Type.Integer(),
  satisfied: Type.Integer({ description: 'those whose three answers are all 4 or 5' }),
  dossier: Type.Number({ description: 'average of 1 to 5' }),
  agency: Type.Number(),
  official: Type.Number(),
};

/** How satisfied people were, by unit, in a period; open to everybody (A2; NĐ 61/2018 Điều 29–31). Names nobody. */
export const ratingFigures = query({
  name: 'one-stop.rating-figures',
  title: { vi: 'Mức độ hài lòng', en: 'Satisfaction' },
  input: shape({
    from: Type.String({ format: 'date' }),
    to: Type.String({ format: 'date', description: 'the last day' }),
  }),
  output: shape({
    units: Type.Array(
      shape({
        unit: Type.Integer(),
        name: shape({ vi: Type.String(), en: Type.String() }),
        ...Figures,
      }),
    ),
    all: shape(Figures),
  }),
  may: 'anyone',
  async run(ctx, input) {
    const figures = sql.raw(
      `count(*) as ratings, count(*) filter (where least(r.dossier, r.agency, r.official) >= 4) as satisfied,
       round(coalesce(avg(r.dossier), 0), 2)::float8 as dossier, round(coalesce(avg(r.agency), 0), 2)::float8 as agency, round(coalesce(avg(r.official), 0), 2)::float8 as official`,
    );
    const within = sql`r.at >= (${input.from}::date)::timestamp at time zone 'Asia/Ho_Chi_Minh' and r.at < (${input.to}::date + 1)::timestamp at time zone 'Asia/Ho_Chi_Minh'`;
    const units = await ctx.db.all<never>(
      sql`select r.unit_id as unit, jsonb_build_object('vi', u.name_vi, 'en', u.name_en) as name, ${figures}
          from one_stop.rating r join identity.v_unit u on u.id = r.unit_id where ${within} group by r.unit_id, u.name_vi, u.name_en order by u.name_vi`,
    );
    const all = await ctx.db.one<never>(sql`select ${figures} from one_stop.rating r where ${within}`);
    return { units, all };
  },
});

declare module '@dinh/kernel' {
  interface OperationTypes {
    'one-stop.rating-figures': typeof ratingFigures;
  }
}
