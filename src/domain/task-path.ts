/**
 * The path of the task that takes this one's place: 'a/b~2' after 'a/b', 'a/b~3' after that. A number after '@' counts the
 * attempts of the task above, one after '~' the times that this very task was done anew: both stay unique in a run.
 */
export function renewedPath(task: string): string {
  const { path, version } = versionOf(task);
  return `${path}~${version + 1}`;
}

/** A task's path without its last version, and that version, from 1. */
export function versionOf(task: string): { readonly path: string; readonly version: number } {
  const [, path = task, version = '1'] = /^(.*)~(\d+)$/.exec(task) ?? [];
  return { path, version: Number(version) };
}

/** Whether a task is `other` or stands below it, whichever attempts and versions of them these are. */
export function isWithin(task: string, other: string): boolean {
  return `${unnumbered(task)}/`.startsWith(`${unnumbered(other)}/`);
}

/** Whether a path is that of this very task, or of an election or a task below it; other versions are not. */
export function isBelow(path: string, task: string): boolean {
  return path === task || path.startsWith(`${task}/`) || path.startsWith(`${task}#`);
}

/** How many levels a task stands below the entry. */
export function depthOf(task: string): number {
  return task.split('/').length - 1;
}

function unnumbered(task: string): string {
  return task.replaceAll(/[@~]\d+/g, '');
}
