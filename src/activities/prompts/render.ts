import { ApplicationFailure } from '@temporalio/common';
import { MAX_CALL_TOKENS, promptTokensAtMost } from '../../domain/call-limits';
import { count } from '../../domain/format';
import type { FamilyName } from '../../schemas/contract';
import type { Subject } from '../../schemas/subject';
import type { Family, Prompt, Store } from '../ports';
import { loadPlan } from '../subjects';
import { decomposerPrompt } from './decomposer';
import { discriminatorPrompt } from './discriminator';
import { executorPrompt } from './executor';
import { sizerPrompt } from './sizer';
import { inputsPrompt, resultsPrompt } from './verifier';

/** What a prompt is made from. */
interface PromptInput {
  readonly subject: Subject;
  readonly seed: number;
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

/**
 * The prompt for one microagent on a subject: it depends on the subject and the seed, and on nothing else.
 * @throws ApplicationFailure 'prompt.too-long' for one that would cost more than a call is reserved at (I10).
 */
export async function renderPrompt(input: PromptInput): Promise<Prompt> {
  const prompt = await render(input);
  const tokens = promptTokensAtMost(prompt);
  if (tokens > MAX_CALL_TOKENS.prompt) throw tooLong(input.subject, tokens);
  return prompt;
}

async function render(input: PromptInput): Promise<Prompt> {
  const { subject, seed, store, families } = input;
  const { language } = families[subject.family];
  switch (subject.kind) {
    case 'size':
      return sizerPrompt(subject.contract, language);
    case 'plan':
      return decomposerPrompt(subject, language);
    case 'choice': {
      const plans = await Promise.all(subject.plans.map((hash) => loadPlan(store, hash)));
      return discriminatorPrompt({ contract: subject.contract, plans, seed }, language);
    }
    case 'code':
      return executorPrompt(subject.contract, language);
    case 'inputs':
      return inputsPrompt(subject, language);
    case 'results':
      return resultsPrompt(subject, language);
  }
}

/** Nothing was sent, and no other attempt makes it shorter. */
function tooLong({ kind, contract }: Subject, tokens: number): ApplicationFailure {
  const found = `${count(tokens)} tokens by our count, expected at most ${count(MAX_CALL_TOKENS.prompt)}`;
  return ApplicationFailure.nonRetryable(
    `The prompt on the ${kind} of ${contract.name} has ${found}: what the spec says in prose, types and examples is too ` +
      'much for one microagent. Cancel the run, and start one of a shorter spec.',
    'prompt.too-long',
  );
}
