/*
 * How figures are written wherever people read them. Without locale or time zone: the same figure is the same text on
 * every machine.
 */

/** Milliseconds as people say them: '850 ms', '12 s', '4 min 05 s', '2 h 10 min'. */
export function duration(ms: number): string {
  if (ms < 1_000) return `${Math.max(0, Math.round(ms))} ms`;
  const seconds = Math.round(ms / 1_000);
  if (seconds < 60) return `${seconds} s`;
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) return `${minutes} min ${twoDigits(seconds % 60)} s`;
  return `${count(Math.floor(minutes / 60))} h ${twoDigits(minutes % 60)} min`;
}

/** US dollars with cents; below ten cents with four digits, so that small calls do not look free. */
export function dollars(usd: number): string {
  if (usd === 0 || usd >= 0.1) return `$${grouped(usd.toFixed(2))}`;
  return usd < 0.0001 ? 'less than $0.0001' : `$${usd.toFixed(4)}`;
}

/** A probability in [0, 1] as a percentage with two significant digits: '2.3 %', '0.00012 %', '6.5e-10 %'. */
export function percent(probability: number): string {
  const value = probability * 100;
  if (value >= 10) return `${Math.round(value)} %`;
  return `${String(Number(value.toPrecision(2)))} %`;
}

/** An upper bound in [0, 1] as a percentage with two significant digits, never below the bound itself. */
export function percentAtMost(bound: number): string {
  const value = bound * 100;
  if (value === 0) return '0 %';
  const digit = 10 ** Math.min(0, Math.floor(Math.log10(value)) - 1);
  return percent((Math.ceil(value / digit) * digit) / 100);
}

/** A whole number with commas between thousands. */
export function count(value: number): string {
  return grouped(String(value));
}

/** '1 vote', '2 votes', '1,024 votes'. */
export function counted(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

function grouped(digits: string): string {
  return digits.replace(/\B(?=(?:\d{3})+(?!\d))(?<!\.\d*)/g, ',');
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
