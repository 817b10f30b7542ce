import { createHash } from 'node:crypto';
import { ApplicationFailure } from '@temporalio/common';
import type {
  Completion,
  CompletionRequest,
  LanguageModel,
} from '../../../src/activities/ports/language-model';
import { canonicalJson } from '../../../src/domain/canonical-json';
import { callArguments } from '../../../src/families/python/call-arguments';
import { valueReturned as pythonValue } from '../../../src/families/python/value-returned';
import { valueReturned as typescriptValue } from '../../../src/families/typescript/value-returned';
import type { Json } from '../../../src/schemas/hash';
import { type BenchLanguage, pythonLiteral } from './contracts';
import { pythonCall } from './python-call';
import type { RunnableSolution, RunPython } from './run-solution';

/** A number in [0, 1) for each purpose. */
export type Draw = (...purpose: readonly (string | number)[]) => number;

/** One function as its author knows it. */
export interface Study {
  /** Its signature in each language in which it may be asked for. */
  readonly signature: Readonly<Partial<Record<BenchLanguage, string>>>;
  /** Its helper functions, as a plan in JSON; absent: it is a leaf. */
  readonly plan?: (language: BenchLanguage) => string;
  /** Code that is right or wrong, as the draws will have it. */
  readonly write: (language: BenchLanguage, draw: Draw, user: string) => string;
  /** Right code in both languages, and code in TypeScript with mistakes. */
  readonly right: RunnableSolution;
  readonly pythonRight: RunPython;
  readonly wrong: readonly RunnableSolution[];
  /** Calls in TypeScript that come to mind as tests of code in a language. */
  readonly calls: (language: BenchLanguage) => readonly string[];
  /** How an argument is written in Python, where lists of lists are not always meant. */
  readonly pythonLiteral?: (value: Json) => string;
}

/**
 * An author who knows some functions and errs at known rates: what it answers depends on the request, its seed and the
 * author's seed alone. `judgement` is the share of what it says about the result of a call that is right.
 */
export function scriptedAuthor(
  studies: readonly Study[],
  given: { readonly judgement: number; readonly seed: number },
): LanguageModel {
  return {
    complete: (request) => {
      // Whoever decides what is split is told the language with the function.
      const isPython = [request.system, request.user].some((text) => text.includes('Python'));
      const language: BenchLanguage = isPython ? 'python' : 'typescript';
      const about = createHash('sha256').update(request.user).digest('hex');
      const draw: Draw = (...purpose) =>
        drawn(given.seed, about, request.seed, request.temperature, ...purpose);
      const study = studyIn(request.user, studies, language);
      return Promise.resolve(completion(reply({ request, language, study, draw, ...given })));
    },
  };
}

/** A number in [0, 1) that depends on the parts alone. */
export function drawn(...parts: readonly (string | number)[]): number {
  return createHash('sha256').update(JSON.stringify(parts)).digest().readUIntBE(0, 6) / 2 ** 48;
}

interface Asked {
  readonly request: CompletionRequest;
  readonly language: BenchLanguage;
  readonly study: Study;
  readonly draw: Draw;
  readonly judgement: number;
}

function reply(asked: Asked): string {
  const { request, language, study, draw } = asked;
  switch (request.schema?.name) {
    case undefined:
      return `\`\`\`${language === 'python' ? 'python' : 'ts'}\n${signedAs(request.user, study.write(language, draw, request.user))}\`\`\``;
    case 'size':
      return JSON.stringify({ size: study.plan === undefined ? 'leaf' : 'split' });
    case 'plan':
      return study.plan?.(language) ?? '{}';
    case 'choice':
      return JSON.stringify({ choice: 'A' });
    case 'inputs':
      return proposeCalls(asked);
    case 'results':
      return stateResults(asked);
    case 'difference':
      return judgeOutcomes(asked);
    default:
      throw puzzled(`The scripted author was asked for ${request.schema?.name}.`);
  }
}

