/**
 * The members of an object, each as the text that was sent, so that numbers keep their digits. The text has to be valid
 * JSON; where a name is repeated the last one counts, as it does for `JSON.parse`.
 */
export function sliceMembers(json: string): Map<string, string> {
  const members = new Map<string, string>();
  for (let at = skipSpace(json, json.indexOf('{') + 1); json[at] === '"'; at = toNext(json, at)) {
    const nameEnd = endOfString(json, at);
    const start = skipSpace(json, json.indexOf(':', nameEnd) + 1);
    const end = endOfValue(json, start);
    members.set(JSON.parse(json.slice(at, nameEnd)), json.slice(start, end));
    at = end;
  }
  return members;
}

/** The elements of an array, each as the text that was sent. The text has to be valid JSON. */
export function sliceElements(json: string): string[] {
  const elements: string[] = [];
  for (let at = skipSpace(json, json.indexOf('[') + 1); at < json.length && json[at] !== ']'; at = toNext(json, at)) {
    const end = endOfValue(json, at);
    elements.push(json.slice(at, end));
    at = end;
  }
  return elements;
}

/** Behind the comma that follows a value, or at what closes the list. */
function toNext(json: string, valueEnd: number): number {
  const at = skipSpace(json, valueEnd);
  return json[at] === ',' ? skipSpace(json, at + 1) : at;
}

function skipSpace(json: string, from: number): number {
  let at = from;
  while (json.charCodeAt(at) <= 0x20) at++;
  return at;
}

function endOfValue(json: string, start: number): number {
  let depth = 0;
  let at = start;
  while (at < json.length) {
    const char = json[at];
    if (char === '"') {
      at = endOfString(json, at);
      if (depth === 0) return at;
    } else if (char === '{' || char === '[') {
      depth++;
      at++;
    } else if (char === '}' || char === ']') {
      if (depth === 0) return at;
      depth--;
      at++;
      if (depth === 0) return at;
    } else if (depth === 0 && (char === ',' || json.charCodeAt(at) <= 0x20)) return at;
    else at++;
  }
  return at;
}

/** Behind the quote that closes a string: the first one with an even number of backslashes before it. */
function endOfString(json: string, start: number): number {
  for (let quote = json.indexOf('"', start + 1); quote >= 0; quote = json.indexOf('"', quote + 1)) {
    let before = quote - 1;
    while (json[before] === '\\') before--;
    if ((quote - before) % 2 === 1) return quote + 1;
  }
  return json.length;
}
