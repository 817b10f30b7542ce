import type { PartRequest } from '../../activities/ports/family';
import type { Law } from '../../schemas/contract';
import type { PartVerification, VerifierVerdict } from '../../schemas/verification';
import { compareRivals, firstBroken } from '../differential';
import { examineBehaviour } from './behaviour';
import type { PythonHost } from './guest-program';
import type { InputMaker } from './inputs';
import { lawPart } from './law';
import { statedCalls } from './observe-calls';
import { tellApart } from './tell-apart';
import { weighInputs } from './weigh-inputs';

export interface VerifyPartRequest extends PartRequest {
  readonly host: PythonHost;
  readonly inputs: InputMaker;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Has every verifier judge a part with the real parts it calls. There is no static checker of types in a bare Python: what
 * stands for it is that each result was of the contract's type.
 */
export async function verifyPart(request: VerifyPartRequest): Promise<PartVerification> {
  const { contract, inputs } = request;
  const calls = await inputs.inputsOf(contract);
  const examined = await examineBehaviour(request, calls);
  if (examined.status === 'flagged' && examined.redFlag === 'does-not-compile')
    return { verifiers: [verdict('types', 'disagree', examined.detail)], inputs: null };
  const verifiers = [
    verdict('types', 'agree', `its signature, and its results on ${calls.length} inputs`),
    casesVerdict(request, examined),
  ];
  for (const law of contract.laws) verifiers.push(await verifyLaw(law, request));
  const isRefuted = verifiers.some(({ verdict: said }) => said === 'disagree');
  for (const code of request.runnersUp) {
    const other = { ...request, code };
    verifiers.push(
      await compareRivals({
        isRefuted,
        tellApart: () => tellApart({ ...request, codes: [request.code, code] }),
        brokenByOther: () => firstBroken(contract.laws, (law) => verifyLaw(law, other)),
      }),
    );
  }
  const isExamined = examined.status === 'vote';
  return { verifiers, inputs: isExamined ? await weighInputs(request, calls) : null };
}

/** An input on which a part does not do what is asked of it: a call that is stated, or one of a law's function. */
export interface FailingCall {
  readonly call: string;
  readonly law: Law | null;
}

/** The first stated call that a part contradicts, and an input for each law that it breaks. */
export async function failingCalls(request: VerifyPartRequest): Promise<readonly FailingCall[]> {
  const calls = await request.inputs.inputsOf(request.contract);
  const stated = casesVerdict(request, await examineBehaviour(request, calls));
  const failing: FailingCall[] = [];
  if (stated.counterexample !== undefined) failing.push({ call: stated.counterexample, law: null });
  for (const law of request.contract.laws) {
    const broken = await verifyLaw(law, request);
    if (broken.counterexample !== undefined) failing.push({ call: broken.counterexample, law });
  }
  return failing;
}

/** Examples and cases, run anew with the real children where there are any. */
function casesVerdict(
  { contract, parts }: VerifyPartRequest,
  examined: Awaited<ReturnType<typeof examineBehaviour>>,
): VerifierVerdict {
  const verifier = parts.length === 0 ? 'cases' : 'integration';
  const stated = statedCalls(contract);
  if (examined.status === 'flagged') {
    const { redFlag, detail } = examined;
    const at = stated.find(({ call }) => detail.startsWith(`${call}: `));
    return verdict(verifier, 'disagree', `${redFlag}: ${detail}`, at?.call);
  }
  if (stated.length === 0) return verdict(verifier, 'abstain', 'no call is stated');
  const calls = stated.length === 1 ? 'call' : 'calls';
  return verdict(verifier, 'agree', `${stated.length} stated ${calls}`);
}

/** Inputs on which a law is checked. */
const LAW_INPUTS = 100;
const LAW_EDGES = 20;

/** A law is a function that returns true on every input: each of its inputs is an example of that. */
async function verifyLaw(law: Law, request: VerifyPartRequest): Promise<VerifierVerdict> {
  const { contract, code, parts, inputs } = request;
  const stated = `for all ${law.forAll}: ${law.claim}`;
  const part = lawPart(law, contract);
  const wanted = { count: LAW_INPUTS, edges: LAW_EDGES };
  const calls = await inputs.generateCalls(part.contract, part.contract.probes, wanted);
  const examined = await examineBehaviour(
    {
      ...request,
      contract: { ...part.contract, examples: calls.map((call) => ({ call, returns: true })) },
      code: part.code,
      parts: [...parts, { contract, code }],
    },
    calls,
  );
  if (examined.status === 'vote')
    return verdict('laws', 'agree', `${stated} (${calls.length} inputs)`);
  const { detail } = examined;
  const counterexample = calls.find((call) => detail.startsWith(`${call}: `));
  return verdict('laws', 'disagree', `${stated}: ${detail}`, counterexample);
}

function verdict(
  verifier: VerifierVerdict['verifier'],
  said: VerifierVerdict['verdict'],
  detail: string,
  counterexample?: string,
): VerifierVerdict {
  const found = counterexample === undefined ? {} : { counterexample };
  return { verifier, kind: 'deterministic', verdict: said, detail, ...found };
}
