import { retryDelayMs } from '../../src/adapters/retry-delay';

const NOW_MS = Date.parse('2026-01-01T00:00:00Z');

describe('retryDelayMs', () => {
  it.each([
    [{ 'retry-after': '7' }, 7_000],
    [{ 'retry-after': ' 1.5 ' }, 1_500],
    [{ 'retry-after': 'Thu, 01 Jan 2026 00:01:00 GMT' }, 60_000],
    [{ 'retry-after-ms': '20', 'retry-after': '1' }, 20],
    [{ 'retry-after-ms': 'soon', 'retry-after': '1' }, 1_000],
    [{ 'retry-after': '999999999' }, 86_400_000],
    [{ 'retry-after': 'Wed, 31 Dec 2025 23:59:00 GMT' }, undefined],
    [{ 'retry-after': '0' }, undefined],
    [{ 'retry-after': '-5' }, undefined],
    [{ 'retry-after': 'later' }, undefined],
    [{ 'retry-after': '' }, undefined],
    [{}, undefined],
  ])('reads %j as %p ms', (headers, delayMs) => {
    expect(retryDelayMs(new Headers(headers as Record<string, string>), NOW_MS)).toBe(delayMs);
  });

  it('asks for nothing without an answer', () => {
    expect(retryDelayMs(undefined, NOW_MS)).toBeUndefined();
  });
});
