import { environmentOf, readRunningStack } from '../../../dev/running-stack';
import type { ModelProfile } from '../../../schemas/model';
import { readSettings, type Settings } from '../../../settings';
import { CalibrationFailed } from '../../calibration';
import { executorOf } from '../../forecast-spec';

/** The settings and the model that calibration calls go to. */
export interface ReachedModel {
  readonly settings: Settings;
  readonly profile: ModelProfile;
}

/**
 * The configured model that may write answers, else the one of the stack that is up in this folder; starts nothing.
 * @throws CalibrationFailed when there is neither
 */
export async function reachModel(
  env: NodeJS.ProcessEnv,
  cwd: string,
  signal: AbortSignal,
): Promise<ReachedModel> {
  const own = readSettings(env, cwd);
  const settings = own.models.length > 0 ? own : await settingsOfStack(own, { env, cwd, signal });
  const profile = executorOf(settings.models);
  if (profile !== undefined) return { settings, profile };
  throw new CalibrationFailed(
    `Found no model to ask: none is configured, and no stack runs in ${own.dataDir}. Set OPENAI_BASE_URL or ` +
      'OPENAI_API_KEY, name a model in millwright.config.yaml, or start the local model with "millwright dev"; without ' +
      '--calibrate the forecast asks nobody.',
  );
}

async function settingsOfStack(
  own: Settings,
  place: {
    readonly env: NodeJS.ProcessEnv;
    readonly cwd: string;
    readonly signal: AbortSignal;
  },
): Promise<Settings> {
  const up = await readRunningStack(own.dataDir, place.signal);
  if (up === undefined) return own;
  return readSettings({ ...place.env, ...environmentOf(up) }, place.cwd);
}
