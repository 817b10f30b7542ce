/** A regular expression for a GBNF grammar; rules inside themselves are followed `depth` times. */
export function grammarRegExp(grammar: string, depth = 3): RegExp {
  const rules = new Map(
    grammar.split('\n').map((line): [string, string] => {
      const [name = '', rule = ''] = line.split(/ ::= (.*)/s);
      return [name, rule];
    }),
  );
  const expand = (rule: string, seen: readonly string[]): string =>
    rule.replaceAll(TOKEN, (token) => {
      if (token === ' ') return '';
      if (token.startsWith('"')) return `(?:${literal(token)})`;
      if (!/^[a-z]/i.test(token)) return token;
      const body = rules.get(token);
      if (body === undefined) throw new Error(`there is no rule ${token}`);
      if (seen.filter((one) => one === token).length > depth) return '(?!)';
      return `(?:${expand(body, [...seen, token])})`;
    });
  return new RegExp(`^(?:${expand('root', [])})$`, 'su');
}

const TOKEN = /"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|\{[\d,]+\}|[A-Za-z][A-Za-z0-9-]*| /g;

function literal(token: string): string {
  const text = JSON.parse(token) as string;
  return text.replaceAll(/[.*+?^${}()|[\]\\/]/g, String.raw`\$&`);
}
