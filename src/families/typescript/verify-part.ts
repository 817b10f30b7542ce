import type { PartRequest } from '../../activities/ports/family';
import type { Sandbox } from '../../activities/ports/sandbox';
import type { Law } from '../../schemas/contract';
import type { PartVerification, VerifierVerdict } from '../../schemas/verification';
import { compareRivals, firstBroken } from '../differential';
import { examineBehaviour } from './behaviour';
import { checkCode, type CheckedCode } from './checker';
import { lawFunction } from './law';
import { tellApart } from './tell-apart';
import { weighInputs } from './weigh-inputs';

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
  const isRefuted = verifiers.some(({ verdict }) => verdict === 'disagree');
  for (const code of request.runnersUp) {
    const other = { ...request, code };
    verifiers.push(
      await compareRivals({
        isRefuted,
        tellApart: () => tellApart({ ...request, codes: [request.code, code] }),
        brokenByOther: () => firstBroken(request.contract.laws, (law) => verifyLaw(law, other)),
      }),
    );
  }
  return { verifiers, inputs: await weighInputs(request) };
}

/** An input on which a part does not do what is asked of it: a call that is stated, or one of a law's function. */
export interface FailingCall {
  readonly call: string;
  readonly law: Law | null;
}

/** The first stated call that a part contradicts, and the smallest input found for each law that it breaks. */
export async function failingCalls(request: VerifyPartRequest): Promise<readonly FailingCall[]> {
  const { counterexample } = await verifyCases(request);
  const failing: FailingCall[] =
    counterexample === undefined ? [] : [{ call: counterexample, law: null }];
  for (const law of request.contract.laws) {
    const broken = await verifyLaw(law, request);
    if (broken.counterexample !== undefined) failing.push({ call: broken.counterexample, law });
  }
  return failing;
}

/** Examples and cases, run anew with the real children where there are any. */
async function verifyCases(
  request: VerifyPartRequest,
  checked?: CheckedCode,
): Promise<VerifierVerdict> {
  const { contract, parts } = request;
  const verifier = parts.length === 0 ? 'cases' : 'integration';
  const examined = await examineBehaviour({
    ...request,
    ...(checked === undefined ? {} : { checked }),
  });
  if (examined.status === 'flagged') {
    const { redFlag, detail } = examined;
    const call = callsOf(contract).find((stated) => detail.startsWith(`${stated}: `));
    return proof(verifier, `${redFlag}: ${detail}`, call);
  }
  const stated = callsOf(contract).length;
  if (stated > 0) return agreement(verifier, `${stated} stated ${stated === 1 ? 'call' : 'calls'}`);
  return abstention(verifier, 'no call is stated');
}

/** A law is kept where nothing tells it from what is always true; the smallest input that does is its counterexample. */
async function verifyLaw(
  law: Law,
  { contract, code, parts, sandbox, signal }: VerifyPartRequest,
): Promise<VerifierVerdict> {
  const stated = `for all ${law.forAll}: ${law.claim}`;
  const asked = lawFunction(law, contract);
  if (asked.contract.probes.length === 0)
    return abstention('laws', `${stated}: no values can be made for it`);
  const broken = await tellApart({
    codes: [asked.code, asked.alwaysTrue],
    contract: asked.contract,
    parts: [...parts, { contract, code }],
    sandbox,
    signal,
  });
  if (broken === null) return agreement('laws', stated);
  const { call, outcomes } = broken;
  return proof('laws', `${stated}: expected true, found ${outcomes[0]} for ${call}`, call);
}

function callsOf({ examples, cases }: PartRequest['contract']): readonly string[] {
  return [...examples, ...cases].map(({ call }) => call);
}

function agreement(verifier: VerifierVerdict['verifier'], detail: string): VerifierVerdict {
  return { verifier, kind: 'deterministic', verdict: 'agree', detail };
}

function abstention(verifier: VerifierVerdict['verifier'], detail: string): VerifierVerdict {
  return { verifier, kind: 'deterministic', verdict: 'abstain', detail };
}

function proof(
  verifier: VerifierVerdict['verifier'],
  detail: string,
  counterexample?: string,
): VerifierVerdict {
  const found = counterexample === undefined ? {} : { counterexample };
  return { verifier, kind: 'deterministic', verdict: 'disagree', detail, ...found };
}