/** Code in Python with the hints that it is asked for: a witness is told types that are not the study's. */
function signedAs(user: string, code: string): string {
  const [, name] = /^def (\w+)\(/m.exec(code) ?? [];
  const asked = [...user.matchAll(new RegExp(`^def ${name ?? ''}\\(.*\\) -> .*:$`, 'gm'))].at(
    -1,
  )?.[0];
  return asked === undefined ? code : code.replace(/^def \w+\(.*\) -> .*:$/m, () => asked);
}

function proposeCalls({ request, study, language, draw }: Asked): string {
  const wanted = Number(/Write (\d+)/.exec(request.user)?.[1] ?? 4);
  const calls = study
    .calls(language)
    .flatMap((call) => {
      const python = translated(call, study);
      return python === null ? [] : [language === 'typescript' ? call : python];
    })
    .map((call, i) => ({ call, at: draw('call', i) }))
    .sort((a, b) => a.at - b.at)
    .slice(0, wanted)
    .map(({ call }) => call);
  return JSON.stringify({ calls });
}

function stateResults(asked: Asked): string {
  const { request, study, draw, judgement } = asked;
  const calls = [...request.user.matchAll(/^\d+\. (.*)$/gm)].map(([, call = '']) => call);
  const results = rightResults(calls, asked).map((known, i) => {
    // Where the contract says nothing, everybody has another idea.
    if (known === null) return JSON.stringify(Math.floor(draw('idea', i) * 1_000));
    return draw('judgement', i) < judgement ? known.right : misjudged({ ...known, study, draw, i });
  });
  return JSON.stringify({ results });
}

/** A call in TypeScript, and what it is to return. */
interface Known {
  readonly own: string;
  readonly right: string;
}

/**
 * What calls are to return; null where the contract does not say: there right code in one language does otherwise than in
 * the other, since on what nobody meant each has its own ways.
 */
function rightResults(calls: readonly string[], asked: Asked): readonly (Known | null)[] {
  const both = calls.map((call) => ({
    own: inTypescript(call, asked),
    python: asked.language === 'python' ? call : translated(call, asked.study),
  }));
  const others = asked.study.pythonRight(both.map(({ python }) => python));
  return both.map(({ own }, i) => {
    const right = own === null ? null : asked.study.right.run(own);
    const other = others[i] ?? null;
    if (own === null || right === null || other === null) return null;
    return isSameJson(right, other) ? { own, right } : null;
  });
}

function isSameJson(one: string, other: string): boolean {
  return canonicalJson(JSON.parse(one) as Json) === canonicalJson(JSON.parse(other) as Json);
}

/** Knows as often as whoever states results which outcome is right, and where neither is: that is what nobody has said. */
function judgeOutcomes(asked: Asked): string {
  const { request, draw, judgement } = asked;
  const [, call = '', ...outcomes] = SHOWN.exec(request.user) ?? [];
  const right = rightResults([call], asked)[0]?.right ?? null;
  const letters = ['A', 'B'].filter((_, at) => isSame(outcomes[at] ?? '', right, asked));
  const known = letters.length === 1 ? letters[0] : 'unsaid';
  const others = ['A', 'B'].filter((letter) => letter !== known);
  const guess = others[Math.floor(draw('idea') * others.length)];
  return JSON.stringify({ right: draw('judgement') < judgement ? known : guess });
}

const SHOWN = /^On the call (.*)\nA: one program (.*)\nB: another program (.*)$/m;

function isSame(
  outcome: string,
  right: string | null,
  { language }: Pick<Asked, 'language'>,
): boolean {
  const told = VALUE_RETURNED[language](outcome);
  return (
    told !== undefined &&
    right !== null &&
    canonicalJson(told) === canonicalJson(JSON.parse(right) as Json)
  );
}

const VALUE_RETURNED = { typescript: typescriptValue, python: pythonValue };

/** What code with a mistake returns where that shows, else some other result. */
function misjudged(on: {
  readonly own: string;
  readonly right: string;
  readonly study: Study;
  readonly draw: Draw;
  readonly i: number;
}): string {
  const { own, right, study, draw, i } = on;
  const mistakes = study.wrong
    .map((wrong) => wrong.run(own))
    .filter((result) => result !== null && result !== right);
  return (
    mistakes[Math.floor(draw('mistake', i) * mistakes.length)] ?? blunder(right, draw('odd', i))
  );
}

function blunder(right: string, chance: number): string {
  const value = JSON.parse(right) as Json;
  const odd = 1 + Math.floor(chance * 3);
  if (typeof value === 'number') return String(value + odd);
  if (typeof value === 'boolean') return String(!value);
  if (typeof value === 'string') return JSON.stringify(value + '?'.repeat(odd));
  return Array.isArray(value) && value.length > 0 ? JSON.stringify(value.slice(0, -1)) : '[0]';
}

/** The function that a prompt is about: of those whose name stands in it with its parameters the last one. */
function studyIn(user: string, studies: readonly Study[], language: BenchLanguage): Study {
  const [found] = studies
    .map((study) => ({ study, at: declaredAt(user, nameIn(study, language)) }))
    .filter(({ at }) => at >= 0)
    .sort((a, b) => b.at - a.at);
  if (found === undefined)
    throw puzzled(`Found no function of the benchmark in the prompt:\n${user}`);
  return found.study;
}

/** Where a function is declared last: by name, for a witness is told types of its own; -1 where it is not. */
function declaredAt(user: string, name: string): number {
  if (name === '') return -1;
  return [...user.matchAll(new RegExp(`\\b${name}\\((?:\\)|\\w+\\??:)`, 'g'))].at(-1)?.index ?? -1;
}

/** What the author does not understand it would not understand when asked again. */
function puzzled(message: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(message, 'author.puzzled');
}

function nameIn({ signature }: Study, language: BenchLanguage): string {
  return signature[language]?.split('(', 1)[0] ?? '';
}

/** A call as code in TypeScript runs it; null for one in Python whose arguments JSON cannot say. */
function inTypescript(call: string, { study, language }: Asked): string | null {
  if (language === 'typescript') return call;
  const args = callArguments(call)?.map((arg) => JSON.stringify(arg));
  return args === undefined ? null : `${nameIn(study, 'typescript')}(${args.join(', ')})`;
}

/** A call in TypeScript as code in Python runs it; null for one whose arguments JSON cannot say. */
function translated(call: string, study: Study): string | null {
  const literal = study.pythonLiteral ?? pythonLiteral;
  return pythonCall(call, nameIn(study, 'python'), literal) ?? null;
}

function completion(text: string): Completion {
  const completionTokens = Math.ceil(text.length / 3);
  return { text, finish: 'stop', promptTokens: 100, completionTokens, costUsd: 0 };
}
