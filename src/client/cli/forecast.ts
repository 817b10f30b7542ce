import { resolve } from 'node:path';
import { readSettings } from '../../settings';
import type { ForecastWishes } from '../forecast-basis';
import { forecastSpec, type SpecForecast } from '../forecast-spec';
import { describeFaults } from '../spec/fault';
import { readSpecFile, type SpecFile } from '../spec-file';
import type { CommandContext } from './context';
import { UsageError } from './usage-error';

/** A spec's name, and what its run would take. */
export interface FileForecast {
  readonly name: string;
  readonly forecast: SpecForecast;
}

/**
 * Reads a spec and the settings, and forecasts what a run would take; asks no model, needs no server and starts none.
 * @throws UsageError for a faulty spec, SettingsError for faulty settings.
 */
export async function forecastFile(
  file: string,
  wishes: ForecastWishes,
  { env, cwd }: Pick<CommandContext, 'env' | 'cwd'>,
): Promise<FileForecast> {
  const { spec } = await readSoundSpec(file, cwd);
  const { models } = readSettings(env, cwd);
  return { name: spec.name, forecast: forecastSpec(spec, models, wishes) };
}

/** @throws UsageError that tells every fault of the spec */
export async function readSoundSpec(file: string, cwd: string): Promise<SpecFile> {
  const read = await readSpecFile(resolve(cwd, file));
  if ('faults' in read) throw new UsageError(describeFaults({ ...read, file }));
  return read;
}
