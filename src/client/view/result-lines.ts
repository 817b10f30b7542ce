import { count, counted, dollars, duration, percent, percentAtMost } from '../../domain/format';
import type { Certificate } from '../../schemas/certificate';
import { type Line, span } from './line';

/** What an ended run has come to: where the result is, its checks, the certificate's main figures. */
export function resultLines(certificate: Certificate, folder: string): readonly Line[] {
  const { spec, status, elections, margin, errorRate, durationMs } = certificate;
  const outcome = certificate.artifact === null ? 'nothing was built' : folder;
  return [
    [
      span(`${spec.name} ${status}`, status === 'done' ? 'good' : 'bad'),
      span(` after ${duration(durationMs)}: ${outcome}`),
    ],
    [label('checks'), ...checksOf(certificate)],
    [
      label('bound'),
      span(
        `an elected answer is wrong with probability at most ${percentAtMost(certificate.failureBound)}`,
      ),
    ],
    [
      label('votes'),
      span(
        `${counted(certificate.votes, 'vote')}, ${counted(certificate.redFlags.total, 'red flag')}; `,
      ),
      span(
        `${elections.elected} elected, ${elections.exhausted} exhausted; k ${range(margin.min, margin.max)}; `,
      ),
      span(
        `errors ${percent(errorRate.estimate)} (${percent(errorRate.low)} to ${percent(errorRate.high)})`,
      ),
    ],
    ...ambiguitiesOf(certificate),
    [label('spent'), span(spentOf(certificate))],
    [label('proof'), span(`${folder}/CERTIFICATE.md`)],
  ];
}

function label(text: string) {
  return span(`  ${text.padEnd(8)}`, 'quiet');
}

function ambiguitiesOf({ ambiguities = [] }: Certificate): readonly Line[] {
  if (ambiguities.length === 0) return [];
  const where = ambiguities.map(({ call }) => call).join(', ');
  return [[label('unsaid'), span(`the spec does not say what is right for ${where}`, 'bad')]];
}

function checksOf({ verification }: Certificate): Line {
  const kinds = (['examples', 'tests', 'properties', 'acceptance'] as const).filter(
    (kind) => verification[kind].passed + verification[kind].failed > 0,
  );
  if (kinds.length === 0) return [span('none were run', 'bad')];
  const failed = kinds.reduce((sum, kind) => sum + verification[kind].failed, 0);
  const passed = kinds.map((kind) => `${count(verification[kind].passed)} ${kind}`).join(', ');
  return [
    span(`${passed} passed`, 'good'),
    span(', '),
    span(`${count(failed)} failed`, failed > 0 ? 'bad' : 'plain'),
  ];
}

function spentOf({
  calls,
  promptTokens,
  completionTokens,
  costUsd,
  lostCalls,
}: Certificate): string {
  const lost = lostCalls === 0 ? '' : ` (and ${counted(lostCalls, 'call')} lost in crashes)`;
  return `${counted(calls, 'call')}${lost}, ${count(promptTokens)} + ${count(completionTokens)} tokens, ${dollars(costUsd)}`;
}

function range(min: number, max: number): string {
  return min === max ? String(min) : `${min} to ${max}`;
}
