import { minimalMargin } from '../../domain/margin';
import type { EvidenceWanted } from '../../domain/own-votes-margin';
import type { ElectionInput } from '../election/race';
import type { RunRules, TaskElectionKind } from '../messages';

/** The lead that wins an election of a run, and what the margin follows: fixed where the user fixed it. */
export function electionRules(
  run: Pick<
    RunRules,
    'accuracy' | 'adaptive' | 'leastUnmeasured' | 'margin' | 'maxFlags' | 'maxVotes'
  >,
  { kind, target }: { readonly kind: TaskElectionKind; readonly target: number },
): Pick<ElectionInput, 'rules' | 'adaptive'> {
  const { accuracy, maxVotes, maxFlags } = run;
  const needed =
    kind === 'code' ? minimalMargin({ accuracy, steps: 1, target }) : PREFERENCE_MARGIN;
  const margin = run.margin ?? needed;
  const rules = { margin, maxVotes: Math.max(maxVotes, margin), maxFlags };
  if (kind !== 'code' || run.margin !== null || run.adaptive !== true) return { rules };
  const most = MOST_PER_MARGIN * needed;
  const wanted = { errorRate: 1 - accuracy, failure: 1 - target, most, ...leastOf(run) };
  return { rules: { ...rules, maxVotes: Math.max(maxVotes, most) }, adaptive: wanted };
}

/** Lead that wins an election on a size or a plan: a wrong one costs work, not correctness, so it need not follow the target. */
const PREFERENCE_MARGIN = 2;

/** The margin on code follows its votes up to this many times the margin for votes that all agree. */
const MOST_PER_MARGIN = 2;

/** The least margin until the run's votes have measured their error rate, where the run knows such a rule. */
function leastOf({
  leastUnmeasured,
}: Pick<RunRules, 'leastUnmeasured'>): Pick<EvidenceWanted, 'least'> {
  return leastUnmeasured === undefined ? {} : { least: leastUnmeasured };
}
