import type { RunWishes } from '../../rules';
import { span } from '../../view/line';
import { followToEnd } from '../conclude';
import type { CommandContext, Session } from '../context';
import { withElectionOptions } from '../election-options';
import { EXIT, type ExitCode } from '../exit-code';
import { amount, whole } from '../parsers';
import { type CommandDefinition, describeCommand } from '../runner';

interface RunOptions {
  readonly out?: string;
  readonly id?: string;
  readonly detach?: true;
  readonly approvePlan?: true;
  readonly margin?: number;
  readonly target?: number;
  readonly budgetUsd?: number;
  readonly budgetCalls?: number;
  readonly json?: true;
  readonly seed?: number;
}

/** `millwright run SPEC` */
export const runCommand: CommandDefinition = (run) =>
  withElectionOptions(
    describeCommand(
      'run <spec>',
      'start a run and follow it to its result',
      'millwright run SPEC.md --out out/mine --budget-usd 1',
    )
      .option('--out <dir>', 'folder for the result (default: out/RUN)')
      .option(
        '--id <run>',
        "the run's id; one that exists is attached to (default: from the spec's name)",
      )
      .option('--detach', 'leave once it is started; it goes on in the background')
      .option('--approve-plan', 'wait for approval once the top plan is elected'),
  )
    .option('--budget-usd <n>', 'US dollars after which the run pauses', amount)
    .option('--budget-calls <n>', 'model calls after which the run pauses', whole(0, 1e9))
    .option('--json', 'print one JSON document at the end')
    .option('--seed <n>', 'start of all pseudo-random choices', whole(0, 2 ** 31 - 1))
    .action((spec: string, options: RunOptions) =>
      run((context) => runSpec(context, spec, options), options),
    );

async function runSpec(
  context: CommandContext,
  file: string,
  options: RunOptions,
): Promise<ExitCode> {
  const prepared = await context.heavy.prepareRun({
    file,
    cwd: context.cwd,
    id: options.id,
    out: options.out,
  });
  const { run, specFile, spec, sha256 } = prepared;
  const session = await context.heavy.openSession({ mayStart: true });
  let leaveStack = false;
  try {
    const handle = await session.millwright.startRun({
      run,
      spec,
      specSha256: sha256,
      ...session.defaults,
      wishes: wishesOf(options),
      approvePlan: options.approvePlan ?? false,
      memo: { specFile, out: prepared.out },
    });
    const memo = await handle.memo();
    context.output.note(handle.attached ? `Attached to run ${run}.` : `Started run ${run}.`);
    if (memo.specSha256 !== sha256)
      context.output.note(`It builds another version of ${spec.name} than this file.`);
    leaveStack = options.detach ?? false;
    if (leaveStack) return tellDetached(context, run, session);
    const out = options.out === undefined ? memo.out : undefined;
    return await followToEnd({ context, session, handle, out: out ?? prepared.out });
  } finally {
    await session.close({ leaveStack });
  }
}

function wishesOf({ margin, target, seed, budgetUsd, budgetCalls }: RunOptions): RunWishes {
  return {
    ...(margin === undefined ? {} : { margin }),
    ...(target === undefined ? {} : { target }),
    ...(seed === undefined ? {} : { seed }),
    budget: {
      ...(budgetUsd === undefined ? {} : { usd: budgetUsd }),
      ...(budgetCalls === undefined ? {} : { calls: budgetCalls }),
    },
  };
}

function tellDetached({ output }: CommandContext, run: string, { ownsStack }: Session): ExitCode {
  output.result([[span(run)]]);
  output.note(
    `It goes on by itself. Watch it: millwright watch ${run}. Fetch its result: the same command with --id ${run}`,
  );
  if (ownsStack) output.note('The stack goes on too. End it:  millwright dev --stop');
  output.json({ run, status: 'running', out: null, certificate: null });
  return EXIT.done;
}
