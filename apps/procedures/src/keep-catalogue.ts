import { type Consumer, type Job, job, localDate } from '@dinh/kernel';
import { projectBusinessTypes } from './business-types.ts';
import { projectProcedures } from './search/project.ts';

/** A version that an officer has published begins on its day: the names that others show then follow it. */
export const keepCatalogue: Job = job({
  name: 'procedures.keep-catalogue',
  every: 5,
  async run({ app, now }) {
    await projectBusinessTypes(app.db, localDate(now));
    await projectProcedures(app.db, localDate(now));
  },
});

/** The same at once for what is published to hold from today on. */
export const followPublications: Consumer = {
  name: 'procedures.follow-publications',
  events: ['studio.definition-published'],
  async handle({ db, now }) {
    await projectBusinessTypes(db, localDate(now));
    await projectProcedures(db, localDate(now));
  },
};
