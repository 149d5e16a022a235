/** The episodes as a table for people, in the language of the app. Its columns: docs/file-format.md. */
import { areaName, lastedMs } from "../i18n/episode-text";
import type { Episode } from "../model/types";
import { wallTime } from "../time/zone";
import { words } from "../i18n";
import { dataWords } from "../i18n/data";

/** Newest first, as in `episodes`; a cell that is empty was not asked. */
export function episodesCsv(episodes: readonly Episode[], now: Date): string {
  const { csv } = dataWords;
  const lines = [Object.values(csv.columns), ...episodes.map((episode) => cellsOf(episode, now))];
  // With its mark a spreadsheet reads it as UTF-8.
  return `\uFEFF${lines.map((cells) => cells.map(cell).join(",")).join("\r\n")}\r\n`;
}

function cellsOf(episode: Episode, now: Date): string[] {
  const { csv } = dataWords;
  const local = (at: string): string => wallTime(new Date(at), episode.zone).replace("T", " ");
  const set = <Code extends string>(codes: readonly Code[] | null, name: (code: Code) => string): string =>
    codes === null ? "" : codes.length === 0 ? csv.none : codes.map(name).join("; ");
  const one = <Code extends string>(code: Code | null, names: Record<Code, string>): string =>
    code === null ? "" : names[code];
  // Yes and no are both told: what is not named was not asked.
  const said = (answers: Partial<Record<string, boolean>> | null, names: Record<string, string>): string => {
    const asked = Object.keys(names).filter((code) => answers?.[code] !== undefined);
    return asked.map((code) => `${names[code]}: ${answers![code] ? words.common.yes : words.common.no}`).join("; ");
  };
  const ended = episode.ended_at;
  return [
    local(episode.started_at),
    ended === null ? csv.going_on : local(ended),
    ended === null ? "" : String(Math.round(lastedMs(episode, now) / 60_000)),
    episode.zone,
    set(episode.areas, areaName),
    set(episode.sensations, (code) => words.sensations[code]),
    String(episode.severity ?? ""),
    String(episode.interference ?? ""),
    one(episode.onset, words.onsets),
    one(episode.trigger, words.triggers),
    one(episode.relief, words.reliefs),
    String(episode.relief_minutes ?? ""),
    said(episode.symptoms, words.symptoms),
    set(episode.leg_changes, (code) => words.leg_changes[code]),
    said(episode.red_flags, words.red_flags),
    episode.note ?? "",
  ];
}

/** In quotes; what a spreadsheet would take for a formula begins with an apostrophe instead. */
function cell(text: string): string {
  const plain = /^\s*[=+\-@＝＋－＠\t\r]/.test(text) ? `'${text}` : text;
  return `"${plain.replaceAll('"', '""')}"`;
}
