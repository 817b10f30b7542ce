import {
  CancellationScope,
  getExternalWorkflowHandle,
  setCurrentDetails,
} from '@temporalio/workflow';
import type { Hash } from '../../schemas/hash';
import { taskSignal, type EndedElection, type TaskReport } from '../messages';

type TaskChange = Partial<Omit<TaskReport['status'], 'task' | 'uses'>>;

type TaskNews = Pick<TaskReport, 'planned' | 'begins' | 'heeded'>;

/** What a task tells the root of itself. */
export interface Progress {
  /** Tells the task's new state, and with it every election that ended since the last time, and what else is new. */
  tell(change: TaskChange, news?: TaskNews): Promise<void>;
  /** Keeps an ended election until the next telling. */
  note(election: EndedElection): void;
  /** The last telling, which cancellation does not stop: what was spent is booked (I3). */
  end(change: TaskChange, part: Hash | null): Promise<void>;
}

export function openProgress(run: string, task: string, uses: readonly string[]): Progress {
  const root = getExternalWorkflowHandle(run);
  let status: TaskReport['status'] = {
    task,
    uses,
    state: 'sizing',
    isLeaf: null,
    note: '',
    election: null,
  };
  let ended: EndedElection[] = [];

  const report = async (change: TaskChange, rest: Omit<TaskReport, 'status' | 'ended'>) => {
    status = { ...status, ...change };
    setCurrentDetails(
      `**${task}**: ${status.state}${status.note === '' ? '' : `, ${status.note}`}`,
    );
    const told = ended;
    ended = [];
    try {
      await root.signal(taskSignal, { status, ended: told, ...rest });
    } catch (error) {
      // A cancelled task is not let tell anything but its end: what these elections spent goes with that (I3).
      ended = [...told, ...ended];
      throw error;
    }
  };

  return {
    tell: (change, news = {}) => report(change, { part: null, isLast: false, ...news }),
    note: (election) => void ended.push(election),
    end: (change, part) =>
      CancellationScope.nonCancellable(() =>
        report({ ...change, election: null }, { part, isLast: true }),
      ),
  };
}
