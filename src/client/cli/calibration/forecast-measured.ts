import { forecastSpec } from '../../forecast-spec';
import type { CommandContext, MeasuredForecastWishes } from '../context';
import { type FileForecast, readSoundSpec } from '../forecast';
import { calibrate } from './calibrate';
import { reachModel } from './reach-model';

/**
 * As `forecastFile`, but asks the model first for as many answers as are wished for, and forecasts from what they show.
 * @throws CalibrationFailed where no model can be reached, or its answers are no help
 */
export async function forecastMeasured(
  file: string,
  { calibrate: wanted, ...wishes }: MeasuredForecastWishes,
  { env, cwd, interrupted: signal, output }: Omit<CommandContext, 'heavy'>,
): Promise<FileForecast> {
  const read = await readSoundSpec(file, cwd);
  const reached = await reachModel(env, cwd, signal);
  output.note(`Asking ${reached.profile.name} for ${wanted} answers …`);
  const calibration = await calibrate({ file: read, wanted, env, signal }, reached);
  const forecast = forecastSpec(read.spec, reached.settings.models, { ...wishes, calibration });
  return { name: read.spec.name, forecast };
}
