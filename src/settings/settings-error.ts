/** Thrown for settings that cannot be followed; one line for each fault says where it is, what was found and what was expected. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
}
