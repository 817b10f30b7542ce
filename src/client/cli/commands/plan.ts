import { type Command, Option } from 'commander';
import type { ForecastWishes } from '../../forecast-basis';
import { forecastLines } from '../../view/forecast-lines';
import { withElectionOptions } from '../election-options';
import { EXIT } from '../exit-code';
import { amount, errorShare, flagShare, whole } from '../parsers';
import { type CommandDefinition, describeCommand } from '../runner';

interface PlanOptions extends Omit<ForecastWishes, 'budget' | 'seed' | 'calibration'> {
  readonly calibrate?: number;
  readonly json?: true;
}

/** `millwright plan SPEC` */
export const planCommand: CommandDefinition = (run) =>
  withOptions(
    describeCommand(
      'plan <spec>',
      'forecast calls, cost, time and reliability before anything is spent',
      'millwright plan examples/hanoi-20/SPEC.md --error-rate 0.002',
    ),
  ).action((file: string, { json, calibrate, ...wishes }: PlanOptions) =>
    run(
      async ({ heavy, output }) => {
        const { name, forecast } = await (calibrate === undefined
          ? heavy.forecast(file, wishes)
          : heavy.forecastMeasured(file, { ...wishes, calibrate }));
        output.result(forecastLines(name, forecast));
        output.json(forecast);
        return EXIT.done;
      },
      json === undefined ? {} : { json },
    ),
  );

function withOptions(command: Command): Command {
  return withElectionOptions(command)
    .option('--error-rate <e>', 'share of valid votes that are wrong, below 0.5', errorShare)
    .option('--flag-rate <f>', 'share of answers with a red flag, below 1', flagShare)
    .option('--latency-ms <l>', 'milliseconds from a request to its answer', amount)
    .addOption(
      new Option(
        '--calibrate <n>',
        'measure these three first, by asking the model for n answers within the budget (default: nothing is asked)',
      )
        .argParser(whole(1, 10_000))
        .conflicts(['errorRate', 'flagRate', 'latencyMs']),
    )
    .option('--json', 'print one JSON document');
}
