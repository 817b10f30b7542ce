import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import type { CommandContext } from './context';
import { EXIT, type ExitCode } from './exit-code';
import { onInterruption } from './interruption';
import { createOutput } from './output';
import { createProgram } from './program';
import { reportError } from './report-error';
import type { Action, Runner } from './runner';

const run: Runner = async (action, { json } = {}) => {
  process.exitCode = await perform(action, json === true);
};

async function perform(action: Action, json: boolean): Promise<ExitCode> {
  const interruption = onInterruption();
  const { stdout, stderr, env } = process;
  const output = createOutput({ stdout, stderr, env, json });
  const context: CommandContext = {
    output,
    env,
    cwd: process.cwd(),
    interrupted: interruption.signal,
    heavy: {
      prepareRun: async (request) => (await import('./prepare-run.js')).prepareRun(request),
      forecast: async (file, wishes) =>
        (await import('./forecast.js')).forecastFile(file, wishes, context),
      forecastMeasured: async (file, wishes) =>
        (await import('./calibration/forecast-measured.js')).forecastMeasured(
          file,
          wishes,
          context,
        ),
      simulate: async (wishes) => (await import('./simulation.js')).simulateWishes(wishes),
      openSession: async (options) => (await import('./session.js')).openSession(context, options),
      serveStack: async () => (await import('./serve-stack.js')).serveStack(context),
      serveOracle: async (wishes) => (await import('./serve-oracle.js')).runOracle(wishes, context),
      endStack: async () => (await import('./end-stack.js')).endStack(context),
      serveRoles: async (roles) =>
        (await import('./serve.js')).serve({ roles, env, cwd: context.cwd, warn: output.note }),
    },
  };
  try {
    return await action(context);
  } catch (error) {
    output.screen.release();
    if (interruption.signal.aborted) return EXIT.interrupted;
    const { text, code } = reportError(error, env);
    output.note(text);
    return code;
  } finally {
    interruption.stop();
  }
}

function version(): string {
  const manifest = readFileSync(join(__dirname, '..', '..', '..', 'package.json'), 'utf8');
  return (JSON.parse(manifest) as { readonly version: string }).version;
}

/** Whoever reads may stop before the end, as `head` does: nobody is left to be told, and the work goes on. */
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
}

createProgram(version(), run)
  .parseAsync()
  .catch((error: unknown) => {
    if (!(error instanceof CommanderError)) throw error;
    // It was told already. Help and the version are results, all else is wrong usage.
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
  });
