import type { LanguageModel, SamplingModel } from '../activities/ports/language-model';
import { OpenAiModel } from '../adapters/openai-model';
import { createOracleModel } from '../adapters/oracle/oracle-model';
import type { ModelProfile } from '../schemas/model';

/** All configured models behind one port: those with an oracle answer in this process, the others at their endpoints. */
export function createModel(
  profiles: readonly ModelProfile[],
  env: NodeJS.ProcessEnv,
): LanguageModel & SamplingModel {
  const remote = new OpenAiModel({
    profiles: profiles.filter(({ oracle }) => oracle === undefined),
    env,
  });
  const local = new Map(
    profiles.flatMap((profile) =>
      profile.oracle === undefined
        ? []
        : [[profile.name, createOracleModel({ ...profile, oracle: profile.oracle })] as const],
    ),
  );
  return {
    complete: (request, signal) => (local.get(request.model) ?? remote).complete(request, signal),
    sample: (request, signal) => (local.get(request.model) ?? remote).sample(request, signal),
  };
}
