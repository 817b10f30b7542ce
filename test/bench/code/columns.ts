import type { LoadedPart } from '../../../src/activities/ports/family';
import {
  ask,
  asksDue,
  type Election,
  type ElectionRules,
  flag,
  isOver,
  openElection,
  outcome,
  vote,
} from '../../../src/domain/election';
import { type EvidenceWanted, followOwnVotes } from '../../../src/domain/own-votes-margin';
import { rank } from '../../../src/domain/tally';
import type { CodeConfirmation } from '../../../src/schemas/certificate';
import type { Contract } from '../../../src/schemas/contract';
import { type Asked, askExecutor } from './samples';

/** What a way of deciding came to on one contract, and the calls that it paid for. */
export interface Decision {
  /** The code that is called done; null when the way says that it has none. */
  readonly code: string | null;
  readonly calls: number;
  /** What its report says that casts doubt on the code; only a run's certificate says anything of the kind. */
  readonly doubts: readonly string[];
  /** On how many calls the code was compared with its witness, and on how many of them that did otherwise; absent: there was none. */
  readonly witness?: CodeConfirmation['witness'];
}

/** Samples that a plurality of texts is taken of. */
const SAMPLES = 5;

/** Takes the first reply that holds code. */
export async function firstSample(asked: Asked): Promise<Decision> {
  for (let index = 0; index < SAMPLES; index += 1) {
    const code = await codeOf(asked, index);
    if (code !== undefined) return { code, calls: index + 1, doubts: [] };
  }
  return { code: null, calls: SAMPLES, doubts: [] };
}

/** Takes the most frequent of five texts, which are equal when they differ in whitespace alone; of equally frequent ones the earliest. */
export async function pluralityOfTexts(asked: Asked): Promise<Decision> {
  const codes = await Promise.all(Array.from({ length: SAMPLES }, (_, i) => codeOf(asked, i)));
  const texts = codes.filter((code) => code !== undefined);
  const tally = new Map<string, number>();
  for (const text of texts.map(squeeze)) tally.set(text, (tally.get(text) ?? 0) + 1);
  const [most] = rank(tally)[0] ?? [];
  const code = texts.find((text) => squeeze(text) === most) ?? null;
  return { code, calls: SAMPLES, doubts: [] };
}

function squeeze(code: string): string {
  return code.replaceAll(/\s+/g, ' ').trim();
}

/** How an election of a run is held: its margin follows the votes where the run's rules say so. */
interface ElectionHeld {
  readonly rules: ElectionRules;
  readonly adaptive?: EvidenceWanted;
}

/** The election of the product on behaviour, and nothing beyond it: no agreed cases, no discriminators, no verifiers. */
export async function voteOnBehaviour(
  asked: Asked,
  { rules, adaptive }: ElectionHeld,
): Promise<Decision> {
  const follow = (election: Election): Election =>
    adaptive === undefined ? election : followOwnVotes(election, adaptive);
  let election = follow(openElection(rules));
  const codes = new Map<string, string>();
  while (!isOver(election)) {
    const due = asksDue(election);
    const first = election.asked;
    for (let i = 0; i < due; i += 1) election = ask(election);
    const examined = await Promise.all(
      Array.from({ length: due }, (_, i) => examineSample(asked, first + i)),
    );
    for (const { code, examination } of examined) {
      if (examination.status === 'flagged') election = flag(election, examination.redFlag);
      else {
        election = follow(vote(election, examination.candidate));
        if (!codes.has(examination.candidate)) codes.set(examination.candidate, code);
      }
    }
  }
  const result = outcome(election);
  const code = result.status === 'elected' ? (codes.get(result.winner) ?? null) : null;
  return { code, calls: election.asked, doubts: [] };
}

async function examineSample(asked: Asked, index: number) {
  const code = await codeOf(asked, index);
  const malformed = { status: 'flagged', redFlag: 'malformed', detail: '' } as const;
  if (code === undefined) return { code: '', examination: malformed };
  return { code, examination: await asked.family.examineCode(code, asked.contract, []) };
}

async function codeOf(asked: Asked, index: number): Promise<string | undefined> {
  const { text, finish } = await askExecutor(asked, index);
  return finish === 'stop' ? asked.family.readCode(text) : undefined;
}

/** Whether code, with the parts that it calls, is right: it passes the red flags, and contradicts no hidden test. */
export async function isRight(
  code: string,
  { family, parts = [] }: Pick<Asked, 'family'> & { readonly parts?: readonly LoadedPart[] },
  hidden: Contract,
): Promise<boolean> {
  const { status } = await family.examineCode(code, hidden, parts);
  return status === 'vote';
}
