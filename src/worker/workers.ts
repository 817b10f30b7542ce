import { availableParallelism } from 'node:os';
import { Worker, type NativeConnection, type WorkerOptions } from '@temporalio/worker';
import { createAgree } from '../activities/agree';
import { createAsk } from '../activities/ask';
import { createBookkeeping } from '../activities/bookkeeping';
import { createBuild } from '../activities/build';
import { createCertify } from '../activities/certify';
import { createFinishChain } from '../activities/chain/finish-chain';
import { type ChainDependencies, createRunChunk } from '../activities/chain/run-chunk';
import { createConfirm } from '../activities/confirm';
import { createDifferences } from '../activities/differences';
import { createExamine } from '../activities/examine';
import { createFindBlame } from '../activities/find-blame';
import type { Family } from '../activities/ports/family';
import type { LanguageModel } from '../activities/ports/language-model';
import type { Store } from '../activities/ports/store';
import { createPrepare } from '../activities/prepare';
import { createPresumeCode } from '../activities/presume-code';
import { createRedecompose } from '../activities/redecompose';
import { createRelink } from '../activities/relink';
import { createVerifyPart } from '../activities/verify-part';
import { createWitness } from '../activities/witness';
import type { FamilyName } from '../schemas/contract';
import type { ModelProfile } from '../schemas/model';
import { modelQueue, QUEUE } from '../workflows/messages';
import { BUNDLE_PATH } from './bundle';

/** What a worker process does: run workflows, wait for models, or check and run answers. */
export type WorkerRole = 'workflows' | 'models' | 'sandbox';

/** The real parts that activities are made of. */
interface Parts {
  readonly store: Store;
  readonly model: LanguageModel;
  readonly families: Readonly<Record<FamilyName, Family>>;
  /** What chains need beyond that; absent: these workers know none. */
  readonly chain?: Omit<ChainDependencies, 'store'>;
}

export interface WorkersInput extends Parts {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly roles: readonly WorkerRole[];
  readonly models: readonly ModelProfile[];
  /** Where the workflows' code comes from; default: the build's bundle. */
  readonly workflows?: WorkflowCode;
  /** Milliseconds in which activities under way may end after a shutdown is asked for. */
  readonly drainMs: number;
}

/** One Temporal worker for each task queue that the roles serve; none of them runs yet. */
export async function createWorkers(input: WorkersInput): Promise<Worker[]> {
  const { connection, namespace, drainMs } = input;
  const shared = {
    connection,
    namespace,
    shutdownGraceTime: drainMs,
    shutdownForceTime: drainMs + 5_000,
    // A cancellation comes with the answer to a heartbeat; by default heartbeats are held back for 12 of 15 seconds.
    maxHeartbeatThrottleInterval: 3_000,
  };
  const queues = input.roles.flatMap((role) => SERVES[role](input));
  return Promise.all(queues.map((queue) => Worker.create({ ...shared, ...queue })));
}

type WorkflowCode = Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;

type QueueOptions = Pick<WorkerOptions, 'taskQueue'> & Partial<WorkerOptions>;

const SERVES: Readonly<Record<WorkerRole, (input: WorkersInput) => QueueOptions[]>> = {
  workflows: ({ store, workflows = { workflowBundle: { codePath: BUNDLE_PATH } } }) => [
    {
      taskQueue: QUEUE.workflows,
      ...workflows,
      activities: {
        ...createBookkeeping({ store }),
        ...createAgree({ store }),
        ...createCertify({ store }),
        ...createRedecompose({ store }),
        ...createRelink({ store }),
      },
    },
  ],

  // A provider's rate limit holds for all workers together, so each limited model has a queue of its own.
  models: ({ store, model, families, models, chain }) => {
    const activities = {
      ...createAsk({ store, model, families }),
      ...(chain === undefined ? {} : createRunChunk({ ...chain, store })),
    };
    const limitOf = new Map<string, number | undefined>([[QUEUE.models, undefined]]);
    for (const profile of models)
      limitOf.set(modelQueue(profile), profile.limits.requestsPerMinute);
    return [...limitOf].map(([taskQueue, perMinute]) => ({
      taskQueue,
      activities,
      maxConcurrentActivityTaskExecutions: MAX_WAITING_CALLS,
      ...(perMinute === undefined ? {} : { maxTaskQueueActivitiesPerSecond: perMinute / 60 }),
    }));
  },

  sandbox: ({ store, families, chain }) => [
    {
      taskQueue: QUEUE.sandbox,
      activities: {
        ...createPrepare({ store, families }),
        ...createExamine({ store, families }),
        ...createConfirm({ store, families }),
        ...createWitness({ store, families }),
        ...createDifferences({ store, families }),
        ...createBuild({ store, families }),
        ...createVerifyPart({ store, families }),
        ...createFindBlame({ store, families }),
        ...createPresumeCode({ store, families }),
        ...(chain === undefined ? {} : createFinishChain({ ...chain, store })),
      },
      maxConcurrentActivityTaskExecutions: availableParallelism() + 1,
    },
  ],
};

/** Model calls one process waits for at once; each is little more than an open socket. */
const MAX_WAITING_CALLS = 200;
