import { type Command, Option } from 'commander';
import type { SimulationWishes } from '../../simulate-run';
import { simulationLines } from '../../view/simulation-lines';
import { EXIT } from '../exit-code';
import { amount, difficulty, errorShare, flagShare, probability, whole } from '../parsers';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright simulate` */
export const simulateCommand: CommandDefinition = (run) =>
  withOptions(
    describeCommand(
      'simulate',
      'the arithmetic of a run of any size beside a simulation of it, and how both grow to a billion steps',
      'millwright simulate --steps 1048575 --error-rate 0.01 --flag-rate 0.03',
    ),
  ).action(({ json, ...wishes }: SimulationWishes & { readonly json?: true }) =>
    run(
      async ({ heavy, output }) => {
        const simulation = await heavy.simulate(wishes);
        output.result(simulationLines(simulation));
        output.json(simulation);
        return EXIT.done;
      },
      json === undefined ? {} : { json },
    ),
  );

function withOptions(command: Command): Command {
  return ofSite(ofModel(command))
    .option('--seed <n>', 'start of all that looks like chance (default: 0)', whole(0, 2 ** 31 - 1))
    .option('--json', 'print one JSON document');
}

/** What has to be decided, and how well the model decides it. */
function ofModel(command: Command): Command {
  return command
    .requiredOption('--steps <s>', 'steps, each of which must be right', whole(1, 1e15))
    .requiredOption(
      '--error-rate <e>',
      'share of valid votes that are wrong, below 0.5',
      errorShare,
    )
    .option('--flag-rate <f>', 'share of answers with a red flag, below 1 (default: 0)', flagShare)
    .addOption(
      new Option('--margin <k>', 'lead that wins an election (default: the least for the target)')
        .argParser(whole(1, 120))
        .conflicts('target'),
    )
    .option('--target <t>', 'wanted probability of no error (default: 0.95)', probability)
    .option(
      '--difficulty <d>',
      'even, published (as in the published million steps), or SHARE:RATE, such as 0.004:0.3, of hard steps (default: even)',
      difficulty,
    );
}

/** What calls cost, and how fast they are made. */
function ofSite(command: Command): Command {
  return command
    .option('--price-in <p>', 'US dollars per million prompt tokens (default: 0)', amount)
    .option('--price-out <p>', 'US dollars per million output tokens (default: 0)', amount)
    .option('--prompt-tokens <n>', 'tokens of a prompt (default: 590)', amount)
    .option('--output-tokens <n>', 'tokens of an answer (default: 588)', amount)
    .option('--cost-per-call <c>', 'US dollars for one call, in place of prices', amount)
    .option('--latency-ms <l>', 'mean milliseconds of a call (default: 2000)', amount)
    .option('--calls-per-minute <n>', "the provider's limit (default: none)", amount)
    .option(
      '--chains <n>',
      'independent chains that share the steps (default: 1)',
      whole(1, 10_000),
    )
    .option('--workers <n>', 'workers that share the chains (default: 1)', whole(1, 10_000))
    .option('--votes-per-second <n>', 'answers one worker can count (default: 500)', amount)
    .option('--crashes-per-day <n>', 'crashes of all workers together (default: 0)', amount);
}
