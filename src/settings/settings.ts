import { resolve } from 'node:path';
import type { ModelProfile } from '../schemas/model';
import type { Budget } from '../schemas/spec';
import { readConfigFile } from './config-file';
import { type Environment, setVariables } from './environment';
import { chooseModels } from './models';
import { type TemporalSettings, readTemporalSettings } from './temporal';

/** All that is configured, whatever it came from; a flag of the command line is applied by whoever reads it. */
export interface Settings {
  readonly temporal: TemporalSettings;
  /** Absent: the embedded store is used. */
  readonly mongoUri?: string;
  /** Every role has at least one of them. Empty: the embedded local model is used. */
  readonly models: readonly ModelProfile[];
  /** What a run may spend that says nothing else itself. */
  readonly budget: Budget;
  /** Absolute path of the folder for the embedded stack's data. Default `.millwright`. */
  readonly dataDir: string;
  /** What is allowed but worth a line on stderr, such as a price that nobody knows. */
  readonly warnings: readonly string[];
}

/**
 * Reads the environment, `millwright.config.yaml` in `cwd` (or the file that MILLWRIGHT_CONFIG names) and Temporal's
 * own configuration; the environment wins over the files.
 * @throws SettingsError when any of it cannot be followed; the message holds no key and no password.
 */
export function readSettings(env: Environment, cwd: string): Settings {
  const set = setVariables(env);
  const file = readConfigFile(set['MILLWRIGHT_CONFIG'], cwd);
  const { models, warnings } = chooseModels(set, file);
  const mongoUri = set['MONGODB_URI'];
  return {
    temporal: readTemporalSettings(set),
    ...(mongoUri === undefined ? {} : { mongoUri }),
    models,
    budget: withDefaults(file.config.budget ?? {}),
    dataDir: resolve(cwd, file.config.dataDir ?? '.millwright'),
    warnings,
  };
}

function withDefaults({
  usd,
  calls,
  hours,
}: { [Figure in keyof Budget]?: number | undefined }): Budget {
  return {
    usd: usd ?? DEFAULT_BUDGET.usd,
    calls: calls ?? DEFAULT_BUDGET.calls,
    hours: hours ?? DEFAULT_BUDGET.hours,
  };
}

/** Enough for a library of a dozen functions on a small model; a run that spends it pauses, and can be given more. */
const DEFAULT_BUDGET: Budget = { usd: 5, calls: 2_000, hours: 24 };
