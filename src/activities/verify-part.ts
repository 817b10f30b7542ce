import { cancellationSignal } from '@temporalio/activity';
import { areInputsWeak, describeRefutation, judgeVerifiers } from '../domain/verification';
import type { FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { PartReport, type SwarmSummary } from '../schemas/verification';
import { whileHeartbeating } from './heartbeat';
import type { Family } from './ports/family';
import type { Store } from './ports/store';
import { loadCode, loadStoredParts, type StoredPart } from './subjects';

export interface VerifyPartDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

/** What a workflow learns of a verification; the report itself stays in the store (I5). */
export interface VerifiedPart {
  readonly report: Hash;
  readonly accepted: boolean;
  /** Why it was not accepted, in a line for whoever has to do better; '' when it was. */
  readonly complaint: string;
}

/** Longest complaint that enters a history, in characters (I5). */
const MAX_COMPLAINT = 400;

export const createVerifyPart = ({ store, families }: VerifyPartDependencies) => ({
  /**
   * Has the family's verifiers judge a part with the real parts it calls. A part that was accepted before, by this worker or
   * by one that was killed since, is not judged again.
   */
  async verifyPart(input: {
    readonly family: FamilyName;
    readonly part: Hash;
  }): Promise<VerifiedPart> {
    const known = await store.find(reportId(input.part));
    if (known !== undefined) {
      const report = await store.put(PartReport.parse(known));
      return { report, accepted: true, complaint: '' };
    }
    const stored = await loadStoredParts(store, [input.part]);
    const judged = await whileHeartbeating(() =>
      judgePart(families[input.family], { store, stored }),
    );
    const report = { ...judged, part: input.part };
    const { accepted } = judgeVerifiers(judged.verifiers);
    if (accepted) await store.record(reportId(input.part), report);
    return {
      report: await store.put(report),
      accepted,
      complaint: accepted ? '' : describeRefutation(judged.verifiers).slice(0, MAX_COMPLAINT),
    };
  },
});

async function judgePart(
  family: Family,
  { store, stored }: { readonly store: Store; readonly stored: readonly StoredPart[] },
): Promise<Omit<PartReport, 'part'>> {
  const own = stored.at(-1)?.part;
  if (own === undefined) throw new Error('expected a part to verify, found none');
  const { contract, code } = own;
  const parts = stored.slice(0, -1).map(({ part }) => part);
  const runnersUp = await Promise.all(own.runnersUp.map((hash) => loadCode(store, hash)));
  return family.verifyPart({ contract, code, parts, runnersUp }, cancellationSignal());
}

/** What was said of these parts together; null where none of them was verified. */
export async function summariseReports(
  store: Store,
  stored: readonly StoredPart[],
): Promise<SwarmSummary | null> {
  const summary = { parts: 0, agreed: 0, disagreed: 0, abstained: 0, laws: 0 };
  const weakInputs: SwarmSummary['weakInputs'] = [];
  for (const { hash, part } of stored) {
    const known = await store.find(reportId(hash));
    if (known === undefined) continue;
    const { verifiers, inputs } = PartReport.parse(known);
    const { agreeing, disagreeing, abstaining } = judgeVerifiers(verifiers);
    summary.parts += 1;
    summary.agreed += agreeing;
    summary.disagreed += disagreeing;
    summary.abstained += abstaining;
    summary.laws += verifiers.filter(isKeptLaw).length;
    if (inputs !== null && areInputsWeak(inputs))
      weakInputs.push({ ...inputs, task: part.task ?? part.contract.name });
  }
  return summary.parts === 0 ? null : { ...summary, weakInputs };
}

function isKeptLaw({ verifier, verdict }: PartReport['verifiers'][number]): boolean {
  return verifier === 'laws' && verdict === 'agree';
}

/** Equal parts are judged alike, so the report on an accepted one is kept under the part's own hash. */
export function reportId(part: Hash): string {
  return `verified:${part}`;
}
