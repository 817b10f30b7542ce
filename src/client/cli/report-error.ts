import { EXIT, type ExitCode } from './exit-code';

/** What a command that threw ends with: lines for stderr, never a stack unless it is asked for, and the exit code. */
export interface ErrorReport {
  readonly text: string;
  readonly code: ExitCode;
}

/** Tells users what they can act on; `MILLWRIGHT_DEBUG=1` adds the stack. */
export function reportError(error: unknown, env: NodeJS.ProcessEnv): ErrorReport {
  const thrown = error instanceof Error ? error : new Error(String(error));
  const { name, message } = thrown;
  const code = USAGE.has(name) ? EXIT.usage : EXIT.failed;
  const text = EXPECTED.has(name) || USAGE.has(name) ? `✗ ${message}` : unexpected(thrown);
  const debug =
    env['MILLWRIGHT_DEBUG'] === '1' && error instanceof Error ? `\n${stackOf(error)}` : '';
  return { text: text + debug, code };
}

/** The user typed or wrote something that cannot be followed. Told by name, so that no module is loaded for it. */
const USAGE = new Set([
  'UsageError',
  'NoModels',
  'RunNotFound',
  'TaskRefused',
  'OutFolderTaken',
  'SettingsError',
]);
/** The world is not as it should be, and the message says what to do. */
const EXPECTED = new Set([
  'NobodyAnswers',
  'ServerUnreachable',
  'ApplicationFailure', // the store's, which say what to do
  'NothingUp',
  'StackFailed',
  'StackInUse',
  'ChildFailed',
  'BrokenArtifact',
  'CalibrationFailed',
]);

function unexpected({ name, message, cause }: Error): string {
  const because = cause instanceof Error ? ` (${firstLineOf(cause.message)})` : '';
  return (
    `✗ ${name}: ${firstLineOf(message)}${because}\n` +
    '  Runs keep all they have: go on with "millwright resume RUN". Logs are in .millwright/logs; ' +
    'MILLWRIGHT_DEBUG=1 shows where it happened.'
  );
}

function firstLineOf(text: string): string {
  return text.split('\n')[0] ?? '';
}

function stackOf(error: Error): string {
  const cause = error.cause instanceof Error ? `\nCaused by: ${stackOf(error.cause)}` : '';
  return (error.stack ?? error.message) + cause;
}
