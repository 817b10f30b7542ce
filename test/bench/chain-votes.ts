import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRunChunk } from '../../src/activities/chain/run-chunk';
import type { ChainFamily } from '../../src/activities/ports/chain-family';
import { createFileJournals } from '../../src/adapters/file-journals';
import { createOracleModel } from '../../src/adapters/oracle/oracle-model';
import { pegsAfter, readQuestion, rightMove } from '../../src/adapters/oracle/puzzle';
import { startOfChain } from '../../src/domain/chain';
import { expectedVotes } from '../../src/domain/expected-votes';
import { hanoi } from '../../src/families/hanoi';
import type { ChunkEnd } from '../../src/schemas/chain';
import type { Json } from '../../src/schemas/hash';
import { ModelProfile } from '../../src/schemas/model';
import { OracleNoise } from '../../src/schemas/oracle';
import { runActivity } from '../support/activity';
import { MemoryStore } from '../support/memory-store';
import { table } from './markdown-table';

/** Steps for each accuracy, such that the standard error of the mean is well under 1 %. */
const DISKS = { 0.9: 15, 0.99: 13, 0.999: 13 } as const;
const MARGINS = [2, 3, 4];

/**
 * The race that the arithmetic is about. All wrong moves of a step count as one candidate, as it takes for granted: the
 * oracle's are two, which take votes from each other. And the chain goes on with the right move whoever was elected: one that
 * was led astray comes to the same few questions again and again, whose answers at temperature 0 are always the same.
 */
const raceOfTwo: ChainFamily = {
  ...hanoi,
  readAnswer: (text, state) => {
    const read = hanoi.readAnswer(text, state);
    if (read.status !== 'vote') return read;
    return { ...read, candidate: read.candidate === rightAnswer(state) ? 'right' : 'wrong' };
  },
  advance: (state) => hanoi.advance(state, rightAnswer(state)),
};

function rightAnswer(state: Json): string {
  const question = readQuestion(hanoi.prompt(state).user);
  if (question === undefined) throw new Error('expected a prompt that the oracle can read');
  const move = rightMove(question);
  return JSON.stringify([move, pegsAfter(question.pegs, move)]);
}

/** Calls a step of the real activity with the oracle in process, beside what the arithmetic expects. */
export async function benchVotes(say: (line: string) => void): Promise<void> {
  say('Calls a step, in process, beside k(2·p_sub - 1)/(2p - 1); wanted: within 1 %.\n');
  const rows: (readonly string[])[] = [];
  for (const [written, disks] of Object.entries(DISKS)) {
    for (const margin of MARGINS) {
      const accuracy = Number(written);
      const steps = 2 ** disks - 1;
      const started = performance.now();
      const found = await callsPerStep({ accuracy, margin, disks });
      const seconds = (performance.now() - started) / 1_000;
      const expected = expectedVotes({ accuracy, margin });
      rows.push([
        written,
        String(margin),
        String(steps),
        found.mean.toFixed(4),
        expected.toFixed(4),
        `${((100 * (found.mean - expected)) / expected).toFixed(2)} %`,
        `${((100 * found.standardError) / expected).toFixed(2)} %`,
        (steps / seconds).toFixed(0),
      ]);
    }
  }
  const head = ['p', 'k', 'steps', 'calls a step', 'expected', 'off by', 'standard error'];
  say(`${table([...head, 'steps/s'], rows)}\n`);
}

async function callsPerStep(given: {
  readonly accuracy: number;
  readonly margin: number;
  readonly disks: number;
}): Promise<{ readonly mean: number; readonly standardError: number }> {
  const { accuracy, margin, disks } = given;
  const folder = await mkdtemp(join(tmpdir(), 'millwright-bench-'));
  const profile = ModelProfile.parse({ name: 'oracle', baseUrl: 'http://oracle.in-process' });
  const noise = OracleNoise.parse({ errorRate: 1 - accuracy, seed: 100 * margin });
  const { runChunk } = createRunChunk({
    store: new MemoryStore(),
    model: createOracleModel({ ...profile, oracle: noise }),
    chains: { hanoi: raceOfTwo },
    journals: createFileJournals(folder),
  });
  const steps = 2 ** disks - 1;
  const ends: ChunkEnd[] = [];
  for (let at = 0; at < steps; at = ends.at(-1)?.to.step ?? steps) {
    const last = ends.at(-1);
    ends.push(
      await runActivity(runChunk, {
        run: 'votes',
        chunk: ends.length,
        family: 'hanoi' as const,
        model: { name: 'oracle', temperature: hanoi.temperature, samplesPerRequest: 128 },
        rules: { margin, maxVotes: 100, maxFlags: 100 },
        from: last?.to ?? startOfChain(hanoi.initialState({ name: 't', family: 'hanoi', disks })),
        steps,
        previous: last?.chunk ?? null,
        maxCalls: 1_000_000,
        seed: margin,
      }),
    );
  }
  await rm(folder, { recursive: true });
  return meanOf(ends);
}

/** Mean votes a step and its standard error, from the ways in which the elections went. */
function meanOf(ends: readonly ChunkEnd[]): {
  readonly mean: number;
  readonly standardError: number;
} {
  const ways = ends.flatMap(({ counts }) => counts.ways);
  const steps = ways.reduce((sum, way) => sum + way.steps, 0);
  const calls = ends.reduce((sum, { counts }) => sum + counts.usage.calls, 0);
  const mean = calls / steps;
  const squares = ways.reduce((sum, way) => sum + way.steps * (way.votes - mean) ** 2, 0);
  return { mean, standardError: Math.sqrt(squares / steps / steps) };
}
