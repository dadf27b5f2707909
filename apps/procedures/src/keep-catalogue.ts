import { type Consumer, type Job, job, localDate } from '@dinh/kernel';
import { projectProcedures } from './search/project.ts';

/** A version that an officer has published begins on its day: lists and search then follow it. */
export const keepCatalogue: Job = job({
  name: 'procedures.keep-catalogue',
  every: 5,
  async run({ app, now }) {
    await projectProcedures(app.db, localDate(now));
  },
});

/** What is published to hold from today on is found at once. */
export const followPublications: Consumer = {
  name: 'procedures.follow-publications',
  events: ['studio.definition-published'],
  async handle({ db, now }) {
    await projectProcedures(db, localDate(now));
  },
};
