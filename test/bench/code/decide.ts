import { hashOfText } from '../../../src/activities/hash';
import type { Family } from '../../../src/activities/ports/family';
import { runRules } from '../../../src/client/rules';
import type { Contract, FamilyName } from '../../../src/schemas/contract';
import { electionRules } from '../../../src/workflows/task/election-rules';
import { type Decision, firstSample, isRight, pluralityOfTexts, voteOnBehaviour } from './columns';
import { type BenchContract, type BenchLanguage, contractOf, hiddenContractOf } from './contracts';
import { inLanes } from './lanes';
import { doubtsIn, type Product } from './product';
import { type Asked, runOf } from './samples';
import type { Graded, Row } from './table';

/** Who is asked for the code of all contracts, and the product that is to build them. */
export interface Field extends Pick<Asked, 'model' | 'profile' | 'seed'> {
  readonly language: BenchLanguage;
  readonly family: Family;
  readonly product: Product;
  /** Contracts under way at once. */
  readonly lanes: number;
  /** Told what came of each contract. */
  readonly say: (line: string) => void;
  /** Given all that is decided so far after each contract, since nobody may wait for a slow benchmark's end. */
  readonly keep: (rows: readonly Row[]) => Promise<void>;
}

const WAYS = ['first sample', 'plurality of texts', 'vote on behaviour', 'vote and verification'];

/** Decides every contract in every way; each way asks the same samples, as far as it asks for the same. */
export async function decideAll(contracts: readonly BenchContract[], field: Field): Promise<void> {
  const graded: (readonly Graded[])[] = [];
  const rows = (): readonly Row[] =>
    WAYS.map((way, i) => ({ way, graded: graded.flatMap((all) => all[i] ?? []) }));
  await inLanes(contracts, field.lanes, async (contract, at) => {
    graded[at] = await decideOne(contract, field);
    await field.keep(rows());
  });
}

async function decideOne(bench: BenchContract, field: Field): Promise<readonly Graded[]> {
  const { language, seed, product, say } = field;
  const contract = contractOf(bench, language);
  const run = runOf(contract, seed);
  const asked: Asked = { ...field, contract, run };
  const decisions = [
    await firstSample(asked),
    await pluralityOfTexts(asked),
    await voteOnBehaviour(asked, leafElection(field.family.name, contract)),
    await wholeProduct(asked, product),
  ];
  const graded: Graded[] = [];
  for (const decision of decisions) {
    const { code } = decision;
    const right =
      code === null ? null : await isRight(code, field, hiddenContractOf(bench, language));
    graded.push({ ...decision, right });
  }
  const word = ({ right, doubts, calls }: Graded): string =>
    [right === null ? 'exhausted' : right ? 'right' : 'wrong', `${calls} calls`, ...doubts].join(
      '; ',
    );
  say(`${contract.name}: ${graded.map(word).join(' | ')}`);
  return graded;
}

/** A whole run of the product. */
async function wholeProduct(
  { contract, family, run, seed }: Asked,
  product: Product,
): Promise<Decision> {
  const wanted = { run, family: family.name, contract, maxDepth: 0, seed };
  const { parts, certificate } = await product.build(wanted);
  const { calls, lostCalls } = certificate;
  return {
    code: parts?.at(-1)?.code ?? null,
    calls: calls + lostCalls,
    doubts: doubtsIn(certificate),
    witness: certificate.history.findLast(({ kind }) => kind === 'code')?.confirmation?.witness,
  };
}

/** Those of an election on code in a run of one leaf, whose settings are the defaults. */
export function leafElection(
  family: FamilyName,
  entry: Contract,
): ReturnType<typeof electionRules> {
  const rules = runRules({
    run: 'bench',
    spec: { name: 'bench', family, entry, acceptance: [] },
    specSha256: hashOfText('bench'),
    models: [],
    wishes: {},
    searchable: false,
  });
  return electionRules(rules, { kind: 'code', target: rules.target });
}
