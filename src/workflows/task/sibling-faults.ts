import {
  condition,
  defineSignal,
  getExternalWorkflowHandle,
  isCancellation,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { Found } from '../../activities/find-blame';
import type { Renewal } from '../../activities/renewal';
import type { Hash } from '../../schemas/hash';

/** A solved part at which a task that calls it has found a fault: the task above both alone may have it elected anew. */
export interface SiblingFault {
  /** Workflow of the task that tells. */
  readonly from: string;
  readonly blamed: Renewal;
  readonly found: Pick<Found, 'why' | 'parts'>;
}

/** What stands in the place of a part at fault, or why nothing does. */
export type Mended = { readonly part: Hash } | { readonly failure: string };

const faultSignal = defineSignal<[SiblingFault]>('siblingFault');
const mendedSignal =
  defineSignal<[{ readonly blamed: Hash; readonly mended: Mended }]>('siblingMended');

/** How a task and the one above it speak of faults in what the one is built beside. */
export interface SiblingFaults {
  /** Tells the task above, and waits until it has had the part elected anew. */
  readonly askAbove: (fault: Omit<SiblingFault, 'from'>) => Promise<Mended>;
  /** Waits until a task below has told of a fault. */
  readonly untilTold: () => Promise<void>;
  /** Takes the first fault that was told and not taken; undefined where there is none. */
  readonly take: () => SiblingFault | undefined;
  /** Tells who has told of a fault what came of it. */
  readonly answer: (fault: SiblingFault, mended: Mended) => Promise<void>;
}

/** Sets the handlers of both signals; call it once, at the start of a task's workflow. */
export function openSiblingFaults(): SiblingFaults {
  let told: readonly SiblingFault[] = [];
  const answers = new Map<Hash, Mended>();
  setHandler(faultSignal, (fault) => void (told = [...told, fault]));
  setHandler(mendedSignal, ({ blamed, mended }) => void answers.set(blamed, mended));
  return {
    askAbove: async (fault) => {
      const { parent, workflowId: from } = workflowInfo();
      if (parent === undefined) return { failure: '' };
      const { part } = fault.blamed;
      answers.delete(part);
      await getExternalWorkflowHandle(parent.workflowId).signal(faultSignal, { ...fault, from });
      await condition(() => answers.has(part));
      return answers.get(part) ?? { failure: '' };
    },
    untilTold: () => condition(() => told.length > 0),
    take: () => {
      const [first, ...rest] = told;
      told = rest;
      return first;
    },
    answer: async ({ from, blamed }, mended) => {
      try {
        await getExternalWorkflowHandle(from).signal(mendedSignal, { blamed: blamed.part, mended });
      } catch (error) {
        // Who asked may have been thrown away meanwhile.
        if (isCancellation(error)) throw error;
      }
    },
  };
}
