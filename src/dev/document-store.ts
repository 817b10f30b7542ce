import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildWithGo } from './go-build';
import { mongoAnswers } from './health';
import type { Binary, Part } from './lookup';
import { compiledModule } from './package-paths';
import type { ChildSpec } from './supervised-child';
import { askVersion } from './version-check';
import { watchDownload } from './watched-download';

/** What a document store is started with. */
export interface DocumentStoreOptions {
  /** 'mongod' or 'ferretdb', as located. */
  readonly binary: string;
  readonly executable: string;
  /** Folder for the data of either kind; created when missing. */
  readonly directory: string;
  readonly port: number;
}

const mongod: Binary = {
  name: 'mongod',
  version: '8.2.6',
  check: async (path) => {
    const version = await askVersion(path, /db version v\d+\.\d+\.\d+/);
    const [major = 0, minor = 0] = (version.match(/\d+/g) ?? []).map(Number);
    if (major * 100 + minor < 402) throw new Error(`it is ${version}, expected 4.2 or later`);
    return version;
  },
};

const ferretdb: Binary = {
  name: 'ferretdb',
  version: 'v1.24.2',
  check: async (path) => `FerretDB ${await askVersion(path, /v1\.\d+\.\d+/)}`,
};

const store: Part = {
  name: 'Document store',
  onPath: [mongod],
  sources: [
    {
      binary: mongod,
      title: 'downloading MongoDB with mongodb-memory-server',
      obtain: (request) =>
        watchDownload({
          ...request,
          script: compiledModule('dev/download-mongod.js'),
          // One attempt: when there is no way out, its patience would only delay the next source.
          env: { ...process.env, MONGOD_VERSION: mongod.version, MONGOMS_MAX_RETRIES: '1' },
          isResult: (name) =>
            name.startsWith('mongod') && !/\.(?:tgz|zip|md5|lock|downloading)$/.test(name),
        }),
    },
    {
      binary: ferretdb,
      title: 'building FerretDB with Go (about 1 minute on 2 cores, once)',
      obtain: (request) =>
        buildWithGo(
          {
            module: 'ferretdb',
            command: 'github.com/FerretDB/FerretDB/cmd/ferretdb',
            // Without it FerretDB does not know its own version and panics at its start.
            patch: {
              path: 'github.com/FerretDB/FerretDB/build/version/version.txt',
              text: 'v1.24.2\n',
            },
          },
          request,
        ),
    },
  ],
  advice:
    'Install MongoDB 4.2 or later so that `mongod` is on PATH, or Go 1.24 or later to have FerretDB built, ' +
    'or set MONGODB_URI to a server that runs.',
};

/** The document store: MongoDB or FerretDB, but only that kind whose data `directory` holds already. */
export function documentStore(directory: string): Part {
  const kind = [mongod, ferretdb].find(({ name }) => existsSync(join(directory, name)))?.name;
  if (kind === undefined) return store;
  return {
    ...store,
    onPath: store.onPath.filter(({ name }) => name === kind),
    sources: store.sources.filter(({ binary }) => binary.name === kind),
    advice: `${store.advice} The data in ${directory} was written by ${kind}.`,
  };
}

/** The connection string of an embedded store; without retryable writes, which FerretDB does not know. */
export function storeUri(port: number): string {
  return `mongodb://127.0.0.1:${port}/millwright?retryWrites=false`;
}

/** The store as a child process, ready once it answers a ping. */
export function storeChild({
  binary,
  executable,
  directory,
  port,
}: DocumentStoreOptions): ChildSpec {
  const data = join(directory, binary);
  mkdirSync(data, { recursive: true });
  return {
    name: 'store',
    command: executable,
    args: binary === 'mongod' ? mongodArguments(data, port) : ferretdbArguments(data, port),
    cwd: data,
    isHealthy: () => mongoAnswers(port),
    startTimeoutMs: 60_000,
    stopTimeoutMs: 15_000,
  };
}

function mongodArguments(data: string, port: number): readonly string[] {
  // A quarter of a gigabyte is plenty for a run, where the default would be half of the machine.
  const flags = ['--quiet', '--wiredTigerCacheSizeGB', '0.25', '--bind_ip', '127.0.0.1'];
  if (process.platform !== 'win32') flags.push('--nounixsocket');
  return ['--dbpath', data, '--port', String(port), ...flags];
}

function ferretdbArguments(data: string, port: number): readonly string[] {
  const options = '_pragma=busy_timeout(30000)&_pragma=synchronous(normal)&_txlock=immediate';
  return [
    '--handler=sqlite',
    `--sqlite-url=file:${data}/?${options}`,
    `--listen-addr=127.0.0.1:${port}`,
    `--state-dir=${data}`,
    '--telemetry=disable',
    '--debug-addr=-',
    '--log-level=warn',
  ];
}
