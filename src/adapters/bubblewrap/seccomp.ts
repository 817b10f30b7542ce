/**
 * A filter of system calls for bubblewrap's `--seccomp`, as the classic BPF program that the kernel runs before each of
 * them: no further process, and no thread unless threads are asked for; no socket, no tracing, no new mounts or
 * namespaces. They fail as not permitted. The limit on processes alone would not do, for it does not hold for root.
 * Undefined on other processors than x64 and arm64.
 */
export function seccompFilter(
  arch: string,
  { threads }: { readonly threads: boolean },
): Buffer | undefined {
  const machine = MACHINES[arch];
  if (machine === undefined) return undefined;
  const { audit, clone, denied } = machine;
  const rules: readonly (readonly [call: number, outcome: Outcome])[] = [
    // Its flags are out of the filter's sight; told that there is no such call, C libraries take clone.
    [CLONE3, 'missing'],
    [clone, threads ? 'thread' : 'denied'],
    ...denied.map((number) => [number, 'denied'] as const),
  ];
  const count = rules.length;
  return Buffer.concat([
    instruction(LOAD, DATA_ARCH),
    // Calls in the manner of another processor have other numbers.
    instruction(JUMP_IF_EQUAL, audit, { yes: 1 }),
    instruction(RETURN, KILL_PROCESS),
    instruction(LOAD, DATA_NUMBER),
    instruction(JUMP_IF_AT_LEAST, X32_CALLS, { yes: count + OUTCOMES.denied }),
    ...rules.map(([number, outcome], i) =>
      instruction(JUMP_IF_EQUAL, number, { yes: count - 1 - i + OUTCOMES[outcome] }),
    ),
    instruction(RETURN, ALLOW),
    instruction(RETURN, NOT_PERMITTED),
    instruction(RETURN, NO_SUCH_CALL),
    instruction(LOAD, DATA_FIRST_ARGUMENT),
    instruction(JUMP_IF_ANY_BIT, CLONE_THREAD, { yes: 1 }),
    instruction(RETURN, NOT_PERMITTED),
    instruction(RETURN, ALLOW),
  ]);
}

/** Where, behind the rules, an outcome's instructions begin. */
const OUTCOMES = { denied: 1, missing: 2, thread: 3 } as const;
type Outcome = keyof typeof OUTCOMES;

interface Machine {
  /** AUDIT_ARCH_… of linux/audit.h. */
  readonly audit: number;
  /** Number of the call that makes a process or a thread, with its flags as the first argument. */
  readonly clone: number;
  /** Numbers of the denied calls, from the kernel's table for this processor. */
  readonly denied: readonly number[];
}

const CLONE3 = 435;

/** Calls of both: io_uring_setup, io_uring_enter, io_uring_register. */
const COMMON = [425, 426, 427];

const MACHINES: Readonly<Record<string, Machine>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    // socket socketpair fork vfork ptrace mount add_key request_key keyctl unshare perf_event_open setns
    // process_vm_readv process_vm_writev bpf userfaultfd
    denied: [41, 53, 57, 58, 101, 165, 248, 249, 250, 272, 298, 308, 310, 311, 321, 323, ...COMMON],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    // mount unshare ptrace socket socketpair add_key request_key keyctl perf_event_open setns process_vm_readv
    // process_vm_writev bpf userfaultfd
    denied: [40, 97, 117, 198, 199, 217, 218, 219, 241, 268, 270, 271, 280, 282, ...COMMON],
  },
};

/** From linux/bpf_common.h and linux/seccomp.h. */
const LOAD = 0x20;
const JUMP_IF_EQUAL = 0x15;
const JUMP_IF_AT_LEAST = 0x35;
const JUMP_IF_ANY_BIT = 0x45;
const RETURN = 0x06;
const ALLOW = 0x7fff0000;
const KILL_PROCESS = 0x80000000;
/** EPERM. */
const NOT_PERMITTED = 0x00050001;
/** ENOSYS. */
const NO_SUCH_CALL = 0x00050026;
/** Offsets in struct seccomp_data. */
const DATA_NUMBER = 0;
const DATA_ARCH = 4;
const DATA_FIRST_ARGUMENT = 16;
/** From linux/sched.h. */
const CLONE_THREAD = 0x10000;
/** Calls in the x32 manner, which no interpreter here uses. */
const X32_CALLS = 0x40000000;

function instruction(code: number, value: number, { yes = 0 } = {}): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeUInt16LE(code, 0);
  bytes.writeUInt8(yes, 2);
  bytes.writeUInt32LE(value, 4);
  return bytes;
}
