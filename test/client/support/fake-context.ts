import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Store } from '../../../src/activities/ports/store';
import { createMillwright } from '../../../src/client/api';
import { forecastMeasured } from '../../../src/client/cli/calibration/forecast-measured';
import type { CommandContext } from '../../../src/client/cli/context';
import { forecastFile } from '../../../src/client/cli/forecast';
import { createOutput } from '../../../src/client/cli/output';
import { createProgram } from '../../../src/client/cli/program';
import { simulateWishes } from '../../../src/client/cli/simulation';
import type { ModelProfile } from '../../../src/schemas/model';
import { type FakeWorkflow, fakeServer, memoryStore } from './fake-server';
import { MODEL } from './runs';
import { spec } from './specs';

export interface FakeWorld {
  readonly workflows?: Readonly<Record<string, FakeWorkflow>>;
  readonly store?: Store;
  /** Whether a command that may start a stack had to. */
  readonly ownsStack?: boolean;
  readonly interrupted?: AbortSignal;
  readonly stackLost?: AbortSignal;
  /** The command's environment, and the configuration file in its folder; none by default. */
  readonly env?: NodeJS.ProcessEnv;
  readonly config?: string;
  /** The configured models, where they are not those of the runs. */
  readonly models?: readonly ModelProfile[];
}

/** What became of a command line. */
export interface Outcome {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | undefined;
  /** What the server was sent. */
  readonly sent: readonly unknown[];
  /** How the session was closed, once for each time. */
  readonly closed: readonly { readonly leaveStack: boolean }[];
  readonly cwd: string;
}

/** Runs a command line in this process, against a fake server; what an action throws is thrown. */
export async function millwright(args: readonly string[], world: FakeWorld = {}): Promise<Outcome> {
  const written = { stdout: '', stderr: '' };
  const closed: { leaveStack: boolean }[] = [];
  const { client, sent } = fakeServer(world.workflows);
  const cwd = mkdtempSync(join(tmpdir(), 'millwright-cli-'));
  if (world.config !== undefined) writeFileSync(join(cwd, 'millwright.config.yaml'), world.config);
  let code: number | undefined;
  const contextWith = (json: boolean): CommandContext => ({
    output: createOutput({
      stdout: { write: (text) => (written.stdout += text) },
      stderr: { write: (text) => (written.stderr += text) },
      env: {},
      json,
    }),
    env: world.env ?? {},
    cwd,
    interrupted: world.interrupted ?? new AbortController().signal,
    heavy: {
      prepareRun: async ({ file, id = 'text-stats-1', out = join('out', id) }) => ({
        spec: spec(),
        sha256: 'a'.repeat(64),
        run: id,
        specFile: join(cwd, file),
        out: join(cwd, out),
      }),
      forecast: (file, wishes) => forecastFile(file, wishes, contextWith(json)),
      forecastMeasured: (file, wishes) => forecastMeasured(file, wishes, contextWith(json)),
      simulate: async (wishes) => simulateWishes(wishes),
      openSession: async () => ({
        millwright: createMillwright(client, world.store ?? memoryStore()),
        defaults: {
          models: world.models ?? [MODEL],
          defaultBudget: { usd: 5, calls: 2_000, hours: 24 },
        },
        ownsStack: world.ownsStack ?? false,
        stackLost: world.stackLost ?? new AbortController().signal,
        close: async (options = { leaveStack: false }) => {
          closed.push(options);
        },
      }),
      serveStack: async () => {
        throw new Error('no stack here');
      },
      serveOracle: async (wishes) => {
        sent.push({ oracle: wishes });
        return 0;
      },
      endStack: async () => {
        sent.push('stop the stack');
        return 0;
      },
      serveRoles: async (roles) => {
        sent.push({ roles });
      },
    },
  });
  const program = createProgram('1.2.3', async (action, { json } = {}) => {
    code = await action(contextWith(json === true));
  });
  for (const each of [program, ...program.commands]) {
    each.configureOutput({
      writeOut: (text) => (written.stdout += text),
      writeErr: (text) => (written.stderr += text),
    });
  }
  await program.parseAsync(args, { from: 'user' });
  return { ...written, code, sent, closed, cwd };
}
