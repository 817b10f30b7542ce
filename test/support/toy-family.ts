import { ApplicationFailure } from '@temporalio/common';
import { hashOf } from '../../src/activities/hash';
import type { Family, LoadedPart } from '../../src/activities/ports/family';
import { topologicalOrder } from '../../src/domain/plan-dag';
import type { Report } from '../../src/schemas/certificate';
import { ProposedPlan, type Plan } from '../../src/schemas/plan';
import type { VerifierVerdict } from '../../src/schemas/verification';

type Proposed = ProposedPlan['functions'][number];

/**
 * A family whose code is prose: two answers behave alike when they are the same words, 'BAD …' is red-flagged, and a
 * package passes its tests unless one of its parts is 'wrong'. For tests of what happens around a family.
 */
export const toyFamily: Family = {
  name: 'typescript',
  language: {
    name: 'Toy',
    fence: 'toy',
    stub: (signature) => signature,
    declaration: (signature) => signature,
    comment: (text) => text,
    literal: (value) => JSON.stringify(value),
    plan: {
      signature: ({ name, parameters, returns }) => `${name}(${parameters}): ${returns}`,
      list: (item) => `${item}[]`,
      number: 'number',
      text: 'string',
    },
    restrictions: '',
  },
  checkSpec: () => [],
  prepare: (spec) =>
    spec?.entry.description.startsWith('On a bare machine') === true
      ? Promise.reject(ApplicationFailure.nonRetryable('install it', 'sandbox.missing'))
      : Promise.resolve(),
  checkCall: ({ name }, call) => (call.startsWith(`${name}(`) ? null : `no call of ${name}`),
  inPlainTerms: () => null,
  fromPlainTerms: () => null,
  readPlan: (reply) => {
    const proposed = ProposedPlan.safeParse(JSON.parse(reply));
    if (!proposed.success) return { status: 'flagged', redFlag: 'malformed', detail: 'no plan' };
    const { functions } = proposed.data;
    const contractOf = ({ name, parameters, returns, purpose }: Proposed) => ({
      name,
      signature: `${name}(${parameters}): ${returns}`,
      description: purpose,
      types: '',
      examples: [],
      background: '',
      cases: [],
      probes: [],
      uses: [],
      laws: [],
    });
    const children = topologicalOrder(functions).map((child) => ({
      contract: contractOf(child),
      uses: child.uses,
    }));
    return { plan: { children } };
  },
  planFingerprint: (plan: Plan) =>
    plan.children.map(({ contract }) => contract.signature).join(' '),
  readCode: (reply) => (reply === '' ? undefined : reply),
  examineCode: (code) =>
    Promise.resolve(
      code.startsWith('BAD')
        ? { status: 'flagged', redFlag: 'does-not-compile', detail: code }
        : { status: 'vote', candidate: hashOf(code.trim()) },
    ),
  observe: (code, _contract, _parts, calls) =>
    Promise.resolve({ status: 'observed', outcomes: calls.map(() => code.trim()) }),
  tellApart: ([one, other], { name }) =>
    Promise.resolve(
      one.trim() === other.trim()
        ? null
        : { call: `${name}()`, outcomes: [one.trim(), other.trim()] },
    ),
  doubtfulCalls: () => Promise.resolve(null),
  valueReturned: () => undefined,
  traceFailure: (parts) =>
    Promise.resolve(
      parts.map(({ contract: { name } }, part) => ({ part, call: `${name}(1)`, returned: 1 })),
    ),
  verifyPart: ({ contract, code, parts }) => {
    const broken = [...parts, { contract, code }].find((part) => part.code.includes('broken'));
    const judged = { verifier: 'integration', kind: 'deterministic' } as const;
    const verdict: VerifierVerdict =
      broken === undefined
        ? { ...judged, verdict: 'agree', detail: 'nothing is broken' }
        : { ...judged, verdict: 'disagree', detail: `${broken.contract.name} is broken` };
    return Promise.resolve({ verifiers: [verdict], inputs: null });
  },
  assemble: (_, parts: readonly LoadedPart[]) =>
    parts.map(({ contract, code }) => ({ path: `${contract.name}.toy`, text: code })),
  verify: (files) => {
    const failures = files
      .filter(({ text }) => text.includes('wrong'))
      .map(({ path }) => `${path} is wrong`);
    const nothing = { passed: 0, failed: 0 };
    const tests = { passed: files.length - failures.length, failed: failures.length };
    const report: Report = {
      examples: nothing,
      tests,
      properties: nothing,
      acceptance: nothing,
      failures,
    };
    return Promise.resolve(report);
  },
};

/** Workers know every family; in tests of what happens around them all are the toy. */
export const toyFamilies = { typescript: toyFamily, python: toyFamily };
