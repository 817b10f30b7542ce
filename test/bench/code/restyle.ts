import type { BenchLanguage } from './contracts';

/** Ways in which one solution is written: texts differ, behaviour does not. */
export const STYLES = 9;

/** The same code with other names of its locals and with other comments, by the number of a style. */
export function restyle(code: string, language: BenchLanguage, style: number): string {
  const renamed = rename(code, language, SUFFIXES[style % SUFFIXES.length] ?? '');
  const comment = COMMENTS[Math.floor(style / SUFFIXES.length) % COMMENTS.length] ?? '';
  if (comment === '') return renamed;
  return `${language === 'python' ? '#' : '//'} ${comment}\n${renamed}`;
}

const SUFFIXES = ['', 'Here', '2'];
const COMMENTS = ['', 'As the description says.', 'Handles the corner cases too.'];

function rename(code: string, language: BenchLanguage, suffix: string): string {
  if (suffix === '') return code;
  const names = new Set([...code.matchAll(LOCAL[language])].map(([, name = '']) => name));
  return [...names]
    .filter((name) => isOnlyLocal(name, code))
    .reduce((text, name) => text.replaceAll(new RegExp(`\\b${name}\\b`, 'g'), name + suffix), code);
}

/** Declarations of one local each. */
const LOCAL: Readonly<Record<BenchLanguage, RegExp>> = {
  typescript: /\b(?:const|let) (\w+)\b/g,
  python: /^ +(\w+) = /gm,
};

/** Whether a name stands for nothing else in the code: no member, no key, no keyword argument, no word of a text. */
function isOnlyLocal(name: string, code: string): boolean {
  return !new RegExp(`[.'"]${name}\\b|\\b${name}['"]|[{,] *${name} *[:,}]|\\b${name}=[^=]`).test(
    code,
  );
}
