/**
 * Returns a function that removes `secret` from any text, as it is or as JSON and URLs write it, and everything
 * that looks like a key or a bearer token besides: providers echo keys, whole or half masked.
 */
export function redactor(secret: string | undefined): (text: string) => string {
  const forms = isSecret(secret)
    ? [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)]
    : [];
  return (text) =>
    forms
      .reduce((rest, form) => rest.replaceAll(form, REDACTED), text)
      .replaceAll(/\bBearer\s+[^\s"',]+/gi, `Bearer ${REDACTED}`)
      .replaceAll(/\b(sk|pk|gsk|xai|AIza)[-_]?[\w*.-]{12,}/g, REDACTED);
}

const REDACTED = '[key]';

/** Shorter ones are placeholders for servers without keys; removing them would only garble the text. */
function isSecret(key: string | undefined): key is string {
  return key !== undefined && key.length >= 4;
}
