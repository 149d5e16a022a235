/** Search in Learn: without a network, case or accents; every word must be there, in any order. */

/** One thing that can be found. Where `title` and `text` stand together, the title comes first. */
export interface Entry {
  href: `#/${string}`;
  /** Under which heading it is listed. */
  group: string;
  title: string;
  text: string;
}
/** A piece of a text, and whether it is what was searched for. */
export interface TextPiece {
  text: string;
  hit: boolean;
}

const EXCERPT_LENGTH = 160;

/** Whether every word of the search begins a word of the text. A number is found as a whole only. */
export function matchesSearch(text: string, search: string): boolean {
  return matchesAll(patterns(search), foldText(text));
}

/**
 * The same for many texts, each as `plain` makes it: the search is read once. `null` when nothing
 * is asked for.
 */
export function compileSearch(search: string): ((plainText: string) => boolean) | null {
  const words = patterns(search);
  return words.length === 0 ? null : (plainText) => matchesAll(words, plainText);
}

/** Whether anything is asked for at all. */
export const hasSearchTerms = (search: string): boolean => patterns(search).length > 0;

/** What holds all the words: first where the title does, then where a part of it does. */
export function searchEntries(entries: readonly Entry[], search: string): Entry[] {
  const words = patterns(search);
  if (words.length === 0) return [];
  const missing = (title: string): number => words.filter((word) => !word.test(title)).length;
  return entries
    .filter(({ title, text }) => matchesAll(words, foldText(`${title} ${text}`)))
    .map((entry) => ({ entry, rank: missing(foldText(entry.title)) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ entry }) => entry);
}

/** The same by heading, that of the best find first. */
export function groupEntries(entries: readonly Entry[]): { group: string; entries: Entry[] }[] {
  return [...new Set(entries.map(({ group }) => group))].map((group) => ({
    group,
    entries: entries.filter((entry) => entry.group === group),
  }));
}

/** The text in pieces, with the whole words that were found apart. */
export function highlight(original: string, search: string): TextPiece[] {
  const text = original.normalize("NFC"); // one place a letter, as in the plain text
  const plainText = foldText(text);
  const pieces: TextPiece[] = [];
  let position = 0;
  for (const [start, end] of findMatches(plainText, search)) {
    if (start < position) continue;
    if (start > position) pieces.push({ text: text.slice(position, start), hit: false });
    pieces.push({ text: text.slice(start, end), hit: true });
    position = end;
  }
  if (position < text.length) pieces.push({ text: text.slice(position), hit: false });
  return pieces;
}

/** A short text whole, of a long one the part around the first word that was found. */
export function excerpt(text: string, search: string): string {
  if (text.length <= EXCERPT_LENGTH) return text;
  const [first = 0] = findMatches(foldText(text), search)[0] ?? [];
  const before = first > EXCERPT_LENGTH / 2 ? text.lastIndexOf(" ", first - EXCERPT_LENGTH / 4) + 1 : 0;
  const after = text.indexOf(" ", before + EXCERPT_LENGTH);
  const part = text.slice(before, after === -1 ? undefined : after);
  return `${before > 0 ? "…" : ""}${part}${after === -1 ? "" : "…"}`;
}

function findMatches(plainText: string, search: string): [number, number][] {
  return patterns(search)
    .flatMap((word) => [...plainText.matchAll(new RegExp(word, "gu"))])
    .map((match): [number, number] => [match.index + match[1]!.length, match.index + match[0].length])
    .sort(([a], [b]) => a - b);
}

const matchesAll = (words: readonly RegExp[], plainText: string): boolean =>
  words.every((word) => word.test(plainText));

/** Of each word what stands before it, then the word to its end. */
function patterns(search: string): RegExp[] {
  const words = foldText(search)
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
  return words.map((word) => new RegExp(`(^|[^\\p{L}\\p{N}])${stemPattern(word)}[\\p{L}\\p{N}]*`, "u"));
}

/** The plural is found with the singular, as far as an ending tells; 8 is not in 80. */
function stemPattern(word: string): string {
  if (/^\d+$/.test(word)) return `${word}(?!\\d)`;
  return word.length > 5 ? word.replace(/e?s$/, "") : word.length > 3 ? word.replace(/s$/, "") : word;
}

/** Small letters without accents, each in the place it had. */
export function foldText(text: string): string {
  return text
    .normalize("NFC")
    .replace(/[^\0-\x7f]/g, (letter) => letter.normalize("NFD")[0]!)
    .toLowerCase();
}
