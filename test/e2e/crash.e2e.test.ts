import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Certificate } from '../../src/schemas/certificate';
import { useTemporaryFolder } from '../dev/temporary-folder';
import { questionOf, startAuthor } from '../support/author-server';
import { commandLineIn, exampleSpec, type Finished } from '../support/command-line';
import type { Provider, Received } from '../support/provider';
import { textStatsAuthor } from '../support/text-stats-author';

jest.setTimeout(10 * 60_000);

const SPEC = exampleSpec('text-stats');

/** Long enough for a kill to fall into calls that are under way. */
const REPLY_MS = 250;

/** Every question that reached the provider, by what makes it one: its text and its seed. */
function countQuestions(received: readonly Received[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const request of received) {
    const { user, seed } = questionOf(request);
    counts.set(`${seed} ${user}`, (counts.get(`${seed} ${user}`) ?? 0) + 1);
  }
  return counts;
}

describe('a run whose processes are killed', () => {
  const folder = useTemporaryFolder();
  let author: Provider;
  beforeEach(async () => {
    author = await startAuthor(textStatsAuthor, { delayMs: REPLY_MS });
  });
  afterEach(() => author.stop());

  const certificateIn = (out: string) =>
    Certificate.parse(JSON.parse(readFileSync(join(out, 'certificate.json'), 'utf8')));

  /** Builds the example in a folder of its own; `harm` is done to the stack meanwhile. */
  const build = async (name: string, harm: (kill: (part: string) => void) => Promise<void>) => {
    const cwd = join(folder(), name);
    mkdirSync(cwd);
    const line = commandLineIn(cwd, {
      OPENAI_BASE_URL: author.baseUrl,
      MILLWRIGHT_MODEL: 'author',
    });
    const asked = author.received.length;
    const run = line.run('run', SPEC, '--id', 'crash', '--out', 'out', '--margin', '3');
    const harmed = harm((part) => {
      const pid = line.pids()[part];
      if (pid === undefined) throw new Error(`found no ${part} in the stack`);
      process.kill(pid, 'SIGKILL');
    });
    const first = await run;
    await Promise.race([harmed, tooEarly(first)]);
    // A run that lost its stack is gone on with as its last lines tell.
    const last = first.code === 0 ? first : await line.run('resume', 'crash');
    expect({ ...last, stderr: last.stderr.slice(-2_000) }).toMatchObject({ code: 0 });
    return { certificate: certificateIn(join(cwd, 'out')), asked: author.received.slice(asked) };
  };

  /** Fails a test whose run ended before all the harm was done to it. */
  const tooEarly = async ({ code, stderr }: Finished): Promise<never> => {
    await setTimeout(1_000);
    throw new Error(`the run ended with ${code} before it was harmed: ${stderr.slice(-1_000)}`);
  };

  const untilAsked = async (count: number) => {
    while (author.received.length < count) await setTimeout(20);
  };

  it('ends with the same result, and pays for nothing twice that had been recorded', async () => {
    const calm = await build('calm', async () => undefined);
    expect(calm.certificate.lostCalls).toBe(0);
    expect(calm.certificate.calls).toBe(calm.asked.length);
    expect(calm.certificate.leaves).toBeGreaterThan(1);

    const before = author.received.length;
    const rough = await build('rough', async (kill) => {
      for (const [asked, part] of [
        [1, 'worker'],
        [4, 'temporal'],
        [6, 'store'],
        [9, 'worker'],
      ] as const) {
        await untilAsked(before + asked);
        kill(part);
      }
    });
    expect(rough.certificate.artifact).toBe(calm.certificate.artifact);

    const counts = countQuestions(rough.asked);
    const repeated = rough.asked.length - counts.size;
    expect(rough.certificate.calls).toBe(counts.size);
    expect(repeated).toBeLessThanOrEqual(rough.certificate.lostCalls);
  });
});
