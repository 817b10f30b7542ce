import { ApplicationFailure } from '@temporalio/common';
import { diagnose, type ProviderFault } from './provider-fault';
import { redactor } from './redact';
import { retryDelayMs } from './retry-delay';

/** Whom a call was for: what a failure's message may tell, and the key it must not. */
export interface ModelEndpoint {
  readonly model: string;
  readonly baseUrl: string;
  /** Name of the variable that holds the key; null where none is named. */
  readonly apiKeyEnv: string | null;
  readonly apiKey: string | undefined;
}

/**
 * Makes the failure that stands for `error`: its type is 'provider.' and the fault, it is retryable only where
 * asking again may help, it waits as long as the provider asked for, and its message says what was found, what was
 * expected and what to do. No key is in any part of it, whatever the provider echoed; there is no cause, because a
 * cause would carry the provider's words along unread.
 */
export function providerFailure(
  error: unknown,
  endpoint: ModelEndpoint,
  nowMs = Date.now(),
): ApplicationFailure {
  const { fault, found, headers } = diagnose(error);
  const { retryable, todo } = REMEDIES[fault];
  const delayMs = retryable ? retryDelayMs(headers, nowMs) : undefined;
  const safe = redactor(endpoint.apiKey);
  return ApplicationFailure.create({
    type: `provider.${fault}`,
    nonRetryable: !retryable,
    message: `The model endpoint ${placeOf(endpoint.baseUrl)} ${excerpt(safe(found))}: ${todo(endpoint)}`,
    ...(delayMs === undefined ? {} : { nextRetryDelay: delayMs }),
  });
}

/** How every advice ends that a paused run needs. */
export const RESUME = 'then `millwright resume` the run';
const WAIT = 'Millwright tries again by itself; if this lasts,';

/** OPENAI_API_KEY is not sent to whatever address the file gives. */
const NAME_THE_KEY =
  'no key was sent, for none is named for it. Give the model an apiKeyEnv in millwright.config.yaml, and that variable a key';

interface Remedy {
  readonly retryable: boolean;
  readonly todo: (endpoint: ModelEndpoint) => string;
}

const REMEDIES: Readonly<Record<ProviderFault, Remedy>> = {
  unreachable: {
    retryable: true,
    todo: () => `${WAIT} start the endpoint or correct its baseUrl (OPENAI_BASE_URL), ${RESUME}.`,
  },
  'untrusted-certificate': {
    retryable: false,
    todo: () =>
      `expected a certificate this machine trusts. Add its authority with NODE_EXTRA_CA_CERTS, ${RESUME}.`,
  },
  'cut-connection': {
    retryable: true,
    todo: () => `expected a whole completion. ${WAIT} look at the endpoint's log, ${RESUME}.`,
  },
  unavailable: {
    retryable: true,
    todo: () => `${WAIT} see the provider's status page or its log, ${RESUME}.`,
  },
  'no-answer': {
    retryable: true,
    todo: () =>
      `a gateway gave up, perhaps on an answer that is charged for. ${WAIT} ask a quicker model or raise the gateway's time limit, ${RESUME}.`,
  },
  'rate-limited': {
    retryable: true,
    todo: () => `${WAIT} lower the model's limits in millwright.config.yaml.`,
  },
  'quota-exhausted': {
    retryable: false,
    todo: ({ apiKeyEnv }) =>
      `add credit to the account that ${apiKeyEnv ?? 'it'} belongs to, ${RESUME}.`,
  },
  unauthorised: {
    retryable: false,
    todo: ({ apiKeyEnv, model }) =>
      `${apiKeyEnv === null ? NAME_THE_KEY : `set ${apiKeyEnv} to a key`} that may use ${model}, restart the workers, ${RESUME}.`,
  },
  'no-such-model': {
    retryable: false,
    todo: ({ model }) =>
      `expected it to serve "${model}". Name a model it has (MILLWRIGHT_MODEL, or models in millwright.config.yaml), restart the workers, ${RESUME}.`,
  },
  'bad-request': {
    retryable: false,
    todo: ({ model }) =>
      `expected it to accept a chat completion request for "${model}". Correct the model's profile (a temperature it allows, a longer context) or choose another model, ${RESUME}.`,
  },
  'not-openai': {
    retryable: false,
    todo: () =>
      `expected a chat completion of the OpenAI protocol. Set baseUrl (OPENAI_BASE_URL) to the address up to and including /v1, restart the workers, ${RESUME}.`,
  },
  'no-choices': {
    retryable: true,
    todo: () => `expected at least one choice. ${WAIT} choose another model, ${RESUME}.`,
  },
  'too-large': {
    retryable: false,
    todo: () =>
      `expected a completion within max_tokens. Choose an endpoint that honours it, ${RESUME}.`,
  },
  unexpected: {
    retryable: false,
    todo: () =>
      `expected a chat completion. This is a fault in Millwright: please report it, ${RESUME}.`,
  },
};

/** The address without what may hold secrets: user, password and query. */
function placeOf(baseUrl: string): string {
  const { origin, pathname } = new URL(baseUrl);
  return origin + pathname;
}

/** One line, short enough for a history and a terminal. */
function excerpt(text: string): string {
  const line = text.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > MAX_EXCERPT ? `${line.slice(0, MAX_EXCERPT)} …` : line;
}

const MAX_EXCERPT = 300;
