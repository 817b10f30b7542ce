import type { FamilyName } from '../../schemas/contract';
import type { Subject } from '../../schemas/subject';
import type { Family, Prompt, Store } from '../ports';
import { loadPlan } from '../subjects';
import { decomposerPrompt } from './decomposer';
import { discriminatorPrompt } from './discriminator';
import { executorPrompt } from './executor';
import { sizerPrompt } from './sizer';

/** The prompt for one microagent on a subject: it depends on the subject and the seed, and on nothing else. */
export async function renderPrompt(input: {
  readonly subject: Subject;
  readonly seed: number;
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}): Promise<Prompt> {
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
  }
}
