import { count, counted, dollars, duration, percent, percentAtMost } from '../../domain/format';
import type { SpecForecast } from '../forecast-spec';
import { type Line, span } from './line';

/** What a run is expected to take, in figures and what they rest on. */
export function forecastLines(name: string, forecast: SpecForecast): readonly Line[] {
  const { leaves, steps, margin, votesPerStep, reliability, failureBound } = forecast;
  const work =
    leaves === null
      ? counted(steps, 'step')
      : `about ${leaves === 1 ? '1 leaf' : `${leaves} leaves`}`;
  return [
    [
      span(name, 'strong'),
      span(`  forecast with ${forecast.model}; ${spentOn(forecast)}`, 'quiet'),
    ],
    row('work', `${work}, margin ${margin}, ${votesPerStep.toFixed(2)} votes each`),
    row(
      'calls',
      `${count(forecast.calls)}, ${count(forecast.promptTokens)} + ${count(forecast.completionTokens)} tokens`,
    ),
    row('cost', dollars(forecast.costUsd)),
    row('time', duration(forecast.wallTimeMs)),
    ...worst(forecast),
    row(
      'right',
      `all of it with probability ${percent(reliability)}; wrong with at most ${percentAtMost(failureBound)}`,
    ),
    [span('if', 'quiet')],
    ...forecast.assumptions.map((assumption) => [span(`  - ${assumption}`)]),
  ];
}

function spentOn({ calibration }: SpecForecast): string {
  if (calibration === undefined) return 'nothing was spent';
  const { answers, usage, lostCalls } = calibration;
  const tokens = usage.promptTokens + usage.completionTokens;
  const lost = lostCalls === 0 ? '' : `, ${counted(lostCalls, 'more')} perhaps charged and lost`;
  return `${counted(answers, 'answer')} asked for with ${count(tokens)} tokens, ${dollars(usage.costUsd)}${lost}`;
}

/** What it takes if the model is as bad as its calibration allows. */
function worst({ atWorst }: SpecForecast): readonly Line[] {
  if (atWorst === undefined) return [];
  if (atWorst === null)
    return [
      row('worst', 'no end of voting can be ruled out by so few answers: calibrate with more'),
    ];
  const { calls, costUsd, wallTimeMs } = atWorst;
  return [row('worst', `${count(calls)} calls, ${dollars(costUsd)}, ${duration(wallTimeMs)}`)];
}

function row(label: string, text: string): Line {
  return [span(label.padEnd(7), 'quiet'), span(text)];
}
