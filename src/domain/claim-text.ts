import type { Certificate } from '../schemas/certificate';
import { count, counted, percent, percentAtMost } from './format';

/** What is claimed of the result, and how much that is worth. */
export function isItRight(certificate: Certificate): string {
  const { ambiguities = [] } = certificate;
  const claim = claimOf(certificate);
  if (certificate.status !== 'done' || ambiguities.length === 0) return claim;
  const calls = counted(ambiguities.length, 'call');
  return `${claim} Of ${calls} the contract does not say what is right, see below: there nothing is claimed.`;
}

function claimOf({ status, verification, failureBound, target = 0 }: Certificate): string {
  const checks = Object.values(verification);
  const passed = checks.reduce((sum, check) => sum + check.passed, 0);
  const failed = checks.reduce((sum, check) => sum + check.failed, 0);
  if (failed > 0) return `No: ${count(failed)} of its ${counted(passed + failed, 'check')} failed.`;
  if (status !== 'done') return 'Nothing is claimed of a run that did not finish.';
  const checked =
    passed === 0 ? 'None of it was checked by running.' : `All ${counted(passed, 'check')} passed.`;
  const short =
    failureBound > 1 - target
      ? ` That is short of the target, ${percent(target)} right: take it for uncertain.`
      : '';
  if (failureBound >= 0.5) {
    return `${checked} Beyond them the votes do not show it: the bound on the probability that an elected answer is wrong is ${percentAtMost(failureBound)}.${short}`;
  }
  return `${checked} The probability that any elected answer is wrong is at most ${percentAtMost(failureBound)}, if what stands below holds.${short}`;
}
