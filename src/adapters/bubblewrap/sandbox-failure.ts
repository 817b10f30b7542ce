import { ApplicationFailure } from '@temporalio/common';

/**
 * Makes the failure that pauses a run because this machine cannot confine programs: nothing was run without its sandbox,
 * and trying again does not help until somebody has installed what is missing.
 */
export function sandboxMissing({
  found,
  expected,
  packageName,
}: {
  readonly found: string;
  readonly expected: string;
  /** The package's name in the distributions, the same in all of them. */
  readonly packageName: string;
}): ApplicationFailure {
  const commands = ['apt-get install', 'dnf install', 'pacman -S'].map(
    (command) =>
      `${command} ${packageName === 'python3' && command.startsWith('pacman') ? 'python' : packageName}`,
  );
  return ApplicationFailure.nonRetryable(
    `The worker for sandboxed code found ${found}, expected ${expected}. Install it on that machine (${commands.join(', ')}), ` +
      'then `millwright resume` the run.',
    'sandbox.missing',
  );
}

/** Makes the failure that pauses a run because bubblewrap is there and cannot do its work, in its own words. */
export function sandboxBroken(words: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `The worker for sandboxed code found a bubblewrap that cannot start a program (${words.trim().slice(0, 300) || 'it said nothing'}), ` +
      'expected one that may make namespaces. Allow it (sysctl kernel.unprivileged_userns_clone=1, or on Ubuntu ' +
      'kernel.apparmor_restrict_unprivileged_userns=0; a container needs --security-opt seccomp=unconfined, or --privileged), ' +
      'then `millwright resume` the run.',
    'sandbox.broken',
  );
}

/** Makes the failure that pauses a run because nobody has told which system calls this processor's programs may make. */
export function processorUnknown(arch: string): ApplicationFailure {
  return ApplicationFailure.nonRetryable(
    `The worker for sandboxed code found a processor of the kind ${arch}, expected x64 or arm64, on which processes can be kept from starting others. ` +
      'Start that worker on such a machine, then `millwright resume` the run.',
    'sandbox.missing',
  );
}
