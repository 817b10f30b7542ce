import { httpAnswers } from './health';
import { compiledModule } from './package-paths';
import type { ChildSpec } from './supervised-child';

/** Where the embedded model speaks the OpenAI protocol. */
export function modelBaseUrl(port: number): string {
  return `http://127.0.0.1:${port}/v1`;
}

/** The local model as a child process, ready once its weights are loaded. */
export function modelChild({
  file,
  port,
}: {
  readonly file: string;
  readonly port: number;
}): ChildSpec {
  return {
    name: 'model',
    command: process.execPath,
    args: [compiledModule('dev/model/serve.js'), '--model', file, '--port', String(port)],
    isHealthy: () => httpAnswers(`http://127.0.0.1:${port}/health`),
    // Loading takes 4–7 s from a warm disk; a cold one has to deliver a gigabyte first.
    startTimeoutMs: 180_000,
    stopTimeoutMs: 10_000,
  };
}
