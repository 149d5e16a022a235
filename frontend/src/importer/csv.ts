/** Episodes as CSV in the language of the app. Columns: docs/file-format.md. */
import { areaName, durationMs } from "../i18n/episode-text";
import type { Episode } from "../model/types";
import { wallTime } from "../time/zone";
import { words } from "../i18n";
import { dataWords } from "../i18n/data";

/** In the order of `episodes`; an empty cell means "not asked". */
export function episodesCsv(episodes: readonly Episode[], now: Date): string {
  const { csv } = dataWords;
  const lines = [Object.values(csv.columns), ...episodes.map((episode) => episodeCells(episode, now))];
  // With a byte order mark spreadsheets read UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map(quoteCell).join(",")).join("\r\n")}\r\n`;
}

function episodeCells(episode: Episode, now: Date): string[] {
  const { csv } = dataWords;
  const localTime = (at: string): string => wallTime(new Date(at), episode.zone).replace("T", " ");
  const listCell = <Code extends string>(codes: readonly Code[] | null, name: (code: Code) => string): string =>
    codes === null ? "" : codes.length === 0 ? csv.none : codes.map(name).join("; ");
  const codeCell = <Code extends string>(code: Code | null, names: Record<Code, string>): string =>
    code === null ? "" : names[code];
  // List yes and no: a missing code was not asked.
  const answersCell = (answers: Partial<Record<string, boolean>> | null, names: Record<string, string>): string => {
    const answeredCodes = Object.keys(names).filter((code) => answers?.[code] !== undefined);
    return answeredCodes
      .map((code) => `${names[code]}: ${answers![code] ? words.common.yes : words.common.no}`)
      .join("; ");
  };
  const ended = episode.ended_at;
  return [
    localTime(episode.started_at),
    ended === null ? csv.going_on : localTime(ended),
    ended === null ? "" : String(Math.round(durationMs(episode, now) / 60_000)),
    episode.zone,
    listCell(episode.areas, areaName),
    codeCell(episode.spread, words.spreads),
    listCell(episode.sensations, (code) => words.sensations[code]),
    String(episode.severity ?? ""),
    String(episode.interference ?? ""),
    codeCell(episode.onset, words.onsets),
    codeCell(episode.trigger, words.triggers),
    codeCell(episode.relief, words.reliefs),
    String(episode.relief_minutes ?? ""),
    answersCell(episode.symptoms, words.symptoms),
    String(episode.pain ?? ""),
    listCell(episode.leg_changes, (code) => words.leg_changes[code]),
    answersCell(episode.red_flags, words.red_flags),
    episode.note ?? "",
  ];
}

/** Quote a cell; prefix an apostrophe against CSV formula injection. */
function quoteCell(text: string): string {
  const escaped = /^\s*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
  return `"${escaped.replaceAll('"', '""')}"`;
}
