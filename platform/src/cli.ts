/** `npm run dinh -- COMMAND`: what an operator does at a terminal. Exit code 0, 1 for a no, 2 for a wrong command line. */
import { EmbeddedPostgresError, Refusal } from '@dinh/kernel';
import { administrator } from './commands/administrator.ts';
import { anchor } from './commands/anchor.ts';
import { demo } from './commands/demo.ts';
import { migrateCommand } from './commands/migrate.ts';
import { pack } from './commands/pack.ts';
import { type Command, UsageError } from './commands/usage.ts';
import { verify } from './commands/verify.ts';
import { PackRefused } from './pack/load.ts';

const commands: Readonly<Record<string, Command>> = {
  pack,
  migrate: migrateCommand,
  administrator,
  verify,
  anchor,
  demo,
};

function help(): string {
  const lines = Object.values(commands).flatMap((command) => command.usage);
  const width = Math.max(...lines.map(([how]) => how.length)) + 2;
  return [
    'npm run dinh -- COMMAND',
    '',
    ...lines.map(([how, what]) => `  ${how.padEnd(width)}${what}`),
    '',
    'All of them use the database of DATABASE_URL, or the one under DINH_DATA (.dinh), also while the server runs.',
  ].join('\n');
}

const [name = 'help', ...args] = process.argv.slice(2);
try {
  const command = commands[name];
  if (name === 'help' || name === '--help' || name === '-h') console.log(help());
  else if (command) process.exitCode = await command.run(args);
  else throw new UsageError(`There is no command “${name}”.`);
} catch (error) {
  if (error instanceof UsageError) {
    console.error(`${error.message}\n\n${help()}`);
    process.exitCode = 2;
  } else if (error instanceof PackRefused || error instanceof EmbeddedPostgresError || error instanceof Refusal) {
    console.error(error instanceof Refusal ? error.sentence('en') : error.message);
    process.exitCode = 1;
  } else throw error;
}
