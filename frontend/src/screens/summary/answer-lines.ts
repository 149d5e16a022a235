/** What was answered of an entry, in words; what was not asked is left out. */
import type { Episode } from "../../model/types";
import { fill, listed, words } from "../../i18n";
import { care } from "../../i18n/care";
import { tickedSigns } from "../../i18n/episode-text";

/** "Numb and Tingling. Sitting. Helped: Moving. Gone after 5 min. With it: Leg pain." */
export function answerText(episode: Episode): string {
  const { sensations, trigger, relief, relief_minutes, symptoms, leg_changes, interference, onset } = episode;
  const codes = Object.keys(words.symptoms) as (keyof typeof words.symptoms)[];
  const presentSymptoms = codes.filter((code) => symptoms?.[code]).map((code) => words.symptoms[code]);
  const sentences = [
    sensations?.map((code) => words.sensations[code]),
    onset && [fill(care.summary.onset, { onset: words.onsets[onset] })],
    trigger && [words.triggers[trigger]],
    relief && [
      relief === "nothing" || relief === "not_tried"
        ? words.reliefs[relief]
        : fill(care.summary.helped, { relief: words.reliefs[relief] }),
    ],
    relief_minutes !== null && [fill(care.summary.relief, { count: relief_minutes })],
    presentSymptoms.length > 0 && [fill(care.summary.with_it, { symptoms: listed(presentSymptoms) })],
    leg_changes?.map((code) => words.leg_changes[code]),
    interference !== null && [fill(care.summary.interference, { how: words.interference[interference] ?? "" })],
  ];
  return sentences
    .filter((part) => part && part.length > 0)
    .map((part) => `${listed(part as string[])}.`)
    .join(" ");
}

/** "Emergency signs: Confused and Trouble seeing." */
export function signsText(flags: Episode["red_flags"]): string {
  const signs = tickedSigns(flags).map((sign) => words.red_flags[sign]);
  return signs.length > 0 ? `${fill(words.history.signs, { signs: listed(signs) })}.` : "";
}
