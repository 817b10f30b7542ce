import { ApplicationFailure } from '@temporalio/common';
import { MAX_CALL_TOKENS, promptTokensAtMost } from '../../domain/call-limits';
import { count } from '../../domain/format';
import type { FamilyName } from '../../schemas/contract';
import type { Subject } from '../../schemas/subject';
import type { Family } from '../ports/family';
import type { Prompt } from '../ports/language-model';
import type { Store } from '../ports/store';
import { loadPlan } from '../subjects';
import { decomposerPrompt } from './decomposer';
import { differencePrompt } from './difference';
import { discriminatorPrompt } from './discriminator';
import { executorPrompt } from './executor';
import { sizerPrompt } from './sizer';
import { inputsPrompt, resultsPrompt } from './verifier';

/** What a prompt is made from. */
interface PromptInput {
  readonly subject: Subject;
  readonly seed: number;
  /** Which prompt of the role: 0 for the base prompt, and from 1 the varied ones, which say the same in another way. */
  readonly variant: number;
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

/**
 * The prompt for one microagent on a subject: it depends on the subject, the seed and the variant, and on nothing else.
 * @throws ApplicationFailure 'prompt.too-long' for one that would cost more than a call is reserved at (I10).
 */
export async function renderPrompt(input: PromptInput): Promise<Prompt> {
  const prompt = await render(input);
  const tokens = promptTokensAtMost(prompt);
  if (tokens <= MAX_CALL_TOKENS.prompt) return prompt;
  // A varied prompt may be somewhat longer than the base prompt: that is no reason to pause a run.
  if (input.variant > 0) return renderPrompt({ ...input, variant: 0 });
  throw tooLong(input.subject, tokens);
}

/** Whether the base prompt on a subject costs no more than a call is reserved at. */
export async function fitsPrompt(
  input: Pick<PromptInput, 'subject' | 'store' | 'families'>,
): Promise<boolean> {
  const prompt = await render({ ...input, seed: 0, variant: 0 });
  return promptTokensAtMost(prompt) <= MAX_CALL_TOKENS.prompt;
}

async function render(input: PromptInput): Promise<Prompt> {
  const { subject, seed, variant, store, families } = input;
  const { language } = families[subject.family];
  switch (subject.kind) {
    case 'size':
      return sizerPrompt({ contract: subject.contract, variant }, language);
    case 'plan':
      return decomposerPrompt({ ...subject, variant }, language);
    case 'choice': {
      const plans = await Promise.all(subject.plans.map((hash) => loadPlan(store, hash)));
      return discriminatorPrompt({ contract: subject.contract, plans, seed, variant }, language);
    }
    case 'code':
      return executorPrompt({ ...subject, variant }, language);
    case 'inputs':
      return inputsPrompt(subject, language);
    case 'results':
      return resultsPrompt({ ...subject, variant }, language);
    case 'difference':
      return differencePrompt({ ...subject, seed, variant }, language);
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
