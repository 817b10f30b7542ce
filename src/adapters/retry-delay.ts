/** Longest wait, in milliseconds, that a provider can impose: a day. */
const MAX_DELAY_MS = 24 * 60 * 60 * 1000;

/**
 * Milliseconds a provider asked to wait, in (0, 24 h], from `retry-after-ms` or else `retry-after` (seconds or an
 * HTTP date); undefined when it asked for nothing or for nothing readable.
 */
export function retryDelayMs(headers: Headers | undefined, nowMs: number): number | undefined {
  const ms =
    number(headers?.get('retry-after-ms')) ?? fromRetryAfter(headers?.get('retry-after'), nowMs);
  return ms !== undefined && ms > 0 ? Math.min(Math.ceil(ms), MAX_DELAY_MS) : undefined;
}

function fromRetryAfter(value: string | null | undefined, nowMs: number): number | undefined {
  const seconds = number(value);
  if (seconds !== undefined) return seconds * 1000;
  const dateMs = Date.parse(value ?? '');
  return Number.isNaN(dateMs) ? undefined : dateMs - nowMs;
}

function number(value: string | null | undefined): number | undefined {
  return /^\d+(\.\d+)?$/.test(value?.trim() ?? '') ? Number(value) : undefined;
}
