import { join } from 'node:path';
import { buildWithGo } from './go-build';
import { temporalAnswers } from './health';
import type { Binary, Part } from './lookup';
import { compiledModule } from './package-paths';
import type { ChildSpec } from './supervised-child';
import { askVersion } from './version-check';
import { watchDownload } from './watched-download';

/** What a Temporal development server is started with. */
export interface TemporalServerOptions {
  readonly executable: string;
  /** File with all histories; created when missing. */
  readonly database: string;
  readonly port: number;
  readonly uiPort: number;
  readonly namespace: string;
}

const temporal: Binary = {
  name: 'temporal',
  version: 'v1.5.1',
  check: (path) => askVersion(path, /temporal version \S+(?: \(.*\))?/),
};

/** The Temporal server: the CLI's development server, with its web UI. */
export const temporalServer: Part = {
  name: 'Temporal server',
  onPath: [temporal],
  sources: [
    {
      binary: temporal,
      title: "downloading the CLI with the SDK's installer",
      obtain: (request) =>
        watchDownload({
          ...request,
          script: compiledModule('dev/download-temporal.js'),
          env: { ...process.env, TEMPORAL_CLI_VERSION: temporal.version },
          isResult: (name) => name.startsWith('temporal') && !name.includes('downloading'),
        }),
    },
    {
      binary: temporal,
      title: 'building the CLI with Go (about 6 minutes on 2 cores, once)',
      obtain: (request) =>
        buildWithGo(
          { module: 'temporal', command: 'github.com/temporalio/cli/cmd/temporal' },
          request,
        ),
    },
  ],
  advice:
    'Install the Temporal CLI so that `temporal` is on PATH, or Go 1.25 or later to have it built, ' +
    'or set TEMPORAL_ADDRESS to a server that runs.',
};

/** The server as a child process, ready once it knows its namespace. */
export function temporalChild(options: TemporalServerOptions): ChildSpec {
  const { executable, database, port, uiPort, namespace } = options;
  const flags = {
    '--ip': ['127.0.0.1'],
    '--port': [String(port)],
    '--ui-port': [String(uiPort)],
    '--namespace': [namespace],
    '--db-filename': [database],
    // Twice the throughput of the default pragmas; after a power cut the last moments may be missing, never the rest.
    '--sqlite-pragma': ['journal_mode=WAL', 'synchronous=NORMAL'],
    '--search-attribute': SEARCH_ATTRIBUTES.map((name) => `${name}=Keyword`),
    '--dynamic-config-value': [DEVELOPMENT_SERVER_SPEED],
    '--log-level': ['warn'],
  };
  const args = Object.entries(flags).flatMap(([flag, values]) =>
    values.flatMap((value) => [flag, value]),
  );
  return {
    name: 'temporal',
    command: executable,
    args: ['server', 'start-dev', ...args],
    cwd: join(database, '..'),
    isHealthy: () => temporalAnswers(`127.0.0.1:${port}`, namespace),
    startTimeoutMs: 60_000,
    stopTimeoutMs: 15_000,
  };
}

/**
 * The development server has one shard, and a shard polls its queue 20 times a second by default: every step of every
 * workflow would take 50 ms (docs/decisions/0005-embedded-server-poll-rate.md).
 */
export const DEVELOPMENT_SERVER_SPEED = 'history.transferProcessorMaxPollRPS=10000';

const SEARCH_ATTRIBUTES = ['MillwrightFamily', 'MillwrightPhase', 'MillwrightState'];
