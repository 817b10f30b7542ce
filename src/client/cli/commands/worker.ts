import { InvalidArgumentError } from 'commander';
import { nearest } from '../../nearest';
import { WORKER_ROLES, type WorkerRole } from '../context';
import { EXIT } from '../exit-code';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright worker` */
export const workerCommand: CommandDefinition = (run) =>
  describeCommand(
    'worker',
    'one worker process; start as many as you want, on any machine',
    'millwright worker --roles sandbox',
  )
    .option('--roles <list>', `which of ${WORKER_ROLES.join(',')} it takes on`, roles, WORKER_ROLES)
    .action((options: { roles: readonly WorkerRole[] }) =>
      run(async ({ heavy }) => {
        await heavy.serveRoles(options.roles);
        return EXIT.done;
      }),
    );

function roles(list: string): readonly WorkerRole[] {
  return [...new Set(list.split(',').map((name) => role(name.trim())))];
}

function role(name: string): WorkerRole {
  const known = WORKER_ROLES.find((each) => each === name);
  if (known !== undefined) return known;
  const meant = nearest(name, WORKER_ROLES);
  const suggestion = meant === undefined ? '' : ` Did you mean ${meant}?`;
  throw new InvalidArgumentError(
    `Found the role "${name}", expected some of ${WORKER_ROLES.join(',')}.${suggestion}`,
  );
}
