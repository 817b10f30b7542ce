import { topologicalOrder } from '../domain/plan-dag';
import { sizeContract, type Sizing } from '../domain/sizing';
import type { FamilyName } from '../schemas/contract';
import type { Hash } from '../schemas/hash';
import { Spec } from '../schemas/spec';
import type { Subject } from '../schemas/subject';
import type { Store } from './ports/store';
import { loadCode, loadCodeSubject, loadContract, loadPlan, loadSubject } from './subjects';
import { withLearned } from './with-learned';

type Code = Extract<Subject, { kind: 'code' }>;

export interface TaskSubjects {
  readonly sizing: Sizing;
  readonly size: Hash;
  readonly plan: Hash;
}

export interface PlannedChild {
  readonly name: string;
  readonly contract: Hash;
  readonly uses: readonly string[];
}

/** Light work between elections: turns what was decided into the subjects of what is to be decided next. */
export const createBookkeeping = ({ store }: { readonly store: Store }) => ({
  /** The contract of a spec's entry. */
  async openSpec(input: {
    readonly spec: Hash;
  }): Promise<{ readonly contract: Hash; readonly name: string }> {
    const { entry } = Spec.parse(await store.get(input.spec));
    return { contract: await store.put(entry), name: entry.name };
  },

  /** How large a task looks, and the subjects of the elections on its size and its plan. */
  async prepareTask(input: {
    readonly family: FamilyName;
    readonly contract: Hash;
    readonly depth: number;
    readonly maxDepth: number;
    /** Why earlier decompositions failed, newest last. */
    readonly failures: readonly string[];
  }): Promise<TaskSubjects> {
    const { family, depth, maxDepth, failures } = input;
    const contract = await loadContract(store, input.contract);
    const put = (subject: Subject) => store.put(subject);
    return {
      sizing: sizeContract({ contract, depth, maxDepth }),
      size: await put({ kind: 'size', family, contract }),
      plan: await put({ kind: 'plan', family, contract, failures: latest(failures) }),
    };
  },

  /** The subject of the election on a task's code: what it may use is told by signature and purpose alone. */
  async prepareCode(input: {
    readonly family: FamilyName;
    readonly contract: Hash;
    readonly plan: Hash | null;
    readonly parts: readonly Hash[];
    /** What an earlier election of the task has asked in the end. */
    readonly learned?: Hash;
  }): Promise<{ readonly contract: Hash; readonly subject: Hash }> {
    const own = await loadContract(store, input.contract);
    const children = input.plan === null ? [] : (await loadPlan(store, input.plan)).children;
    const usable = children.map(({ contract: { name, signature, description } }) => ({
      name,
      signature,
      description,
    }));
    const contract = { ...own, uses: [...own.uses, ...usable] };
    const { family, learned } = input;
    const asked: Code = { kind: 'code', family, contract, parts: [...input.parts] };
    const subject =
      learned === undefined ? asked : withLearned(asked, await loadCodeSubject(store, learned));
    return { contract: await store.put(subject.contract), subject: await store.put(subject) };
  },

  /** The subject of a vote among several proposed plans. */
  async nominate(input: {
    readonly subject: Hash;
    readonly plans: readonly Hash[];
  }): Promise<Hash> {
    const { family, contract } = await loadSubject(store, input.subject);
    return store.put({
      kind: 'choice',
      family,
      contract,
      plans: [...input.plans],
    } satisfies Subject);
  },

  /** The children of an elected plan, each after all it uses. */
  async openPlan(input: { readonly plan: Hash }): Promise<PlannedChild[]> {
    const { children } = await loadPlan(store, input.plan);
    const nodes = children.map(({ contract, uses }) => ({ name: contract.name, uses, contract }));
    return Promise.all(
      topologicalOrder(nodes).map(async ({ name, uses, contract }) => ({
        name,
        uses,
        contract: await store.put(contract),
      })),
    );
  },

  /** Keeps a solved task: its contract, the elected code byte for byte, and the parts that code may call. */
  async finishPart(input: {
    readonly contract: Hash;
    readonly code: Hash;
    readonly parts: readonly Hash[];
    /** Absent in runs from before parts were verified. */
    readonly task?: string;
    readonly runnersUp?: readonly Hash[];
  }): Promise<Hash> {
    const { parts, task, runnersUp } = input;
    const contract = await loadContract(store, input.contract);
    const code = await loadCode(store, input.code);
    return store.put({
      contract,
      code,
      parts: [...parts],
      ...(task === undefined ? {} : { task }),
      ...(runnersUp === undefined ? {} : { runnersUp: [...runnersUp] }),
    });
  },
});

/** As many, and as much of each, as a prompt has room for. */
function latest(failures: readonly string[]): string[] {
  return failures.slice(-8).map((failure) => failure.slice(0, 1_000));
}
