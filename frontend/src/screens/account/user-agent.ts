/** What a browser says it is, coarsely: enough to know one's own devices by. */
const BROWSERS: readonly [RegExp, string][] = [
  [/Edg(e|A|iOS)?\//, "Edge"],
  [/OPR\/|Opera/, "Opera"],
  [/SamsungBrowser\//, "Samsung Internet"],
  [/Firefox\/|FxiOS\//, "Firefox"],
  [/Chrome\/|CriOS\//, "Chrome"],
  [/Safari\//, "Safari"],
];
const SYSTEMS: readonly [RegExp, string][] = [
  [/Android/, "Android"],
  [/iPhone/, "iPhone"],
  [/iPad/, "iPad"],
  [/Windows/, "Windows"],
  [/CrOS/, "ChromeOS"],
  [/Mac OS X|Macintosh/, "Mac"],
  [/Linux/, "Linux"],
];

export function parseUserAgent(userAgent: string): { browser: string | undefined; system: string | undefined } {
  const match = (patterns: readonly [RegExp, string][]) => patterns.find(([pattern]) => pattern.test(userAgent))?.[1];
  return { browser: match(BROWSERS), system: match(SYSTEMS) };
}
