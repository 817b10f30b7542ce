import type { z } from 'zod';
import type { OracleNoise } from '../../schemas/oracle';
import type { Millwright } from '../api';
import type { ForecastWishes } from '../forecast-basis';
import type { RunWishes } from '../rules';
import type { Simulation, SimulationWishes } from '../simulate-run';
import type { RunStart } from '../start-root';
import type { ExitCode } from './exit-code';
import type { FileForecast } from './forecast';
import type { Output } from './output';
import type { PreparedRun, RunRequest } from './prepare-run';

/** What a worker process can do: run workflows, wait for models, or check and run answers. */
export const WORKER_ROLES = ['workflows', 'models', 'sandbox'] as const;
export type WorkerRole = (typeof WORKER_ROLES)[number];

/** Everything a command may use; made once for each process. */
export interface CommandContext {
  readonly output: Output;
  readonly env: NodeJS.ProcessEnv;
  /** Absolute path of the folder in which the user stands. */
  readonly cwd: string;
  /** Aborted when the user interrupts; whoever waits for long has to heed it. */
  readonly interrupted: AbortSignal;
  readonly heavy: Heavy;
}

/** What takes long to load, and is loaded only when it is called, so that help and mistyped commands are instant. */
interface Heavy {
  readonly prepareRun: (request: RunRequest) => Promise<PreparedRun>;
  /** What a spec will take, by the settings of this folder; nothing is started. */
  readonly forecast: (file: string, wishes: ForecastWishes) => Promise<FileForecast>;
  /** The same, once the model has been asked for some answers; nothing is started. */
  readonly forecastMeasured: (
    file: string,
    wishes: MeasuredForecastWishes,
  ) => Promise<FileForecast>;
  /** A run of any size, computed and simulated; nothing is read or started. */
  readonly simulate: (wishes: SimulationWishes) => Promise<Simulation>;
  /** Connects to the servers; the caller closes the session. */
  readonly openSession: (options: SessionOptions) => Promise<Session>;
  /** Runs the embedded stack with a worker until it is interrupted. */
  readonly serveStack: () => Promise<ExitCode>;
  /** Serves an oracle over the OpenAI protocol until it is interrupted. */
  readonly serveOracle: (wishes: OracleWishes) => Promise<ExitCode>;
  /** Ends the stack that runs in this folder, whoever started it. */
  readonly endStack: () => Promise<ExitCode>;
  /** Is one worker until the process is told to end. */
  readonly serveRoles: (roles: readonly WorkerRole[]) => Promise<void>;
}

/** What the user wants to know of a spec where the model is to be measured first. */
export interface MeasuredForecastWishes extends RunWishes {
  /** Answers to ask the model for. */
  readonly calibrate: number;
}

/** What the user said of an oracle; the rest is as its schema says. */
export type OracleWishes = z.input<typeof OracleNoise> & { readonly port?: number };

export interface SessionOptions {
  /** Whether to start an embedded stack when nothing is up; otherwise that is an error. */
  readonly mayStart: boolean;
}

/** A connection to the servers and workers that build runs. */
export interface Session {
  readonly millwright: Millwright;
  /** Models and default budget for new runs. */
  readonly defaults: Pick<RunStart, 'models' | 'defaultBudget'>;
  /** True when this command started the stack, so that runs stand still once it is closed. */
  readonly ownsStack: boolean;
  /** Aborted when that stack has ended without having been told to, with the error that says so. */
  readonly stackLost: AbortSignal;
  /** Disconnects; stops the stack if this command started it, unless it is to be left running. */
  close(options?: { readonly leaveStack: boolean }): Promise<void>;
}
