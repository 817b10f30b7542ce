import { Argument } from 'commander';
import type { OracleWishes } from '../context';
import { amountTo, share, whole } from '../parsers';
import { type CommandDefinition, describeCommand } from '../runner';

/** `millwright oracle hanoi` */
export const oracleCommand: CommandDefinition = (run) =>
  describeCommand(
    'oracle',
    'a model over the OpenAI protocol that knows the answer and errs as it is told to, until Ctrl-C',
    'millwright oracle hanoi --error-rate 0.01 --flag-rate 0.03 --port 8990',
  )
    .addArgument(new Argument('<puzzle>', 'what it knows').choices(['hanoi']))
    .option('--error-rate <e>', 'share of legal but wrong answers (default: 0)', share)
    .option(
      '--flag-rate <f>',
      'share of answers too long, malformed or illegal (default: 0)',
      share,
    )
    .option('--correlated', 'the errors are steps that every sample gets wrong in the same way')
    .option(
      '--difficulty <d>',
      'share of the errors that falls on few hard steps (default: 0)',
      share,
    )
    .option('--wrong', 'every answer is legal but wrong')
    .option('--garbage', 'every answer is malformed')
    .option(
      '--latency-ms <l>',
      'median milliseconds until an answer (default: 0)',
      amountTo(3_600_000),
    )
    .option('--latency-tail <s>', 'how far latencies spread, 0 to 3 (default: 0.3)', amountTo(3))
    .option('--reject-rate <r>', 'share of requests refused with 429 (default: 0)', share)
    .option('--drop-rate <r>', 'share of requests whose connection is cut (default: 0)', share)
    .option('--seed <n>', 'start of all that looks like chance (default: 0)', whole(0, 2 ** 31 - 1))
    .option('--port <p>', 'port on this machine; 0 takes a free one (default: 0)', whole(0, 65_535))
    .action((_puzzle: string, options: OracleWishes) =>
      run((context) => context.heavy.serveOracle(options)),
    );
