import type { Family, Language } from '../../activities/ports/family';
import type { HostSandbox, Sandbox } from '../../activities/ports/sandbox';
import { prepare } from './acceptance';
import { assemble } from './assemble';
import { examineBehaviour } from './behaviour';
import { checkCall } from './check-call';
import { checkSpec } from './check-spec';
import { checkCode } from './checker';
import { readCode } from './code-block';
import { makeReady } from './compiler';
import { doubtfulCalls } from './doubtful-calls';
import { observeCalls } from './observe-calls';
import { fromPlainTerms, inPlainTerms } from './plain-terms';
import { planFingerprint, readPlan } from './plan';
import { tellApart } from './tell-apart';
import { traceFailure } from './trace';
import { valueReturned } from './value-returned';
import { verify } from './verify';
import { verifyPart } from './verify-part';

export { checkSpec };

/** What prompts tell about answers of this family. */
const language: Language = {
  name: 'TypeScript',
  fence: 'ts',
  stub: (signature) => `export function ${signature} {\n  // complete this\n}`,
  declaration: (signature) => `declare function ${signature};`,
  comment: (text) => text.trim().replaceAll(/^/gm, '// ').replaceAll(/ +$/gm, ''),
  literal: (value) => JSON.stringify(value),
  plan: {
    signature: ({ name, parameters, returns }) => `${name}(${parameters}): ${returns}`,
    list: (item) => `${item}[]`,
    number: 'number',
    text: 'string',
  },
  restrictions:
    'no imports, no comments, no console, no other exports, no process, network, timers, clock or chance, no changes of globals',
};

/**
 * Pure functions in TypeScript: judged by what they do in the sandbox, built into a package for Node 20. The user's tests run
 * on Node where it is given and can be confined, else in the sandbox.
 */
export function createTypescriptFamily(sandbox: Sandbox, node?: HostSandbox): Family {
  return {
    name: 'typescript',
    language,
    checkSpec,
    prepare: async (spec, signal) => {
      // Later it would hold up calls under way in this worker, which cannot say then that they are alive.
      makeReady();
      if (spec === null) return;
      await prepare(spec.acceptance, { node, packageName: spec.name, signal });
    },
    checkCall,
    inPlainTerms,
    fromPlainTerms,
    readPlan,
    planFingerprint,
    readCode,
    examineCode: async (code, contract, parts, signal) => {
      const checked = checkCode(code, contract);
      if ('redFlag' in checked) return checked;
      return examineBehaviour({ code, checked, contract, parts, sandbox, signal });
    },
    observe: (code, contract, parts, calls, signal) =>
      observeCalls({ code, contract, parts, sandbox, signal }, calls),
    tellApart: (codes, contract, parts, signal) =>
      tellApart({ codes, mentioned: codes, contract, parts, sandbox, signal, extremes: true }),
    doubtfulCalls: (placed, wanted, signal) =>
      doubtfulCalls({ ...placed, sandbox, signal }, wanted),
    valueReturned,
    traceFailure: (parts, spec, signal) => traceFailure({ parts, spec, sandbox, signal }),
    verifyPart: (request, signal) => verifyPart({ ...request, sandbox, signal }),
    assemble,
    verify: (files, acceptance, signal) => verify({ files, acceptance, sandbox, node, signal }),
  };
}
