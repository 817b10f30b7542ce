import type { PartRequest, Sandbox } from '../../activities/ports';
import type { Contract, Law } from '../../schemas/contract';
import type { PartVerification, VerifierVerdict } from '../../schemas/verification';
import { NoValues } from './arbitraries';
import { examineBehaviour } from './behaviour';
import { checkCode, type CheckedCode } from './checker';
import { generateCalls } from './inputs';
import { lawPart } from './law';
import { vocabularyOf } from './vocabulary';

export interface VerifyPartRequest extends PartRequest {
  readonly sandbox: Sandbox;
  readonly signal?: AbortSignal | undefined;
}

/** Has every verifier judge a part with the real parts it calls; what does not compile is not run. */
export async function verifyPart(request: VerifyPartRequest): Promise<PartVerification> {
  const checked = checkCode(request.code, request.contract);
  if ('redFlag' in checked) {
    const { redFlag, detail } = checked;
    return { verifiers: [proof('types', `${redFlag}: ${detail}`)], inputs: null };
  }
  const types = agreement('types', 'the strict checker accepts it');
  const verifiers = [types, await verifyCases(request, checked)];
  for (const law of request.contract.laws) verifiers.push(await verifyLaw(law, request));
  return { verifiers, inputs: null };
}

/** Examples and cases, run anew with the real children where there are any. */
async function verifyCases(
  request: VerifyPartRequest,
  checked: CheckedCode,
): Promise<VerifierVerdict> {
  const { contract, parts } = request;
  const verifier = parts.length === 0 ? 'cases' : 'integration';
  const examined = await examineBehaviour({ ...request, checked });
  if (examined.status === 'flagged') {
    const { redFlag, detail } = examined;
    const call = callsOf(contract).find((stated) => detail.startsWith(`${stated}: `));
    return proof(verifier, `${redFlag}: ${detail}`, call);
  }
  const stated = callsOf(contract).length;
  if (stated > 0) return agreement(verifier, `${stated} stated ${stated === 1 ? 'call' : 'calls'}`);
  return { verifier, kind: 'deterministic', verdict: 'abstain', detail: 'no call is stated' };
}

/** A law is a function that returns true on every input: each of its inputs is an example of that. */
async function verifyLaw(
  law: Law,
  { contract, code, parts, sandbox, signal }: VerifyPartRequest,
): Promise<VerifierVerdict> {
  const stated = `for all ${law.forAll}: ${law.claim}`;
  const part = lawPart(law, contract);
  const calls = lawCalls(part.contract);
  if (calls.length === 0)
    return {
      verifier: 'laws',
      kind: 'deterministic',
      verdict: 'abstain',
      detail: `${stated}: no values can be made up`,
    };
  const examples = calls.map((call) => ({ call, returns: true }));
  const examined = await examineBehaviour({
    contract: { ...part.contract, examples },
    code: part.code,
    parts: [...parts, { contract, code }],
    sandbox,
    signal,
  });
  if (examined.status === 'vote') return agreement('laws', `${stated} (${calls.length} inputs)`);
  const { detail } = examined;
  const counterexample = calls.find((call) => detail.startsWith(`${call}: `));
  return proof('laws', `${stated}: ${detail}`, counterexample);
}

/** Inputs on which a law is checked. */
const LAW_INPUTS = 100;
const LAW_EDGES = 20;

function lawCalls(contract: Contract): readonly string[] {
  try {
    const vocabulary = vocabularyOf(contract.probes);
    return generateCalls(contract, vocabulary, { count: LAW_INPUTS, edges: LAW_EDGES });
  } catch (error) {
    if (error instanceof NoValues) return [];
    throw error;
  }
}

function callsOf({ examples }: PartRequest['contract']): readonly string[] {
  return examples.map(({ call }) => call);
}

function agreement(verifier: VerifierVerdict['verifier'], detail: string): VerifierVerdict {
  return { verifier, kind: 'deterministic', verdict: 'agree', detail };
}

function proof(
  verifier: VerifierVerdict['verifier'],
  detail: string,
  counterexample?: string,
): VerifierVerdict {
  const found = counterexample === undefined ? {} : { counterexample };
  return { verifier, kind: 'deterministic', verdict: 'disagree', detail, ...found };
}
