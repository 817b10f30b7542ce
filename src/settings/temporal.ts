import { type ClientConnectConfig, loadClientConnectConfig } from '@temporalio/envconfig';
import { SettingsError } from './settings-error';

/** How to reach a Temporal server; without an address, the embedded one is used. */
export interface TemporalSettings {
  readonly connectionOptions: ClientConnectConfig['connectionOptions'];
  readonly namespace: string;
}

/**
 * Reads TEMPORAL_* and Temporal's own configuration file, as every Temporal tool does.
 * @throws SettingsError when the file, or a certificate it names, cannot be read.
 */
export function readTemporalSettings(set: Readonly<Record<string, string>>): TemporalSettings {
  try {
    const { connectionOptions, namespace } = loadClientConnectConfig({
      overrideEnvVars: { ...set },
    });
    return { connectionOptions, namespace: namespace ?? 'default' };
  } catch (error) {
    // The lines after the first one quote the file, and a file may hold a key.
    const [reason] = (error instanceof Error ? error.message : String(error)).split('\n');
    throw new SettingsError(
      `Temporal's configuration (TEMPORAL_*, or the file that TEMPORAL_CONFIG_FILE names): found "${reason ?? ''}", ` +
        'expected settings that the Temporal CLI can read too.',
    );
  }
}
