import type { Family, Language, Sandbox } from '../../activities/ports';
import { assemble } from './assemble';
import { examineBehaviour } from './behaviour';
import { checkSpec } from './check-spec';
import { flagCode } from './checker';
import { readCode } from './code-block';
import { planFingerprint, readPlan } from './plan';
import { verify } from './verify';

export { checkSpec };

/** What prompts tell about answers of this family. */
const language: Language = {
  name: 'TypeScript',
  fence: 'ts',
  answerForm: 'one exported function, no imports, nothing outside it but helpers it calls',
  restrictions:
    'no console, no imports, no process, network, timers, Date.now or Math.random, no changes of globals or prototypes',
};

/** Pure functions in TypeScript: judged by what they do in the sandbox, built into a package for Node 20. */
export function createTypescriptFamily(sandbox: Sandbox): Family {
  return {
    name: 'typescript',
    language,
    checkSpec,
    readPlan,
    planFingerprint,
    readCode,
    examineCode: async (code, contract, parts, signal) =>
      flagCode(code, contract) ??
      (await examineBehaviour({ code, contract, parts, sandbox, signal })),
    assemble,
    verify: (files, acceptance, signal) => verify({ files, acceptance, sandbox, signal }),
  };
}
