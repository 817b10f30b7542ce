import { cancellationSignal } from '@temporalio/activity';
import { z } from 'zod';
import type { Report } from '../schemas/certificate';
import type { FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { Spec, TextFile } from '../schemas/spec';
import type { SwarmSummary } from '../schemas/verification';
import { whileHeartbeating } from './heartbeat';
import type { Family } from './ports/family';
import type { Store } from './ports/store';
import { loadStoredParts } from './subjects';
import { summariseReports } from './verify-part';

/** The finished package, as stored. */
const Artifact = z.strictObject({ files: z.array(TextFile) });

/** A package, and what was said of the parts that it is made of. */
export interface Assembled {
  readonly artifact: Hash;
  readonly leaves: number;
  /** Absent where the parts were not verified. */
  readonly verifiers?: SwarmSummary;
}

export interface BuildDependencies {
  readonly store: Store;
  readonly families: Readonly<Record<FamilyName, Family>>;
}

/** Longest line of a failed check that enters a history, in characters, and how many of them (I5). */
const MAX_FAILURE = 400;
const MAX_FAILURES = 10;

export const createBuild = ({ store, families }: BuildDependencies) => ({
  /** Assembles the top part with all it calls into a package, and keeps it. */
  async assemble(input: { readonly spec: Hash; readonly part: Hash }): Promise<Assembled> {
    const spec = Spec.parse(await store.get(input.spec));
    const stored = await loadStoredParts(store, [input.part]);
    const files = families[spec.family].assemble(
      spec,
      stored.map(({ part }) => part),
    );
    const verifiers = await summariseReports(store, stored);
    return {
      artifact: await store.put({ files: [...files] }),
      leaves: stored.length,
      ...(verifiers === null ? {} : { verifiers }),
    };
  },

  /** Runs the package's own tests and the user's acceptance tests in the sandbox (I8). */
  async verify(input: { readonly spec: Hash; readonly artifact: Hash }): Promise<Report> {
    const spec = Spec.parse(await store.get(input.spec));
    const { files } = Artifact.parse(await store.get(input.artifact));
    const report = await whileHeartbeating(() =>
      families[spec.family].verify(files, spec.acceptance, cancellationSignal()),
    );
    const failures = report.failures
      .slice(0, MAX_FAILURES)
      .map((line) => line.slice(0, MAX_FAILURE));
    return { ...report, failures };
  },
});
