import type { ErrorPairs, ElectionSources, SourceCounts } from '../schemas/certificate';
import type { Source } from '../schemas/vote';
import { castVote, countVotes, type Tally } from './tally';

/** What the samples of each source have come to so far; a source that gave none is absent. */
export type SourceTallies = Readonly<Partial<Record<Source, SourceTally>>>;

interface SourceTally {
  readonly tally: Tally;
  readonly redFlags: number;
}

/** In which order sources are told. */
export const SOURCES = ['base', 'varied', 'other'] as const satisfies readonly Source[];

/** Counts one more answer of `source`, a red-flagged one where it has no candidate; the given tallies stay as they were. */
export function noteAnswer(
  tallies: SourceTallies,
  { source, candidate }: { readonly source: Source; readonly candidate: string | null },
): SourceTallies {
  const { tally, redFlags } = tallies[source] ?? { tally: new Map<string, number>(), redFlags: 0 };
  const noted =
    candidate === null
      ? { tally, redFlags: redFlags + 1 }
      : { tally: castVote(tally, candidate), redFlags };
  return { ...tallies, [source]: noted };
}

/**
 * What is kept of an election's sources: counts, no candidates. An error is known only as a vote against the winner, so
 * without a winner (null) no agreement of errors is counted.
 */
export function recordSources(tallies: SourceTallies, winner: string | null): ElectionSources {
  const errorsOf = (source: Source): Tally => {
    const votes = winner === null ? [] : [...(tallies[source]?.tally ?? [])];
    return new Map(votes.filter(([candidate]) => candidate !== winner));
  };
  const within = sum(SOURCES.map((source) => agreementAmong(errorsOf(source))));
  const inAll = agreementAmong(sumTallies(SOURCES.map(errorsOf)));
  const across = { pairs: inAll.pairs - within.pairs, agreeing: inAll.agreeing - within.agreeing };
  return bySource(across, (source) => {
    const known = tallies[source];
    return (
      known && {
        votes: countVotes(known.tally),
        votesForWinner: winner === null ? 0 : (known.tally.get(winner) ?? 0),
        redFlags: known.redFlags,
        agreement: agreementAmong(errorsOf(source)),
      }
    );
  });
}

/** The counts of several elections in one. */
export function sumSources(elections: readonly ElectionSources[]): ElectionSources {
  return bySource(sum(elections.map(({ across }) => across)), (source) => {
    const each = elections.flatMap((election) => election[source] ?? []);
    if (each.length === 0) return undefined;
    return {
      votes: total(each.map(({ votes }) => votes)),
      votesForWinner: total(each.map(({ votesForWinner }) => votesForWinner)),
      redFlags: total(each.map(({ redFlags }) => redFlags)),
      agreement: sum(each.map(({ agreement }) => agreement)),
    };
  });
}

/** Nothing is kept of what there is none of: records travel in histories (I5). */
function bySource(
  across: ErrorPairs,
  countsOf: (source: Source) => Required<SourceCounts> | undefined,
): ElectionSources {
  const told: Partial<Record<Source, SourceCounts>> = {};
  for (const source of SOURCES) {
    const counts = countsOf(source);
    if (counts === undefined) continue;
    const { agreement, ...votes } = counts;
    told[source] = agreement.pairs === 0 ? votes : counts;
  }
  return across.pairs === 0 ? told : { ...told, across };
}

/** Of all pairs among these votes, how many name the same candidate. */
function agreementAmong(errors: Tally): ErrorPairs {
  return { pairs: pairsOf(countVotes(errors)), agreeing: total([...errors.values()].map(pairsOf)) };
}

function sum(agreements: readonly (ErrorPairs | undefined)[]): ErrorPairs {
  return {
    pairs: total(agreements.map((one) => one?.pairs)),
    agreeing: total(agreements.map((one) => one?.agreeing)),
  };
}

function pairsOf(votes: number): number {
  return (votes * (votes - 1)) / 2;
}

function sumTallies(tallies: readonly Tally[]): Tally {
  const sum = new Map<string, number>();
  for (const [candidate, votes] of tallies.flatMap((tally) => [...tally]))
    sum.set(candidate, (sum.get(candidate) ?? 0) + votes);
  return sum;
}

function total(counts: readonly (number | undefined)[]): number {
  return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
}
