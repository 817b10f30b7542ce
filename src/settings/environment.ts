/** Environment variables by name, as in `process.env`. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** The variables that have a value: an empty one, as in `OPENAI_BASE_URL= millwright run`, is not set. */
export function setVariables(env: Environment): Readonly<Record<string, string>> {
  const trimmed = Object.entries(env).map(([name, value]) => [name, value?.trim() ?? ''] as const);
  return Object.fromEntries(trimmed.filter(([, value]) => value !== ''));
}
