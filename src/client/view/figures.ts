/** Milliseconds as people say them: '850 ms', '12 s', '4 min 05 s', '2 h 10 min'. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${Math.floor(minutes / 60)} h ${twoDigits(minutes % 60)} min`;
}

/** US dollars with cents; below ten cents with four digits, so that small calls do not look free. */
export function dollars(usd: number): string {
  return usd > 0 && usd < 0.1 ? `$${usd.toFixed(4)}` : `$${usd.toFixed(2)}`;
}

/** A probability in [0, 1] as a percentage with two significant digits: '2.3 %', '0.00012 %'. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value === 0) return '0 %';
  if (value >= 10) return `${Math.round(value)} %`;
  return value >= 1e-6 ? `${Number(value.toPrecision(2))} %` : `${value.toExponential(1)} %`;
}

/** A whole number with commas between thousands. */
export function count(value: number): string {
  return value.toLocaleString('en-US');
}

/** '1 vote', '2 votes', '1,024 votes'. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
