/** Thrown when what the user typed or wrote cannot be followed; nothing was started. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}
