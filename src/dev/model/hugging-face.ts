import { join } from 'node:path';
import { compiledModule } from '../package-paths';
import { runCommand } from '../run-command';
import type { ModelSource } from './model-source';

/**
 * Hugging Face, through node-llama-cpp's own downloader in a process of its own: it is ended when no byte arrives
 * for `stallMs`, whatever the library is waiting for. Default 10 s.
 */
export function huggingFace({
  script = compiledModule('dev/model/download-gguf.js'),
  stallMs = 10_000,
} = {}): ModelSource {
  return {
    title: 'downloading from Hugging Face with node-llama-cpp',
    async obtain({ model, folder, step, signal }) {
      const stalled = new AbortController();
      const stall = () => {
        stalled.abort(new Error(`no progress for ${stallMs / 1_000} s`));
      };
      const timer = setTimeout(stall, stallMs);
      let bytes = 0;
      try {
        await runCommand({
          command: process.execPath,
          args: [script, model.huggingFace, folder, model.fileName],
          signal: signal === undefined ? stalled.signal : AbortSignal.any([stalled.signal, signal]),
          onLine: (line) => {
            const arrived = Number(line);
            if (!(arrived > bytes)) return;
            bytes = arrived;
            timer.refresh();
            step.update({ bytes, totalBytes: model.bytes });
          },
        });
      } catch (error) {
        throw stalled.signal.aborted ? stalled.signal.reason : error;
      } finally {
        clearTimeout(timer);
      }
      return join(folder, model.fileName);
    },
  };
}
