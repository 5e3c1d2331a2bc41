/** A constant as canonical text. */
export function printLiteral(value: undefined | null | boolean | number | string): string {
  return typeof value === 'string' ? `'${escaped(value).replaceAll("'", "\\'")}'` : String(value);
}

/** The text between the holes of a template. */
export function printTemplateText(text: string): string {
  return escaped(text).replaceAll('`', '\\`').replaceAll('${', '\\${');
}

/** The name of a property: bare where it may be, `'x-y'` else. */
export function printName(name: string): string {
  return /^(?:[A-Za-z_$][\w$]*|0|[1-9]\d{0,14})$/.test(name) ? name : printLiteral(name);
}

const short: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' };

function escaped(text: string): string {
  return text.replace(
    /[\\\p{Cc}\p{Cs}\u2028\u2029\ufeff]/gu,
    (c) => short[c] ?? `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
