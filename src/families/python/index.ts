import type { Family, Language } from '../../activities/ports/family';
import { assemble, literal } from './assemble';
import { examineBehaviour } from './behaviour';
import { checkCall, checkSpec } from './check-spec';
import { readCode } from './code-block';
import { doubtfulCalls } from './doubtful-calls';
import type { PythonHost } from './guest-program';
import { createInputMaker } from './inputs';
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
  name: 'Python',
  fence: 'python',
  stub: (signature) => `def ${signature}:\n    # complete this`,
  declaration: (signature) => `def ${signature}: ...`,
  comment: (text) => text.trim().replaceAll(/^/gm, '# ').replaceAll(/ +$/gm, ''),
  literal,
  plan: {
    signature: ({ name, parameters, returns }) => `${name}(${parameters}) -> ${returns}`,
    list: (item) => `list[${item}]`,
    number: 'float',
    text: 'str',
  },
  restrictions:
    'no imports beyond math, re, itertools, functools and collections, no print, no input, no code outside of functions, no global state, files, network, clock or chance',
};

/** Pure functions in Python: judged by what they do under bubblewrap, built into a package for Python 3.9. */
export function createPythonFamily(host: PythonHost): Family {
  const inputs = createInputMaker(host);
  return {
    name: 'python',
    language,
    checkSpec,
    prepare: async (_, signal) => {
      await host.sandbox.check(signal);
      await host.hypothesis();
    },
    checkCall,
    inPlainTerms,
    fromPlainTerms,
    readPlan,
    planFingerprint,
    readCode,
    examineCode: async (code, contract, parts, signal) =>
      examineBehaviour({ code, contract, parts, host, signal }, await inputs.inputsOf(contract)),
    observe: (code, contract, parts, calls, signal) =>
      observeCalls({ code, contract, parts, host, signal }, calls),
    tellApart: (codes, contract, parts, signal) =>
      tellApart({ codes, contract, parts, host, inputs, signal }),
    doubtfulCalls: (placed, wanted, signal) =>
      doubtfulCalls({ ...placed, host, inputs, signal }, wanted),
    valueReturned,
    verifyPart: (request, signal) => verifyPart({ ...request, host, inputs, signal }),
    traceFailure: (parts, spec, signal) => traceFailure({ parts, spec, host, inputs, signal }),
    assemble,
    verify: (files, acceptance, signal) => verify({ files, acceptance, host, signal }),
  };
}
