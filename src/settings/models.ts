import { type ModelProfile, Role } from '../schemas/model';
import { type ConfigFile, WrittenModel } from './config-file';
import { DEFAULT_MODEL, LIST_PRICES, OPENAI_URL, ORACLE_MODEL, ORACLE_URL } from './known-models';
import { keyVariable } from './model-keys';
import { SettingsError } from './settings-error';

/** The models to ask, and what the user may not have meant. */
export interface ChosenModels {
  readonly models: readonly ModelProfile[];
  readonly warnings: readonly string[];
}

/**
 * Chooses the models: those of the file, else the one that the environment describes, else none. The environment wins
 * over the file: MILLWRIGHT_MODEL takes the place of the list, and may name a model of it; OPENAI_BASE_URL takes the
 * place of every address. A model with an oracle has no address; `oracle` is one where OPENAI_BASE_URL is not set.
 * @throws SettingsError for an unusable address, a name that is there twice, and a role without a model.
 */
export function chooseModels(set: Variables, file: ConfigFile): ChosenModels {
  const baseUrl = readBaseUrl(set['OPENAI_BASE_URL']);
  const written = file.config.models ?? [];
  checkNames(file);
  checkOracles(file);
  const listed = written.map((model) => complete(model, baseUrl));
  const models = choose(listed, set, baseUrl);
  checkRoles(models, file);
  const unpriced = models.filter(
    ({ name, baseUrl: at, oracle }) =>
      oracle === undefined &&
      written.find((model) => model.name === name)?.price === undefined &&
      listPrice(name, at) === undefined,
  );
  const moved = written.filter((model) => (model.baseUrl ?? baseUrl) !== baseUrl);
  return {
    models,
    warnings: [
      ...unpriced.map(noPrice),
      ...(baseUrl === undefined || moved.length === 0 ? [] : [otherAddress(moved, baseUrl)]),
    ],
  };
}

type Variables = Readonly<Record<string, string>>;

function choose(
  listed: readonly ModelProfile[],
  set: Variables,
  baseUrl: string | undefined,
): readonly ModelProfile[] {
  const name = set['MILLWRIGHT_MODEL'];
  const reachable = baseUrl !== undefined || set['OPENAI_API_KEY'] !== undefined;
  if (name === undefined) {
    if (listed.length > 0) return listed;
    return reachable ? [named(DEFAULT_MODEL, baseUrl)] : [];
  }
  const known = listed.find((model) => model.name === name);
  if (known !== undefined) return [{ ...known, roles: Role.options }];
  if (reachable || name === ORACLE_MODEL) return [named(name, baseUrl)];
  throw unreachable(name, listed);
}

function unreachable(name: string, listed: readonly ModelProfile[]): SettingsError {
  const names = listed.map((model) => `"${model.name}"`).join(' or ');
  return new SettingsError(
    `MILLWRIGHT_MODEL: found "${name}", expected ${names === '' ? '' : `${names}, or `}OPENAI_API_KEY or OPENAI_BASE_URL ` +
      'set as well; without all three, the local model is used.',
  );
}

/** A model of which nothing but its name is known. */
function named(name: string, baseUrl: string | undefined): ModelProfile {
  const isHere = name === ORACLE_MODEL && baseUrl === undefined;
  return complete(WrittenModel.parse(isHere ? { name, oracle: {} } : { name }), baseUrl);
}

function complete(model: WrittenModel, override: string | undefined): ModelProfile {
  if (model.oracle !== undefined)
    return {
      samplesPerRequest: MOST_SAMPLES,
      ...model,
      baseUrl: ORACLE_URL,
      apiKeyEnv: null,
      price: model.price ?? FREE,
    };
  const baseUrl = override ?? model.baseUrl ?? OPENAI_URL;
  return {
    ...model,
    baseUrl,
    apiKeyEnv: keyVariable(model, override),
    price: model.price ?? listPrice(model.name, baseUrl) ?? FREE,
  };
}

/** As many as the protocol allows. */
const MOST_SAMPLES = 128;

const FREE: ModelProfile['price'] = { input: 0, output: 0 };

/** A model of this machine is free; elsewhere the list price is the best guess, for a gateway charges alike. */
function listPrice(name: string, baseUrl: string): ModelProfile['price'] | undefined {
  const { hostname } = new URL(baseUrl);
  if (/^(localhost|127\..*|\[::1\])$/.test(hostname)) return FREE;
  return LIST_PRICES.get(name);
}

function readBaseUrl(value: string | undefined): string | undefined {
  if (value === undefined || /^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : ''))
    return value;
  throw new SettingsError(
    `OPENAI_BASE_URL: found "${value}", expected an http or https address up to and including /v1.`,
  );
}

function checkNames({ config, faultAt }: ConfigFile): void {
  const names = (config.models ?? []).map(({ name }) => name);
  const twice = names.findIndex((name, index) => names.indexOf(name) < index);
  if (twice >= 0)
    throw faultAt(
      ['models', twice, 'name'],
      `found "${names[twice] ?? ''}" again, expected every name once.`,
    );
}

function checkOracles({ config, faultAt }: ConfigFile): void {
  const models = config.models ?? [];
  const both = models.findIndex(
    ({ oracle, baseUrl }) => oracle !== undefined && baseUrl !== undefined,
  );
  if (both >= 0)
    throw faultAt(
      ['models', both, 'baseUrl'],
      'found an address beside oracle, expected one of the two: an oracle answers without an endpoint.',
    );
}

function checkRoles(models: readonly ModelProfile[], { faultAt }: ConfigFile): void {
  const missing = NEEDED.filter((role) => !models.some(({ roles }) => roles.includes(role)));
  if (models.length > 0 && missing.length > 0)
    throw faultAt(
      ['models'],
      `found no model with the role ${missing.join(', ')}, expected one for every role.`,
    );
}

/** Where no model is a verifier, executors are asked in its place. */
const NEEDED = Role.options.filter((role) => role !== 'verifier');

function noPrice({ name, baseUrl }: ModelProfile): string {
  const { origin, pathname } = new URL(baseUrl);
  return (
    `No price is known for the model "${name}" at ${origin}${pathname}: its calls count as free, and only calls and ` +
    'hours of the budget can stop a run. Set its price in millwright.config.yaml.'
  );
}

function otherAddress(moved: readonly WrittenModel[], baseUrl: string): string {
  const names = moved.map(({ name }) => `"${name}"`).join(', ');
  return `OPENAI_BASE_URL (${new URL(baseUrl).origin}) takes the place of the addresses that the configuration file gives ${names}.`;
}
