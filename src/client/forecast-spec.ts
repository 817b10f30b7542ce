import { type Forecast, forecast, forecastAtWorst, type Prospect } from '../domain/forecast';
import type { ModelProfile } from '../schemas/model';
import type { AnySpec } from '../schemas/spec';
import type { Calibration } from './calibration';
import { basisAssumptions, type ForecastModel, type ForecastWishes } from './forecast-basis';
import { chainProspect } from './forecast-chain';
import { softwareProspect } from './forecast-software';

/** A forecast with what it rests on. */
export interface SpecForecast extends Forecast {
  /** Functions to be written; null for a chain, whose steps are no functions. */
  readonly leaves: number | null;
  readonly model: string;
  readonly assumptions: readonly string[];
  /** What was measured beforehand; absent where the figures of the model are assumed. */
  readonly calibration?: Calibration;
  /** What the run takes at the upper ends of what was measured; null where voting might then never end. */
  readonly atWorst?: Pick<Forecast, 'calls' | 'costUsd' | 'wallTimeMs'> | null;
}

/** Forecasts what a spec will take with the first model that may write answers; nothing is asked and nothing spent. */
export function forecastSpec(
  spec: AnySpec,
  models: readonly ModelProfile[],
  wishes: ForecastWishes,
): SpecForecast {
  const profile = executorOf(models);
  const { calibration } = wishes;
  const { prospect, assumptions, leaves } =
    spec.family === 'hanoi'
      ? { ...chainProspect(spec, profile, wishes), leaves: null }
      : softwareProspect(spec, profile, wishes);
  return {
    ...forecast(prospect),
    leaves,
    model: profile?.name ?? 'the local model',
    assumptions: [...basisAssumptions(prospect, calibration), ...assumptions],
    ...(calibration === undefined ? {} : { calibration, atWorst: worstOf(prospect) }),
  };
}

/** The model that is asked: the first that may write answers. */
export function executorOf(models: readonly ModelProfile[]): ForecastModel {
  return models.find(({ roles }) => roles.includes('executor'));
}

function worstOf(prospect: Prospect): Pick<Forecast, 'calls' | 'costUsd' | 'wallTimeMs'> | null {
  const worst = forecastAtWorst(prospect);
  if (worst === null) return null;
  const { calls, costUsd, wallTimeMs } = worst;
  return { calls, costUsd, wallTimeMs };
}
