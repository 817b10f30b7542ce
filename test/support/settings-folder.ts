import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readSettings, type Settings } from '../../src/settings';

/** A key that no settings and no error may hold. */
export const SECRET = 'sk-secret-1234567890';

/** Two models that have all roles between them. */
export const TWO_MODELS = `
models:
  - name: small
    baseUrl: https://one.example/v1
    apiKeyEnv: ONE_KEY
    price: { input: 0.1, output: 0.2 }
    limits: { requestsPerMinute: 60, tokensPerMinute: 1000, concurrency: 2 }
    temperature: { min: 0.1, max: 1 }
    roles: [sizer, executor]
  - name: large
    baseUrl: https://two.example/v1
    price: { input: 1, output: 2 }
    roles: [decomposer, discriminator]
budget: { usd: 1 }
dataDir: data
`;

/** A working directory of its own for each test of a file; call it once, at the top. */
export class SettingsFolder {
  #path = '';

  constructor() {
    beforeEach(() => {
      this.#path = mkdtempSync(join(tmpdir(), 'millwright-settings-'));
    });
    afterEach(() => {
      rmSync(this.#path, { recursive: true, force: true });
    });
  }

  path(name: string): string {
    return join(this.#path, name);
  }

  write(name: string, text: string): string {
    writeFileSync(this.path(name), text);
    return this.path(name);
  }

  /** Reads the settings, with `yaml` as the configuration file if there is one, and no user's files in reach. */
  read(yaml: string | undefined, env: Readonly<Record<string, string>> = {}): Settings {
    if (yaml !== undefined) this.write('millwright.config.yaml', yaml);
    return readSettings({ HOME: this.#path, XDG_CONFIG_HOME: this.#path, ...env }, this.#path);
  }

  /** The error of reading them, with `.` for the folder. */
  faultIn(yaml: string | undefined, env: Readonly<Record<string, string>> = {}): string {
    try {
      return `no error: ${JSON.stringify(this.read(yaml, env))}`;
    } catch (error) {
      const { name, message } = error as Error;
      return `${name}: ${message.replaceAll(this.#path, '.')}`;
    }
  }
}
